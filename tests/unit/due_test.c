#include "deal/due.h"

#include <string.h>

#include "helpers.h"
#include "planned.h"
#include "suites.h"

/* A milestone by itself, due on day 100. */
struct made {
	struct entry row;
	struct agenda_entry policy;
	struct milestone milestone;
	int of_row[4], of_policy[4];
};

static const struct milestone *
make(struct made *m, size_t row_leads, size_t policy_leads, int repeat)
{
	m->row.leads = (struct leads){m->of_row, row_leads};
	m->row.has_leads = row_leads;
	m->policy.leads = (struct leads){m->of_policy, policy_leads};
	m->policy.has_leads = policy_leads;
	m->policy.repeat_overdue = repeat;
	m->milestone = (struct milestone){.row = &m->row, .policy = &m->policy, .due = 100, .lapses = DAY_NONE, .done_on = DAY_NONE};
	return &m->milestone;
}

static int otherwise_list[] = {28, 14, 7, 1};
static const struct leads otherwise = {otherwise_list, 4};

static void
assert_moment(const struct milestone *m, day today, day on, int lead)
{
	struct moment found = {0};
	ck_assert_msg(due_moment(m, &otherwise, today, &found), "on day %d", today);
	ck_assert_int_eq(found.on, on);
	ck_assert_int_eq(found.lead, lead);
}

START_TEST(leads_of_row_agenda_or_option)
{
	struct made made = {.of_row = {9, 2}, .of_policy = {5}};
	ck_assert_ptr_eq(due_leads(make(&made, 2, 1, 1), &otherwise), &made.row.leads);
	ck_assert_ptr_eq(due_leads(make(&made, 0, 1, 1), &otherwise), &made.policy.leads);
	ck_assert_ptr_eq(due_leads(make(&made, 0, 0, 1), &otherwise), &otherwise);
	made.milestone.policy = NULL;
	ck_assert_ptr_eq(due_leads(&made.milestone, &otherwise), &otherwise);
}
END_TEST

START_TEST(the_latest_moment_that_has_come)
{
	struct made made = {0};
	const struct milestone *m = make(&made, 0, 0, 3);
	struct moment none;
	ck_assert(!due_moment(m, &otherwise, 71, &none));
	assert_moment(m, 72, 72, 28);
	assert_moment(m, 85, 72, 28);
	assert_moment(m, 86, 86, 14);
	assert_moment(m, 98, 93, 7);
	assert_moment(m, 99, 99, 1);
	assert_moment(m, 100, 100, 0);
	assert_moment(m, 102, 100, 0);
	assert_moment(m, 103, 103, -3);
	assert_moment(m, 110, 109, -9);
	m = make(&made, 0, 0, 0);
	assert_moment(m, 5000, 100, 0);
	made.milestone.policy = NULL; /* the agenda doesn't know it: daily */
	assert_moment(m, 110, 110, -10);
}
END_TEST

START_TEST(none_any_more)
{
	struct made made = {0};
	struct moment none;
	make(&made, 0, 0, 1);
	made.milestone.lapses = 102;
	assert_moment(&made.milestone, 102, 102, -2);
	ck_assert(!due_moment(&made.milestone, &otherwise, 103, &none));
	made.milestone.lapses = DAY_NONE;
	made.milestone.done_on = 1;
	ck_assert(!due_moment(&made.milestone, &otherwise, 100, &none));
	make(&made, 0, 0, 1);
	made.milestone.due = DAY_NONE;
	ck_assert(!due_moment(&made.milestone, &otherwise, 100, &none));
}
END_TEST

START_TEST(states)
{
	struct made made = {0};
	const struct milestone *m = make(&made, 0, 0, 1);
	ck_assert_int_eq(due_status(m, 99), DUE_UPCOMING);
	ck_assert_int_eq(due_status(m, 100), DUE_DUE);
	ck_assert_int_eq(due_status(m, 101), DUE_OVERDUE);
	ck_assert_str_eq(due_status_names[DUE_OVERDUE], "overdue");
}
END_TEST

/* In whichever steps the days are run, no moment is lost but for nearer ones of the same milestone, and none is told twice. */
START_TEST(runs_in_any_steps)
{
	uint64_t seed = 5;
	for (int turn = 0; turn < 3000; turn++) {
		struct made made = {.of_policy = {20, 9, 3}};
		const struct milestone *m = make(&made, 0, 1 + random_below(&seed, 3), (int)random_below(&seed, 4));
		day last = 60, told = 0;
		for (day today = 61; today < 140; today += 1 + (day)random_below(&seed, 9)) {
			struct moment now;
			if (!due_moment(m, &otherwise, today, &now))
				continue;
			ck_assert_int_le(now.on, today);
			ck_assert_int_eq(now.on, m->due - now.lead);
			if (now.on > last) {
				ck_assert_int_gt(now.on, told); /* never again */
				told = now.on;
			} else {
				ck_assert_int_eq(now.on, told); /* it was told when it came */
			}
			last = today;
		}
	}
}
END_TEST

static void
collect(struct buf *out, void *arg)
{
	struct planned p;
	(void)arg;
	planned_read(&p, &(struct plan){.agenda = "milestone,before,days\nnegotiation,,0\n",
		.actions = "account,milestone,due,owner,email\nA,one,2026-03-10,Ann,a@x\nA,two,2026-03-11,,\nA,three,2026-03-11,Bo,b@x\nA,four,2026-03-12,Cy,c@x\n"});
	struct reminders r = {0};
	day today = date_from(2026, 3, 10);
	reminders_collect(&r, &p.milestones, NULL, &otherwise, today - 1, today);
	for (size_t i = 0; i < r.count; i++)
		buf_printf(out, "%s %d %s;", r.list[i].milestone->name, r.list[i].moment.lead, r.list[i].to.name);
	reminders_free(&r);
	reminders_free(&r);
	planned_free(&p);
}

START_TEST(who_has_nobody_is_said)
{
	struct ran r = run(collect, NULL);
	ck_assert_str_eq(r.out, "one 0 Ann;three 1 Bo;");
	ck_assert_ptr_nonnull(strstr(r.err, "actions.csv:3: error: two"));
	ck_assert_uint_eq(lines_of(r.err), 1);
	ran_free(&r);
}
END_TEST

Suite *
due_suite(void)
{
	Suite *s = suite_create("due");
	TCase *t = tcase_create("due");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, leads_of_row_agenda_or_option);
	tcase_add_test(t, the_latest_moment_that_has_come);
	tcase_add_test(t, none_any_more);
	tcase_add_test(t, states);
	tcase_add_test(t, runs_in_any_steps);
	tcase_add_test(t, who_has_nobody_is_said);
	suite_add_tcase(s, t);
	return s;
}
