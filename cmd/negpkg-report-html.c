/* negpkg-report's page for a browser and for paper. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/xalloc.h"
#include "negpkg-report-html.h"
#include "negpkg-report.h"
#include "render/chart.h"
#include "render/font.h"
#include "render/html.h"
#include "render/waterfall.h"

enum {
	ID = 48,
	FOOT_WIDTH = 4600, /* hundredths of the font's size: 13 cm in 8 pt */
};

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

static void
put_picture(struct html *h, const struct chart *charts, size_t count, size_t which)
{
	html_open(h, "figure");
	page_frame(h);
	waterfall_svg_of(html_markup(h), charts, count, which, charts[which].title,
	    "A waterfall: a level, what moves it, and the level it leads to.");
	html_close(h);
	html_close(h);
}

/* The figures stand in the pictures, too; the table is for those who copy them, or don't see. */
static void
put_bridges(struct html *h, const struct report_block *b, struct output *to)
{
	struct chart_bar *bars = xcalloc(b->count * REPORT_BARS, sizeof *bars);
	struct chart *charts = xcalloc(b->count, sizeof *charts);
	struct buf unit = {0};
	html_put_lines(&unit, b->bridges[0].currency);
	for (size_t i = 0; i < b->count; i++) {
		charts[i] = bridge_chart(&b->bridges[i], bars + i * REPORT_BARS);
		charts[i].unit = buf_str(&unit);
	}
	for (size_t i = 0; i < b->count; i++)
		put_picture(h, charts, b->count, i);
	buf_free(&unit);
	free(charts);
	free(bars);
	html_open(h, "details");
	html_leaf(h, "summary", NULL, "The figures");
	page_table(h, &b->table, to);
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
		page_mark(h, &note->mark);
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
		page_table(h, &b->table, to);
		break;
	case REPORT_BRIDGES:
		put_bridges(h, b, to);
		break;
	}
}

/* --- the page */

/* Leaves it open: what belongs to it may follow. */
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

/* A name at the foot of a page, cut where it would reach the page's number. */
static void
put_foot(struct html *h, const char *name)
{
	struct buf cut = {0};
	size_t n = strlen(name), fits = font_fit(name, n, FOOT_WIDTH);
	buf_add(&cut, name, fits);
	buf_puts(&cut, fits < n ? "\u2026" : "");
	html_css_string(h, buf_str(&cut));
	buf_free(&cut);
}

/* Paper says on every page what it is about, and who mustn't see it. */
static void
put_page_rule(struct html *h, const char *page, const char *secrecy, const char *about)
{
	struct buf *to = html_markup(h);
	buf_printf(to, "@page%s{@bottom-left{content:", page);
	html_css_string(h, secrecy);
	html_css_string(h, *secrecy && *about ? " \u00b7 " : "");
	put_foot(h, about);
	buf_puts(to, "}}\n");
}

static void
put_page_rules(struct html *h, const struct report *r)
{
	struct position at = {0};
	bool first = true;
	for (size_t i = 0; i < r->count; i++) {
		const struct report_section *s = &r->sections[i];
		char id[ID], page[ID + 1] = " ";
		at = after(at, s);
		if (!s->apart)
			continue;
		write_id(id, at);
		write_id(page + 1, at);
		put_page_rule(h, first ? "" : page, r->secrecy, s->title);
		if (!first)
			buf_printf(html_markup(h), "@media print{#%s{page:%s;break-before:page;margin-top:0}}\n", id, id);
		first = false;
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
