/* margin-walk: what moves gross margin from one position to the next, group by group. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/walk_piece.h"
#include "margin-walk.h"

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
	{"threads", 0, "N", "how many walk a sheet side by side (default one for each processor, one for small sheets)"},
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
	if (strcmp(name, "threads") == 0)
		return option_number("--threads", value, 1, 64, &w->threads);
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

static bool
plan_by_piece(struct margin_walk *w, const struct sheet *piece)
{
	return w->planned = walk_piece_plan(piece, &w->request, w->measure == REVENUE, &w->plan);
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
		else if (!w->planned && !w->waterfall && !plan_by_piece(w, &open[i]))
			return false;
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
	else if (w->waterfall && (w->request.steps || w->request.base || w->request.open || w->fx_file || w->measure != MARGIN))
		conflict = "--waterfall is of one position: no --steps, --base, --open, --measure or --fx";
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
	w->reader.threads = (size_t)w->threads;
	return !w->fx_file || currencies_read(&w->currencies, w->fx_file, &w->fx_dialect);
}

/* symmetric averages both ends, which takes one currency; and a market split takes market volumes. */
static bool
check_groups(const struct margin_walk *w)
{
	bool rerated = false, marketless = false, known = w->reader.market_seen;
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
	static const char *const roles[] = {"items", "waterfall", "fx", NULL};
	struct margin_walk w = {0};
	diag_start(tool.name);
	output_guard_descriptors();
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
