/* Every milestone, as an actions sheet: to be looked at, checked, or read again. */
#include <string.h>

#include "base/buf.h"
#include "calendar-remind.h"
#include "table/csvout.h"

enum { COUNT_OF_DATES = 6 };
static const char *const milestones_of_dates[COUNT_OF_DATES] = {"negotiation", "approval", "package", "publish", "premeeting", "start"};

struct list {
	const struct remind *remind;
	struct csvout csv;
	struct buf cell;
	size_t dates[COUNT_OF_DATES]; /* entries of the agenda; SIZE_MAX: it has none */
};

static void
put_day(struct list *l, day d)
{
	l->cell.len = 0;
	if (d != DAY_NONE)
		date_put(&l->cell, d);
	csvout_text(&l->csv, l->cell.data, l->cell.len);
}

static void
put_leads(struct list *l, const struct milestone *m)
{
	const struct leads *leads = due_leads(m, &l->remind->leads);
	l->cell.len = 0;
	for (size_t i = 0; i < leads->count; i++)
		buf_printf(&l->cell, i ? ";%d" : "%d", leads->list[i]);
	csvout_text(&l->csv, l->cell.data, l->cell.len);
}

static void
put_row(struct list *l, const struct milestone *m)
{
	const struct entry *row = m->row, *negotiation = m->of ? m->of->row : NULL, *owner = milestone_owner(m);
	const char *words[] = {row->id, row->account, row->period, m->name, row->subject, row->product_line,
		*row->kind ? row->kind : m->meeting ? "meeting" : "task", row->side, row->promised_to};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		csvout_str(&l->csv, words[i]);
	put_day(l, row->start_on);
	put_day(l, m->due);
	csvout_str(&l->csv, row->start_time);
	csvout_str(&l->csv, row->minutes_text);
	csvout_str(&l->csv, owner->owner);
	csvout_str(&l->csv, owner->email);
	csvout_str(&l->csv, row->attendees);
	csvout_str(&l->csv, ""); /* occurrences are written out */
	put_leads(l, m);
	put_day(l, m->done_on);
	csvout_str(&l->csv, *row->status ? row->status : m->done_on != DAY_NONE ? "done" : m->tentative ? "tentative" : "");
	csvout_str(&l->csv, row->must_win || (milestone_overrides(m) && negotiation->must_win) ? "yes" : "");
	csvout_str(&l->csv, row->decision);
	csvout_str(&l->csv, row->note);
	l->cell.len = 0;
	milestone_key(m, &l->cell);
	csvout_text(&l->csv, l->cell.data, l->cell.len);
	l->cell.len = 0;
	buf_printf(&l->cell, "%d", m->occurrence);
	csvout_text(&l->csv, l->cell.data, l->cell.len);
	csvout_str(&l->csv, m->derived ? "yes" : "");
	csvout_str(&l->csv, m->tentative ? "yes" : "");
	csvout_str(&l->csv, negotiation ? negotiation->date_source : "");
	for (size_t i = 0; i < COUNT_OF_DATES; i++)
		put_day(l, m->of && l->dates[i] != SIZE_MAX ? m->of->dates[l->dates[i]] : DAY_NONE);
	csvout_str(&l->csv, negotiation ? negotiation->folder : "");
	csvout_str(&l->csv, negotiation ? negotiation->access : "");
	l->cell.len = 0;
	buf_printf(&l->cell, "%s:%ju", strcmp(row->where.file, "-") == 0 ? "<stdin>" : row->where.file, row->where.line);
	csvout_text(&l->csv, l->cell.data, l->cell.len);
	csvout_end(&l->csv);
}

void
remind_put_list(const struct remind *r, struct output *to)
{
	static const char *const headings[] = {"id", "account", "period", "milestone", "subject", "product_line", "kind", "side",
		"promised_to", "start_on", "due", "start_time", "minutes", "owner", "email", "attendees", "recurrence", "leads", "done_on",
		"status", "must_win", "decision", "note", "key", "occurrence", "derived", "tentative", "date_source", "negotiation_date",
		"approval_date", "package_date", "publish_date", "premeeting_date", "start_date", "folder", "access", "source"};
	struct list l = {.remind = r};
	for (size_t i = 0; i < COUNT_OF_DATES; i++) {
		const struct agenda_entry *e = agenda_find(&r->agenda, milestones_of_dates[i]);
		l.dates[i] = e ? (size_t)(e - r->agenda.entries) : SIZE_MAX;
	}
	csvout_start(&l.csv, &to->buf, r->options.output_delimiter, r->options.excel);
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		csvout_str(&l.csv, headings[i]);
	csvout_end(&l.csv);
	for (size_t i = 0; i < r->milestones.count; i++) {
		put_row(&l, &r->milestones.list[i]);
		output_drain(to);
	}
	buf_free(&l.cell);
}
