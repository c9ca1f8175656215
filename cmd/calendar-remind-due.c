/* What is due, as rows for scripts and lines for people. */
#include <string.h>

#include "base/buf.h"
#include "calendar-remind.h"
#include "render/text_table.h"
#include "table/csvout.h"

static const char *
note_of(const struct milestone *m)
{
	return *m->row->note ? m->row->note : m->tentative ? "tentative" : "";
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

/* Some words with blanks between, those that are there. */
static const char *
joined(struct arena *memory, const char *between, const char *const *words, size_t count)
{
	struct buf b = {0};
	for (size_t i = 0; i < count; i++)
		if (*words[i]) {
			buf_puts(&b, b.len ? between : "");
			buf_puts(&b, words[i]);
		}
	const char *text = arena_strndup(memory, b.len ? b.data : "", b.len);
	buf_free(&b);
	return text;
}

static const char *
when(struct arena *memory, int days_left)
{
	struct buf b = {0};
	int days = days_left < 0 ? -days_left : days_left;
	if (days_left == 0)
		buf_puts(&b, "today");
	else
		buf_printf(&b, "%s%d day%s%s", days_left > 0 ? "in " : "", days, days == 1 ? "" : "s", days_left < 0 ? " late" : "");
	const char *text = arena_strndup(memory, b.data, b.len);
	buf_free(&b);
	return text;
}

void
remind_put_due_text(const struct remind *r, const struct reminders *due, struct output *to)
{
	enum { COLUMNS = 6, WIDTH = 120 };
	static const char *const headings[COLUMNS] = {"due", "", "account", "milestone", "who", "note"};
	static const bool right[COLUMNS] = {false};
	if (!due->count)
		return;
	struct arena memory = {0};
	const char **cells = arena_alloc(&memory, (due->count + 1) * COLUMNS * sizeof *cells), **row = cells + COLUMNS;
	const char **people = arena_alloc(&memory, due->count * sizeof *people);
	memcpy(cells, headings, sizeof headings);
	for (size_t i = 0, n; i < due->count; i += n, row += COLUMNS) {
		const struct milestone *m = due->list[i].milestone;
		for (n = 0; i + n < due->count && due->list[i + n].milestone == m; n++) {
			const struct recipient *one = &due->list[i + n].to;
			people[n] = *one->name ? one->name : one->email;
		}
		struct buf b = {0};
		date_put(&b, m->due);
		row[0] = arena_strndup(&memory, b.data, b.len);
		buf_free(&b);
		row[1] = when(&memory, m->due - r->today);
		row[2] = joined(&memory, " ", (const char *const[]){m->row->account, m->row->period}, 2);
		row[3] = joined(&memory, ": ", (const char *const[]){m->name, m->row->subject}, 2);
		row[4] = joined(&memory, ", ", people, n);
		row[5] = joined(&memory, ", ", (const char *const[]){m->row->theirs ? "theirs to do" : "", note_of(m)}, 2);
	}
	text_table(&to->buf, cells, COLUMNS, (size_t)(row - cells) / COLUMNS, right, WIDTH);
	arena_free(&memory);
}
