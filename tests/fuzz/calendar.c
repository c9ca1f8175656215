/* Calendars and actions: milestones whose UIDs are their own, days that follow from the first one and aren't chained, and the
 * list of them that calendar-remind writes is read back as what it was. The input is a sheet or several, parted by a line %%. */
#include <string.h>

#include "../../cmd/calendar-remind.h"
#include "base/diag.h"
#include "deal/calendar_read.h"
#include "fuzz.h"

enum { SHEETS = 3, TODAY = 20778, HORIZON = TODAY + 365 }; /* 2026-11-21 */

static const struct dialect dialect = {.header_row = 1};
static struct agenda agenda; /* read once */

static void
start(struct remind *r)
{
	if (agenda.count == 0)
		must(agenda_read(&agenda, "share/agenda.csv", &dialect));
	*r = (struct remind){.agenda = agenda, .today = TODAY, .options.output_delimiter = ','};
	r->calendar.agenda = &r->agenda;
}

static void
finish(struct remind *r)
{
	milestones_free(&r->milestones);
	calendar_free(&r->calendar);
}

static size_t
index_of(const struct remind *r, const struct agenda_entry *e)
{
	return (size_t)(e - r->agenda.entries);
}

static bool
is_last_of_month(day d)
{
	int year, month, dayofmonth;
	date_split(d + 1, &year, &month, &dayofmonth);
	return dayofmonth == 1;
}

/* From the 31st each month has its last day, and the 31st again where there is one. */
static bool
is_months_after(day first, int months, day due)
{
	int year, month, dayofmonth, y, m, d;
	date_split(first, &year, &month, &dayofmonth);
	date_split(due, &y, &m, &d);
	return y * 12 + m == year * 12 + month + months && (d == dayofmonth || (d < dayofmonth && is_last_of_month(due)));
}

static void
check_days(const struct remind *r, const struct milestone *m)
{
	const struct entry *row = m->row;
	must(m->due == DAY_NONE || (m->due >= DAY_FIRST && m->due <= DAY_LAST));
	must(m->lapses == DAY_NONE || m->lapses >= m->due);
	must(m->occurrence >= row->occurrence && (m->occurrence == row->occurrence || row->months));
	must(!m->derived || m->due != DAY_NONE);
	if (row->folded && row->due != DAY_NONE)
		must(is_months_after(row->due, (m->occurrence - row->occurrence) * row->months, m->due));
	if (row->folded)
		must(m->occurrence == row->occurrence || m->due <= HORIZON);
	bool given = !row->folded && m->policy && !m->policy->before && m->occurrence == 0;
	if (given && !calendar_find(&r->calendar, row->account, row->period, m->policy->folded))
		must(m->due == row->dates[index_of(r, m->policy)]);
}

static int
compare_uids(const void *a, const void *b)
{
	return memcmp(a, b, MILESTONE_UID);
}

/* Two milestones are never one to those who remember them. */
static void
check_uids(const struct milestones *all)
{
	char(*uids)[MILESTONE_UID] = calloc(all->count + 1, MILESTONE_UID);
	must(uids);
	for (size_t i = 0; i < all->count; i++)
		milestone_uid(&all->list[i], uids[i]);
	qsort(uids, all->count, MILESTONE_UID, compare_uids);
	for (size_t i = 1; i < all->count; i++)
		must(memcmp(uids[i - 1], uids[i], MILESTONE_UID) != 0);
	free(uids);
}

static bool
has_twins(const struct calendar *c)
{
	for (size_t i = 0; i < c->count; i++)
		if (c->entries[i]->twin)
			return true;
	return false;
}

/* What must come back: see "the list read back is the same list" in tests/cli. */
static void
must_be_same(const struct milestone *a, const struct milestone *b)
{
	char x[MILESTONE_UID], y[MILESTONE_UID];
	milestone_uid(a, x);
	milestone_uid(b, y);
	must(strcmp(x, y) == 0);
	must(a->due == b->due && a->done_on == b->done_on && a->occurrence == b->occurrence && a->meeting == b->meeting);
	must(strcmp(a->name, b->name) == 0 && a->row->theirs == b->row->theirs);
	must(strcmp(a->row->account, b->row->account) == 0 && strcmp(a->row->period, b->row->period) == 0);
	must(strcmp(a->row->subject, b->row->subject) == 0 && strcmp(milestone_owner(a)->email, milestone_owner(b)->email) == 0);
}

static void
check_list(const struct remind *r)
{
	struct output list = {0};
	struct remind again;
	remind_put_list(r, &list);
	start(&again);
	size_t errors = diag_errors();
	bool read = calendar_read(&again.calendar, fuzz_file(SHEETS, list.buf.data, list.buf.len), &dialect);
	must(read && diag_errors() == errors && again.calendar.count == r->milestones.count);
	milestones_derive(&again.milestones, &again.calendar, &again.holidays, HORIZON);
	milestones_sort(&again.milestones);
	must(again.milestones.count == r->milestones.count);
	for (size_t i = 0; i < r->milestones.count; i++)
		must_be_same(&r->milestones.list[i], &again.milestones.list[i]);
	finish(&again);
	buf_free(&list.buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	struct remind r;
	bool any = false;
	start(&r);
	fuzz_said.len = 0;
	for (int i = 0; i < SHEETS && b.n > 0; i++) {
		struct bytes part = take_part(&b);
		any |= calendar_read(&r.calendar, fuzz_file(i, part.s, part.n), &dialect);
	}
	if (any && r.calendar.count <= 100) {
		milestones_derive(&r.milestones, &r.calendar, &r.holidays, HORIZON);
		milestones_sort(&r.milestones);
		for (size_t i = 0; i < r.milestones.count; i++)
			check_days(&r, &r.milestones.list[i]);
		check_uids(&r.milestones);
		if (!has_twins(&r.calendar) && r.milestones.count <= 500)
			check_list(&r);
	}
	finish(&r);
	return 0;
}
