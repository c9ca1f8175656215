/* Tables of negpkg-report's page: groups of rows, each figure in a cell of its own. */
#include <stdio.h>
#include <string.h>

#include "base/output.h"
#include "negpkg-report-html.h"

void
page_mark(struct html *h, const struct report_mark *m)
{
	static const char *const classes[] = {"mark info", "mark warning", "mark error"};
	html_leaf(h, "span", classes[m->tone], m->text);
	html_text(h, " ");
}

void
page_frame(struct html *h)
{
	html_open_class(h, "div", "scroll");
	html_attribute(h, "tabindex", "0");
}

/* A percent sign stays beside what is told in percent. */
static void
put_heading(struct html *h, const char *heading)
{
	struct buf text = {0};
	size_t n = strlen(heading);
	bool percent = n > 2 && strcmp(heading + n - 2, " %") == 0;
	buf_add(&text, heading, percent ? n - 2 : n);
	buf_puts(&text, percent ? "\u00a0%" : "");
	html_text(h, buf_str(&text));
	buf_free(&text);
}

static void
put_headings(struct html *h, const struct report_table *t)
{
	html_open(h, "thead");
	html_open(h, "tr");
	const char *const first[] = {t->group_heading, t->row_heading};
	for (size_t i = 0; i < t->column_count + 2; i++) {
		const char *heading = i < 2 ? first[i] : t->columns[i - 2];
		if (!heading)
			continue;
		html_open(h, "th");
		html_attribute(h, "scope", "col");
		put_heading(h, heading);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static void
put_number_attribute(struct html *h, const char *name, size_t number)
{
	char digits[24];
	snprintf(digits, sizeof digits, "%zu", number);
	html_attribute(h, name, digits);
}

static void
put_name(struct html *h, const struct report_group *g)
{
	html_open(h, "th");
	html_attribute(h, "scope", "rowgroup");
	put_number_attribute(h, "rowspan", g->row_count + (g->remark_count > 0));
	html_leaf(h, "span", "name", g->name);
	if (*g->known_as)
		html_leaf(h, "span", "known", g->known_as);
	if (*g->terms)
		html_leaf(h, "span", "terms", g->terms);
	for (size_t i = 0; i < g->mark_count; i++)
		page_mark(h, &g->marks[i]);
	html_close(h);
}

static void
put_remarks(struct html *h, const struct report_table *t, const struct report_group *g)
{
	if (g->remark_count == 0)
		return;
	html_open(h, "tr");
	html_open_class(h, "td", "remarks");
	put_number_attribute(h, "colspan", t->column_count + 1);
	for (size_t i = 0; i < g->remark_count; i++) {
		html_open(h, "span");
		html_leaf(h, "i", NULL, g->remarks[i].label);
		html_text(h, " ");
		html_text(h, g->remarks[i].text);
		html_close(h);
		html_text(h, " ");
	}
	html_close(h);
	html_close(h);
}

static void
put_group(struct html *h, const struct report_table *t, const struct report_group *g)
{
	html_open_class(h, "tbody", g->inner ? "inner" : NULL);
	for (size_t i = 0; i < g->row_count; i++) {
		const struct report_row *row = &g->rows[i];
		html_open_class(h, "tr", row->strong ? "strong" : NULL);
		if (i == 0 && g->name)
			put_name(h, g);
		html_open(h, "th");
		html_attribute(h, "scope", "row");
		html_text(h, row->label);
		html_close(h);
		for (size_t c = 0; c < t->column_count; c++)
			html_leaf(h, "td", row->cells[c].below_zero ? "minus" : NULL, row->cells[c].text);
		html_close(h);
	}
	put_remarks(h, t, g);
	html_close(h);
}

void
page_table(struct html *h, const struct report_table *t, struct output *to)
{
	page_frame(h);
	html_open_class(h, "table", t->group_heading ? "items" : NULL);
	html_leaf(h, "caption", NULL, t->caption);
	put_headings(h, t);
	for (size_t i = 0; i < t->group_count; i++) {
		put_group(h, t, &t->groups[i]);
		output_drain(to);
	}
	html_close(h);
	html_close(h);
}
