/* negpkg-build: items, and the sheets about them, become the negotiation package. */
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "base/xalloc.h"
#include "deal/attachment.h"
#include "deal/audience.h"
#include "deal/columns.h"
#include "deal/currency.h"
#include "deal/forecast.h"
#include "deal/items.h"
#include "deal/kept.h"
#include "deal/package.h"
#include "deal/package_table.h"
#include "table/csvout.h"
#include "table/dialect.h"

struct build {
	struct options options;
	struct dialect dialect, fx_dialect, customer_dialect;
	const char *fx_file, *customer_file;
	struct package_policy policy;
	int audience;

	struct attachment overview, lines;
	struct kept *items_kept; /* by FILE; owned */
	struct forecasts forecasts;
	struct currencies currencies;
	struct package package;
	bool has_rates;
};

static const struct option_spec specs[] = {
	{"overview", 0, "FILE", "one row per account and period"},
	{"lines", 0, "FILE", "one row per account, product line and period"},
	{"customer", 0, "FILE", "the customer's forecast and target prices, by customer_part"},
	{"fx", 0, "FILE", "rates: currency, and a column for each position"},
	{"report-currency", 0, "CODE", "currency of margins and sums (default the sheet's only one, else USD)"},
	{"sort-by", 0, "largest|at-risk|COLUMN", "order within each level (default largest revenue)"},
	{"concession-pct", 0, "N", "a price cut that counts as a concession (default 10)"},
	{"leader-share", 0, "N", "a share that makes a leader (default 0.5)"},
	{"audience", 0, "internal|room|customer", "who will read it"},
	{0},
};

static bool
take_decimal(const char *option, const char *value, decimal most, decimal *to)
{
	struct number n;
	if (number_parse(value, strlen(value), '.', &n) == NUMBER_OK && !n.currency[0] && n.value >= 0) {
		if (n.percent && most == DECIMAL_ONE)
			n.value /= 100;
		*to = n.value;
		if (n.value <= most)
			return true;
	}
	diag(DIAG_ERROR, "%s: a number from 0 to %s, not \"%s\"", option, most == DECIMAL_ONE ? "1" : "100", value);
	return false;
}

static bool
take_option(void *self, const char *name, const char *value)
{
	struct build *b = self;
	const struct {
		const char *name, **to;
	} texts[] = {
		{"overview", &b->overview.file}, {"lines", &b->lines.file}, {"customer", &b->customer_file}, {"fx", &b->fx_file},
		{"report-currency", &b->currencies.report}, {"sort-by", &b->policy.sort_by},
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, name) == 0) {
			*texts[i].to = value;
			return true;
		}
	if (strcmp(name, "concession-pct") == 0)
		return take_decimal("--concession-pct", value, 100 * DECIMAL_ONE, &b->policy.concession_pct);
	if (strcmp(name, "leader-share") == 0)
		return take_decimal("--leader-share", value, DECIMAL_ONE, &b->policy.leader_share);
	return option_choice("--audience", value, audience_names, &b->audience);
}

static const char *const sheets[] = {"overview", "lines", "customer", "fx", NULL};

static const struct tool tool = {
	.name = "negpkg-build",
	.purpose = "Builds the negotiation package: items rolled up to lines and accounts, for every position.",
	.files = "ITEMS",
	.options = specs,
	.sheets = sheets,
	.take = take_option,
};

/* Does the sheet say what its money is in? */
static bool
knows_currencies(const struct items_sheet *s)
{
	bool knows = s->currency != SHEET_NONE || s->cost_currency != SHEET_NONE;
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		knows |= s->positions[i].fx != SHEET_NONE || s->positions[i].cost_fx != SHEET_NONE;
	return knows;
}

static void
add_items(struct build *b, struct items_sheet *s, struct kept *kept)
{
	struct figures figures[PACKAGE_POSITIONS];
	struct item_row row = {.figures = figures};
	struct buf cells = {0};
	package_add_sheet(&b->package, s->sheet.name, kept);
	for (; items_next(s, &row); cells.len = 0)
		if (kept_put(kept, &s->sheet, row.currency_code, row.cost_currency_code, &cells))
			package_add(&b->package, &row, &cells, s->phase != SHEET_NONE);
	kept_settle(kept);
	buf_free(&cells);
}

static bool
read_items(struct build *b, const char *path, const struct items_plan *plan, struct kept *kept)
{
	size_t before = diag_errors();
	struct sheet sheet;
	struct items_sheet s;
	if (!sheet_open(&sheet, path, &b->dialect) || !items_bind(&s, &sheet, plan, false))
		return false;
	bool *carried = xcalloc(s.sheet.count, sizeof *carried);
	items_carried(&s, carried);
	kept_bind(kept, &s.sheet, "items", carried);
	free(carried);
	bool any = false;
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++) {
		bool has = s.positions[i].volume != SHEET_NONE || s.positions[i].share != SHEET_NONE;
		b->package.has[i] |= has;
		any |= has;
	}
	if (!any)
		sheet_report_missing(&s.sheet, "the volumes of a position (current_volume, initial_volume, expected_volume, walkaway_volume)");
	b->has_rates |= knows_currencies(&s);
	add_items(b, &s, kept);
	items_finish(&s);
	items_close(&s);
	return diag_errors() == before;
}

static bool
read_all(struct build *b)
{
	const struct items_plan plan = {
		.positions = (char *const *)package_positions,
		.position_count = PACKAGE_POSITIONS,
		.targets = true,
		.forecasts = b->customer_file ? &b->forecasts : NULL,
		.currencies = &b->currencies,
	};
	currencies_init(&b->currencies, plan.positions, plan.position_count, b->currencies.report);
	b->has_rates = b->fx_file != NULL;
	bool ok = (!b->fx_file || currencies_read(&b->currencies, b->fx_file, &b->fx_dialect)) &&
	    (!b->customer_file || forecasts_read(&b->forecasts, b->customer_file, &b->customer_dialect));
	ok &= attachment_read(&b->overview, &b->package.memory);
	ok &= attachment_read(&b->lines, &b->package.memory);
	for (size_t i = 0; i < b->options.file_count; i++)
		ok &= read_items(b, b->options.files[i], &plan, &b->items_kept[i]);
	return ok && currencies_settle(&b->currencies);
}

/* Joins what was read, rolls it up and names what matched nothing. */
static bool
assemble(struct build *b)
{
	package_gather(&b->package);
	if (!attachment_attach(&b->overview, &b->package) || !attachment_attach(&b->lines, &b->package))
		return false;
	forecasts_report_unmatched(&b->forecasts);
	if (b->customer_file)
		package_report_unforecast(&b->package);
	b->policy.report_currency = b->currencies.report;
	return package_finish(&b->package, &b->policy);
}

/* What all who print accounts share. */
struct printing {
	const struct build *build;
	const struct node **accounts;
	struct output output;
	size_t most; /* bytes that wait for their turn */
};

/* One of them. */
struct printer {
	struct printing *to;
	struct package_table table;
	struct buf text;
	struct csvout out;
	struct crew *crew;
	size_t first; /* of the accounts that are printed */
};

static void
flush(struct printer *p)
{
	crew_await_turn(p->crew, p->first);
	buf_add(&p->to->output.buf, p->text.data, p->text.len);
	output_drain(&p->to->output);
	p->text.len = 0;
}

static void
print_row(void *printer, const struct node *row)
{
	struct printer *p = printer;
	package_table_put_row(&p->table, row, &p->out);
	if (p->text.len > p->to->most)
		flush(p);
}

static void
print_accounts(struct crew *crew, void *printer, size_t from, size_t to)
{
	struct printer *p = printer;
	const struct build *b = p->to->build;
	p->crew = crew;
	p->first = from;
	for (size_t i = from; i < to; i++)
		audience_account(&b->package, (enum audience)b->audience, p->to->accounts[i], print_row, p);
	flush(p);
}

static void
start_printer(struct printer *p, struct printing *to, const struct kept *const *kept, size_t kept_count)
{
	const struct build *b = to->build;
	*p = (struct printer){.to = to, .out = {.to = &p->text, .delimiter = b->options.output_delimiter, .excel = b->options.excel}};
	package_table_init(&p->table, &b->package, (enum audience)b->audience, b->policy.report_currency, b->options.places,
	    b->has_rates, kept, kept_count);
}

static bool
print_package(const struct build *b)
{
	enum { ALONE_MOST = 64 * 1024, WAITING_MOST = 4 * 1024 * 1024 };
	const size_t kept_count = 2 + b->options.file_count, printers = package_workers(&b->package);
	const struct kept **kept = xcalloc(kept_count, sizeof *kept);
	kept[0] = &b->overview.kept;
	kept[1] = &b->lines.kept;
	for (size_t i = 0; i < b->options.file_count; i++)
		kept[2 + i] = &b->items_kept[i];
	struct printing to = {.build = b, .most = printers > 1 ? WAITING_MOST : ALONE_MOST};
	bool ok = output_open(&to.output, b->options.output);
	if (ok) {
		struct printer *crew = xcalloc(printers, sizeof *crew);
		struct csvout headings;
		to.accounts = audience_accounts(&b->package, (enum audience)b->audience);
		for (size_t i = 0; i < printers; i++)
			start_printer(&crew[i], &to, kept, kept_count);
		csvout_start(&headings, &to.output.buf, b->options.output_delimiter, b->options.excel);
		package_table_put_headings(&crew[0].table, &headings);
		crew_run(b->package.account_count, crew, sizeof *crew, printers, print_accounts);
		for (size_t i = 0; i < printers; i++) {
			package_table_free(&crew[i].table);
			buf_free(&crew[i].text);
		}
		free(to.accounts);
		free(crew);
		ok = output_close(&to.output);
	}
	free(kept);
	return ok;
}

static bool
read_dialects(struct build *b)
{
	const struct {
		struct dialect *dialect;
		const char *sheet;
	} dialects[] = {
		{&b->dialect, NULL}, {&b->fx_dialect, "fx"}, {&b->customer_dialect, "customer"},
		{&b->overview.dialect, "overview"}, {&b->lines.dialect, "lines"},
	};
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		if (!dialect_read(dialects[i].dialect, &b->options, dialects[i].sheet))
			return false;
	return true;
}

/* The order of rows tells of what they are ordered by. */
static bool
may_sort(const struct build *b)
{
	bool secret = strcmp(b->policy.sort_by, "at-risk") == 0 || !audience_sees_column(AUDIENCE_ROOM, b->policy.sort_by);
	if (b->audience != AUDIENCE_ROOM || !secret)
		return true;
	diag(DIAG_ERROR, "--sort-by=%s would tell the room what --audience=room keeps from it", b->policy.sort_by);
	return false;
}

static void
free_build(struct build *b)
{
	package_free(&b->package);
	forecasts_free(&b->forecasts);
	currencies_free(&b->currencies);
	for (size_t i = 0; b->items_kept && i < b->options.file_count; i++)
		kept_free(&b->items_kept[i]);
	free(b->items_kept);
	attachment_free(&b->overview);
	attachment_free(&b->lines);
	struct dialect *const dialects[] = {&b->dialect, &b->fx_dialect, &b->customer_dialect, &b->overview.dialect,
		&b->lines.dialect};
	for (size_t i = 0; i < sizeof dialects / sizeof *dialects; i++)
		dialect_free(dialects[i]);
	options_free(&b->options);
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"items", "overview", "lines", "customer", "fx", NULL};
	struct build b = {
		.policy = {.concession_pct = 10 * DECIMAL_ONE, .leader_share = DECIMAL_ONE / 2, .sort_by = "largest"},
		.overview = {.role = "overview"},
		.lines = {.role = "lines", .about_lines = true},
	};
	diag_start(tool.name);
	output_guard_descriptors();
	package_init(&b.package);
	enum options_result result = options_parse(&b.options, &tool, &b, argc, argv);
	if (result == OPTIONS_RUN && !may_sort(&b))
		result = OPTIONS_BAD;
	if (result == OPTIONS_RUN && b.options.columns) {
		columns_print(&b.options, roles);
	} else if (result == OPTIONS_RUN && read_dialects(&b)) {
		b.items_kept = xcalloc(b.options.file_count, sizeof *b.items_kept);
		if (read_all(&b) && assemble(&b))
			print_package(&b);
	}
	free_build(&b);
	return result == OPTIONS_BAD ? 2 : diag_finish();
}
