#include "render/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "render/json.h"
#include "render/text_table.h"

void
rows_start(struct rows *r, struct buf *to, enum rows_format format, char delimiter, bool excel, size_t width)
{
	*r = (struct rows){.format = format, .to = to, .width = width};
	if (format == ROWS_CSV)
		csvout_start(&r->csv, to, delimiter, excel);
	if (format == ROWS_JSON)
		buf_puts(to, "[");
}

static void
keep(struct rows *r, const char *s, size_t n)
{
	r->cells = xgrow(r->cells, r->at, &r->cell_cap, sizeof *r->cells);
	r->cells[r->at++] = arena_strndup(&r->memory, s, n);
}

void
rows_heading(struct rows *r, const char *name, bool figure)
{
	r->figures = xgrow(r->figures, r->columns, &r->figure_cap, sizeof *r->figures);
	r->figures[r->columns++] = figure;
	keep(r, name, strlen(name));
	if (r->format == ROWS_CSV)
		csvout_str(&r->csv, name);
}

static void
put_json_cell(struct rows *r, size_t column, const char *s, size_t n)
{
	if (column == 0)
		buf_puts(r->to, r->count ? ",\n{" : "\n{");
	else
		buf_puts(r->to, ", ");
	json_string(r->to, r->cells[column], strlen(r->cells[column]));
	buf_puts(r->to, ": ");
	if (r->figures[column])
		buf_puts(r->to, n ? s : "null");
	else
		json_string(r->to, s, n);
	if (column + 1 == r->columns)
		buf_puts(r->to, "}");
}

/* The headings stand in front; a table's rows follow them, others pass by. */
static void
begin_cell(struct rows *r)
{
	if (r->at == r->columns && r->count == 0 && r->format == ROWS_CSV)
		csvout_end(&r->csv);
}

static void
end_cell(struct rows *r)
{
	if (r->format != ROWS_TABLE) /* which has kept it */
		r->at++;
	if (r->at % r->columns != 0)
		return;
	r->count++;
	if (r->format == ROWS_CSV)
		csvout_end(&r->csv);
}

static void
put(struct rows *r, const char *s, size_t n)
{
	begin_cell(r);
	if (r->format == ROWS_TABLE)
		keep(r, s, n);
	else if (r->format == ROWS_CSV)
		csvout_text(&r->csv, s, n);
	else
		put_json_cell(r, r->at % r->columns, s, n);
	end_cell(r);
}

void
rows_text(struct rows *r, const char *s)
{
	put(r, s, strlen(s));
}

void
rows_blank(struct rows *r)
{
	put(r, "", 0);
}

/* A figure needs no look at what it is made of in CSV; elsewhere it is written as text. */
static void
put_figure(struct rows *r, decimal value, int places, void put_csv(struct csvout *, decimal, int), void put_plain(struct buf *, decimal, int))
{
	if (r->format == ROWS_CSV) {
		begin_cell(r);
		put_csv(&r->csv, value, places);
		end_cell(r);
	} else {
		put_plain(&r->figure, value, places);
		put(r, buf_str(&r->figure), r->figure.len);
		r->figure.len = 0;
	}
}

void
rows_units(struct rows *r, decimal units, int places)
{
	put_figure(r, units, places, csvout_units, decimal_put_units);
}

void
rows_decimal(struct rows *r, decimal value, int least)
{
	put_figure(r, value, least, csvout_decimal, decimal_put);
}

void
rows_percent(struct rows *r, decimal part, decimal whole)
{
	decimal units;
	if (decimal_ratio(part, whole, 4, &units))
		rows_units(r, units, 2);
	else
		rows_blank(r);
}

void
rows_finish(struct rows *r)
{
	if (r->format == ROWS_CSV && r->count == 0)
		csvout_end(&r->csv);
	if (r->format == ROWS_JSON)
		buf_puts(r->to, r->count ? "\n]\n" : "]\n");
	if (r->format == ROWS_TABLE)
		text_table(r->to, r->cells, r->columns, r->count + 1, r->figures, r->width);
}

void
rows_free(struct rows *r)
{
	arena_free(&r->memory);
	free(r->cells);
	free(r->figures);
	buf_free(&r->figure);
	*r = (struct rows){0};
}
