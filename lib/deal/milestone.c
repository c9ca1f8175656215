#include "deal/milestone.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

enum { REACH_MOST = 91 }; /* days, a quarter of a year */

/* An occurrence of some calendar row, to find those that stand for one another. */
struct occurrence {
	size_t account;
	day on, anchor;
};

struct derivation {
	struct milestones *all;
	const struct calendar *calendar;
	const struct agenda *agenda;
	const struct agenda_entry *root; /* the negotiation itself, or NULL */
	const struct holidays *holidays;
	day horizon;
	bool has_actions;
	struct group accounts;
	struct occurrence *occurrences; /* sorted; owned */
	size_t occurrence_count, occurrence_cap;
};

/* --- the days of a negotiation */

static size_t
index_of(const struct derivation *d, const struct agenda_entry *e)
{
	return (size_t)(e - d->agenda->entries);
}

/* Does each negotiation have this milestone? Others are known to the agenda for what actions rows say of them. */
static bool
is_part(const struct derivation *d, const struct agenda_entry *e)
{
	return e && (e->before || e == d->root);
}

/* The actions rows of this milestone of a negotiation. */
static const struct entry *
actions_of(const struct derivation *d, const struct entry *row, const struct agenda_entry *e)
{
	return row->twin || !d->has_actions || !is_part(d, e) ? NULL : calendar_find(d->calendar, row->account, row->period, e->folded);
}

/* The first of the rows from o on that stands for an occurrence; NULL: none. */
static const struct entry *
standing_for(const struct entry *o, int occurrence)
{
	while (o && o->occurrence != occurrence && !(o->months && o->occurrence < occurrence))
		o = o->next;
	return o;
}

static day
given_day(const struct derivation *d, const struct negotiation *n, const struct agenda_entry *e)
{
	for (const struct entry *o = standing_for(actions_of(d, n->row, e), n->occurrence); o; o = standing_for(o->next, n->occurrence))
		if (o->due != DAY_NONE)
			return date_add_months(o->due, (n->occurrence - o->occurrence) * o->months);
	if (n->occurrence > 0)
		return e == d->root ? date_add_months(n->row->first->dates[index_of(d, e)], n->occurrence * n->row->months) : DAY_NONE;
	return n->row->dates[index_of(d, e)];
}

static struct negotiation *
add_negotiation(const struct derivation *d, struct entry *row, int occurrence)
{
	struct negotiation *n = arena_alloc(&d->all->memory, sizeof *n);
	*n = (struct negotiation){.row = row, .occurrence = occurrence};
	n->dates = arena_alloc(&d->all->memory, (d->agenda->count + 1) * sizeof *n->dates);
	if (occurrence == 0)
		row->first = n;
	for (size_t i = 0; i < d->agenda->count; i++) {
		const struct agenda_entry *e = d->agenda->order[i];
		day *to = &n->dates[index_of(d, e)];
		*to = given_day(d, n, e);
		if (*to == DAY_NONE && e->before && n->dates[index_of(d, e->before)] != DAY_NONE)
			*to = agenda_derive(e, n->dates[index_of(d, e->before)], d->holidays);
	}
	return n;
}

/* --- which occurrences have a row of their own */

static int
compare_occurrences(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;
	if (x->account != y->account)
		return x->account < y->account ? -1 : 1;
	return (x->on > y->on) - (x->on < y->on);
}

static size_t
account_number(struct derivation *d, const struct entry *row)
{
	bool fresh;
	return group_number(&d->accounts, row->account, strlen(row->account), &fresh);
}

static day
anchor_of(const struct derivation *d, const struct entry *row)
{
	return d->root ? row->first->dates[index_of(d, d->root)] : DAY_NONE;
}

/* The k-th occurrence of a negotiation, DAY_NONE after the day `until`. */
static day
occurrence_day(const struct derivation *d, const struct entry *row, int k, day until)
{
	day anchor = anchor_of(d, row);
	if (k == 0 || anchor == DAY_NONE || !row->months)
		return k == 0 ? anchor : DAY_NONE;
	day on = date_add_months(anchor, k * row->months);
	return on <= until ? on : DAY_NONE;
}

static void
list_occurrences(struct derivation *d, const struct entry *row)
{
	size_t account = account_number(d, row);
	day on;
	for (int k = 0; (on = occurrence_day(d, row, k, d->horizon + REACH_MOST)) != DAY_NONE; k++) {
		d->occurrences = xgrow(d->occurrences, d->occurrence_count, &d->occurrence_cap, sizeof *d->occurrences);
		d->occurrences[d->occurrence_count++] = (struct occurrence){account, on, anchor_of(d, row)};
	}
}

/* Is there a later row of the account for this occurrence: one within a quarter of the interval? */
static bool
has_own_row(struct derivation *d, const struct entry *row, day on)
{
	day reach = row->months == 12 ? REACH_MOST : row->months == 6 ? 45 : row->months == 3 ? 22 : 7;
	const struct occurrence from = {account_number(d, row), on - reach, 0};
	size_t low = 0, high = d->occurrence_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_occurrences(&d->occurrences[middle], &from) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (const struct occurrence *o = d->occurrences + low; low < d->occurrence_count && o->account == from.account &&
	     o->on <= on + reach; o++, low++)
		if (o->anchor > anchor_of(d, row))
			return true;
	return false;
}

/* --- milestones */

static bool
is_meeting(const struct entry *row)
{
	if (row->what != ENTRY_OPEN)
		return row->what == ENTRY_MEETING;
	return row->policy && row->policy->has_kind ? row->policy->meeting : row->start_minute >= 0;
}

static struct milestone *
add(struct milestones *all)
{
	all->list = xgrow(all->list, all->count, &all->cap, sizeof *all->list);
	struct milestone *m = &all->list[all->count];
	*m = (struct milestone){.order = all->count++, .lapses = DAY_NONE, .done_on = DAY_NONE};
	return m;
}

bool
milestone_overrides(const struct milestone *m)
{
	return m->row->folded && m->of && m->policy && (m->policy->before || strcmp(m->policy->folded, "negotiation") == 0);
}

const struct entry *
milestone_owner(const struct milestone *m)
{
	return *m->row->owner || *m->row->email || !m->of ? m->row : m->of->row;
}

static void
lapse_on(struct milestone *m, day d)
{
	if (d != DAY_NONE && d > m->due && (m->lapses == DAY_NONE || d < m->lapses))
		m->lapses = d;
}

static void
set_lapse(const struct derivation *d, struct milestone *m, day next)
{
	if (m->due == DAY_NONE)
		return;
	if (m->meeting)
		m->lapses = m->due;
	if (m->policy && m->policy->before && m->of)
		lapse_on(m, m->of->dates[index_of(d, m->policy->before)]);
	lapse_on(m, next);
}

/* The day on which a row says that what was due by then is done; DAY_NONE: none says it. */
static day
done_by(const struct entry *o, day due)
{
	while (o && (o->done_on == DAY_NONE || due == DAY_NONE || due > o->done_on))
		o = o->next;
	return o ? o->done_on : DAY_NONE;
}

static void
add_derived(const struct derivation *d, const struct negotiation *n, const struct agenda_entry *e)
{
	size_t i = index_of(d, e);
	const struct entry *actions = actions_of(d, n->row, e);
	if (standing_for(actions, n->occurrence) || (n->dates[i] == DAY_NONE && !is_part(d, e)))
		return;
	struct milestone *m = add(d->all);
	m->row = n->row;
	m->policy = e;
	m->of = n;
	m->name = e->milestone;
	m->occurrence = n->occurrence;
	m->due = n->dates[i];
	m->meeting = e->meeting;
	m->done_on = done_by(actions, m->due);
	m->tentative = n->occurrence > 0 || !n->row->customers_date;
	m->derived = m->due != DAY_NONE && e != d->root && (n->occurrence > 0 || n->row->dates[i] == DAY_NONE);
	set_lapse(d, m, n->next ? n->next->dates[i] : DAY_NONE);
}

static void
add_negotiations(struct derivation *d, struct entry *row)
{
	struct negotiation *last = row->first;
	day on;
	for (int k = 1; (on = occurrence_day(d, row, k, d->horizon)) != DAY_NONE; k++)
		if (!has_own_row(d, row, on))
			last = last->next = add_negotiation(d, row, k);
	for (const struct negotiation *n = row->first; n; n = n->next)
		for (size_t i = 0; i < d->agenda->count; i++)
			add_derived(d, n, &d->agenda->entries[i]);
}

/* The negotiation that an actions row belongs to: the occurrence that it stands for, where it stands for one. */
static const struct negotiation *
negotiation_of(const struct derivation *d, const struct entry *row, int occurrence)
{
	const struct entry *of = calendar_find(d->calendar, row->account, row->period, "");
	const struct negotiation *n = of ? of->first : NULL;
	while (n && n->next && is_part(d, row->policy) && n->occurrence < occurrence)
		n = n->next;
	return n;
}

static void
add_action(const struct derivation *d, const struct entry *row)
{
	const struct negotiation *own = negotiation_of(d, row, row->occurrence);
	bool has_day = row->due != DAY_NONE || !own || !is_part(d, row->policy);
	day first = has_day ? row->due : own->dates[index_of(d, row->policy)], due = first;
	for (int k = 0; k == 0 || (due != DAY_NONE && due <= d->horizon); k++) {
		struct milestone *m = add(d->all);
		day next = row->months && first != DAY_NONE ? date_add_months(first, (k + 1) * row->months) : DAY_NONE;
		m->row = row;
		m->policy = row->policy;
		m->occurrence = row->occurrence + k;
		m->of = negotiation_of(d, row, m->occurrence);
		m->name = row->policy ? row->policy->milestone : row->milestone;
		m->due = due;
		m->meeting = is_meeting(row);
		m->done_on = row->done_on != DAY_NONE && (k == 0 || due <= row->done_on) ? row->done_on : DAY_NONE;
		m->derived = !has_day && due != DAY_NONE && own->row->dates[index_of(d, row->policy)] == DAY_NONE;
		set_lapse(d, m, next);
		due = next;
	}
}

static int
compare_milestones(const void *a, const void *b)
{
	const struct milestone *x = a, *y = b;
	if (x->due != y->due)
		return x->due == DAY_NONE || (y->due != DAY_NONE && x->due > y->due) ? 1 : -1;
	int order = strcmp(x->row->account, y->row->account);
	if (order == 0)
		order = strcmp(x->row->period, y->row->period);
	return order ? order : x->order < y->order ? -1 : 1;
}

void
milestones_derive(struct milestones *all, const struct calendar *calendar, const struct holidays *holidays, day horizon)
{
	all->calendar = calendar;
	struct derivation d = {
		.all = all, .calendar = calendar, .agenda = calendar->agenda, .holidays = holidays, .horizon = horizon,
		.root = agenda_find(calendar->agenda, "negotiation"),
	};
	for (size_t i = 0; i < calendar->count; i++)
		d.has_actions |= calendar->entries[i]->folded != NULL;
	for (size_t i = 0; i < calendar->count; i++)
		if (!calendar->entries[i]->folded) {
			add_negotiation(&d, calendar->entries[i], 0);
			list_occurrences(&d, calendar->entries[i]);
		}
	if (d.occurrence_count)
		qsort(d.occurrences, d.occurrence_count, sizeof *d.occurrences, compare_occurrences);
	for (size_t i = 0; i < calendar->count; i++) {
		if (calendar->entries[i]->folded)
			add_action(&d, calendar->entries[i]);
		else
			add_negotiations(&d, calendar->entries[i]);
	}
	group_free(&d.accounts);
	free(d.occurrences);
}

void
milestones_sort(struct milestones *all)
{
	if (all->count)
		qsort(all->list, all->count, sizeof *all->list, compare_milestones);
}

void
milestones_free(struct milestones *all)
{
	arena_free(&all->memory);
	free(all->list);
	*all = (struct milestones){0};
}
