#include "deal/calendar.h"

#include <stdio.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

/* A row of an actions sheet; of a calendar, where `folded` is NULL. */
static struct entry
row(const char *account, const char *period, const char *folded, const char *id)
{
	return (struct entry){.where = {.file = "made", .line = 1}, .account = account, .period = period, .folded = folded, .subject = "",
		.id = id};
}

START_TEST(rows_of_a_name_in_their_order)
{
	struct calendar c = {0};
	const struct entry rows[] = {row("A", "1", "call", "x"), row("A", "2", "call", "x"), row("A", "1", NULL, ""), row("A", "1", "call", "y"),
		row("A1", "", "call", "x")};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		calendar_add(&c, &rows[i]);
	ck_assert_uint_eq(c.count, 5);
	const struct entry *found = calendar_find(&c, "A", "1", "call");
	ck_assert_ptr_eq(found, c.entries[0]);
	ck_assert_ptr_eq(found->next, c.entries[3]);
	ck_assert_ptr_null(found->next->next);
	ck_assert_ptr_eq(calendar_find(&c, "A", "1", ""), c.entries[2]);
	ck_assert_ptr_eq(calendar_find(&c, "A1", "", "call"), c.entries[4]);
	ck_assert_ptr_null(calendar_find(&c, "A", "", "1call"));
	ck_assert_ptr_null(calendar_find(&c, "B", "1", "call"));
	for (size_t i = 0; i < c.count; i++)
		ck_assert_int_eq(c.entries[i]->twin, 0);
	calendar_free(&c);
}
END_TEST

/* Rows of one key by months and occurrence: a row that recurs has any occurrence, whichever of the two stands above. */
static void
add_occurrences(struct buf *out, void *arg)
{
	static const int rows[][2] = {{0, 0}, {0, 1}, {1, 3}, {0, 4}, {0, 1}, {1, 0}};
	const size_t count = sizeof rows / sizeof *rows;
	(void)arg;
	for (size_t first = 0; first < count; first++) {
		struct calendar c = {0};
		for (size_t i = 0; i < count; i++) {
			struct entry e = row("A", "1", "call", "");
			e.months = rows[(first + i) % count][0];
			e.occurrence = rows[(first + i) % count][1];
			calendar_add(&c, &e);
			buf_printf(out, "%d", c.entries[i]->twin);
		}
		buf_putc(out, ' ');
		calendar_free(&c);
	}
}

START_TEST(a_row_that_recurs_has_all_occurrences)
{
	struct ran r = run(add_occurrences, NULL);
	ck_assert_str_eq(r.out, "001234 012345 012345 001234 012345 012345 ");
	ran_free(&r);
}
END_TEST

static void
add_twins(struct buf *out, void *arg)
{
	struct calendar c = {0};
	const struct entry rows[] = {row("A", "1", "call", ""), row("A", "1", "call", ""), row("A", "1", NULL, ""), row("A", "1", NULL, ""),
		row("A", "1", "call", "x"), row("A", "1", "call", "")};
	(void)arg;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		calendar_add(&c, &rows[i]);
	for (size_t i = 0; i < c.count; i++)
		buf_printf(out, "%d", c.entries[i]->twin);
	calendar_free(&c);
	calendar_free(&c); /* twice does no harm */
}

START_TEST(twins_are_counted_and_said)
{
	struct ran r = run(add_twins, NULL);
	ck_assert_str_eq(r.out, "010102");
	ck_assert_uint_eq(lines_of(r.err), 3);
	ck_assert_ptr_nonnull(strstr(r.err, "warning: "));
	ck_assert_int_eq(r.status, 0);
	ran_free(&r);
}
END_TEST

START_TEST(many_rows)
{
	enum { ROWS = 20000 };
	struct calendar c = {0};
	static char accounts[ROWS][32];
	for (int i = 0; i < ROWS; i++) {
		snprintf(accounts[i], sizeof accounts[i], "account %d", i);
		calendar_add(&c, &(struct entry){.where = {.file = "made"}, .account = accounts[i], .period = "", .subject = "", .id = ""});
	}
	for (int i = 0; i < ROWS; i++)
		ck_assert_ptr_eq(calendar_find(&c, accounts[i], "", ""), c.entries[i]);
	calendar_free(&c);
}
END_TEST

Suite *
calendar_suite(void)
{
	Suite *s = suite_create("calendar");
	TCase *t = tcase_create("calendar");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, rows_of_a_name_in_their_order);
	tcase_add_test(t, twins_are_counted_and_said);
	tcase_add_test(t, a_row_that_recurs_has_all_occurrences);
	tcase_add_test(t, many_rows);
	suite_add_tcase(s, t);
	return s;
}
