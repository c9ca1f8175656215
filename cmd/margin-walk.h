/* What margin-walk's files share: the run, and how its result is printed. */
#ifndef NEGPKG_MARGIN_WALK_H
#define NEGPKG_MARGIN_WALK_H

#include "base/options.h"
#include "base/output.h"
#include "deal/walk_reader.h"
#include "render/rows.h"
#include "table/dialect.h"

enum measure { MARGIN, REVENUE, MARGIN_PCT };
enum format { CSV, TEXT, SVG, JSON };

struct margin_walk {
	struct options options;
	struct dialect dialect, fx_dialect;
	struct walk_request request;
	const char *fx_file, *report_currency, *waterfall;
	int method, pool, measure, order, format;
	bool tidy, partial, merge; /* --long ... */
	long threads; /* 0: not said */

	struct walk_plan plan;
	bool planned; /* by a piece */
	struct currencies currencies;
	struct walk_table table;
	struct walk_reader reader;
};

/* margin-walk-rows.c: the walk as CSV, JSON or a table of `width` columns. */
void put_rows(const struct margin_walk *w, const struct walk_row *list, size_t count, struct output *output,
    enum rows_format format, size_t width);
/* One row's margins and effects as printed, in units of 10^-places: they foot. */
struct printed {
	decimal effects[WALK_EFFECTS], margin[2], market_size;
};
struct printed print_line(const struct margin_walk *w, const struct walk_line *line);

/* margin-walk-charts.c: the walk as pictures, and the terminal they fit. */
void put_svg(const struct margin_walk *w, const struct walk_row *list, size_t count, struct buf *to);
void put_text(const struct margin_walk *w, const struct walk_row *list, size_t count, struct output *output);
size_t terminal_width(void);

/* margin-walk-pocket.c: --waterfall, from the FILEs to the result. */
void run_waterfall(struct margin_walk *w, struct sheet *open, const struct walk_survey *survey);

#endif
