#include "deal/season.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"

const char *const season_kind_names[] = {"year", "quarter", "week", "overlap", "executives", NULL};

/* A meeting that somebody has to attend. */
struct attendance {
	const struct recipient *who;
	const struct milestone *meeting;
};

struct attendances {
	struct attendance *list; /* owned */
	size_t count, cap;
};

/* Counts n more under `key`, which is shown as `name`. */
static void
count_as(struct season *s, enum season_kind kind, const char *period, const char *key, const char *name, size_t n)
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
			.key = arena_strndup(&s->memory, name, strlen(name)),
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
	count_as(s, SEASON_QUARTER, buf_str(&b), m->name, m->name, 1);
	b.len = 0;
	buf_printf(&b, "%04d", fiscal);
	if (m->policy && strcmp(m->policy->folded, "negotiation") == 0) {
		count_as(s, SEASON_YEAR, buf_str(&b), "negotiations", "negotiations", 1);
		if (m->row->must_win || (milestone_overrides(m) && m->of->row->must_win))
			count_as(s, SEASON_YEAR, buf_str(&b), "must-win", "must-win", 1);
	}
	buf_free(&b);
}

/* People are told apart by address; those of one name stand in rows of their own. */
static void
count_person(struct season *s, enum season_kind kind, const char *period, const struct recipient *who, size_t n)
{
	struct buf key = {0};
	for (const char *c = *who->email ? who->email : who->name; *c; c++)
		buf_putc(&key, (char)tolower((unsigned char)*c));
	count_as(s, kind, period, buf_str(&key), *who->name ? who->name : who->email, n);
	buf_free(&key);
}

static int
compare_people(const struct recipient *a, const struct recipient *b)
{
	return strcasecmp(*a->email ? a->email : a->name, *b->email ? b->email : b->name);
}

static void
count_week(struct season *s, const struct milestone *m, const struct recipient *who)
{
	int year, week;
	struct buf b = {0};
	date_week(m->due, &year, &week);
	buf_printf(&b, "%04d-W%02d", year, week);
	count_person(s, SEASON_WEEK, buf_str(&b), who, 1);
	buf_free(&b);
}

static int
by_person_and_day(const void *a, const void *b)
{
	const struct attendance *x = a, *y = b;
	int order = compare_people(x->who, y->who);
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
	size_t at_once = 1, approvals = 0;
	const char *last = NULL; /* account with an approval */
	for (size_t i = 0; i < n; i++) {
		size_t together = 1;
		for (size_t k = 0; k < n; k++)
			together += k != i && collide(list[i].meeting, list[k].meeting);
		at_once = together > at_once ? together : at_once;
		const struct milestone *m = list[i].meeting;
		bool approval = list[i].who->executive && m->policy && strcmp(m->policy->folded, "approval") == 0;
		if (approval && !(last && strcmp(last, m->row->account) == 0)) {
			approvals++;
			last = m->row->account;
		}
	}
	struct buf b = {0};
	date_put(&b, list->meeting->due);
	if (at_once > 1)
		count_person(s, SEASON_OVERLAP, buf_str(&b), list->who, at_once);
	if (approvals > 1)
		count_person(s, SEASON_EXECUTIVES, buf_str(&b), list->who, approvals);
	buf_free(&b);
}

static void
count_collisions(struct season *s, struct attendances *a)
{
	if (a->count)
		qsort(a->list, a->count, sizeof *a->list, by_person_and_day);
	for (size_t i = 0, n; i < a->count; i += n) {
		for (n = 1; i + n < a->count && compare_people(a->list[i].who, a->list[i + n].who) == 0 &&
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
			count_week(s, m, &people.list[p]);
			if (!m->meeting)
				continue;
			struct recipient *who = arena_alloc(&s->memory, sizeof *who);
			*who = people.list[p];
			meetings.list = xgrow(meetings.list, meetings.count, &meetings.cap, sizeof *meetings.list);
			meetings.list[meetings.count++] = (struct attendance){who, m};
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
