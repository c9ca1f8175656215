/* margin-walk: what moves gross margin from one position to the next, group by group. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "base/xalloc.h"
#include "deal/blend.h"
#include "deal/columns.h"
#include "deal/currency.h"
#include "deal/items.h"
#include "deal/walk_table.h"
#include "table/csvout.h"
#include "table/dialect.h"

struct margin_walk {
	struct options options;
	struct dialect dialect, fx_dialect;
	const char *steps_text, *by_text, *base, *open_text, *fx_file, *report_currency;
	int pool, measure, order;

	char **positions; /* of the steps; those of --base and --open behind them; owned, as are the names */
	size_t position_count, position_cap, step_position_count;
	struct walk_step *steps; /* owned */
	size_t step_count;
	size_t open, open_else; /* positions of --open=A:B */
	char **by; /* owned */
	size_t by_count;

	struct items_plan plan;
	struct currencies currencies;
	struct walk_table table;
	struct blend phases, whole; /* items in several rows; a package's item rows, where phases are asked for */
	struct group phased;        /* identities of items with phase rows */
};

static const struct option_spec specs[] = {
	{"steps", 0, "A,B,...", "positions to walk through (default those of current,initial,expected,walkaway that the sheet has)"},
	{"base", 0, "POSITION", "every step starts there"},
	{"by", 0, "COLUMN,...", "groups (default those of account,product_line that the sheet has)"},
	{"pool", 0, "group|all", "units are pooled within the finest groups, or at every level"},
	{"measure", 0, "margin|revenue", "what is walked"},
	{"open", 0, "A:B", "where position A is wholly empty, B counts"},
	{"sort-by", 0, "key|revenue|change", "order of groups"},
	{"fx", 0, "FILE", "rates: currency, and a column for each position"},
	{"report-currency", 0, "CODE", "currency of the walk (default the sheet's only one, else USD)"},
	{0},
};

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const pools[] = {"group", "all", NULL}, *const measures[] = {"margin", "revenue", NULL},
	    *const orders[] = {"key", "revenue", "change", NULL};
	struct margin_walk *w = self;
	const struct {
		const char *name, **to;
	} texts[] = {
		{"steps", &w->steps_text}, {"base", &w->base}, {"by", &w->by_text}, {"open", &w->open_text},
		{"fx", &w->fx_file}, {"report-currency", &w->report_currency},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, name) == 0) {
			*texts[i].to = value;
			return true;
		}
	if (strcmp(name, "pool") == 0)
		return option_choice("--pool", value, pools, &w->pool);
	if (strcmp(name, "measure") == 0)
		return option_choice("--measure", value, measures, &w->measure);
	return option_choice("--sort-by", value, orders, &w->order);
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

/* The number of a position, which becomes one of those to be read. */
static size_t
position_number(struct margin_walk *w, const char *name, size_t n)
{
	for (size_t i = 0; i < w->position_count; i++)
		if (strlen(w->positions[i]) == n && strncmp(w->positions[i], name, n) == 0)
			return i;
	w->positions = xgrow(w->positions, w->position_count, &w->position_cap, sizeof *w->positions);
	w->positions[w->position_count] = xstrndup(name, n);
	return w->position_count++;
}

/* What the headings of all FILEs say together, where the options are silent. */
struct survey {
	bool positions[PACKAGE_POSITIONS];
	bool account, product_line;
};

static void
survey_sheet(struct survey *s, const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const char *key = sheet->columns[i].key;
		size_t n = column_position(key);
		for (size_t p = 0; n && p < PACKAGE_POSITIONS; p++)
			s->positions[p] |= strlen(package_positions[p]) == n && strncmp(package_positions[p], key, n) == 0;
	}
	s->account |= sheet_find_alias(sheet, "account", column_aliases("account")) != SHEET_NONE;
	s->product_line |= sheet_find_alias(sheet, "product_line", column_aliases("product_line")) != SHEET_NONE;
}

static bool
is_regular(const char *path)
{
	struct stat st;
	return strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Opens every FILE and looks at its headings. Regular files are closed again, so that there may be any number
 * of them. */
static bool
survey_files(struct margin_walk *w, struct sheet *open, struct survey *s)
{
	for (size_t i = 0; i < w->options.file_count; i++) {
		if (!sheet_open(&open[i], w->options.files[i], &w->dialect))
			continue;
		survey_sheet(s, &open[i]);
		if (is_regular(w->options.files[i]))
			sheet_close(&open[i]);
	}
	return !diag_failed();
}

static bool
choose_steps(struct margin_walk *w, const struct survey *s)
{
	if (w->steps_text) {
		size_t count;
		char **names = option_list("--steps", w->steps_text, &count);
		for (size_t i = 0; i < count; i++)
			position_number(w, names[i], strlen(names[i]));
		free(names);
		if (!names)
			return false;
	} else {
		for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
			if (s->positions[i])
				position_number(w, package_positions[i], strlen(package_positions[i]));
	}
	w->step_position_count = w->position_count;
	size_t base = w->base ? position_number(w, w->base, strlen(w->base)) : 0;
	w->steps = xcalloc(w->position_count, sizeof *w->steps);
	for (size_t i = 0; i < w->step_position_count; i++)
		if (w->base && i != base)
			w->steps[w->step_count++] = (struct walk_step){base, i};
		else if (!w->base && i > 0)
			w->steps[w->step_count++] = (struct walk_step){i - 1, i};
	if (w->step_count == 0)
		diag(DIAG_ERROR, w->steps_text ? "--steps: a walk needs two positions"
		    : "a walk needs two positions, and the sheet has fewer of current, initial, expected, walkaway (--steps)");
	return w->step_count > 0;
}

static bool
choose_open(struct margin_walk *w)
{
	if (!w->open_text)
		return true;
	const char *colon = strchr(w->open_text, ':');
	if (!colon || colon == w->open_text || !colon[1]) {
		diag(DIAG_ERROR, "--open: two positions, A:B, not \"%s\"", w->open_text);
		return false;
	}
	w->open = position_number(w, w->open_text, (size_t)(colon - w->open_text));
	w->open_else = position_number(w, colon + 1, strlen(colon + 1));
	return true;
}

static bool
choose_by(struct margin_walk *w, const struct survey *s)
{
	const char *by = w->by_text ? w->by_text
	    : s->account && s->product_line ? "account,product_line"
	    : s->account ? "account"
	    : s->product_line ? "product_line" : "";
	w->by = option_list("--by", by, &w->by_count);
	return w->by;
}

static bool
asks_for_phases(const struct margin_walk *w)
{
	for (size_t i = 0; i < w->by_count; i++)
		if (strcmp(w->by[i], "phase") == 0)
			return true;
	return false;
}

/* The columns of --by in one sheet. A default one may be missing: its cells are empty. */
static bool
bind_by(const struct margin_walk *w, const struct sheet *sheet, size_t *found)
{
	struct buf missing = {0};
	size_t before = diag_errors();
	for (size_t i = 0; i < w->by_count; i++) {
		found[i] = sheet_find_alias(sheet, w->by[i], column_aliases(w->by[i]));
		if (found[i] == SHEET_NONE && w->by_text)
			buf_printf(&missing, "%s%s", missing.len ? ", " : "", w->by[i]);
	}
	if (missing.len)
		sheet_report_missing(sheet, buf_str(&missing));
	buf_free(&missing);
	return diag_errors() == before;
}

static void
check_unit(struct margin_walk *w, const struct item_row *row, size_t group)
{
	const char *other;
	if (!row->unit.n || walk_table_unit(&w->table, group, row->unit.s, row->unit.n, &other))
		return;
	struct place where = row->where;
	where.column = "unit";
	diag_value(&where, DIAG_WARNING, row->unit.s, row->unit.n, "this group has items in %s, too, and their volumes are added up",
	    diag_shown(other));
}

static bool
add_item(struct margin_walk *w, size_t group, struct figures *figures, const struct place *where)
{
	if (w->open_text && !figures[w->open].given)
		figures[w->open] = figures[w->open_else];
	if (walk_table_add(&w->table, group, figures))
		return true;
	diag_at(where, DIAG_ERROR, "the sums of this item's group are too large");
	return false;
}

static void
put_identity(struct buf *key, const struct item_row *row)
{
	key_add(key, row->account.s, row->account.n);
	key_add(key, row->product_line.s, row->product_line.n);
	key_add(key, row->product.s, row->product.n);
	key_add(key, row->period.s, row->period.n);
}

static void
note_phased(struct margin_walk *w, const struct item_row *row)
{
	struct buf identity = {0};
	bool fresh;
	put_identity(&identity, row);
	group_number(&w->phased, identity.data, identity.len, &fresh);
	buf_free(&identity);
}

/* An item of its own is added at once; phases wait until all of them are in. Where phases are asked for, a
 * package's item rows wait, too: they count where no phase row follows. */
static bool
add_row(struct margin_walk *w, struct items_sheet *s, const struct item_row *row, const size_t *by, struct buf *key)
{
	bool package = s->level != SHEET_NONE, by_phase = asks_for_phases(w);
	if (package && !by_phase && s->row_level != ITEM)
		return true;
	key->len = 0;
	for (size_t i = 0; i < w->by_count; i++) {
		struct cell c;
		if (cell_text(&s->sheet, by[i], &c) == CELL_BAD)
			return false;
		key_add(key, c.s, c.n);
	}
	if (package && by_phase && s->row_level == ITEM) {
		put_identity(key, row);
		return blend_add(&w->whole, key, row, 0);
	}
	size_t group = walk_table_group(&w->table, key->data, key->len);
	check_unit(w, row, group);
	if (package ? !by_phase : s->phase == SHEET_NONE)
		return add_item(w, group, row->figures, &row->where);
	if (package)
		note_phased(w, row);
	put_identity(key, row);
	return blend_add(&w->phases, key, row, group);
}

static void
read_file(struct margin_walk *w, struct sheet *sheet)
{
	struct items_sheet s;
	size_t *by = xcalloc(w->by_count, sizeof *by);
	struct item_row row = {.figures = xcalloc(w->position_count, sizeof *row.figures)};
	struct buf key = {0};
	bool bound = bind_by(w, sheet, by);
	if (items_bind(&s, sheet, &w->plan, true)) {
		while (bound && items_next(&s, &row))
			add_row(w, &s, &row, by, &key);
		items_finish(&s);
		items_close(&s);
	}
	buf_free(&key);
	free(row.figures);
	free(by);
}

/* The phases are all in: their items count. A package's item row counts where it has no phase rows. */
static bool
add_blended(struct margin_walk *w)
{
	for (size_t i = 0; i < w->phases.keys.count; i++) {
		struct blended *item = &w->phases.items[i];
		if (!add_item(w, item->tag, item->figures, &item->first))
			return false;
	}
	for (size_t i = 0; i < w->whole.keys.count; i++) {
		struct blended *item = &w->whole.items[i];
		const struct group_entry *key = &w->whole.keys.entries[i];
		size_t by = (size_t)(group_cell(&w->whole.keys, i, w->by_count) - key->key);
		if (group_find(&w->phased, key->key + by, key->n - by) == SIZE_MAX &&
		    !add_item(w, walk_table_group(&w->table, key->key, by), item->figures, &item->first))
			return false;
	}
	return true;
}

static void
put_headings(const struct margin_walk *w, struct csvout *out)
{
	csvout_str(out, "level");
	for (size_t i = 0; i < w->by_count; i++)
		csvout_str(out, w->by[i]);
	static const char *const start[] = {"from", "to", "items", "start_volume", "start_revenue", "start_margin", "start_margin_pct"};
	for (size_t i = 0; i < sizeof start / sizeof *start; i++)
		csvout_str(out, start[i]);
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		csvout_str(out, walk_effect_names[i]);
	static const char *const end[] = {"end_volume", "end_revenue", "end_margin", "end_margin_pct", "market_size", "market_share"};
	for (size_t i = 0; i < sizeof end / sizeof *end; i++)
		csvout_str(out, end[i]);
	csvout_end(out);
}

static void
put_row(const struct margin_walk *w, const struct walk_row *row, struct csvout *out)
{
	const struct walk_line *line = &row->line;
	const struct walk_step *step = &w->steps[row->step];
	int places = w->options.places;
	decimal effects[WALK_EFFECTS], margin[2];
	decimal_foot(line->effects, WALK_EFFECTS, line->margin[0], line->margin[1], places, effects, &margin[0], &margin[1]);

	csvout_str(out, row->depth ? w->by[row->depth - 1] : "total");
	for (size_t i = 0; i < w->by_count; i++)
		csvout_str(out, i < row->depth ? group_cell(&w->table.groups, row->group, i) : "");
	csvout_str(out, w->positions[step->from]);
	csvout_str(out, w->positions[step->to]);
	csvout_units(out, (decimal)line->items, 0);
	for (int end = 0; end < 2; end++) {
		for (size_t i = 0; end == 1 && i < WALK_EFFECTS; i++)
			csvout_units(out, effects[i], places);
		csvout_decimal(out, line->volume[end], 0);
		csvout_units(out, decimal_round(line->revenue[end], places), places);
		csvout_units(out, margin[end], places);
		csvout_percent(out, line->margin[end], line->revenue[end]);
	}
	csvout_str(out, ""); /* market_size, market_share */
	csvout_str(out, "");
	csvout_end(out);
}

static bool
print_walk(const struct margin_walk *w)
{
	struct walk_row *rows;
	size_t count;
	struct output output;
	if (!walk_table_rows(&w->table, (enum walk_order)w->order, &rows, &count)) {
		diag(DIAG_ERROR, "the sums are too large");
		free(rows);
		return false;
	}
	bool ok = output_open(&output, w->options.output);
	if (ok) {
		struct csvout out;
		csvout_start(&out, &output.buf, w->options.output_delimiter, w->options.excel);
		put_headings(w, &out);
		for (size_t i = 0; i < count; i++) {
			put_row(w, &rows[i], &out);
			output_drain(&output);
		}
		ok = output_close(&output);
	}
	free(rows);
	return ok;
}

/* Settles what is to be read: positions and groups, from the options or from the sheets' headings. */
static bool
plan_walk(struct margin_walk *w, const struct survey *s)
{
	if (!choose_by(w, s) || !choose_steps(w, s) || !choose_open(w))
		return false;
	currencies_init(&w->currencies, w->positions, w->position_count, w->report_currency);
	w->plan = (struct items_plan){
		.positions = w->positions,
		.position_count = w->position_count,
		.packages = true,
		.revenue_only = w->measure == 1,
		.currencies = &w->currencies,
	};
	walk_table_init(&w->table, w->by_count, w->steps, w->step_count, w->pool == 1 ? WALK_POOL_ALL : WALK_POOL_GROUP);
	blend_init(&w->phases, w->position_count);
	blend_init(&w->whole, w->position_count);
	return !w->fx_file || currencies_read(&w->currencies, w->fx_file, &w->fx_dialect);
}

static bool
read_files(struct margin_walk *w, struct sheet *open)
{
	for (size_t i = 0; i < w->options.file_count; i++)
		if (open[i].in || sheet_open(&open[i], w->options.files[i], &w->dialect))
			read_file(w, &open[i]);
	return !diag_failed() && add_blended(w) && currencies_settle(&w->currencies);
}

static void
free_walk(struct margin_walk *w)
{
	walk_table_free(&w->table);
	blend_free(&w->phases);
	blend_free(&w->whole);
	group_free(&w->phased);
	currencies_free(&w->currencies);
	for (size_t i = 0; i < w->position_count; i++)
		free(w->positions[i]);
	free(w->positions);
	free(w->steps);
	free(w->by);
	dialect_free(&w->dialect);
	dialect_free(&w->fx_dialect);
	options_free(&w->options);
}

static void
run(struct margin_walk *w)
{
	struct survey survey = {0};
	struct sheet *open = xcalloc(w->options.file_count, sizeof *open);
	if (survey_files(w, open, &survey) && plan_walk(w, &survey) && read_files(w, open))
		print_walk(w);
	for (size_t i = 0; i < w->options.file_count; i++)
		sheet_close(&open[i]);
	free(open);
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
	free_walk(&w);
	return result == OPTIONS_BAD ? 2 : diag_finish();
}
