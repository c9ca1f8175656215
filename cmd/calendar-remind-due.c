/* What is due, as rows for scripts and lines for people. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "calendar-remind.h"
#include "render/text_table.h"
#include "table/csvout.h"

static const char *
note_of(const struct milestone *m)
{
	return *m->row->note ? m->row->note : m->tentative ? "tentative" : "";
}

void
remind_put_when(struct buf *b, int days_left)
{
	int days = abs(days_left);
	if (days_left == 0)
		buf_puts(b, "today");
	else
		buf_printf(b, "%s%d day%s%s", days_left > 0 ? "in " : "", days, days == 1 ? "" : "s", days_left < 0 ? " late" : "");
}

static void
put_day(struct csvout *csv, struct buf *b, day d)
{
	b->len = 0;
	date_put(b, d);
	csvout_text(csv, b->data, b->len);
}

static void
put_number(struct csvout *csv, struct buf *b, int n)
{
	b->len = 0;
	buf_printf(b, "%d", n);
	csvout_text(csv, b->data, b->len);
}

void
remind_put_due(const struct remind *r, const struct reminders *due, struct output *to)
{
	static const char *const headings[] = {"account", "period", "milestone", "subject", "due", "days_left", "lead", "status", "owner",
		"email", "note", "key"};
	struct csvout csv;
	struct buf b = {0};
	csvout_start(&csv, &to->buf, r->options.output_delimiter, r->options.excel);
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		csvout_str(&csv, headings[i]);
	csvout_end(&csv);
	for (size_t i = 0; i < due->count; i++) {
		const struct reminder *one = &due->list[i];
		const struct milestone *m = one->milestone;
		csvout_str(&csv, m->row->account);
		csvout_str(&csv, m->row->period);
		csvout_str(&csv, m->name);
		csvout_str(&csv, m->row->subject);
		put_day(&csv, &b, m->due);
		put_number(&csv, &b, m->due - r->today);
		put_number(&csv, &b, one->moment.lead);
		csvout_str(&csv, due_status_names[due_status(m, r->today)]);
		csvout_str(&csv, one->to.name);
		csvout_str(&csv, one->to.email);
		csvout_str(&csv, note_of(m));
		b.len = 0;
		milestone_key(m, &b);
		csvout_text(&csv, b.data, b.len);
		csvout_end(&csv);
		output_drain(to);
	}
	buf_free(&b);
}

/* --- for people */

enum { COLUMNS = 6, WIDTH = 120, NAMED_MOST = 4 };

struct lines {
	const struct remind *remind;
	struct arena memory;
	const char **cells; /* the rows so far; owned */
	size_t count, cap;
};

/* Those of the words that are there, with something between. */
static const char *
joined(struct lines *l, const char *between, const char *const *words, size_t count)
{
	struct buf b = {0};
	for (size_t i = 0; i < count; i++)
		if (*words[i]) {
			buf_puts(&b, b.len ? between : "");
			buf_puts(&b, words[i]);
		}
	const char *text = arena_strndup(&l->memory, b.len ? b.data : "", b.len);
	buf_free(&b);
	return text;
}

static void
add_cell(struct lines *l, const char *cell)
{
	l->cells = xgrow(l->cells, l->count, &l->cap, sizeof *l->cells);
	l->cells[l->count++] = cell;
}

static void
add_line(struct lines *l, const struct milestone *m, const char *who, const char *status)
{
	struct buf on = {0}, when = {0};
	if (m->due != DAY_NONE) {
		date_put(&on, m->due);
		remind_put_when(&when, m->due - l->remind->today);
	}
	add_cell(l, arena_strndup(&l->memory, buf_str(&on), on.len));
	add_cell(l, arena_strndup(&l->memory, buf_str(&when), when.len));
	add_cell(l, joined(l, " ", (const char *const[]){m->row->account, m->row->period}, 2));
	add_cell(l, joined(l, ": ", (const char *const[]){m->name, m->row->subject}, 2));
	add_cell(l, who);
	add_cell(l, joined(l, ", ", (const char *const[]){status, m->row->theirs ? "theirs to do" : "", note_of(m)}, 3));
	buf_free(&on);
	buf_free(&when);
}

static void
start_lines(struct lines *l, const struct remind *r)
{
	static const char *const headings[COLUMNS] = {"due", "", "account", "milestone", "who", "note"};
	*l = (struct lines){.remind = r};
	for (size_t i = 0; i < COLUMNS; i++)
		add_cell(l, headings[i]);
}

static void
put_lines(struct lines *l, struct output *to)
{
	static const bool right[COLUMNS] = {false};
	text_table(&to->buf, l->cells, COLUMNS, l->count / COLUMNS, right, WIDTH);
	arena_free(&l->memory);
	free(l->cells);
}

/* The first of them; more than a few are counted. */
static const char *
names(struct lines *l, const struct reminder *list, size_t n)
{
	const char *words[NAMED_MOST];
	size_t named = n > NAMED_MOST ? NAMED_MOST - 1 : n;
	struct buf more = {0};
	for (size_t i = 0; i < named; i++)
		words[i] = *list[i].to.name ? list[i].to.name : list[i].to.email;
	buf_printf(&more, "%zu more", n - named);
	if (n > named)
		words[named] = buf_str(&more);
	const char *text = joined(l, ", ", words, n > named ? named + 1 : named);
	buf_free(&more);
	return text;
}

void
remind_put_due_text(const struct remind *r, const struct reminders *due, struct output *to)
{
	struct lines l;
	if (!due->count)
		return;
	start_lines(&l, r);
	for (size_t i = 0, n; i < due->count; i += n) {
		const struct milestone *m = due->list[i].milestone;
		for (n = 1; i + n < due->count && due->list[i + n].milestone == m;)
			n++;
		add_line(&l, m, names(&l, &due->list[i], n), "");
	}
	put_lines(&l, to);
}

void
remind_put_list_text(const struct remind *r, struct output *to)
{
	struct lines l;
	start_lines(&l, r);
	for (size_t i = 0; i < r->milestones.count; i++) {
		const struct milestone *m = &r->milestones.list[i];
		add_line(&l, m, milestone_owner(m)->owner, m->done_on != DAY_NONE ? "done" : m->row->status);
	}
	put_lines(&l, to);
}
