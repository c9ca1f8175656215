#include "table/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

static void
add(struct findings *f, size_t file, uintmax_t line, enum severity severity, const char *rule)
{
	findings_add(f, (struct finding){.file_order = file, .where = {.file = "x", .line = line}, .severity = severity, .rule = rule,
		.message = "", .subject = subject_none});
}

static void
assert_order(struct findings *f, const char *expected)
{
	struct buf b = {0};
	findings_sort(f);
	for (size_t i = 0; i < f->count; i++)
		buf_printf(&b, "%s%zu:%ju%s", i ? " " : "", f->list[i].file_order, f->list[i].where.line, f->list[i].rule);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

START_TEST(by_file_then_line_then_as_found)
{
	struct findings f = {0};
	add(&f, 1, 2, SEVERITY_INFO, "a");
	add(&f, 0, 9, SEVERITY_ERROR, "b");
	add(&f, 0, 2, SEVERITY_WARNING, "z");
	add(&f, 0, 2, SEVERITY_ERROR, "a");
	add(&f, 0, 0, SEVERITY_ERROR, "file");
	add(&f, 0, 10, SEVERITY_ERROR, "c");
	add(&f, 1, 1, SEVERITY_ERROR, "d");
	assert_order(&f, "0:0file 0:2z 0:2a 0:9b 0:10c 1:1d 1:2a");
	assert_order(&f, "0:0file 0:2z 0:2a 0:9b 0:10c 1:1d 1:2a"); /* again, of what is in order */
	findings_free(&f);
	ck_assert_uint_eq(f.count, 0);
}
END_TEST

START_TEST(counts_by_severity)
{
	struct findings f = {0};
	for (int i = 0; i < 6; i++)
		add(&f, 0, 1, i < 3 ? SEVERITY_ERROR : i < 5 ? SEVERITY_WARNING : SEVERITY_INFO, "r");
	ck_assert_uint_eq(f.of_severity[SEVERITY_ERROR], 3);
	ck_assert_uint_eq(f.of_severity[SEVERITY_WARNING], 2);
	ck_assert_uint_eq(f.of_severity[SEVERITY_INFO], 1);
	findings_free(&f);
	ck_assert_uint_eq(f.of_severity[SEVERITY_ERROR], 0);
}
END_TEST

START_TEST(names_of_severities)
{
	ck_assert_str_eq(severity_names[SEVERITY_INFO], "info");
	ck_assert_str_eq(severity_names[SEVERITY_WARNING], "warning");
	ck_assert_str_eq(severity_names[SEVERITY_ERROR], "error");
	ck_assert_ptr_null(severity_names[SEVERITIES]);
}
END_TEST

START_TEST(none)
{
	struct findings f = {0};
	findings_sort(&f);
	findings_free(&f);
}
END_TEST

/* Many, in any order: those of one line stay in the order in which they were found. */
START_TEST(many)
{
	struct findings f = {0};
	uint64_t seed = 9;
	for (int i = 0; i < 20000; i++)
		add(&f, (size_t)random_below(&seed, 3), random_below(&seed, 50), SEVERITY_ERROR, "r");
	findings_sort(&f);
	for (size_t i = 1; i < f.count; i++) {
		const struct finding *x = &f.list[i - 1], *y = &f.list[i];
		ck_assert(x->file_order < y->file_order || (x->file_order == y->file_order &&
		    (x->where.line < y->where.line || (x->where.line == y->where.line && x->order < y->order))));
	}
	findings_free(&f);
}
END_TEST

Suite *
finding_suite(void)
{
	Suite *s = suite_create("finding");
	TCase *t = tcase_create("finding");
	tcase_add_test(t, by_file_then_line_then_as_found);
	tcase_add_test(t, counts_by_severity);
	tcase_add_test(t, names_of_severities);
	tcase_add_test(t, none);
	tcase_add_test(t, many);
	suite_add_tcase(s, t);
	return s;
}
