#include "table/datecol.h"

#include <string.h>

#include "helpers.h"
#include "suites.h"

struct column {
	enum date_format asked;
	const char *const *rows; /* ends with NULL */
};

static void
look(struct buf *out, void *arg)
{
	const struct column *c = arg;
	struct datecol d = {.asked = c->asked};
	for (size_t i = 0; c->rows[i]; i++)
		buf_putc(out, datecol_look(&d, (struct cell){c->rows[i], strlen(c->rows[i])},
		    (struct place){"f.csv", i + 2, i + 2, 3, "due", NULL}) ? 'y' : 'n');
	buf_printf(out, " %d", (int)datecol_format(&d));
}

/* Which rows were taken, and the format found; messages begin with `place`, NULL for none. */
static void
assert_column(enum date_format asked, const char *const *rows, const char *expected, size_t messages, const char *place)
{
	struct ran r = run(look, &(struct column){asked, rows});
	ck_assert_str_eq(r.out, expected);
	ck_assert_uint_eq(lines_of(r.err), messages);
	ck_assert_int_eq(r.status, messages ? 2 : 0);
	if (place)
		ck_assert_msg(strncmp(r.err, place, strlen(place)) == 0, "%s", r.err);
	ran_free(&r);
}

#define ROWS(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(one_row_decides)
{
	assert_column(0, ROWS("05/11/2026", "06/11/2026", "11/25/2026", "01/02/2026"), "yyyy 2", 0, NULL);
	assert_column(0, ROWS("05.11.2026", "25.11.2026", "01.02.2026"), "yyy 4", 0, NULL);
	assert_column(0, ROWS("25.11.2026", "01.02.2026"), "yy 4", 0, NULL);
	assert_column(0, ROWS("2026/11/05"), "y 8", 0, NULL);
}
END_TEST

START_TEST(iso_decides_nothing)
{
	assert_column(0, ROWS("2026-11-05", "2026-02-03"), "yy 1", 0, NULL);
	assert_column(0, ROWS("2026-11-05", "25.11.2026"), "yy 4", 0, NULL);
	assert_column(0, ROWS("2026-11-05", "05.11.2026", "2026-11-25"), "yyy 0", 1, "f.csv:3:3: error: due: ");
	struct datecol none = {0};
	ck_assert_int_eq(datecol_format(&none), DATE_ISO);
}
END_TEST

START_TEST(rows_that_conflict)
{
	assert_column(0, ROWS("11/25/2026", "25/11/2026"), "yn 1", 1, "f.csv:3:3: error: due: ");
	/* one message, however many rows follow; the rows that fit the first order still do */
	assert_column(0, ROWS("11/25/2026", "25/11/2026", "26/11/2026", "11/26/2026"), "ynny 1", 1, "f.csv:3:3: ");
	assert_column(0, ROWS("2026/11/05", "05/11/2026"), "yn 1", 1, "f.csv:3:3: ");
}
END_TEST

START_TEST(all_rows_ambiguous)
{
	assert_column(0, ROWS("05/11/2026", "06/11/2026"), "yy 0", 1, "f.csv:2:3: error: due: ");
	assert_column(0, ROWS("5.5.2026"), "y 0", 1, "f.csv:2:3: error: due: ");
}
END_TEST

START_TEST(no_dates)
{
	assert_column(0, ROWS("25.11.2026", "soon", "11/05/26", "45000"), "ynnn 4", 3, "f.csv:3:3: error: due: ");
}
END_TEST

START_TEST(asked_for_counts)
{
	assert_column(DATE_DMY, ROWS("05/11/2026", "2026-11-05", "25.11.2026"), "yyy 4", 0, NULL);
	assert_column(DATE_DMY, ROWS("05/11/2026", "11/25/2026"), "yn 4", 1, "f.csv:3:3: error: due: ");
	assert_column(DATE_SERIAL, ROWS("45000", "60"), "yn 16", 1, "f.csv:3:3: error: due: ");
	assert_column(DATE_YMD, ROWS("20261105"), "y 8", 0, NULL);
	assert_column(DATE_ISO, ROWS("05/11/2026"), "n 1", 1, NULL);
}
END_TEST

/* Which cells were understood one by one, each as its date. */
static void
read_each(struct buf *out, void *arg)
{
	const struct column *c = arg;
	struct datecol d = {.asked = c->asked};
	for (size_t i = 0; c->rows[i]; i++) {
		day found;
		if (datecol_read(&d, (struct cell){c->rows[i], strlen(c->rows[i])}, (struct place){"f.csv", i + 2, i + 2, 3, "due", NULL}, &found))
			date_put(out, found);
		buf_putc(out, ';');
	}
}

static void
assert_read(enum date_format asked, const char *const *rows, const char *expected, size_t messages)
{
	struct ran r = run(read_each, &(struct column){asked, rows});
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages, "%s", r.err);
	ck_assert_int_eq(r.status, messages ? 2 : 0);
	ran_free(&r);
}

START_TEST(each_row_for_itself)
{
	assert_read(0, ROWS("2025-12-17", "12/18/2025", "2025/12/19"), "2025-12-17;2025-12-18;;", 1);
	assert_read(0, ROWS("17.12.2025", "2025-02-03", "18.12.2025"), "2025-12-17;2025-02-03;2025-12-18;", 0);
	assert_read(DATE_DMY, ROWS("2/3/2025", "2025-02-03", "12/17/2025"), "2025-03-02;2025-02-03;;", 1);
	assert_read(DATE_SERIAL, ROWS("46000", "2025-12-09"), "2025-12-09;2025-12-09;", 0);
	assert_read(0, ROWS("soon", "31/2/2025", "17/12/25"), ";;;", 3);
}
END_TEST

/* What could be either is refused, wherever it stands: a row below might change its meaning. */
START_TEST(a_row_that_could_be_either)
{
	assert_read(0, ROWS("12/17/2025", "2/3/2025"), "2025-12-17;;", 1);
	assert_read(0, ROWS("2/3/2025", "12/17/2025"), ";2025-12-17;", 1);
	assert_read(0, ROWS("2/3/2025", "3/2/2025"), ";;", 2);
	assert_read(DATE_MDY, ROWS("12/17/2025", "2/3/2025"), "2025-12-17;2025-02-03;", 0);
}
END_TEST

/* None is left out without a word. */
START_TEST(each_row_of_another_order_is_said)
{
	assert_read(0, ROWS("12/17/2025", "17/12/2025", "18/12/2025", "12/18/2025"), "2025-12-17;;;2025-12-18;", 2);
}
END_TEST

Suite *
datecol_suite(void)
{
	Suite *s = suite_create("datecol");
	TCase *t = tcase_create("datecol");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, one_row_decides);
	tcase_add_test(t, iso_decides_nothing);
	tcase_add_test(t, rows_that_conflict);
	tcase_add_test(t, all_rows_ambiguous);
	tcase_add_test(t, no_dates);
	tcase_add_test(t, asked_for_counts);
	tcase_add_test(t, each_row_for_itself);
	tcase_add_test(t, a_row_that_could_be_either);
	tcase_add_test(t, each_row_of_another_order_is_said);
	suite_add_tcase(s, t);
	return s;
}
