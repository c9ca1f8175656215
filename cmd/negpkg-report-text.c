/* negpkg-report's page for a terminal. */
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "base/output.h"
#include "base/xalloc.h"
#include "negpkg-report.h"
#include "render/bars.h"
#include "render/text_table.h"
#include "render/width.h"

enum { WIDTH = 120, LABEL = 22, MARK = 20 };

static void
put_blanks(struct buf *to, size_t count)
{
	while (count-- > 0)
		buf_putc(to, ' ');
}

/* Words in lines of at most WIDTH columns, all but the first indented; a word that is longer has a line of its own. */
static void
put_words(struct buf *to, const char *text, size_t at, size_t indent)
{
	struct buf safe = {0};
	bool first = true;
	escape_terminal_str(&safe, text);
	const char *s = buf_str(&safe);
	for (size_t n; *(s += strspn(s, " ")); s += n) {
		n = strcspn(s, " ");
		size_t width = width_text(s, n);
		if (!first && at + 1 + width > WIDTH) {
			buf_putc(to, '\n');
			put_blanks(to, indent);
			at = indent;
		} else if (!first) {
			buf_putc(to, ' ');
			at++;
		}
		buf_add(to, s, n);
		at += width;
		first = false;
	}
	buf_putc(to, '\n');
	buf_free(&safe);
}

/* A label in a column of its own, then words. */
static void
put_labelled(struct buf *to, const char *label, size_t columns, const char *words)
{
	struct buf safe = {0};
	escape_terminal_str(&safe, label);
	size_t width = width_text(safe.data, safe.len);
	buf_add(to, safe.data, safe.len);
	put_blanks(to, width < columns ? columns - width : 1);
	put_words(to, words, width < columns ? columns : width + 1, columns);
	buf_free(&safe);
}

static void
put_title(struct buf *to, const char *title, const char *subtitle, char underline)
{
	struct buf line = {0};
	escape_terminal_str(&line, title);
	buf_puts(&line, *subtitle ? " " : "");
	escape_terminal_str(&line, subtitle);
	buf_add(to, line.data, line.len);
	buf_putc(to, '\n');
	for (size_t n = underline ? width_text(line.data, line.len) : 0; n > 0; n--)
		buf_putc(to, underline);
	buf_puts(to, underline ? "\n" : "");
	buf_free(&line);
}

/* --- tables */

/* What stands in the first column beside a group's rows: its name, what is known of it, its marks. */
static const char *
beside_row(struct arena *memory, const struct report_group *g, size_t row)
{
	struct buf b = {0};
	if (row == 0)
		buf_printf(&b, "%s%s", g->inner ? "  " : "", g->name);
	else if (row == 1)
		buf_printf(&b, "%s%s%s", g->known_as, *g->known_as && *g->terms ? ", " : "", g->terms);
	else if (row < 2 + g->mark_count)
		buf_printf(&b, "[%s]", g->marks[row - 2].text);
	const char *s = arena_strndup(memory, b.data ? b.data : "", b.len);
	buf_free(&b);
	return s;
}

static size_t
rows_beside(const struct report_group *g)
{
	size_t least = g->mark_count ? 2 + g->mark_count : *g->known_as || *g->terms ? 2 : 1;
	return g->row_count > least ? g->row_count : least;
}

static void
put_remarks(struct buf *to, const struct report_table *t)
{
	bool any = false;
	for (size_t i = 0; i < t->group_count; i++)
		for (size_t k = 0; k < t->groups[i].remark_count; k++) {
			const struct report_fact *remark = &t->groups[i].remarks[k];
			struct buf line = {0};
			buf_puts(to, any ? "" : "\n");
			buf_printf(&line, "%s: %s", remark->label, remark->text);
			put_labelled(to, k == 0 ? t->groups[i].name : "", LABEL, buf_str(&line));
			buf_free(&line);
			any = true;
		}
}

static void
put_table(struct buf *to, const struct report_table *t)
{
	struct arena memory = {0};
	size_t lead = t->group_heading ? 2 : 1, columns = lead + t->column_count, rows = 1;
	for (size_t i = 0; i < t->group_count; i++)
		rows += t->group_heading ? rows_beside(&t->groups[i]) : t->groups[i].row_count;
	const char **cells = xcalloc(rows * columns, sizeof *cells);
	bool *right = xcalloc(columns, sizeof *right);
	const char **row = cells;
	if (t->group_heading)
		row[0] = t->group_heading;
	row[lead - 1] = t->row_heading;
	for (size_t c = 0; c < t->column_count; c++) {
		row[lead + c] = t->columns[c];
		right[lead + c] = true;
	}
	for (size_t i = 0; i < t->group_count; i++) {
		const struct report_group *g = &t->groups[i];
		size_t count = t->group_heading ? rows_beside(g) : g->row_count;
		for (size_t k = 0; k < count; k++) {
			row += columns;
			if (t->group_heading)
				row[0] = beside_row(&memory, g, k);
			row[lead - 1] = k < g->row_count ? g->rows[k].label : NULL;
			for (size_t c = 0; c < t->column_count && k < g->row_count; c++)
				row[lead + c] = g->rows[k].cells[c].text;
		}
	}
	put_words(to, t->caption, 0, 0);
	text_table(to, cells, columns, rows, right, WIDTH);
	put_remarks(to, t);
	free(cells);
	free(right);
	arena_free(&memory);
}

/* --- the page */

static void
put_note(struct buf *to, const struct report_note *note, bool same)
{
	struct buf mark = {0}, words = {0};
	if (!same)
		buf_printf(&mark, "[%s]", note->mark.text);
	buf_printf(&words, "%s%s%s", note->subject, *note->subject ? ": " : "", note->text);
	put_labelled(to, buf_str(&mark), MARK, buf_str(&words));
	buf_free(&mark);
	buf_free(&words);
}

static void
put_block(struct buf *to, const struct report_block *b)
{
	struct chart_bar bars[REPORT_BARS];
	struct chart chart;
	if (b->kind == REPORT_FACTS && b->count == 0)
		return;
	buf_putc(to, '\n');
	switch (b->kind) {
	case REPORT_LEAD:
		put_words(to, b->lead, 0, 0);
		break;
	case REPORT_FACTS:
		for (size_t i = 0; i < b->count; i++)
			put_labelled(to, b->facts[i].label, LABEL, b->facts[i].text);
		break;
	case REPORT_NOTES:
		for (size_t i = 0; i < b->count; i++)
			put_note(to, &b->notes[i], i > 0 && strcmp(b->notes[i].mark.text, b->notes[i - 1].mark.text) == 0);
		break;
	case REPORT_TABLE:
		put_table(to, &b->table);
		break;
	case REPORT_BRIDGES:
		for (size_t i = 0; i < b->count; i++) {
			chart = bridge_chart(&b->bridges[i], bars);
			buf_puts(to, i ? "\n" : "");
			bars_text(to, &chart, WIDTH, false);
		}
		break;
	}
}

void
put_text(const struct report *r, struct output *to)
{
	put_title(&to->buf, r->title, "", '=');
	if (*r->secrecy)
		put_words(&to->buf, r->secrecy, 0, 0);
	for (size_t i = 0; i < r->count; i++) {
		const struct report_section *s = &r->sections[i];
		buf_puts(&to->buf, s->depth == 1 ? "\n\n" : "\n");
		put_title(&to->buf, s->title, s->subtitle, s->depth == 1 ? '-' : '\0');
		for (size_t k = 0; k < s->count; k++)
			put_block(&to->buf, &s->blocks[k]);
		output_drain(to);
	}
}
