#include "table/date.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

static bool
parse(const char *s, enum date_format format, day *d)
{
	return date_parse(s, strlen(s), format, d);
}

static void
assert_date(const char *s, enum date_format format, const char *expected)
{
	day d;
	struct buf b = {0};
	ck_assert_msg(parse(s, format, &d), "%s isn't read", s);
	date_put(&b, d);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

static int
days_in(int year, int month)
{
	if (month == 2)
		return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

START_TEST(every_day_there_and_back)
{
	day expected = date_from(1900, 1, 1);
	ck_assert_int_eq(expected, -25567);
	for (int year = 1900; year <= 2200; year++)
		for (int month = 1; month <= 12; month++)
			for (int of_month = 1; of_month <= days_in(year, month); of_month++) {
				int y, m, d;
				ck_assert_int_eq(date_from(year, month, of_month), expected);
				date_split(expected++, &y, &m, &d);
				ck_assert(y == year && m == month && d == of_month);
			}
	ck_assert_int_eq(date_from(1970, 1, 1), 0);
	ck_assert_int_eq(date_from(2000, 3, 1), 11017);
	ck_assert_int_eq(date_from(9999, 12, 31), 2932896);
}
END_TEST

/* Each day in each order, with each separator. */
START_TEST(every_order)
{
	for (day d = date_from(2023, 12, 20); d < date_from(2025, 3, 10); d++) {
		int year, month, of_month;
		date_split(d, &year, &month, &of_month);
		struct buf iso = {0};
		date_put(&iso, d);
		for (const char *separator = "-/."; *separator; separator++) {
			const struct {
				enum date_format format;
				int parts[3];
			} orders[] = {
				{DATE_MDY, {month, of_month, year}}, {DATE_DMY, {of_month, month, year}}, {DATE_YMD, {year, month, of_month}},
			};
			for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
				char text[48];
				const int *p = orders[i].parts;
				snprintf(text, sizeof text, "%02d%c%02d%c%02d", p[0], *separator, p[1], *separator, p[2]);
				assert_date(text, orders[i].format, buf_str(&iso));
				if (orders[i].format == DATE_YMD)
					continue; /* see below */
				snprintf(text, sizeof text, "%d%c%d%c%d", p[0], *separator, p[1], *separator, p[2]);
				assert_date(text, orders[i].format, buf_str(&iso));
			}
		}
		assert_date(buf_str(&iso), DATE_ISO, buf_str(&iso));
		char text[48];
		snprintf(text, sizeof text, "%04d%02d%02d", year, month, of_month);
		assert_date(text, DATE_YMD, buf_str(&iso));
		buf_free(&iso);
	}
}
END_TEST

/* As Excel shows dates in Japan. */
START_TEST(ymd_without_leading_zeros)
{
	assert_date("2026/11/5", DATE_YMD, "2026-11-05");
	assert_date("2026/1/15", DATE_YMD, "2026-01-15");
	assert_date("2026/1/5", DATE_YMD, "2026-01-05");
	assert_date("2026-1-5", DATE_YMD, "2026-01-05");
	ck_assert_int_eq(date_fits("2026/1/5", 8), DATE_YMD);
}
END_TEST

START_TEST(leap_years)
{
	static const char *const there[] = {"2024-02-29", "2000-02-29", "2400-02-29", "1904-02-29"},
	    *const not_there[] = {"2023-02-29", "1900-02-29", "2100-02-29", "2200-02-29", "2024-02-30"};
	day d;
	for (size_t i = 0; i < sizeof there / sizeof *there; i++)
		assert_date(there[i], DATE_ISO, there[i]);
	for (size_t i = 0; i < sizeof not_there / sizeof *not_there; i++)
		ck_assert_msg(!parse(not_there[i], DATE_ISO, &d), "%s", not_there[i]);
}
END_TEST

START_TEST(no_dates)
{
	static const char *const cases[] = {"", " ", "2026", "2026-11", "2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "2026-04-31",
		"26-11-05", "02026-11-05", "1899-12-31", "0000-01-01", "10000-01-01", "2026-11-05T10:00", "2026-11-05 10:00", "2026--11-05",
		"-2026-11-05", "2026-11-", "2026-11-05-", "2026-11-5x", "x", "Nov 5, 2026", "5 Nov 2026", "05/11-2026", "2026/11-05", "1/2/3",
		"05//11/2026", "2026-+1-05", "2026- 1-05", "99999999999999999999", "2026-11-005", "\u0662026-11-05"};
	day d = 42;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int format = DATE_ISO; format <= DATE_YMD; format <<= 1)
			ck_assert_msg(!parse(cases[i], (enum date_format)format, &d), "%s", cases[i]);
		ck_assert_int_eq(date_fits(cases[i], strlen(cases[i])), 0);
	}
	ck_assert_int_eq(d, 42);
}
END_TEST

START_TEST(iso_is_strict)
{
	static const char *const cases[] = {"2026-1-05", "2026-11-5", "2026/11/05", "2026.11.05", "20261105", "05-11-2026"};
	day d;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert(!parse(cases[i], DATE_ISO, &d));
	assert_date("  2026-11-05 ", DATE_ISO, "2026-11-05");
}
END_TEST

START_TEST(two_digit_years_are_refused)
{
	static const char *const cases[] = {"11/05/26", "05.11.26", "26/11/05", "5/6/7", "261105", "1/2/026"};
	day d;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		for (int format = DATE_ISO; format <= DATE_YMD; format <<= 1)
			ck_assert(!parse(cases[i], (enum date_format)format, &d));
		ck_assert_int_eq(date_fits(cases[i], strlen(cases[i])), 0);
	}
}
END_TEST

START_TEST(serials)
{
	assert_date("1", DATE_SERIAL, "1900-01-01");
	assert_date("59", DATE_SERIAL, "1900-02-28");
	assert_date("61", DATE_SERIAL, "1900-03-01");
	assert_date("45000", DATE_SERIAL, "2023-03-15");
	assert_date("46331", DATE_SERIAL, "2026-11-05");
	assert_date("2958465", DATE_SERIAL, "9999-12-31");
	assert_date("0", DATE_SERIAL_1904, "1904-01-01");
	assert_date("43538", DATE_SERIAL_1904, "2023-03-15"); /* 45000 - 1462 */
	assert_date("2957003", DATE_SERIAL_1904, "9999-12-31");
	static const char *const bad[] = {"", "0", "60", "-1", "2958466", "99999999999999", "4500x", "45000.5", "+1", "2026-11-05"};
	day d;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!parse(bad[i], DATE_SERIAL, &d), "%s", bad[i]);
}
END_TEST

START_TEST(serials_of_1904_end_with_the_year_9999)
{
	day d;
	ck_assert(!parse("2957004", DATE_SERIAL_1904, &d));
	ck_assert(!parse("2958465", DATE_SERIAL_1904, &d));
}
END_TEST

START_TEST(which_orders_fit)
{
	static const struct {
		const char *s;
		int fits;
	} cases[] = {
		{"2026-11-05", DATE_ISO}, {"05/11/2026", DATE_MDY | DATE_DMY}, {"11/13/2026", DATE_MDY}, {"13/11/2026", DATE_DMY},
		{"13.11.2026", DATE_DMY}, {"5.5.2026", DATE_MDY | DATE_DMY}, {"2026/11/05", DATE_YMD}, {"2026.11.05", DATE_YMD},
		{"13/13/2026", 0}, {"02/30/2026", 0}, {"02/29/2024", DATE_MDY}, {"29/02/2023", 0}, {"45000", 0}, {"20261105", 0}, {"", 0},
		{"tbd", 0}, {"2026/13/05", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(date_fits(cases[i].s, strlen(cases[i].s)) == cases[i].fits, "%s", cases[i].s);
}
END_TEST

START_TEST(names_stand_at_their_bits)
{
	static const char *const names[] = {"iso", "mdy", "dmy", "ymd", "serial", "serial1904"};
	static const char *const texts[] = {"2026-11-05", "11/05/2026", "05/11/2026", "20261105", "46331", "44869"};
	for (int i = 0; i < 6; i++) {
		ck_assert_str_eq(date_format_names[i], names[i]);
		assert_date(texts[i], (enum date_format)(1 << i), "2026-11-05");
	}
	ck_assert_ptr_null(date_format_names[6]);
}
END_TEST

/* A walk over four centuries: each day a week day further, weeks of ISO 8601 by their Thursdays. */
START_TEST(weekdays_and_weeks)
{
	int weekday = 0; /* 1900-01-01 was a Monday */
	for (day d = date_from(1900, 1, 1); d <= date_from(2300, 1, 1); d++) {
		int year, week, later_year, later_week;
		ck_assert_int_eq(date_weekday(d), weekday);
		weekday = (weekday + 1) % 7;
		date_week(d, &year, &week);
		ck_assert(week >= 1 && week <= 53);
		date_week(d + 1, &later_year, &later_week);
		if (date_weekday(d) < 6)
			ck_assert(year == later_year && week == later_week);
		else
			ck_assert((year == later_year && week + 1 == later_week) || (year + 1 == later_year && week >= 52 && later_week == 1));
	}
	static const struct {
		int year, month, dayofmonth, of_year, week;
	} known[] = {{2025, 12, 29, 2026, 1}, {2026, 1, 4, 2026, 1}, {2026, 1, 5, 2026, 2}, {2026, 12, 31, 2026, 53}, {2027, 1, 3, 2026, 53},
		{2027, 1, 4, 2027, 1}, {2024, 2, 29, 2024, 9}, {1970, 1, 1, 1970, 1}, {2021, 1, 3, 2020, 53}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		int year, week;
		date_week(date_from(known[i].year, known[i].month, known[i].dayofmonth), &year, &week);
		ck_assert_int_eq(year, known[i].of_year);
		ck_assert_int_eq(week, known[i].week);
	}
}
END_TEST

/* The same day of the month, or the last one of a shorter month. */
START_TEST(months_later)
{
	for (day d = date_from(2023, 12, 1); d < date_from(2025, 2, 1); d++)
		for (int months = 0; months <= 60; months++) {
			int year, month, of_month, y, m, o;
			date_split(d, &year, &month, &of_month);
			date_split(date_add_months(d, months), &y, &m, &o);
			ck_assert_int_eq(y * 12 + m, year * 12 + month + months);
			ck_assert_int_eq(o, of_month < days_in(y, m) ? of_month : days_in(y, m));
		}
	ck_assert_int_eq(date_add_months(date_from(2024, 2, 29), 12), date_from(2025, 2, 28));
	ck_assert_int_eq(date_add_months(date_from(2024, 2, 29), 48), date_from(2028, 2, 29));
	ck_assert_int_eq(date_add_months(date_from(2025, 12, 31), 2), date_from(2026, 2, 28));
	ck_assert_int_eq(date_add_months(date_from(2096, 2, 29), 48), date_from(2100, 2, 28));
}
END_TEST

Suite *
date_suite(void)
{
	Suite *s = suite_create("date");
	TCase *t = tcase_create("date");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, every_day_there_and_back);
	tcase_add_test(t, every_order);
	tcase_add_test(t, ymd_without_leading_zeros);
	tcase_add_test(t, leap_years);
	tcase_add_test(t, no_dates);
	tcase_add_test(t, iso_is_strict);
	tcase_add_test(t, two_digit_years_are_refused);
	tcase_add_test(t, serials);
	tcase_add_test(t, serials_of_1904_end_with_the_year_9999);
	tcase_add_test(t, which_orders_fit);
	tcase_add_test(t, names_stand_at_their_bits);
	tcase_add_test(t, weekdays_and_weeks);
	tcase_add_test(t, months_later);
	suite_add_tcase(s, t);
	return s;
}
