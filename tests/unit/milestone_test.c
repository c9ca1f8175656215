#include "deal/milestone.h"

#include <string.h>

#include "helpers.h"
#include "planned.h"
#include "suites.h"

#define AGENDA "milestone,before,days,shift,kind\nnegotiation,,0,none,meeting\napproval,negotiation,7,earlier,meeting\n" \
	"package,approval,7,earlier,task\nresults,negotiation,-5,later,task\n"
#define CALENDAR "account,period,negotiation_date,recurrence,date_source,owner\n"
#define ACTIONS "account,period,milestone,due,recurrence,done_on,owner\n"

static void
derive(struct buf *out, void *arg)
{
	struct planned p;
	if (planned_read(&p, arg))
		for (size_t i = 0; i < p.milestones.count; i++) {
			const struct milestone *m = &p.milestones.list[i];
			buf_printf(out, "%s/%d ", m->name, m->occurrence);
			if (m->due == DAY_NONE)
				buf_puts(out, "none");
			else
				date_put(out, m->due);
			buf_printf(out, "%s%s%s%s", m->meeting ? " meeting" : "", m->done_on != DAY_NONE ? " closed" : "", m->tentative ? " tentative" : "",
			    m->derived ? " derived" : "");
			if (m->lapses != DAY_NONE) {
				buf_puts(out, " until ");
				date_put(out, m->lapses);
			}
			buf_putc(out, '\n');
		}
	planned_free(&p);
}

static void
assert_derived(const struct plan *plan, const char *expected)
{
	struct ran r = run(derive, (struct plan *)(uintptr_t)plan);
	ck_assert_str_eq(r.out, expected);
	ck_assert_str_eq(r.err, "");
	ran_free(&r);
}

START_TEST(from_one_row)
{
	assert_derived(&(struct plan){.agenda = AGENDA, .calendar = CALENDAR "A,1,2026-04-15,,customer,Ann\n"},
	    "package/0 2026-04-01 derived until 2026-04-08\napproval/0 2026-04-08 meeting derived until 2026-04-08\n"
	    "negotiation/0 2026-04-15 meeting until 2026-04-15\nresults/0 2026-04-20 derived\n");
}
END_TEST

START_TEST(overridden)
{
	assert_derived(&(struct plan){.agenda = AGENDA, .calendar = CALENDAR "A,1,2026-04-15,,planned,Ann\n",
			.actions = ACTIONS "A,1,Approval,2026-04-07,,,Bo\nA,1,package,,,2026-03-30,Bo\n"},
	    "package/0 2026-03-31 closed derived until 2026-04-07\napproval/0 2026-04-07 meeting until 2026-04-07\n"
	    "negotiation/0 2026-04-15 meeting tentative until 2026-04-15\nresults/0 2026-04-20 tentative derived\n");
}
END_TEST

START_TEST(occurrences_are_counted_from_the_first)
{
	assert_derived(&(struct plan){.agenda = AGENDA, .horizon = date_from(2026, 5, 31),
			.actions = ACTIONS "A,1,call,2026-01-31,monthly,2026-02-28,Ann\n"},
	    "call/0 2026-01-31 closed until 2026-02-28\ncall/1 2026-02-28 closed until 2026-03-31\ncall/2 2026-03-31 until 2026-04-30\n"
	    "call/3 2026-04-30 until 2026-05-31\ncall/4 2026-05-31 until 2026-06-30\n");
}
END_TEST

START_TEST(without_a_date)
{
	assert_derived(&(struct plan){.agenda = AGENDA, .calendar = CALENDAR "A,1,,annual,customer,Ann\n", .actions = ACTIONS "A,1,call,,monthly,,Ann\n"},
	    "negotiation/0 none meeting\napproval/0 none meeting\npackage/0 none\nresults/0 none\ncall/0 none\n");
}
END_TEST

/* Whatever moves, keys stay; and no two milestones share one. */
static void
put_keys(struct buf *out, void *arg)
{
	struct planned p;
	if (planned_read(&p, arg))
		for (size_t i = 0; i < p.milestones.count; i++) {
			milestone_key(&p.milestones.list[i], out);
			buf_putc(out, '\n');
		}
	planned_free(&p);
}

START_TEST(keys)
{
	struct ran r = run(put_keys, &(struct plan){.agenda = AGENDA,
		.actions = "account,milestone,subject,id,due\n\"A/B%\",call,\"a\nb\",1/2,2026-01-01\nA,CALL,,,2026-01-02\nA,call,,,2026-01-03\nA,Approval,,,2026-01-04\n"});
	ck_assert_str_eq(r.out, "A%2FB%25//call/a%0Ab/1%2F2/0\nA//CALL///0\nA//call//~2/0\nA//approval///0\n");
	ran_free(&r);
}
END_TEST

Suite *
milestone_suite(void)
{
	Suite *s = suite_create("milestone");
	TCase *t = tcase_create("milestone");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, from_one_row);
	tcase_add_test(t, overridden);
	tcase_add_test(t, occurrences_are_counted_from_the_first);
	tcase_add_test(t, without_a_date);
	tcase_add_test(t, keys);
	suite_add_tcase(s, t);
	return s;
}
