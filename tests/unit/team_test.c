#include "deal/team.h"

#include <stdlib.h>
#include <string.h>

#include "helpers.h"
#include "planned.h"
#include "suites.h"

#define AGENDA "milestone,before,days,to,kind\nnegotiation,,0,attends; decides,meeting\npackage,negotiation,7,account manager;owner,task\n"
#define TEAM "account,period,person,email,role,product_line,side,attends,decides\nA,1,Ann,ann@x,Account Manager,,us,yes,no\n" \
	"A,1,Ann,ANN@x,section leader,,,yes,yes\nA,1,Max,max@x,executive,L,us,no,yes\nA,1,Kim,kim@y,buyer,,them,yes,yes\nB,,Bea,bea@x,account manager,,us,yes,yes\n"
#define ACTIONS "account,period,product_line,milestone,due,side,owner,email,attendees,kind\n"

/* Each milestone with its people. */
static void
put_people(struct buf *out, void *arg)
{
	const struct plan *plan = arg;
	struct planned p;
	struct recipients people = {0};
	if (planned_read(&p, plan))
		for (size_t i = 0; i < p.milestones.count; i++) {
			const struct milestone *m = &p.milestones.list[i];
			bool any = team_recipients(plan->team ? &p.team : NULL, m, &p.calendar, &people);
			buf_printf(out, "%s:%s", m->name, any ? "" : " nobody");
			for (size_t k = 0; k < people.count; k++)
				buf_printf(out, " %s<%s>%s", people.list[k].name, people.list[k].email, people.list[k].executive ? "!" : "");
			buf_putc(out, '\n');
		}
	planned_free(&p);
	free(people.list);
}

static void
assert_people(const struct plan *plan, const char *expected, size_t messages)
{
	struct ran r = run(put_people, (struct plan *)(uintptr_t)plan);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages, "%s", r.err);
	ran_free(&r);
}

START_TEST(roles_once_each_and_ours_only)
{
	assert_people(&(struct plan){.agenda = AGENDA, .team = TEAM, .actions = ACTIONS "A,1,,negotiation,2026-01-01,,Zoe,zoe@x,,\n"
			"A,1,M,negotiation,2026-01-02,,Zoe,zoe@x,,\nA,2,,negotiation,2026-01-03,,Zoe,zoe@x,,\nB,7,,package,2026-01-04,,Zoe,zoe@x,,\n"},
	    "negotiation: Ann<ann@x> Max<max@x>! Zoe<zoe@x>\nnegotiation: Ann<ann@x> Zoe<zoe@x>\nnegotiation: Zoe<zoe@x>\npackage: Bea<bea@x> Zoe<zoe@x>\n", 1); /* the first two have one key */
}
END_TEST

START_TEST(theirs_goes_to_the_account_manager)
{
	assert_people(&(struct plan){.agenda = AGENDA, .team = TEAM, .calendar = "account,period,negotiation_date,owner,email\nC,1,tbd,Cy,cy@x\n",
			.actions = ACTIONS "A,1,,promise,2026-01-01,them,Kim,kim@y,Max,meeting\nC,2,,promise,2026-01-02,them,Kim,kim@y,,\n"
				"D,1,,promise,2026-01-03,them,Kim,kim@y,,\nA,1,,call,2026-01-04,us,Kim,kim@y,,\n"},
	    "promise: Ann<ann@x>\npromise: Cy<cy@x>\npromise: nobody\ncall: nobody\nnegotiation: Cy<cy@x>\npackage: Cy<cy@x>\n", 2);
}
END_TEST

START_TEST(attendees_of_meetings)
{
	assert_people(&(struct plan){.agenda = AGENDA, .team = TEAM, .actions = ACTIONS
			"A,1,,talk,2026-01-01,,Zoe,zoe@x,\"max; ANN@x, Kim;Bea;;\",meeting\nA,1,,chat,2026-01-02,,Zoe,zoe@x,Max,task\n"},
	    "talk: Zoe<zoe@x> Max<max@x>! Ann<ann@x>\nchat: Zoe<zoe@x>\n", 0);
	assert_people(&(struct plan){.agenda = AGENDA, .actions = ACTIONS "A,1,,talk,2026-01-01,,Zoe,zoe@x,Max,meeting\n"}, "talk: Zoe<zoe@x>\n", 0);
}
END_TEST

static void
read_in_vain(struct buf *out, void *arg)
{
	struct planned p;
	buf_puts(out, planned_read(&p, &(struct plan){.agenda = AGENDA, .team = arg}) ? "read" : "refused");
	planned_free(&p);
}

START_TEST(what_makes_no_team)
{
	static const char *const sheets[] = {"", "account,person\nA,Ann\n", "account,person,email,role,attends\nA,Ann,a@x,r,perhaps\n",
		"account,person,email,role\nA,#REF!,a@x,r\n"};
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct ran r = run(read_in_vain, (char *)(uintptr_t)sheets[i]);
		ck_assert_str_eq(r.out, "refused");
		ck_assert_msg(strncmp(r.err, "team.csv", 8) == 0, "%s", r.err);
		ran_free(&r);
	}
}
END_TEST

Suite *
team_suite(void)
{
	Suite *s = suite_create("team");
	TCase *t = tcase_create("team");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, roles_once_each_and_ours_only);
	tcase_add_test(t, theirs_goes_to_the_account_manager);
	tcase_add_test(t, attendees_of_meetings);
	tcase_add_test(t, what_makes_no_team);
	suite_add_tcase(s, t);
	return s;
}
