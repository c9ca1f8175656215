#include "deal/season.h"

#include "helpers.h"
#include "planned.h"
#include "suites.h"

struct counted {
	const char *actions;
	int first_month;
};

static void
count(struct buf *out, void *arg)
{
	const struct counted *c = arg;
	struct planned p;
	struct season s = {0};
	if (planned_read(&p, &(struct plan){.agenda = "milestone,before,days,kind\nnegotiation,,0,meeting\n", .actions = c->actions}))
		season_count(&s, &p.milestones, NULL, c->first_month);
	for (size_t i = 0; i < s.groups.count; i++)
		buf_printf(out, "%s %s %s %zu\n", season_kind_names[s.rows[i].kind], s.rows[i].key, s.rows[i].period, s.rows[i].count);
	season_free(&s);
	planned_free(&p);
}

static void
assert_season(const char *actions, int first_month, const char *expected)
{
	struct ran r = run(count, &(struct counted){actions, first_month});
	ck_assert_str_eq(r.out, expected);
	ck_assert_str_eq(r.err, "");
	ran_free(&r);
}

#define HEADINGS "account,milestone,due,start_time,minutes,owner,must_win,done_on\n"

START_TEST(years_quarters_and_weeks)
{
	assert_season(HEADINGS "A,negotiation,2026-12-31,,,Ann,yes,\nB,call,2027-01-03,,,Ann,,\nC,call,2027-01-01,,,Ann,,2026-12-01\n", 1,
	    "year must-win 2026 1\nyear negotiations 2026 1\nquarter negotiation 2026-Q4 1\nquarter call 2027-Q1 1\nweek Ann 2026-W53 2\n");
	assert_season(HEADINGS "A,negotiation,2026-12-31,,,Ann,,\nA,call,2026-09-30,,,Ann,,\n", 10,
	    "year negotiations 2027 1\nquarter call 2026-Q4 1\nquarter negotiation 2027-Q1 1\nweek Ann 2026-W40 1\nweek Ann 2026-W53 1\n");
}
END_TEST

START_TEST(nobody_is_in_two_places)
{
	assert_season(HEADINGS "A,talk,2026-04-15,10:00,60,Ann,,\nB,talk,2026-04-15,11:00,60,Ann,,\nC,talk,2026-04-15,11:59,60,Ann,,\nD,talk,2026-04-15,11:00,60,Bo,,\n",
	    1, "quarter talk 2026-Q2 4\nweek Ann 2026-W16 3\nweek Bo 2026-W16 1\noverlap Ann 2026-04-15 2\n");
	assert_season(HEADINGS "A,negotiation,2026-04-15,,,Ann,,\nB,talk,2026-04-15,11:00,60,Ann,,\n", 1,
	    "year negotiations 2026 1\nquarter negotiation 2026-Q2 1\nquarter talk 2026-Q2 1\nweek Ann 2026-W16 2\noverlap Ann 2026-04-15 2\n");
}
END_TEST

Suite *
season_suite(void)
{
	Suite *s = suite_create("season");
	TCase *t = tcase_create("season");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, years_quarters_and_weeks);
	tcase_add_test(t, nobody_is_in_two_places);
	suite_add_tcase(s, t);
	return s;
}
