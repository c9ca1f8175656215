#include "base/diag.h"

#include <stdio.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

static const struct place place = {"items.csv", 18, 17, 7, "current_price", "type-error"};

static void
say_one_of_each(struct buf *out, void *arg)
{
	(void)out, (void)arg;
	struct place row = {"items.csv", 18, 17, 0, NULL, NULL}, file = {"a\nb.csv", 0, 0, 0, NULL, NULL};
	diag_value(&place, DIAG_ERROR, "#REF!\x1b", 6, "not a %s", "number");
	diag_at(&row, DIAG_WARNING, "short");
	diag_at(&file, DIAG_ERROR, "is empty");
	diag(DIAG_ERROR, "--places: %d", 16);
}

START_TEST(messages_name_their_place)
{
	struct ran r = run(say_one_of_each, NULL);
	ck_assert_str_eq(r.err, "items.csv:18:7: error: current_price: not a number: \"#REF!\\x1b\" (cell G17)\n"
	    "items.csv:18: warning: short\n"
	    "a\\nb.csv: error: is empty\n"
	    "unit: error: --places: 16\n");
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

static void
say_of_field(struct buf *out, void *arg)
{
	(void)out;
	struct place where = {"f", 1, 1, *(size_t *)arg, NULL, NULL};
	diag_at(&where, DIAG_WARNING, "x");
}

START_TEST(columns_have_letters)
{
	static const struct {
		size_t field;
		const char *cell;
	} cases[] = {{1, "A1"}, {26, "Z1"}, {27, "AA1"}, {28, "AB1"}, {52, "AZ1"}, {53, "BA1"}, {702, "ZZ1"}, {703, "AAA1"},
		{16384, "XFD1"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t field = cases[i].field;
		struct ran r = run(say_of_field, &field);
		char expected[64];
		snprintf(expected, sizeof expected, "f:1:%zu: warning: x (cell %s)\n", field, cases[i].cell);
		ck_assert_str_eq(r.err, expected);
		ck_assert_int_eq(r.status, 0);
		ran_free(&r);
	}
}
END_TEST

static void
say_many(struct buf *out, void *arg)
{
	(void)out;
	if (arg)
		diag_limit(3);
	for (int i = 0; i < 25; i++) {
		diag(DIAG_ERROR, "e");
		diag(DIAG_WARNING, "w");
	}
	diag(DIAG_ERROR, "e");
}

START_TEST(further_messages_are_counted)
{
	struct ran r = run(say_many, NULL);
	ck_assert_uint_eq(lines_of(r.err), 42);
	ck_assert_ptr_nonnull(strstr(r.err, "unit: 5 more warnings\n"));
	ck_assert_ptr_nonnull(strstr(r.err, "unit: 6 more errors\n"));
	ran_free(&r);
	r = run(say_many, &r);
	ck_assert_uint_eq(lines_of(r.err), 8);
	ck_assert_ptr_nonnull(strstr(r.err, "unit: 23 more errors\n"));
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

static void
say_quietly(struct buf *out, void *arg)
{
	(void)arg;
	diag_quiet();
	diag_hide_values();
	for (int i = 0; i < 50; i++)
		diag(DIAG_WARNING, "w");
	buf_puts(out, diag_failed() ? "failed " : "clean ");
	diag_value(&place, DIAG_ERROR, "secret", 6, "not a number");
	buf_printf(out, "%s %s", diag_failed() ? "failed" : "clean", diag_shown("secret"));
}

START_TEST(quiet_and_hidden_values)
{
	struct ran r = run(say_quietly, NULL);
	ck_assert_str_eq(r.err, "items.csv:18:7: error: current_price: not a number (cell G17)\n");
	ck_assert_str_eq(r.out, "clean failed (hidden)");
	ck_assert_str_eq(diag_shown("5"), "5");
	ran_free(&r);
}
END_TEST

static void
say_long_value(struct buf *out, void *arg)
{
	(void)out, (void)arg;
	struct buf value = {0};
	buf_puts(&value, "x");
	for (int i = 0; i < 200; i++)
		buf_puts(&value, "\u00e9");
	diag_value(&place, DIAG_ERROR, value.data, value.len, "v");
	buf_free(&value);
}

START_TEST(long_values_are_cut_between_characters)
{
	struct ran r = run(say_long_value, NULL);
	ck_assert_uint_lt(strlen(r.err), 300);
	ck_assert_ptr_nonnull(strstr(r.err, "...\""));
	ck_assert_ptr_null(strstr(r.err, "\\x"));
	ran_free(&r);
}
END_TEST

/* Takes errors only. */
static bool
take(void *to, const struct place *where, enum diag_severity severity, const char *message)
{
	buf_printf(to, "%s %ju %s %d [%s]\n", where->file, where->line, where->rule, (int)severity, message);
	return severity == DIAG_ERROR;
}

static void
say_to_a_listener(struct buf *out, void *arg)
{
	(void)arg;
	diag_divert(take, out);
	diag_value(&place, DIAG_ERROR, "5\n", 2, "not a %s", "number");
	diag(DIAG_WARNING, "of no place");
	diag_at(&place, DIAG_WARNING, "not taken");
	diag_divert(NULL, NULL);
	diag_at(&place, DIAG_WARNING, "again");
}

START_TEST(a_listener_takes_what_is_said_of_places)
{
	struct ran r = run(say_to_a_listener, NULL);
	ck_assert_str_eq(r.out, "items.csv 18 type-error 2 [not a number: \"5\\n\"]\n"
	    "items.csv 18 type-error 0 [not taken]\n");
	ck_assert_str_eq(r.err, "unit: warning: of no place\n"
	    "items.csv:18:7: warning: current_price: not taken (cell G17)\n"
	    "items.csv:18:7: warning: current_price: again (cell G17)\n");
	ck_assert_int_eq(r.status, 0);
	ran_free(&r);
}
END_TEST

Suite *
diag_suite(void)
{
	Suite *s = suite_create("diag");
	TCase *t = tcase_create("diag");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, messages_name_their_place);
	tcase_add_test(t, columns_have_letters);
	tcase_add_test(t, further_messages_are_counted);
	tcase_add_test(t, quiet_and_hidden_values);
	tcase_add_test(t, long_values_are_cut_between_characters);
	tcase_add_test(t, a_listener_takes_what_is_said_of_places);
	suite_add_tcase(s, t);
	return s;
}
