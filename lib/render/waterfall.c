#include "render/waterfall.h"

#include <string.h>

#include "base/buf.h"
#include "render/escape.h"
#include "render/font.h"
#include "render/scale.h"
#include "render/waterfall_style.h"
#include "table/amount.h"

/* Pixels. */
enum {
	WIDTH = 960,       /* of the document, where figures aren't of unusual length */
	MARGIN = 16,
	BETWEEN = 14,      /* columns */
	LABEL_LEAST = 60,
	LABEL_MOST = 300,
	BARS_LEAST = 320,
	FONT = 13,
	TITLE_FONT = 16,
	TITLE = 24,        /* heights of lines */
	SUBTITLE = 20,
	ZERO = 20,
	ROW = 26,
	BAR = 16,
	BELOW = 24,        /* what is left below a chart */
	TINY = 2,          /* a change that isn't zero is at least so wide */
};

/* Where the columns stand, the same for all charts. */
struct columns {
	int labels;  /* right edge */
	int bars;    /* left edge */
	int length;  /* of the bars */
	int figures; /* right edge */
	int width;   /* of the document */
};

/* A scale: levels in coarse units, from the lowest at the left edge. */
struct levels {
	decimal low, high;
	int shift;
};

static void
put_figure(struct buf *to, const struct chart_bar *bar, int places)
{
	amount_put(to, bar->units, places, (struct amount_signs){bar->total ? "" : "+", "\u2212"});
}

static int
pixels(long hundredths, int font)
{
	return (int)(hundredths * font / 100) + 1;
}

static int
figure_width(const struct chart_bar *bar, int places)
{
	struct buf figure = {0};
	put_figure(&figure, bar, places);
	long width = font_width(figure.data, figure.len);
	buf_free(&figure);
	return pixels(width + (bar->total ? width / 8 : 0), FONT); /* totals are bold */
}

static int
label_width(const struct chart_bar *bar)
{
	size_t shown = font_fit(bar->label, strlen(bar->label), LABEL_MOST * 100 / FONT);
	if (bar->label[shown])
		return LABEL_MOST;
	long width = font_width(bar->label, shown);
	return pixels(width + (bar->total ? width / 8 : 0), FONT) + 2; /* what put_row may lose in rounding */
}

static struct columns
place_columns(const struct chart *charts, size_t count)
{
	int label = LABEL_LEAST, figure = 0;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < charts[i].count; k++) {
			int width = label_width(&charts[i].bars[k]);
			label = width > label ? width : label;
			width = figure_width(&charts[i].bars[k], charts[i].places);
			figure = width > figure ? width : figure;
		}
	if (label > LABEL_MOST)
		label = LABEL_MOST;
	struct columns c = {.labels = MARGIN + label, .bars = MARGIN + label + BETWEEN};
	c.length = WIDTH - c.bars - BETWEEN - figure - MARGIN;
	if (c.length < BARS_LEAST)
		c.length = BARS_LEAST;
	c.figures = c.bars + c.length + BETWEEN + figure;
	c.width = c.figures + MARGIN;
	return c;
}

static decimal
level_after(decimal level, const struct chart_bar *bar, int shift)
{
	decimal units = scale_coarse(bar->units, shift);
	return bar->total ? units : level + units;
}

/* The scale on which all these charts fit. */
static struct levels
measure(const struct chart *charts, size_t count)
{
	struct levels l = {0};
	for (size_t i = 0; i < count; i++) {
		int shift = scale_shift(&charts[i]);
		l.shift = shift > l.shift ? shift : l.shift;
	}
	for (size_t i = 0; i < count; i++) {
		decimal level = 0;
		for (size_t k = 0; k < charts[i].count; k++) {
			level = level_after(level, &charts[i].bars[k], l.shift);
			l.low = level < l.low ? level : l.low;
			l.high = level > l.high ? level : l.high;
		}
	}
	return l;
}

static int
place_level(const struct levels *l, decimal level, const struct columns *c)
{
	return c->bars + scale_length(level - l->low, l->high - l->low, c->length);
}

/* A text of at most `most` pixels, with an ellipsis where it is cut. */
static void
put_cut(struct buf *to, const char *s, int most, int font)
{
	size_t n = strlen(s);
	long room = (long)most * 100 / font;
	if (font_width(s, n) <= room) {
		xml_text(to, s, n);
		return;
	}
	xml_text(to, s, font_fit(s, n, room - 100));
	buf_puts(to, "\u2026");
}

static bool
is_given(const char *s)
{
	return s && *s;
}

static void
put_subtitle(struct buf *to, const struct chart *chart)
{
	if (is_given(chart->subtitle))
		buf_puts(to, chart->subtitle);
	if (is_given(chart->subtitle) && is_given(chart->unit))
		buf_puts(to, ", ");
	if (is_given(chart->unit))
		buf_puts(to, chart->unit);
}

/* What a reader who doesn't see the picture hears: everything that it shows. */
static void
put_aria_label(struct buf *to, const struct chart *chart, const char *subtitle)
{
	if (is_given(chart->title))
		xml_str(to, chart->title);
	buf_puts(to, is_given(chart->title) && *subtitle ? ", " : "");
	xml_str(to, subtitle);
	for (size_t i = 0; i < chart->count; i++) {
		buf_puts(to, i == 0 ? ": " : "; ");
		xml_str(to, chart->bars[i].label);
		buf_putc(to, ' ');
		put_figure(to, &chart->bars[i], chart->places);
	}
}

static void
put_heading(struct buf *to, const struct chart *chart, const char *subtitle, const struct columns *c, long y)
{
	int room = c->width - 2 * MARGIN;
	buf_printf(to, "<text class=\"title\" x=\"%d\" y=\"%ld\" font-size=\"%d\" font-weight=\"bold\">", MARGIN,
	    y + TITLE - 8, TITLE_FONT);
	if (is_given(chart->title))
		put_cut(to, chart->title, room * 8 / 9, TITLE_FONT); /* bold is wider */
	buf_puts(to, "</text>\n");
	if (!*subtitle)
		return;
	buf_printf(to, "<text class=\"subtitle\" x=\"%d\" y=\"%ld\">", MARGIN, y + TITLE + SUBTITLE - 8);
	put_cut(to, subtitle, room, FONT);
	buf_puts(to, "</text>\n");
}

/* The rectangle from one level to the other, at least TINY wide where there is something to show. */
static void
put_bar(struct buf *to, const struct chart_bar *bar, int from, int until, const struct columns *c, long y)
{
	int left = from < until ? from : until, width = from < until ? until - from : from - until;
	if (bar->units == 0)
		return;
	if (width < TINY) {
		width = TINY;
		left = bar->units < 0 ? from - TINY : from;
	}
	if (left < c->bars)
		left = c->bars;
	if (left > c->bars + c->length - width)
		left = c->bars + c->length - width;
	buf_printf(to, "<rect x=\"%d\" y=\"%ld\" width=\"%d\" height=\"%d\"/>", left, y + (ROW - BAR) / 2, width, BAR);
}

static void
put_row(struct buf *to, const struct chart *chart, const struct chart_bar *bar, int from, int until,
    const struct columns *c, long y)
{
	const char *kind = bar->total ? "level" : bar->units < 0 ? "down" : bar->units > 0 ? "up" : "same";
	int room = (c->labels - MARGIN) * (bar->total ? 8 : 9) / 9;
	buf_printf(to, "<g class=\"%s\"><title>", kind);
	xml_str(to, bar->label);
	buf_puts(to, ": ");
	put_figure(to, bar, chart->places);
	buf_printf(to, "</title><text x=\"%d\" y=\"%ld\" text-anchor=\"end\">", c->labels, y + ROW - 8);
	put_cut(to, bar->label, room, FONT);
	buf_puts(to, "</text>");
	put_bar(to, bar, from, until, c, y);
	buf_printf(to, "<text class=\"figure\" x=\"%d\" y=\"%ld\" text-anchor=\"end\">", c->figures, y + ROW - 8);
	put_figure(to, bar, chart->places);
	buf_puts(to, "</text></g>\n");
}

static void
put_line(struct buf *to, const char *kind, int x, long top, long bottom)
{
	buf_printf(to, "<path class=\"%s\" d=\"M%d.5 %ldV%ld\"/>\n", kind, x, top, bottom);
}

static void
put_rows(struct buf *to, const struct chart *chart, const struct levels *l, const struct columns *c, long y)
{
	int zero = place_level(l, 0, c);
	for (size_t i = 0; i < chart->count; i += 2)
		buf_printf(to, "<rect class=\"stripe\" x=\"%d\" y=\"%ld\" width=\"%d\" height=\"%d\"/>\n", MARGIN / 2,
		    y + (long)i * ROW, c->width - MARGIN, ROW);
	buf_printf(to, "<text class=\"nought\" x=\"%d\" y=\"%ld\" text-anchor=\"middle\">0</text>\n", zero, y - 6);
	decimal level = 0;
	for (size_t i = 0; i < chart->count; i++) {
		long top = y + (long)i * ROW;
		int from = chart->bars[i].total ? zero : place_level(l, level, c);
		level = level_after(level, &chart->bars[i], l->shift);
		int until = place_level(l, level, c);
		put_row(to, chart, &chart->bars[i], from, until, c, top);
		if (i + 1 < chart->count)
			put_line(to, "link", until, top + (ROW + BAR) / 2, top + ROW + (ROW - BAR) / 2);
	}
	put_line(to, "zero", zero, y - 3, y + (long)chart->count * ROW + 3);
}

/* Down to the first row. */
static int
heading_height(const struct chart *chart)
{
	return TITLE + (is_given(chart->subtitle) || is_given(chart->unit) ? SUBTITLE : 0) + ZERO;
}

static long
chart_height(const struct chart *chart)
{
	return heading_height(chart) + (long)chart->count * ROW + BELOW;
}

static void
put_chart(struct buf *to, const struct chart *chart, const struct levels *l, const struct columns *c, long y)
{
	struct buf subtitle = {0};
	put_subtitle(&subtitle, chart);
	const char *below = buf_str(&subtitle);
	buf_puts(to, "<g role=\"img\" aria-label=\"");
	put_aria_label(to, chart, below);
	buf_puts(to, "\"><title>");
	if (is_given(chart->title))
		xml_str(to, chart->title);
	buf_puts(to, "</title>\n");
	put_heading(to, chart, below, c, y);
	put_rows(to, chart, l, c, y + heading_height(chart));
	buf_puts(to, "</g>\n");
	buf_free(&subtitle);
}

static void
open_document(struct buf *to, const struct columns *c, long height, const char *title, const char *description)
{
	buf_printf(to,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"waterfall\" viewBox=\"0 0 %d %ld\" width=\"%d\" "
	    "height=\"%ld\" font-family=\"sans-serif\" font-size=\"%d\">\n<title>",
	    c->width, height, c->width, height, FONT);
	xml_str(to, title);
	buf_puts(to, "</title>\n<desc>");
	xml_str(to, description);
	buf_puts(to, "</desc>\n");
	buf_puts(to, waterfall_style);
	buf_printf(to, "<rect class=\"ground\" width=\"%d\" height=\"%ld\"/>\n", c->width, height);
}

void
waterfall_svg(struct buf *to, const struct chart *charts, size_t count, const char *title, const char *description)
{
	struct columns c = place_columns(charts, count);
	long height = 2L * MARGIN, y = MARGIN;
	for (size_t i = 0; i < count; i++)
		height += chart_height(&charts[i]);
	open_document(to, &c, height, title, description);
	for (size_t i = 0; i < count; i++) {
		struct levels l = measure(&charts[i], 1);
		put_chart(to, &charts[i], &l, &c, y);
		y += chart_height(&charts[i]);
	}
	buf_puts(to, "</svg>\n");
}

void
waterfall_svg_of(
    struct buf *to, const struct chart *charts, size_t count, size_t which, const char *title, const char *description)
{
	struct columns c = place_columns(charts, count);
	struct levels l = measure(charts, count);
	open_document(to, &c, 2L * MARGIN + chart_height(&charts[which]), title, description);
	put_chart(to, &charts[which], &l, &c, MARGIN);
	buf_puts(to, "</svg>\n");
}
