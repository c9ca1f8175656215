#include "render/bars.h"

#include <string.h>

#include "base/buf.h"
#include "base/escape.h"
#include "render/scale.h"
#include "render/width.h"
#include "table/amount.h"

enum { WIDTH_MOST = 1000, EIGHTHS = 8 };

struct layout {
	size_t width, label, figure; /* columns */
	int left, right;             /* of the zero line */
	decimal most;                /* a bar of `most` coarse units is `length` eighths long */
	int length;
	int shift;
	bool ascii;
};

static void
put_many(struct buf *to, const char *s, size_t count)
{
	while (count-- > 0)
		buf_puts(to, s);
}

/* Text cut to so many columns, and padded where it is shorter. */
static void
put_cut(struct buf *to, const char *s, size_t columns, bool ascii, bool padded)
{
	struct buf text = {0};
	escape_terminal_str(&text, s);
	const char *ellipsis = ascii ? "..." : "\u2026";
	size_t mark = ascii ? 3 : 1, taken = text.len ? width_text(text.data, text.len) : 0;
	if (taken <= columns) {
		buf_add(to, text.data, text.len);
	} else {
		size_t shown = width_fit(text.data, text.len, columns > mark ? columns - mark : 0);
		buf_add(to, text.data, shown);
		buf_puts(to, ellipsis);
		taken = width_text(text.data, shown) + mark;
	}
	if (padded && taken < columns)
		put_many(to, " ", columns - taken);
	buf_free(&text);
}

/* ASCII signs in any case: what a terminal shows is copied into spreadsheets. */
static void
format_figure(struct buf *to, const struct chart_bar *bar, int places, size_t most)
{
	struct amount_signs signs = {bar->total ? "" : "+", "-"};
	to->len = 0;
	amount_put(to, bar->units, places, signs);
	if (to->len <= most)
		return;
	to->len = 0;
	amount_put_short(to, bar->units, places, signs);
}

static size_t
escaped_width(const char *s)
{
	struct buf text = {0};
	escape_terminal_str(&text, s);
	size_t width = text.len ? width_text(text.data, text.len) : 0;
	buf_free(&text);
	return width;
}

static void
measure_text(struct layout *l, const struct chart *chart)
{
	struct buf figure = {0};
	for (size_t i = 0; i < chart->count; i++) {
		size_t width = escaped_width(chart->bars[i].label);
		l->label = width > l->label ? width : l->label;
		format_figure(&figure, &chart->bars[i], chart->places, l->width / 2);
		l->figure = figure.len > l->figure ? figure.len : l->figure;
	}
	buf_free(&figure);
	size_t most = (l->width - l->figure - 4) / 2;
	l->label = l->label > most ? most : l->label;
}

/* Divides the bars' columns, apart from the zero line's own, as the largest figures on either side need. */
static void
measure_bars(struct layout *l, const struct chart *chart)
{
	decimal below = 0, above = 0;
	l->shift = scale_shift(chart);
	for (size_t i = 0; i < chart->count; i++) {
		decimal units = scale_coarse(chart->bars[i].units, l->shift);
		below = -units > below ? -units : below;
		above = units > above ? units : above;
	}
	int columns = (int)(l->width - l->label - l->figure - 4) - 1;
	l->left = scale_length(below, below + above, columns);
	if (below > 0 && l->left == 0)
		l->left = 1;
	if (above > 0 && l->left == columns)
		l->left = columns - 1;
	l->right = columns - l->left;
	bool by_right = below == 0 || (above > 0 && above * l->left >= below * l->right); /* the side that is short of room */
	l->most = by_right ? above : below;
	l->length = (by_right ? l->right : l->left) * EIGHTHS;
}

static void
put_bar(struct buf *to, const struct chart_bar *bar, const struct layout *l)
{
	static const char *const growing_right[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	static const char *const growing_left[] = {"", "▕", "▕", "▐", "▐", "▐", "▐", "█"}; /* all there are */
	decimal units = scale_coarse(bar->units, l->shift);
	int eighths = scale_length(units < 0 ? -units : units, l->most, l->length);
	if (eighths == 0 && bar->units != 0)
		eighths = 1;
	if (l->ascii)
		eighths = (eighths + (eighths < EIGHTHS ? EIGHTHS - 1 : EIGHTHS / 2)) / EIGHTHS * EIGHTHS;
	const char *block = !l->ascii ? "█" : bar->total ? "=" : "#";
	size_t whole = (size_t)eighths / EIGHTHS, part = (size_t)eighths % EIGHTHS, taken = whole + (part > 0);
	size_t left = (size_t)l->left, right = (size_t)l->right;
	if (bar->units < 0) {
		put_many(to, " ", left - taken);
		buf_puts(to, growing_left[part]);
		put_many(to, block, whole);
	} else {
		put_many(to, " ", left);
	}
	buf_puts(to, l->ascii ? "|" : "│");
	if (bar->units > 0) {
		put_many(to, block, whole);
		buf_puts(to, growing_right[part]);
		right -= taken;
	}
	put_many(to, " ", right);
}

static void
put_heading(struct buf *to, const struct chart *chart, const struct layout *l)
{
	const char *subtitle = chart->subtitle ? chart->subtitle : "", *unit = chart->unit ? chart->unit : "";
	if (chart->title && *chart->title) {
		put_cut(to, chart->title, l->width, l->ascii, false);
		buf_putc(to, '\n');
	}
	if (!*subtitle && !*unit)
		return;
	struct buf line = {0};
	buf_printf(&line, "%s%s%s", subtitle, *subtitle && *unit ? ", " : "", unit);
	put_cut(to, buf_str(&line), l->width, l->ascii, false);
	buf_putc(to, '\n');
	buf_free(&line);
}

void
bars_text(struct buf *to, const struct chart *chart, size_t width, bool ascii)
{
	struct layout l = {.width = width, .ascii = ascii};
	if (l.width < BARS_WIDTH_LEAST)
		l.width = BARS_WIDTH_LEAST;
	if (l.width > WIDTH_MOST)
		l.width = WIDTH_MOST;
	measure_text(&l, chart);
	measure_bars(&l, chart);
	put_heading(to, chart, &l);
	struct buf figure = {0};
	for (size_t i = 0; i < chart->count; i++) {
		const struct chart_bar *bar = &chart->bars[i];
		put_cut(to, bar->label, l.label, ascii, true);
		buf_puts(to, "  ");
		put_bar(to, bar, &l);
		format_figure(&figure, bar, chart->places, l.width / 2);
		put_many(to, " ", 2 + l.figure - figure.len);
		buf_add(to, figure.data, figure.len);
		buf_putc(to, '\n');
	}
	buf_free(&figure);
}
