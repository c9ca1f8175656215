/* margin-walk's pictures: one waterfall for each row as SVG, bars for a terminal. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "margin-walk.h"
#include "render/bars.h"
#include "render/waterfall.h"
#include "render/width.h"

/* One row of the walk as a chart, without the effects that are nothing. */
struct drawing {
	struct chart chart;
	struct chart_bar bars[WALK_EFFECTS + 2];
	struct buf title, subtitle;
};

static void
draw(const struct margin_walk *w, const struct walk_row *row, struct drawing *d)
{
	const struct walk_step *step = &w->plan.steps[row->step];
	struct printed p = print_line(w, &row->line);
	size_t n = 0;
	*d = (struct drawing){0};
	d->bars[n++] = (struct chart_bar){w->plan.positions[step->from], p.margin[0], true};
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		if (p.effects[i] != 0)
			d->bars[n++] = (struct chart_bar){walk_effect_names[i], p.effects[i], false};
	d->bars[n++] = (struct chart_bar){w->plan.positions[step->to], p.margin[1], true};
	if (row->depth == 0)
		buf_puts(&d->title, "total");
	for (size_t i = 0; i < row->depth; i++)
		buf_printf(&d->title, "%s%s", i ? " / " : "", group_cell(&w->table.groups, row->group, i));
	buf_printf(&d->subtitle, "%s from %s to %s", w->measure == REVENUE ? "revenue" : "gross margin",
	    w->plan.positions[step->from], w->plan.positions[step->to]);
	d->chart = (struct chart){
		.title = buf_str(&d->title),
		.subtitle = buf_str(&d->subtitle),
		.bars = d->bars,
		.count = n,
		.places = w->options.places,
		.unit = w->currencies.report,
	};
}

static void
free_drawing(struct drawing *d)
{
	buf_free(&d->title);
	buf_free(&d->subtitle);
}

void
put_svg(const struct margin_walk *w, const struct walk_row *list, size_t count, struct buf *to)
{
	struct drawing *drawings = xcalloc(count, sizeof *drawings);
	struct chart *charts = xcalloc(count, sizeof *charts);
	for (size_t i = 0; i < count; i++) {
		draw(w, &list[i], &drawings[i]);
		charts[i] = drawings[i].chart;
	}
	waterfall_svg(to, charts, count, w->measure == REVENUE ? "Revenue walk" : "Margin walk",
	    "One waterfall for each group and step: a level, what moves it, and the level it leads to.");
	for (size_t i = 0; i < count; i++)
		free_drawing(&drawings[i]);
	free(drawings);
	free(charts);
}

size_t
terminal_width(void)
{
	struct winsize size;
	const char *asked = getenv("COLUMNS");
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	long n = asked ? strtol(asked, NULL, 10) : 0;
	return n >= 40 && n <= 1000 ? (size_t)n : 80;
}

/* Blocks where the terminal's locale says UTF-8, or nothing; # where it says something else. */
static bool
is_ascii_terminal(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	const char *locale = NULL;
	for (size_t i = 0; i < sizeof names / sizeof *names && !(locale && *locale); i++)
		locale = getenv(names[i]);
	return locale && *locale && !strcasestr(locale, "utf-8") && !strcasestr(locale, "utf8");
}

static bool
fits(const char *text, size_t n, size_t width)
{
	for (const char *line = text, *end = text + n; line < end;) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		size_t length = (size_t)((lf ? lf : end) - line);
		if (width_text(line, length) > width)
			return false;
		line += length + 1;
	}
	return true;
}

/* A table of all rows, then a chart of each. The charts have all figures: where the table is too wide for the
 * terminal, they do without it. */
void
put_text(const struct margin_walk *w, const struct walk_row *list, size_t count, struct output *output)
{
	size_t width = terminal_width();
	size_t start = output->buf.len;
	put_rows(w, list, count, output, ROWS_TABLE, width);
	if (w->measure != MARGIN_PCT && !fits(output->buf.data + start, output->buf.len - start, width))
		output->buf.len = start;
	for (size_t i = 0; i < count && w->measure != MARGIN_PCT; i++) {
		struct drawing d;
		draw(w, &list[i], &d);
		if (output->buf.len > 0)
			buf_putc(&output->buf, '\n');
		bars_text(&output->buf, &d.chart, width, is_ascii_terminal());
		free_drawing(&d);
	}
}
