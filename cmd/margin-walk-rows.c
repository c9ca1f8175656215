/* margin-walk's rows: wide, long, or of margin percent. */
#include "margin-walk.h"

struct printed
print_line(const struct margin_walk *w, const struct walk_line *line)
{
	struct printed p;
	decimal_foot(line->effects, WALK_EFFECTS, line->margin[0], line->margin[1], w->options.places, p.effects, &p.margin[0],
	    &p.margin[1]);
	p.market_size = decimal_round(line->market_size, w->options.places);
	return p;
}

static void
put_key_headings(const struct margin_walk *w, struct rows *rows)
{
	rows_heading(rows, "level", false);
	for (size_t i = 0; i < w->plan.by_count; i++)
		rows_heading(rows, w->plan.by[i], false);
	rows_heading(rows, "from", false);
	rows_heading(rows, "to", false);
}

static void
put_key(const struct margin_walk *w, const struct walk_row *row, struct rows *rows)
{
	const struct walk_step *step = &w->plan.steps[row->step];
	/* In a table the group's own columns tell its level. */
	bool told = rows->format == ROWS_TABLE && row->depth > 0;
	rows_text(rows, told ? "" : row->depth ? w->plan.by[row->depth - 1] : "total");
	for (size_t i = 0; i < w->plan.by_count; i++)
		rows_text(rows, i < row->depth ? group_cell(&w->table.groups, row->group, i) : "");
	rows_text(rows, w->plan.positions[step->from]);
	rows_text(rows, w->plan.positions[step->to]);
}

static void
put_wide_headings(struct rows *rows)
{
	static const char *const start[] = {"items", "start_volume", "start_revenue", "start_margin", "start_margin_pct"};
	static const char *const end[] = {"end_volume", "end_revenue", "end_margin", "end_margin_pct", "market_size", "market_share"};
	for (size_t i = 0; i < sizeof start / sizeof *start; i++)
		rows_heading(rows, start[i], true);
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		rows_heading(rows, walk_effect_names[i], true);
	for (size_t i = 0; i < sizeof end / sizeof *end; i++)
		rows_heading(rows, end[i], true);
}

/* A table for a terminal shows the levels; what lies between stands in the charts below it. */
static void
put_between(struct rows *rows, decimal units, int places)
{
	if (rows->format == ROWS_TABLE)
		rows_blank(rows);
	else
		rows_units(rows, units, places);
}

static void
put_wide(const struct margin_walk *w, const struct walk_row *row, struct rows *rows)
{
	const struct walk_line *line = &row->line;
	struct printed p = print_line(w, line);
	int places = w->options.places;
	rows_units(rows, (decimal)line->items, 0);
	for (int end = 0; end < 2; end++) {
		for (size_t i = 0; end == 1 && i < WALK_EFFECTS; i++)
			put_between(rows, p.effects[i], places);
		if (rows->format == ROWS_TABLE)
			rows_blank(rows);
		else
			rows_decimal(rows, line->volume[end], 0);
		put_between(rows, decimal_round(line->revenue[end], places), places);
		rows_units(rows, p.margin[end], places);
		rows_percent(rows, line->margin[end], line->revenue[end]);
	}
	if (line->market == WALK_MARKET_KNOWN && rows->format != ROWS_TABLE) {
		rows_units(rows, p.market_size, places);
		rows_units(rows, p.effects[WALK_VOLUME] - p.market_size, places);
	} else {
		rows_blank(rows);
		rows_blank(rows);
	}
}

static void
put_long_headings(struct rows *rows)
{
	rows_heading(rows, "effect", false);
	rows_heading(rows, "amount", true);
}

/* One row per effect, each with the row's key. */
static void
put_long(const struct margin_walk *w, const struct walk_row *row, struct rows *rows)
{
	struct printed p = print_line(w, &row->line);
	for (size_t i = 0; i < WALK_EFFECTS + 2; i++) {
		bool start = i == 0, end = i == WALK_EFFECTS + 1;
		put_key(w, row, rows);
		rows_text(rows, start ? "start_margin" : end ? "end_margin" : walk_effect_names[i - 1]);
		rows_units(rows, start ? p.margin[0] : end ? p.margin[1] : p.effects[i - 1], w->options.places);
	}
}

static void
put_pct_headings(struct rows *rows)
{
	rows_heading(rows, "start_margin_pct", true);
	for (size_t i = 0; i < WALK_PCT_EFFECTS; i++)
		rows_heading(rows, walk_pct_names[i], true);
	rows_heading(rows, "end_margin_pct", true);
}

static void
put_pct(const struct walk_row *row, struct rows *rows)
{
	const struct walk_pct *pct = &row->pct;
	decimal effects[WALK_PCT_EFFECTS], ends[2];
	bool known = pct->has[0] && pct->has[1];
	decimal_foot(pct->effects, known ? WALK_PCT_EFFECTS : 0, pct->pct[0], known ? pct->pct[1] : pct->pct[0], 2, effects,
	    &ends[0], &ends[1]);
	for (size_t i = 0; i < WALK_PCT_EFFECTS + 2; i++)
		if (i == 0 && pct->has[0])
			rows_units(rows, ends[0], 2);
		else if (i == WALK_PCT_EFFECTS + 1 && pct->has[1])
			rows_units(rows, decimal_round(pct->pct[1], 2), 2);
		else if (i > 0 && i <= WALK_PCT_EFFECTS && known)
			rows_units(rows, effects[i - 1], 2);
		else
			rows_blank(rows);
}

void
put_rows(const struct margin_walk *w, const struct walk_row *list, size_t count, struct output *output, enum rows_format format,
    size_t width)
{
	struct rows rows;
	rows_start(&rows, &output->buf, format, w->options.output_delimiter, w->options.excel, width);
	put_key_headings(w, &rows);
	if (w->measure == MARGIN_PCT)
		put_pct_headings(&rows);
	else if (w->tidy)
		put_long_headings(&rows);
	else
		put_wide_headings(&rows);
	for (size_t i = 0; i < count; i++) {
		if (!w->tidy)
			put_key(w, &list[i], &rows);
		if (w->measure == MARGIN_PCT)
			put_pct(&list[i], &rows);
		else if (w->tidy)
			put_long(w, &list[i], &rows);
		else
			put_wide(w, &list[i], &rows);
		output_drain(output);
	}
	rows_finish(&rows);
	rows_free(&rows);
}
