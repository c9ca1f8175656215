#include "deal/season.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

const char *const season_kind_names[] = {"year", "quarter", "week", "overlap", "executives", NULL};

/* A meeting that somebody has to attend. */
struct attendance {
	const char *who;
	const struct milestone *meeting;
	bool executive;
};

struct attendances {
	struct attendance *list; /* owned */
	size_t count, cap;
};

static void
count_as(struct season *s, enum season_kind kind, const char *period, const char *key, size_t n)
{
	struct buf b = {0};
	const char order = (char)('0' + kind);
	key_add(&b, &order, 1);
	key_add(&b, period, strlen(period));
	key_add(&b, key, strlen(key));
	bool fresh;
	size_t number = group_number(&s->groups, b.data, b.len, &fresh);
	buf_free(&b);
	s->rows = xgrow(s->rows, number, &s->row_cap, sizeof *s->rows);
	if (fresh)
		s->rows[number] = (struct season_row){
			.kind = kind,
			.period = arena_strndup(&s->memory, period, strlen(period)),
			.key = arena_strndup(&s->memory, key, strlen(key)),
		};
	s->rows[number].count += n;
}

static void
count_periods(struct season *s, const struct milestone *m, int first_month)
{
	int year, month, dayofmonth;
	date_split(m->due, &year, &month, &dayofmonth);
	int into = (month - first_month + 12) % 12; /* the fiscal year, in months */
	int fiscal = first_month == 1 || month < first_month ? year : year + 1;
	struct buf b = {0};
	buf_printf(&b, "%04d-Q%d", fiscal, into / 3 + 1);
	count_as(s, SEASON_QUARTER, buf_str(&b), m->name, 1);
	b.len = 0;
	buf_printf(&b, "%04d", fiscal);
	if (m->policy && strcmp(m->policy->folded, "negotiation") == 0) {
		count_as(s, SEASON_YEAR, buf_str(&b), "negotiations", 1);
		if (m->row->must_win || (milestone_overrides(m) && m->of->row->must_win))
			count_as(s, SEASON_YEAR, buf_str(&b), "must-win", 1);
	}
	buf_free(&b);
}

static void
count_week(struct season *s, const struct milestone *m, const char *who)
{
	int year, week;
	struct buf b = {0};
	date_week(m->due, &year, &week);
	buf_printf(&b, "%04d-W%02d", year, week);
	count_as(s, SEASON_WEEK, buf_str(&b), who, 1);
	buf_free(&b);
}

static int
by_person_and_day(const void *a, const void *b)
{
	const struct attendance *x = a, *y = b;
	int order = strcmp(x->who, y->who);
	if (order == 0)
		order = (x->meeting->due > y->meeting->due) - (x->meeting->due < y->meeting->due);
	return order ? order : strcmp(x->meeting->row->account, y->meeting->row->account);
}

/* Can nobody be in both, which are on one day? */
static bool
collide(const struct milestone *a, const struct milestone *b)
{
	int from = a->row->start_minute, other = b->row->start_minute;
	if (from < 0 || other < 0)
		return strcmp(a->row->account, b->row->account) != 0;
	return from < other + b->row->minutes && other < from + a->row->minutes;
}

/* The meetings of one person on one day. */
static void
count_day(struct season *s, const struct attendance *list, size_t n)
{
	size_t colliding = 0, approvals = 0;
	const char *last = NULL; /* account with an approval */
	for (size_t i = 0; i < n; i++) {
		bool hit = false;
		for (size_t k = 0; k < n && !hit; k++)
			hit = k != i && collide(list[i].meeting, list[k].meeting);
		colliding += hit;
		const struct milestone *m = list[i].meeting;
		bool approval = list[i].executive && m->policy && strcmp(m->policy->folded, "approval") == 0;
		if (approval && !(last && strcmp(last, m->row->account) == 0)) {
			approvals++;
			last = m->row->account;
		}
	}
	struct buf b = {0};
	date_put(&b, list->meeting->due);
	if (colliding)
		count_as(s, SEASON_OVERLAP, buf_str(&b), list->who, colliding);
	if (approvals > 1)
		count_as(s, SEASON_EXECUTIVES, buf_str(&b), list->who, approvals);
	buf_free(&b);
}

static void
count_collisions(struct season *s, struct attendances *a)
{
	if (a->count)
		qsort(a->list, a->count, sizeof *a->list, by_person_and_day);
	for (size_t i = 0, n; i < a->count; i += n) {
		for (n = 1; i + n < a->count && strcmp(a->list[i].who, a->list[i + n].who) == 0 &&
		     a->list[i].meeting->due == a->list[i + n].meeting->due;)
			n++;
		count_day(s, &a->list[i], n);
	}
}

static int
compare_rows(const void *a, const void *b)
{
	const struct season_row *x = a, *y = b;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	int order = strcmp(x->period, y->period);
	return order ? order : strcmp(x->key, y->key);
}

void
season_count(struct season *s, const struct milestones *all, const struct team *team, int first_month)
{
	struct recipients people = {0};
	struct attendances meetings = {0};
	for (size_t i = 0; i < all->count; i++) {
		const struct milestone *m = &all->list[i];
		if (m->done_on != DAY_NONE || m->due == DAY_NONE)
			continue;
		count_periods(s, m, first_month);
		team_recipients(team, m, all->calendar, &people);
		for (size_t p = 0; p < people.count; p++) {
			const char *who = *people.list[p].name ? people.list[p].name : people.list[p].email;
			count_week(s, m, who);
			if (!m->meeting)
				continue;
			meetings.list = xgrow(meetings.list, meetings.count, &meetings.cap, sizeof *meetings.list);
			meetings.list[meetings.count++] = (struct attendance){who, m, people.list[p].executive};
		}
	}
	count_collisions(s, &meetings);
	if (s->groups.count)
		qsort(s->rows, s->groups.count, sizeof *s->rows, compare_rows);
	free(people.list);
	free(meetings.list);
}

void
season_free(struct season *s)
{
	arena_free(&s->memory);
	group_free(&s->groups);
	free(s->rows);
	*s = (struct season){0};
}
