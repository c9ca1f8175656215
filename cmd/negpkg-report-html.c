/* negpkg-report's page for a browser and for paper. */
#include <stdio.h>
#include <string.h>

#include "base/output.h"
#include "negpkg-report-style.h"
#include "negpkg-report.h"
#include "render/chart.h"
#include "render/html.h"
#include "render/waterfall.h"

enum { ID = 48 };

/* Where a section is: account (or what else has a heading of its own) and, within it, part. */
struct position {
	size_t account, part;
};

static void
write_id(char id[ID], struct position at)
{
	if (at.part)
		snprintf(id, ID, "a%zu-%zu", at.account, at.part);
	else
		snprintf(id, ID, "a%zu", at.account);
}

static struct position
after(struct position at, const struct report_section *s)
{
	return s->depth == 1 ? (struct position){at.account + 1, 0} : (struct position){at.account, at.part + 1};
}

static void
put_mark(struct html *h, const struct report_mark *m)
{
	static const char *const classes[] = {"mark info", "mark warning", "mark error"};
	html_leaf(h, "span", classes[m->tone], m->text);
	html_text(h, " ");
}

/* --- tables */

/* A frame in which what is too wide for a phone is moved with a finger, or the arrow keys. */
static void
open_frame(struct html *h)
{
	html_open_class(h, "div", "scroll");
	html_attribute(h, "tabindex", "0");
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
		html_text(h, heading);
		html_close(h);
	}
	html_close(h);
	html_close(h);
}

static void
put_number_attribute(struct html *h, const char *name, size_t number)
{
	char digits[ID];
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
		put_mark(h, &g->marks[i]);
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

static void
put_table(struct html *h, const struct report_table *t, struct output *to)
{
	open_frame(h);
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

/* --- pictures */

struct chart
bridge_chart(const struct report_bridge *bridge, struct chart_bar *bars)
{
	for (size_t i = 0; i < bridge->count; i++)
		bars[i] = (struct chart_bar){bridge->bars[i].label, bridge->bars[i].units, bridge->bars[i].total};
	return (struct chart){
		.title = bridge->title,
		.subtitle = bridge->measure,
		.bars = bars,
		.count = bridge->count,
		.places = bridge->places,
		.unit = bridge->currency,
	};
}

/* The figures stand in the pictures, too; the table is for those who copy them, or don't see. */
static void
put_bridges(struct html *h, const struct report_block *b, struct output *to)
{
	struct chart_bar bars[REPORT_BARS];
	for (size_t i = 0; i < b->count; i++) {
		struct chart chart = bridge_chart(&b->bridges[i], bars);
		html_open(h, "figure");
		open_frame(h);
		waterfall_svg(html_markup(h), &chart, 1, b->bridges[i].title,
		    "A waterfall: a level, what moves it, and the level it leads to.");
		html_close(h);
		html_close(h);
	}
	html_open(h, "details");
	html_leaf(h, "summary", NULL, "The figures");
	put_table(h, &b->table, to);
	html_close(h);
}

/* --- words */

static void
put_facts(struct html *h, const struct report_block *b)
{
	if (b->count == 0)
		return;
	html_open_class(h, "dl", "facts");
	for (size_t i = 0; i < b->count; i++) {
		html_open(h, "div");
		html_leaf(h, "dt", NULL, b->facts[i].label);
		html_leaf(h, "dd", NULL, b->facts[i].text);
		html_close(h);
	}
	html_close(h);
}

static void
put_notes(struct html *h, const struct report_block *b)
{
	html_open_class(h, "ul", "notes");
	for (size_t i = 0; i < b->count; i++) {
		const struct report_note *note = &b->notes[i];
		html_open_class(h, "li", i > 0 && strcmp(note->mark.text, b->notes[i - 1].mark.text) == 0 ? "same" : NULL);
		put_mark(h, &note->mark);
		html_open(h, "span");
		if (*note->subject) {
			html_leaf(h, "b", NULL, note->subject);
			html_text(h, ": ");
		}
		html_text(h, note->text);
		html_close(h);
		html_close(h);
	}
	html_close(h);
}

static void
put_block(struct html *h, const struct report_block *b, struct output *to)
{
	switch (b->kind) {
	case REPORT_LEAD:
		html_leaf(h, "p", "lead", b->lead);
		break;
	case REPORT_FACTS:
		put_facts(h, b);
		break;
	case REPORT_NOTES:
		put_notes(h, b);
		break;
	case REPORT_TABLE:
		put_table(h, &b->table, to);
		break;
	case REPORT_BRIDGES:
		put_bridges(h, b, to);
		break;
	}
}

/* --- the page */

static void
put_section(struct html *h, const struct report_section *s, struct position at, struct output *to)
{
	char id[ID];
	write_id(id, at);
	html_open(h, "section");
	html_attribute(h, "id", id);
	html_open(h, s->depth == 1 ? "h2" : "h3");
	html_text(h, s->title);
	if (*s->subtitle) {
		html_text(h, " ");
		html_leaf(h, "small", NULL, s->subtitle);
	}
	html_close(h);
	for (size_t i = 0; i < s->count; i++)
		put_block(h, &s->blocks[i], to);
	output_drain(to);
}

static void
put_sections(struct html *h, const struct report *r, struct output *to)
{
	struct position at = {0};
	size_t outside = h->depth;
	html_open(h, "main");
	for (size_t i = 0; i < r->count; i++) {
		at = after(at, &r->sections[i]);
		while (h->depth > outside + r->sections[i].depth)
			html_close(h);
		put_section(h, &r->sections[i], at, to);
	}
	while (h->depth > outside)
		html_close(h);
}

/* Accounts, and the product lines of each. */
static void
put_contents(struct html *h, const struct report *r)
{
	struct position at = {0};
	size_t outside = h->depth, open = 0;
	html_open(h, "nav");
	html_attribute(h, "aria-label", "Contents");
	for (size_t i = 0; i < r->count; i++) {
		const struct report_section *s = &r->sections[i];
		char link[ID + 1] = "#";
		at = after(at, s);
		if (!s->listed)
			continue;
		for (; open > s->depth; open--) {
			html_close(h); /* li */
			html_close(h); /* ul */
		}
		if (open == s->depth)
			html_close(h);
		for (; open < s->depth; open++)
			html_open(h, "ul");
		write_id(link + 1, at);
		html_open(h, "li");
		html_open(h, "a");
		html_attribute(h, "href", link);
		html_text(h, s->title);
		html_close(h);
		if (*s->subtitle) {
			html_text(h, " ");
			html_text(h, s->subtitle);
		}
	}
	while (h->depth > outside)
		html_close(h);
}

/* Paper says on every page what it is about, and who mustn't see it. Of several accounts each has pages of its own kind. */
static void
put_page_rule(struct html *h, const char *page, const char *secrecy, const char *about)
{
	struct buf *to = html_markup(h);
	buf_printf(to, "@page%s{@bottom-left{content:", page);
	html_css_string(h, secrecy);
	html_css_string(h, *secrecy && *about ? " \u00b7 " : "");
	html_css_string(h, about);
	buf_puts(to, "}}\n");
}

static void
put_page_rules(struct html *h, const struct report *r)
{
	size_t accounts = 0;
	const char *only = "";
	for (size_t i = 0; i < r->count; i++)
		if (r->sections[i].depth == 1) {
			accounts++;
			only = r->sections[i].title;
		}
	put_page_rule(h, "", r->secrecy, accounts == 1 ? only : r->title);
	struct position at = {0};
	for (size_t i = 0; i < r->count && accounts > 1; i++) {
		char id[ID], page[ID + 1] = " ";
		at = after(at, &r->sections[i]);
		if (at.part)
			continue;
		write_id(id, at);
		write_id(page + 1, at);
		put_page_rule(h, page, r->secrecy, r->sections[i].title);
		buf_printf(html_markup(h), "@media print{#%s{page:%s}}\n", id, id);
	}
}

static void
put_meta(struct html *h, const char *key, const char *name, const char *content)
{
	html_void(h, "meta");
	html_attribute(h, key, name);
	html_attribute(h, "content", content);
	html_text(h, "\n");
}

static void
put_head(struct html *h, const struct report *r)
{
	html_open(h, "head");
	html_void(h, "meta");
	html_attribute(h, "charset", "utf-8");
	html_text(h, "\n");
	put_meta(h, "http-equiv", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
	put_meta(h, "name", "viewport", "width=device-width, initial-scale=1");
	put_meta(h, "name", "color-scheme", "light dark");
	html_leaf(h, "title", NULL, r->title);
	html_open(h, "style");
	buf_puts(html_markup(h), report_style);
	put_page_rules(h, r);
	html_close(h);
	html_close(h);
}

void
put_html(const struct report *r, struct output *to)
{
	struct html h;
	size_t listed = 0;
	for (size_t i = 0; i < r->count; i++)
		listed += r->sections[i].listed;
	html_start(&h, &to->buf);
	html_open(&h, "html");
	html_attribute(&h, "lang", "en");
	put_head(&h, r);
	html_open_class(&h, "body", *r->secrecy ? "secret" : NULL);
	if (*r->secrecy)
		html_leaf(&h, "p", "secrecy", r->secrecy);
	html_open(&h, "header");
	html_leaf(&h, "h1", NULL, r->title);
	if (listed > 1)
		put_contents(&h, r);
	html_close(&h);
	put_sections(&h, r, to);
	html_close(&h);
	html_close(&h);
}
