#include "table/today.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

static void
read_option(struct buf *out, void *arg)
{
	day d = 0;
	if (today_read(arg, &d))
		date_put(out, d);
	else
		buf_puts(out, "no");
}

static void
assert_today(const char *option, const char *expected)
{
	struct ran r = run(read_option, (char *)(uintptr_t)option);
	bool ok = strcmp(expected, "no") != 0;
	ck_assert_msg(strcmp(r.out, expected) == 0, "--today=%s is %s", option, r.out);
	ck_assert_uint_eq(lines_of(r.err), ok ? 0 : 1);
	ck_assert(ok || strstr(r.err, "--today"));
	ck_assert_int_eq(r.status, ok ? 0 : 2);
	ran_free(&r);
}

START_TEST(as_the_option_says)
{
	assert_today("2026-11-21", "2026-11-21");
	assert_today("1900-01-01", "1900-01-01");
	assert_today("9999-12-31", "9999-12-31");
	assert_today("2024-02-29", "2024-02-29");
}
END_TEST

START_TEST(what_is_no_day)
{
	static const char *const cases[] = {"", "today", "2026-13-01", "2026-02-30", "2025-02-29", "21.11.2026", "11/21/2026", "2026-1-1", "26-11-21",
		"2026-11-21x", "46331"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_today(cases[i], "no");
}
END_TEST

/* Without the option: the calendar of where we are. */
static void
read_clock(struct buf *out, void *zone)
{
	setenv("TZ", zone, 1);
	tzset();
	for (int tries = 0; tries < 3; tries++) { /* midnight may pass between two looks */
		time_t now = time(NULL);
		struct tm tm;
		day d;
		localtime_r(&now, &tm);
		if (today_read(NULL, &d) && d == date_from(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday)) {
			buf_puts(out, "same");
			return;
		}
	}
}

START_TEST(the_local_day)
{
	static const char *const zones[] = {"UTC", "XST-14", "YST12"};
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		struct ran r = run(read_clock, (char *)(uintptr_t)zones[i]);
		ck_assert_str_eq(r.out, "same");
		ck_assert_str_eq(r.err, "");
		ran_free(&r);
	}
}
END_TEST

Suite *
today_suite(void)
{
	Suite *s = suite_create("today");
	TCase *t = tcase_create("today");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, as_the_option_says);
	tcase_add_test(t, what_is_no_day);
	tcase_add_test(t, the_local_day);
	suite_add_tcase(s, t);
	return s;
}
