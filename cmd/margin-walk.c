/* margin-walk: what moves gross margin from one position to the next, group by group. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/pocket.h"
#include "deal/walk_piece.h"
#include "render/bars.h"
#include "render/rows.h"
#include "render/waterfall.h"
#include "table/dialect.h"
#include "table/group_tree.h"

enum measure { MARGIN, REVENUE, MARGIN_PCT };
enum format { CSV, TEXT, SVG, JSON };

struct margin_walk {
	struct options options;
	struct dialect dialect, fx_dialect;
	struct walk_request request;
	const char *fx_file, *report_currency, *waterfall;
	int method, pool, measure, order, format;
	bool tidy, partial, merge; /* --long ... */

	struct walk_plan plan;
	bool planned; /* by a piece */
	struct currencies currencies;
	struct walk_table table;
	struct walk_reader reader;
};

static const struct option_spec specs[] = {
	{"steps", 0, "A,B,...", "positions to walk through (default those of current,initial,expected,walkaway that the sheet has)"},
	{"base", 0, "POSITION", "every step starts there"},
	{"by", 0, "COLUMN,...", "groups (default those of account,product_line that the sheet has)"},
	{"method", 0, "M", "new-quantity (default), old-quantity, three-way or symmetric"},
	{"pool", 0, "group|all", "units are pooled within the finest groups, or at every level"},
	{"measure", 0, "margin|revenue|margin-pct", "what is walked"},
	{"open", 0, "A:B", "where position A is wholly empty, B counts"},
	{"sort-by", 0, "key|revenue|change", "order of groups"},
	{"waterfall", 0, "POSITION", "its prices from list to pocket instead of a walk"},
	{"format", 0, "csv|text|svg|json", "how the result is written"},
	{"long", 0, NULL, "one row per effect"},
	{"partial", 0, NULL, "write exact sums, a piece that merges with others"},
	{"merge", 0, NULL, "FILEs are such pieces: print their walk"},
	{"fx", 0, "FILE", "rates: currency, and a column for each position"},
	{"report-currency", 0, "CODE", "currency of the walk (default the sheet's only one, else USD)"},
	{0},
};

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const pools[] = {"group", "all", NULL}, *const measures[] = {"margin", "revenue", "margin-pct", NULL},
	    *const orders[] = {"key", "revenue", "change", NULL}, *const formats[] = {"csv", "text", "svg", "json", NULL};
	struct margin_walk *w = self;
	const struct {
		const char *name, **to;
	} texts[] = {
		{"steps", &w->request.steps}, {"base", &w->request.base}, {"by", &w->request.by}, {"open", &w->request.open},
		{"waterfall", &w->waterfall}, {"fx", &w->fx_file}, {"report-currency", &w->report_currency},
	};
	const struct {
		const char *name, *option;
		const char *const *words;
		int *to;
	} choices[] = {
		{"method", "--method", walk_method_names, &w->method}, {"pool", "--pool", pools, &w->pool},
		{"measure", "--measure", measures, &w->measure}, {"sort-by", "--sort-by", orders, &w->order},
		{"format", "--format", formats, &w->format},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, name) == 0) {
			*texts[i].to = value;
			return true;
		}
	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
		if (strcmp(choices[i].name, name) == 0)
			return option_choice(choices[i].option, value, choices[i].words, choices[i].to);
	bool *flag = strcmp(name, "partial") == 0 ? &w->partial : strcmp(name, "merge") == 0 ? &w->merge : &w->tidy;
	return *flag = true;
}

static const char *const sheets[] = {"fx", NULL};

static const struct tool tool = {
	.name = "margin-walk",
	.purpose = "Walks gross margin between positions: price, cost, volume, mix, new, lost, currency.",
	.files = "FILE",
	.options = specs,
	.sheets = sheets,
	.take = take_option,
};

static bool
is_regular(const char *path)
{
	struct stat st;
	return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Opens every FILE and looks at its headings. Regular files are closed again, so that there may be any number
 * of them. */
static bool
survey_files(struct margin_walk *w, struct sheet *open, struct walk_survey *s)
{
	for (size_t i = 0; i < w->options.file_count; i++) {
		if (!sheet_open(&open[i], w->options.files[i], &w->dialect))
			continue;
		if (!walk_piece_is(&open[i]))
			walk_survey(s, &open[i]);
		else if (!w->planned)
			w->planned = walk_piece_plan(&open[i], &w->request, w->measure == REVENUE, &w->plan);
		if (is_regular(w->options.files[i]))
			sheet_close(&open[i]);
	}
	return !diag_failed();
}

/* What the options say that no one can have. */
static bool
check_options(const struct margin_walk *w)
{
	const char *conflict = NULL;
	bool charts = w->format == TEXT || w->format == SVG;
	if (w->partial && w->merge)
		conflict = "--partial and --merge: pieces are either written or read";
	else if (w->waterfall && (w->partial || w->merge))
		conflict = "--waterfall has no pieces";
	else if (w->waterfall && w->format == SVG)
		conflict = "--format=svg draws walks, not --waterfall";
	else if (w->tidy && charts)
		conflict = "--long is for csv and json";
	else if (w->tidy && (w->measure == MARGIN_PCT || w->waterfall))
		conflict = "--long is for margin and revenue";
	else if (w->format == SVG && w->measure == MARGIN_PCT)
		conflict = "--format=svg draws money, not --measure=margin-pct";
	if (conflict)
		diag(DIAG_ERROR, "%s", conflict);
	return !conflict;
}

/* Settles what is to be read: positions and groups, from the options or from the sheets' headings. */
static bool
plan_walk(struct margin_walk *w, const struct walk_survey *s)
{
	if (!w->planned && !walk_plan_choose(&w->plan, &w->request, s))
		return false;
	currencies_init(&w->currencies, w->plan.positions, w->plan.position_count, w->report_currency);
	walk_table_init(&w->table, w->plan.by_count, w->plan.steps, w->plan.step_count, (enum walk_method)w->method,
	    (enum walk_pool)w->pool);
	if (!w->partial) /* a piece serves every method */
		w->table.needs = (struct walk_needs){w->method != WALK_NEW_QUANTITY, w->measure == MARGIN_PCT};
	walk_reader_init(&w->reader, &w->plan, w->measure == REVENUE, &w->currencies, &w->table);
	return !w->fx_file || currencies_read(&w->currencies, w->fx_file, &w->fx_dialect);
}

/* symmetric averages both ends, which takes one currency; and a market split takes market volumes. */
static bool
check_groups(const struct margin_walk *w)
{
	bool rerated = false, marketless = false, known = false;
	for (size_t i = 0; i < w->table.groups.count * w->plan.step_count; i++) {
		rerated |= w->table.sums[i].rerated > 0;
		marketless |= w->table.sums[i].marketless > 0 ||
		    (w->table.sums[i].comparable > 0 && w->table.sums[i].market[0] <= 0);
		known |= w->table.sums[i].comparable > w->table.sums[i].marketless;
	}
	static const char why[] = "no market volume for an item sold in both positions: its rows' market_size and market_share stay blank";
	if (marketless && known && w->reader.marketless)
		diag_at(&w->reader.no_market, DIAG_WARNING, "%s", why);
	else if (marketless && known)
		diag(DIAG_WARNING, "%s", why);
	if (rerated && w->method == WALK_SYMMETRIC)
		diag(DIAG_ERROR, "--method=symmetric walks in one currency: some rates differ between the positions");
	return !rerated || w->method != WALK_SYMMETRIC;
}

/* An items sheet, a package or a piece, each where it is welcome. */
static void
read_file(struct margin_walk *w, struct sheet *sheet)
{
	bool piece = walk_piece_is(sheet);
	struct place where = {.file = sheet->name};
	if (piece && !w->merge && !w->partial)
		diag_at(&where, DIAG_ERROR, "a piece of a walk: --merge prints it");
	else if (!piece && w->merge)
		diag_at(&where, DIAG_ERROR, "not a piece of a walk: --merge reads what --partial wrote");
	else if (piece)
		walk_piece_read(&w->reader, sheet);
	else
		walk_reader_read(&w->reader, sheet);
}

static bool
read_files(struct margin_walk *w, struct sheet *open)
{
	for (size_t i = 0; i < w->options.file_count; i++)
		if (open[i].in || sheet_open(&open[i], w->options.files[i], &w->dialect))
			read_file(w, &open[i]);
	return !diag_failed();
}

/* All rows are in: what had to wait for that. */
static bool
settle(struct margin_walk *w)
{
	return walk_reader_finish(&w->reader) && currencies_settle(&w->currencies) && check_groups(w);
}

/* A row's figures as printed, in units of 10^-places. */
struct printed {
	decimal effects[WALK_EFFECTS], margin[2], market_size;
};

static struct printed
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
	rows_text(rows, row->depth ? w->plan.by[row->depth - 1] : "total");
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

static void
put_wide(const struct margin_walk *w, const struct walk_row *row, struct rows *rows)
{
	const struct walk_line *line = &row->line;
	struct printed p = print_line(w, line);
	int places = w->options.places;
	rows_units(rows, (decimal)line->items, 0);
	for (int end = 0; end < 2; end++) {
		for (size_t i = 0; end == 1 && i < WALK_EFFECTS; i++)
			rows_units(rows, p.effects[i], places);
		rows_decimal(rows, line->volume[end], 0);
		rows_units(rows, decimal_round(line->revenue[end], places), places);
		rows_units(rows, p.margin[end], places);
		rows_percent(rows, line->margin[end], line->revenue[end]);
	}
	if (line->has_market) {
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

static void
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

static void
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

static size_t
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

/* The table of all rows, then a chart of the total of each step. */
static void
put_text(const struct margin_walk *w, const struct walk_row *list, size_t count, struct output *output)
{
	size_t width = terminal_width();
	put_rows(w, list, count, output, ROWS_TABLE, width);
	for (size_t i = 0; i < count && list[i].depth == 0 && w->measure != MARGIN_PCT; i++) {
		struct drawing d;
		draw(w, &list[i], &d);
		buf_putc(&output->buf, '\n');
		bars_text(&output->buf, &d.chart, width, is_ascii_terminal());
		free_drawing(&d);
	}
}

static void
print_walk(const struct margin_walk *w)
{
	struct walk_row *list;
	size_t count;
	struct output output;
	if (!walk_table_rows(&w->table, (enum walk_order)w->order, &list, &count)) {
		diag(DIAG_ERROR, "the sums are too large");
	} else if (output_open(&output, w->options.output)) {
		if (w->format == SVG)
			put_svg(w, list, count, &output.buf);
		else if (w->format == TEXT)
			put_text(w, list, count, &output);
		else
			put_rows(w, list, count, &output, w->format == JSON ? ROWS_JSON : ROWS_CSV, 0);
		output_close(&output);
	}
	free(list);
}

static void
print_piece(const struct margin_walk *w)
{
	struct output output;
	if (!output_open(&output, w->options.output))
		return;
	if (walk_piece_write(&w->reader, &output))
		output_close(&output);
	else
		output_abandon(&output);
}

static void
run_walk(struct margin_walk *w, struct sheet *open, const struct walk_survey *survey)
{
	if (plan_walk(w, survey) && read_files(w, open)) {
		if (w->partial)
			print_piece(w);
		else if (settle(w))
			print_walk(w);
	}
	walk_reader_free(&w->reader);
	walk_table_free(&w->table);
	currencies_free(&w->currencies);
}

/* Money as printed, half up; the steps of a waterfall are sums, and each is rounded for itself. */
static void
put_pocket(const struct margin_walk *w, const struct pocket_line *line, struct rows *rows)
{
	const decimal *of = line->sums.of;
	const decimal money[] = {of[POCKET_LIST], of[POCKET_DISCOUNT], of[POCKET_ALLOWANCE], line->invoice, of[POCKET_REBATE],
		of[POCKET_FREIGHT], of[POCKET_TERMS], line->pocket, of[POCKET_COGS], of[POCKET_INCENTIVE], line->margin};
	for (size_t i = 0; i < sizeof money / sizeof *money; i++)
		rows_units(rows, decimal_round(money[i], w->options.places), w->options.places);
	rows_percent(rows, line->margin, line->pocket);
	rows_units(rows, decimal_round(line->leakage, w->options.places), w->options.places);
}

static void
put_pockets(const struct margin_walk *w, const struct pocket_table *t, const struct group_tree *tree, struct rows *rows)
{
	static const char *const names[] = {"list", "discount", "allowance", "invoice", "rebate", "freight", "terms", "pocket",
		"cogs", "incentive", "margin", "margin_pct", "leakage"};
	rows_heading(rows, "level", false);
	for (size_t i = 0; i < w->plan.by_count; i++)
		rows_heading(rows, w->plan.by[i], false);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		rows_heading(rows, names[i], true);
	for (size_t i = 0; i < tree->count; i++) {
		const struct group_node *node = &tree->nodes[i];
		struct pocket_line line;
		if (!pocket_line(t, node->groups, node->count, &line))
			diag(DIAG_ERROR, "the sums are too large");
		rows_text(rows, node->depth ? w->plan.by[node->depth - 1] : "total");
		for (size_t c = 0; c < w->plan.by_count; c++)
			rows_text(rows, c < node->depth ? group_cell(&t->groups, node->groups[0], c) : "");
		put_pocket(w, &line, rows);
	}
}

/* Says which of the finest groups cost more than they bring; that is a finding. */
static void
report_negative_pockets(const struct margin_walk *w, const struct pocket_table *t, const struct group_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct group_node *node = &tree->nodes[i];
		struct pocket_line line;
		if (node->depth < w->plan.by_count || !pocket_line(t, node->groups, node->count, &line) || line.margin >= 0)
			continue;
		struct buf name = {0};
		for (size_t c = 0; c < w->plan.by_count; c++)
			buf_printf(&name, "%s%s", c ? ", " : "", group_cell(&t->groups, node->groups[0], c));
		diag_finding("negative pocket margin: %s", *buf_str(&name) ? diag_shown(name.data) : "total");
		buf_free(&name);
	}
}

static void
run_waterfall(struct margin_walk *w, struct sheet *open, const struct walk_survey *survey)
{
	struct pocket_table table = {0};
	struct group_tree tree = {0};
	struct output output;
	struct rows rows;
	bool ok = walk_plan_choose_by(&w->plan, &w->request, survey);
	for (size_t i = 0; ok && i < w->options.file_count; i++)
		if (open[i].in || sheet_open(&open[i], w->options.files[i], &w->dialect))
			pocket_read(&table, &w->plan, w->waterfall, &open[i]);
	if (ok && !diag_failed() && group_tree_build(&tree, &table.groups, w->plan.by_count, NULL, NULL) &&
	    output_open(&output, w->options.output)) {
		rows_start(&rows, &output.buf, w->format == JSON ? ROWS_JSON : w->format == TEXT ? ROWS_TABLE : ROWS_CSV,
		    w->options.output_delimiter, w->options.excel, terminal_width());
		put_pockets(w, &table, &tree, &rows);
		rows_finish(&rows);
		rows_free(&rows);
		if (diag_failed())
			output_abandon(&output);
		else if (output_close(&output))
			report_negative_pockets(w, &table, &tree);
	}
	group_tree_free(&tree);
	pocket_free(&table);
}

static void
run(struct margin_walk *w)
{
	struct walk_survey survey = {0};
	struct sheet *open = xcalloc(w->options.file_count, sizeof *open);
	if (check_options(w) && survey_files(w, open, &survey)) {
		if (w->waterfall)
			run_waterfall(w, open, &survey);
		else
			run_walk(w, open, &survey);
	}
	for (size_t i = 0; i < w->options.file_count; i++)
		sheet_close(&open[i]);
	free(open);
	walk_plan_free(&w->plan);
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"items", "fx", NULL};
	struct margin_walk w = {0};
	output_guard_descriptors();
	diag_start(tool.name);
	enum options_result result = options_parse(&w.options, &tool, &w, argc, argv);
	if (result == OPTIONS_RUN && w.options.columns)
		columns_print(&w.options, roles);
	else if (result == OPTIONS_RUN && dialect_read(&w.dialect, &w.options, NULL) &&
	    dialect_read(&w.fx_dialect, &w.options, "fx"))
		run(&w);
	dialect_free(&w.dialect);
	dialect_free(&w.fx_dialect);
	options_free(&w.options);
	return result == OPTIONS_BAD ? 2 : diag_finish();
}
