#include "table/holidays.h"

#include <string.h>

#include "helpers.h"
#include "suites.h"

static void
read_days(struct buf *out, void *arg)
{
	struct holidays h = {0};
	put_text("days", arg);
	buf_puts(out, holidays_read(&h, "days") ? "read" : "refused");
	for (size_t i = 0; i < h.count; i++) {
		buf_putc(out, ' ');
		date_put(out, h.list[i]);
	}
	holidays_free(&h);
	holidays_free(&h); /* twice does no harm */
}

START_TEST(what_a_file_holds)
{
	static const struct {
		const char *text, *out, *err;
	} cases[] = {
		{"", "read", ""},
		{"2026-12-26\n2026-12-25", "read 2026-12-25 2026-12-26", ""},
		{"\xEF\xBB\xBF# ours\r\n2026-12-25 # Christmas\r\n\r\n \t\r\n#2026-12-24\n  2026-01-01\t\n", "read 2026-01-01 2026-12-25", ""},
		{"2026-12-25\n2026-12-25\n", "read 2026-12-25 2026-12-25", ""},
		{"2026-12-25\n25.12.2026\n2026-02-30\n", "refused 2026-12-25",
		 "days:2:1: error: not a date like 2026-12-25: \"25.12.2026\" (cell A2)\n"
		 "days:3:1: error: not a date like 2026-12-25: \"2026-02-30\" (cell A3)\n"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ran r = run(read_days, (char *)(uintptr_t)cases[i].text);
		ck_assert_str_eq(r.out, cases[i].out);
		ck_assert_str_eq(r.err, cases[i].err);
		ck_assert_int_eq(r.status, *cases[i].err ? 2 : 0);
		ran_free(&r);
	}
}
END_TEST

START_TEST(working_days)
{
	day list[] = {date_from(2026, 4, 3), date_from(2026, 4, 6), date_from(2026, 4, 7)};
	struct holidays none = {0}, easter = {.list = list, .count = 3};
	for (day d = date_from(2026, 1, 1); d < date_from(2028, 1, 1); d++) {
		ck_assert_int_eq(is_workday(&none, d), date_weekday(d) < 5);
		day later = workday_from(&easter, d, 1), earlier = workday_from(&easter, d, -1);
		ck_assert(is_workday(&easter, later) && is_workday(&easter, earlier));
		ck_assert(earlier <= d && d <= later);
		for (day between = earlier + 1; between < later; between++)
			ck_assert(!is_workday(&easter, between));
	}
	/* from Good Friday on, a run of five days */
	ck_assert_int_eq(workday_from(&easter, list[0], 1), date_from(2026, 4, 8));
	ck_assert_int_eq(workday_from(&easter, list[2], -1), date_from(2026, 4, 2));
}
END_TEST

Suite *
holidays_suite(void)
{
	Suite *s = suite_create("holidays");
	TCase *t = tcase_create("holidays");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_a_file_holds);
	tcase_add_test(t, working_days);
	suite_add_tcase(s, t);
	return s;
}
