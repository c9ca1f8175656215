#include "table/date.h"

#include "base/buf.h"

const char *const date_format_names[] = {"iso", "mdy", "dmy", "ymd", "serial", "serial1904", NULL};

static const int order_of[][3] = {
	/* where year, month and day stand */
	[DATE_ISO] = {0, 1, 2}, [DATE_MDY] = {2, 0, 1}, [DATE_DMY] = {2, 1, 0}, [DATE_YMD] = {0, 1, 2},
};

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && is_leap(year));
}

/* Days from civil, with years that begin in March, so that the leap day is a year's last: H. Hinnant,
 * "chrono-compatible low-level date algorithms". Valid for years after 0. */
day
date_from(int year, int month, int dayofmonth)
{
	year -= month <= 2;
	int era = year / 400, of_era = year - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dayofmonth - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void
date_split(day d, int *year, int *month, int *dayofmonth)
{
	int z = d + 719468, era = z / 146097, of_era = z - era * 146097;
	int y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (5 * of_year + 2) / 153;
	*dayofmonth = of_year - (153 * m + 2) / 5 + 1;
	*month = m + (m < 10 ? 3 : -9);
	*year = y + era * 400 + (*month <= 2);
}

day
date_add_months(day d, int months)
{
	int year, month, dayofmonth;
	date_split(d, &year, &month, &dayofmonth);
	months += year * 12 + month - 1;
	year = months / 12;
	month = months % 12 + 1;
	if (year > 9999)
		return DAY_NONE;
	return date_from(year, month, dayofmonth < days_in(year, month) ? dayofmonth : days_in(year, month));
}

int
date_weekday(day d)
{
	int since = (d + 3) % 7; /* 1970-01-01 was a Thursday */
	return since < 0 ? since + 7 : since;
}

void
date_week(day d, int *year, int *week)
{
	int month, dayofmonth;
	day thursday = d - date_weekday(d) + 3;
	date_split(thursday, year, &month, &dayofmonth);
	*week = (thursday - date_from(*year, 1, 1)) / 7 + 1;
}

void
date_put(struct buf *b, day d)
{
	int year, month, dayofmonth;
	date_split(d, &year, &month, &dayofmonth);
	const char text[] = {
		(char)('0' + year / 1000 % 10), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10), (char)('0' + year % 10), '-',
		(char)('0' + month / 10), (char)('0' + month % 10), '-', (char)('0' + dayofmonth / 10), (char)('0' + dayofmonth % 10),
	};
	buf_add(b, text, sizeof text);
}

static void
trim(const char **s, size_t *n)
{
	while (*n && (*s)[0] == ' ')
		++*s, --*n;
	while (*n && (*s)[*n - 1] == ' ')
		--*n;
}

/* Three numbers with the same separator between them; a year has four digits. */
struct parts {
	int value[3];
	size_t digits[3];
	char separator;
};

static bool
split_parts(const char *s, size_t n, struct parts *p)
{
	*p = (struct parts){0};
	size_t i = 0;
	for (int part = 0; part < 3; part++) {
		for (; i < n && s[i] >= '0' && s[i] <= '9' && p->digits[part] < 5; i++) {
			p->value[part] = p->value[part] * 10 + (s[i] - '0');
			p->digits[part]++;
		}
		if (p->digits[part] == 0)
			return false;
		if (part == 2)
			break;
		if (i == n || (s[i] != '-' && s[i] != '/' && s[i] != '.') || (part == 1 && s[i] != p->separator))
			return false;
		p->separator = s[i++];
	}
	return i == n;
}

static bool
in_order(const struct parts *p, enum date_format format, day *out)
{
	const int *at = order_of[format];
	if (p->digits[at[0]] != 4 || p->digits[at[1]] > 2 || p->digits[at[2]] > 2)
		return false;
	int year = p->value[at[0]], month = p->value[at[1]], dayofmonth = p->value[at[2]];
	if (year < 1900 || month < 1 || month > 12 || dayofmonth < 1 || dayofmonth > days_in(year, month))
		return false;
	*out = date_from(year, month, dayofmonth);
	return true;
}

static bool
parse_serial(const char *s, size_t n, enum date_format format, day *out)
{
	int serial = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || serial > 2958465)
			return false;
		serial = serial * 10 + (s[i] - '0');
	}
	if (n == 0 || serial > 2958465)
		return false;
	if (format == DATE_SERIAL_1904) {
		if (serial > 2957003) /* 9999-12-31, as 2958465 is in the other calendar */
			return false;
		*out = date_from(1904, 1, 1) + serial;
		return true;
	}
	/* Excel counts a 29 February 1900 that never was, as its day 60; earlier days are one off. */
	if (serial < 1 || serial == 60)
		return false;
	*out = date_from(1899, 12, 30) + serial + (serial < 60);
	return true;
}

static bool
all_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] < '0' || s[i] > '9')
			return false;
	return true;
}

bool
date_parse(const char *s, size_t n, enum date_format format, day *out)
{
	trim(&s, &n);
	if (format == DATE_SERIAL || format == DATE_SERIAL_1904)
		return parse_serial(s, n, format, out);
	char spread[10];
	if (format == DATE_YMD && n == 8 && all_digits(s, n)) { /* 20261105 */
		for (size_t i = 0, o = 0; i < 8; i++) {
			if (i == 4 || i == 6)
				spread[o++] = '-';
			spread[o++] = s[i];
		}
		s = spread;
		n = sizeof spread;
	}
	struct parts p;
	if (!split_parts(s, n, &p))
		return false;
	if (format == DATE_ISO && (p.separator != '-' || p.digits[1] != 2 || p.digits[2] != 2))
		return false;
	return in_order(&p, format, out);
}

int
date_fits(const char *s, size_t n)
{
	day d;
	if (date_parse(s, n, DATE_ISO, &d))
		return DATE_ISO;
	bool separated = false;
	for (size_t i = 0; i < n; i++)
		separated |= s[i] == '-' || s[i] == '/' || s[i] == '.';
	int fits = 0;
	for (int f = DATE_MDY; separated && f <= DATE_YMD; f <<= 1)
		if (date_parse(s, n, (enum date_format)f, &d))
			fits |= f;
	return fits;
}
