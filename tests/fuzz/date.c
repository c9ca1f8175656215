/* Dates as text and as days, against the C library's calendar and a slow loop. */
#include "table/date.h"

#include <string.h>
#include <time.h>

#include "fuzz.h"

enum { MOST = 64 };

static void
check_day(day d)
{
	int year, month, dayofmonth, of_week, week;
	const time_t seconds = (time_t)d * 86400;
	struct tm tm;
	must(gmtime_r(&seconds, &tm));
	date_split(d, &year, &month, &dayofmonth);
	must(year == tm.tm_year + 1900 && month == tm.tm_mon + 1 && dayofmonth == tm.tm_mday);
	must(date_from(year, month, dayofmonth) == d);
	must(date_weekday(d) == (tm.tm_wday + 6) % 7);
	date_week(d, &of_week, &week);
	char expected[32], found[32];
	strftime(expected, sizeof expected, "%G-%V", &tm);
	snprintf(found, sizeof found, "%d-%02d", of_week, week);
	must(strcmp(expected, found) == 0);
}

static bool
is_day(int year, int month, int dayofmonth)
{
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = dayofmonth};
	timegm(&tm);
	return tm.tm_mday == dayofmonth;
}

static void
check_months(day d, int months)
{
	int year, month, dayofmonth;
	date_split(d, &year, &month, &dayofmonth);
	for (int i = 0; i < months && year <= 9999; i++) {
		month = month == 12 ? 1 : month + 1;
		year += month == 1;
	}
	day expected = DAY_NONE;
	if (year <= 9999) {
		while (!is_day(year, month, dayofmonth))
			dayofmonth--;
		expected = date_from(year, month, dayofmonth);
	}
	must(date_add_months(d, months) == expected);
}

/* What is parsed is printed as ISO's, which is parsed again. */
static void
check_text(const char *s, size_t n)
{
	int fits = date_fits(s, n);
	must(fits == DATE_ISO || (fits & ~(DATE_MDY | DATE_DMY | DATE_YMD)) == 0);
	bool separated = false;
	for (size_t i = 0; i < n; i++)
		separated |= memchr("-/.", s[i], 3) != NULL;
	for (int format = DATE_ISO; format <= DATE_SERIAL_1904; format <<= 1) {
		day d = DAY_NONE, again;
		bool parsed = date_parse(s, n, (enum date_format)format, &d);
		if (format == DATE_ISO)
			must(parsed == (fits == DATE_ISO));
		else if (format <= DATE_YMD && fits != DATE_ISO)
			must((parsed && separated) == ((fits & format) != 0));
		if (!parsed) {
			must(d == DAY_NONE);
			continue;
		}
		must(d >= DAY_FIRST && d <= DAY_LAST);
		check_day(d);
		struct buf b = {0};
		date_put(&b, d);
		must(b.len == 10 && date_parse(b.data, b.len, DATE_ISO, &again) && again == d && date_fits(b.data, b.len) == DATE_ISO);
		must(date_parse(b.data, b.len, DATE_YMD, &again) && again == d);
		buf_free(&b);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), text = take_up_to(&b, '\n');
	if (text.n > MOST)
		return 0;
	char *s = malloc(text.n ? text.n : 1);
	must(s);
	memcpy(s, text.s, text.n);
	check_text(s, text.n);
	free(s);
	day d = DAY_FIRST + (day)(take_word(&b, 3) % (DAY_LAST - DAY_FIRST + 1));
	check_day(d);
	check_months(d, (int)(take_word(&b, 2) % 2400));
	return 0;
}
