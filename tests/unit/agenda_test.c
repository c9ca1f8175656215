#include "deal/agenda.h"

#include <string.h>

#include "base/diag.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"

static void
put_agenda(struct buf *out, void *arg)
{
	struct agenda a = {0};
	put_text("agenda.csv", arg);
	buf_puts(out, agenda_read(&a, "agenda.csv", &(struct dialect){.decimal_mark = '.'}) ? "read" : "refused");
	for (size_t i = 0; i < a.count && a.order && diag_errors() == 0; i++) {
		const struct agenda_entry *e = a.order[i];
		buf_printf(out, "\n%s %s %d %d %s %d", e->milestone, e->before ? e->before->milestone : "-", e->days, (int)e->shift,
		    e->has_kind ? e->meeting ? "meeting" : "task" : "-", e->repeat_overdue);
		for (size_t k = 0; k < e->leads.count; k++)
			buf_printf(out, " %d", e->leads.list[k]);
		for (size_t k = 0; k < e->role_count; k++)
			buf_printf(out, " %s", e->roles[k]);
	}
	agenda_free(&a);
	agenda_free(&a); /* twice does no harm */
}

static void
assert_agenda(const char *text, const char *out, const char *err)
{
	struct ran r = run(put_agenda, (char *)(uintptr_t)text);
	ck_assert_str_eq(r.out, out);
	ck_assert_msg(err ? strstr(r.err, err) != NULL : !*r.err, "%s", r.err);
	ck_assert_int_eq(r.status, err ? 2 : 0);
	ran_free(&r);
}

#define HEADINGS "milestone,before,days,shift,leads,to,kind,repeat_overdue\n"

START_TEST(each_behind_the_one_it_is_derived_from)
{
	assert_agenda(HEADINGS "start,Package,28,,7 0,Account Manager,task,7\npackage,negotiation,-14,later,,,,\n"
	    "negotiation,,0,none,\"1;14,3\",attends; decides,Meeting,0\n",
	    "read\nnegotiation - 0 2 meeting 0 14 3 1 attends decides\npackage negotiation -14 1 - 1\nstart package 28 0 task 7 7 0 accountmanager", NULL);
}
END_TEST

START_TEST(what_makes_no_agenda)
{
	assert_agenda(HEADINGS "a,b,1,,,,,\n", "refused", "agenda.csv:2");
	assert_agenda(HEADINGS "a,b,1,,,,,\nb,a,1,,,,,\n", "refused", "circle");
	assert_agenda(HEADINGS "a,a,1,,,,,\n", "refused", "circle");
	assert_agenda(HEADINGS "a b,,1,,,,,\nA-B,,1,,,,,\n", "refused", "agenda.csv:3:1: error: milestone: ");
	assert_agenda(HEADINGS "a,,1.5,,,,,\n", "refused", "agenda.csv:2:3: error: days: ");
	assert_agenda("milestone,days\na,1\n", "refused", "before");
}
END_TEST

START_TEST(lists_of_leads)
{
	static const struct {
		const char *text, *expected; /* NULL: no list */
	} cases[] = {
		{"28,14", "28 14"}, {"28;14", "28 14"}, {"28 14", "28 14"}, {"1 28", "28 1"}, {" 7 ; , 3 ", "7 3"}, {"0", "0"}, {"", ""},
		{";;", ""}, {"3660", "3660"}, {"3661", NULL}, {"99999999999999999999", NULL}, {"-1", NULL}, {"x", NULL}, {"1.5", NULL}, {"7 x", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena memory = {0};
		struct leads leads;
		struct buf found = {0};
		bool ok = leads_read(&memory, cases[i].text, strlen(cases[i].text), &leads);
		ck_assert_msg(ok == (cases[i].expected != NULL), "%s", cases[i].text);
		for (size_t k = 0; ok && k < leads.count; k++)
			buf_printf(&found, k ? " %d" : "%d", leads.list[k]);
		if (ok)
			ck_assert_str_eq(buf_str(&found), cases[i].expected);
		buf_free(&found);
		arena_free(&memory);
	}
}
END_TEST

START_TEST(derived_days_are_working_days)
{
	day holiday = date_from(2026, 4, 8);
	const struct holidays h = {.list = &holiday, .count = 1};
	struct agenda_entry e = {.days = 7, .shift = SHIFT_EARLIER};
	ck_assert_int_eq(agenda_derive(&e, date_from(2026, 4, 15), &h), date_from(2026, 4, 7));
	e.shift = SHIFT_LATER;
	ck_assert_int_eq(agenda_derive(&e, date_from(2026, 4, 15), &h), date_from(2026, 4, 9));
	e.shift = SHIFT_NONE;
	ck_assert_int_eq(agenda_derive(&e, date_from(2026, 4, 15), &h), holiday);
	e.days = -5;
	ck_assert_int_eq(agenda_derive(&e, date_from(2026, 4, 15), &h), date_from(2026, 4, 20));
}
END_TEST

Suite *
agenda_suite(void)
{
	Suite *s = suite_create("agenda");
	TCase *t = tcase_create("agenda");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, each_behind_the_one_it_is_derived_from);
	tcase_add_test(t, what_makes_no_agenda);
	tcase_add_test(t, lists_of_leads);
	tcase_add_test(t, derived_days_are_working_days);
	suite_add_tcase(s, t);
	return s;
}
