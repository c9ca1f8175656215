#include "deal/columns.h"

#include <string.h>

#include "base/buf.h"
#include "base/options.h"
#include "base/output.h"
#include "table/csvout.h"
#include "table/sheet.h"

const char *const package_positions[] = {"current", "initial", "expected", "walkaway", NULL};

#define POSITION "<position>_"

const struct column columns[] = {
	{"account", COLUMN_ID, "items overview lines customer", {0}, "the customer"},
	{"product_line", COLUMN_ID, "items lines", {"line", "family"}, "the product line"},
	{"product", COLUMN_ID, "items customer", {"item", "part", "part number", "sku"}, "the product"},
	{"customer_part", COLUMN_ID, "items customer", {0}, "the customer's number for it"},
	{"period", COLUMN_ID, "items overview lines customer", {0}, "the contract period: 2027, 2027-H1"},
	{"phase", COLUMN_ID, "items customer", {0}, "a part of the period: H1, Q3"},
	{"unit", COLUMN_ID, "items", {0}, "what a volume counts: pc, m, kg"},
	{"currency", COLUMN_ID, "items fx", {0}, "ISO code of prices and revenue"},
	{"cost_currency", COLUMN_ID, "items", {0}, "ISO code of costs; default: currency"},
	{"price_per", COLUMN_NUMBER, "items customer", {0}, "how many units a price is for; default 1"},
	{"cost_per", COLUMN_NUMBER, "items", {0}, "how many units a cost is for; default 1"},
	{"market_volume", COLUMN_NUMBER, "items customer", {0}, "the customer's forecast of its whole need"},
	{"current_market_volume", COLUMN_NUMBER, "items", {0}, "the same for the current year"},
	{"target_price", COLUMN_NUMBER, "items customer", {0}, "the price the customer asks for"},
	{"list_price", COLUMN_NUMBER, "items", {0}, "list price"},
	{"floor_price", COLUMN_NUMBER, "items", {0}, "below it a walk-away needs an approver"},
	{POSITION "volume", COLUMN_NUMBER, "items", {"qty", "quantity", "units"}, "units sold in the position; 0: not sold"},
	{POSITION "price", COLUMN_NUMBER, "items", {"asp", "unit price"}, "unit price, in currency per price_per"},
	{POSITION "cost", COLUMN_NUMBER, "items", {"unit cost"}, "unit cost, in cost_currency per cost_per"},
	{POSITION "revenue", COLUMN_NUMBER, "items", {0}, "total instead of a price"},
	{POSITION "cogs", COLUMN_NUMBER, "items", {0}, "total instead of a unit cost"},
	{POSITION "rebate", COLUMN_NUMBER, "items", {0}, "money given back, in currency"},
	{POSITION "share", COLUMN_SHARE, "items", {0}, "our part of the market volume; gives an empty volume"},
	{POSITION "fx", COLUMN_NUMBER, "items", {0}, "report currency for one of currency"},
	{POSITION "cost_fx", COLUMN_NUMBER, "items", {0}, "report currency for one of cost_currency"},
	{POSITION "list", COLUMN_NUMBER, "waterfall", {0}, "money at list prices"},
	{POSITION "discount", COLUMN_NUMBER, "waterfall", {0}, "what the invoice takes off it"},
	{POSITION "allowance", COLUMN_NUMBER, "waterfall", {0}, "promotions, also before the invoice"},
	{POSITION "freight", COLUMN_NUMBER, "waterfall", {0}, "freight and service we bear"},
	{POSITION "terms", COLUMN_NUMBER, "waterfall", {0}, "what payment terms cost us"},
	{POSITION "incentive", COLUMN_NUMBER, "waterfall", {0}, "what vendors give us"},
	{"cost", COLUMN_NUMBER, "items", {"unit cost"}, "stands in for an empty cost of any position but current"},
	{"leader", COLUMN_YESNO, "items", {0}, "we lead with this product"},
	{"strategic", COLUMN_YESNO, "items", {0}, "a strategic product"},
	{"qualified", COLUMN_YESNO, "items", {0}, "we are qualified"},
	{"alternative", COLUMN_TEXT, "items", {0}, "the customer's best other option"},
	{"alternative_price", COLUMN_NUMBER, "items", {0}, "its price, in currency per price_per"},
	{"alternative_qualified", COLUMN_YESNO, "items", {0}, "could the customer really buy it?"},
	{"alternative_source", COLUMN_TEXT, "items", {0}, "who says so"},
	{"alternative_date", COLUMN_DATE, "items", {0}, "since when we know"},
	{"condition", COLUMN_TEXT, "items", {0}, "what a price is given for"},
	{"walkaway_approved_by", COLUMN_TEXT, "items", {0}, "who approved a walk-away below cost"},
	{"note", COLUMN_TEXT, "items", {0}, "anything else"},

	{"account_manager", COLUMN_TEXT, "overview", {0}, "who owns the account's strategy"},
	{"our_objectives", COLUMN_TEXT, "overview", {0}, "what we want"},
	{"customer_objectives", COLUMN_TEXT, "overview", {0}, "what the customer wants"},
	{"strategic_objectives", COLUMN_TEXT, "overview", {0}, "what goes beyond the figures"},
	{"environment_changes", COLUMN_TEXT, "overview", {0}, "what drives the customer this year"},
	{"negotiation_rank", COLUMN_NUMBER, "overview", {0}, "our place in the order of negotiations"},
	{"supplier_count", COLUMN_NUMBER, "overview", {0}, "how many suppliers negotiate"},
	{"target_revenue", COLUMN_NUMBER, "overview lines", {0}, "revenue we aim at, in the report currency"},
	{"target_margin", COLUMN_NUMBER, "overview lines", {0}, "gross margin we aim at"},
	{"target_margin_pct", COLUMN_PERCENT, "overview lines", {0}, "the same in points of revenue"},
	{"target_share", COLUMN_SHARE, "overview lines", {0}, "share we aim at"},
	{"corporate_strategy", COLUMN_TEXT, "overview", {0}, "the strategy across lines"},
	{"pre_positioning", COLUMN_TEXT, "overview", {0}, "what the customer hears beforehand"},
	{"deadlock_rule", COLUMN_TEXT, "overview", {0}, "what we do when talks stall"},
	{"deadlock_owner", COLUMN_TEXT, "overview", {0}, "who decides then"},
	{"deadlock_phone", COLUMN_TEXT, "overview", {0}, "and how to reach them"},
	{"negotiation_date", COLUMN_DATE, "overview", {0}, "day of the negotiation"},
	{"approval_date", COLUMN_DATE, "overview", {0}, "day of the executive approval"},
	{"package_date", COLUMN_DATE, "overview", {0}, "day the package is done"},
	{"date_source", COLUMN_TEXT, "overview", {0}, "customer, or planned"},
	{"template_version", COLUMN_TEXT, "overview", {0}, "version of the approved template"},
	{"plan", COLUMN_TEXT, "overview", {0}, "the account plan behind it"},
	{"plan_approved_on", COLUMN_DATE, "overview", {0}, "when that was approved"},
	{"pages", COLUMN_NUMBER, "overview lines", {0}, "pages of the section"},
	{"decisions_asked", COLUMN_TEXT, "overview", {0}, "what the executives are to decide"},
	{"folder", COLUMN_TEXT, "overview", {0}, "where the documents are"},

	{"owner", COLUMN_TEXT, "lines", {0}, "marketing owner of the line"},
	{"strategy", COLUMN_TEXT, "lines", {0}, "the line's strategy"},
	{"specific_strategies", COLUMN_TEXT, "lines", {0}, "strategies for single products"},
	{"floor_margin_pct", COLUMN_PERCENT, "lines", {0}, "margin below which business is unacceptable"},
	{"concession_pct", COLUMN_PERCENT, "lines", {0}, "price cut that counts as a concession in this line"},
	{"approved_by", COLUMN_TEXT, "lines", {0}, "who approved the line"},
	{"approved_on", COLUMN_DATE, "lines", {0}, "and when"},
	{"section_leader", COLUMN_TEXT, "lines", {0}, "who leads the section at the table"},
	{"sequence", COLUMN_NUMBER, "lines", {0}, "its place in the agenda"},
	{"mode", COLUMN_TEXT, "lines", {0}, "pre: negotiated beforehand; formal: at the table"},
};

const size_t column_count = sizeof columns / sizeof *columns;

static const struct column *
by_name(const char *name)
{
	for (size_t i = 0; i < column_count; i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}

const char *const *
column_aliases(const char *name)
{
	static const char *const none[] = {NULL};
	const struct column *c = by_name(name);
	return c ? c->aliases : none;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n > m && strcmp(s + n - m, end) == 0;
}

static bool
has_word(const char *words, const char *word)
{
	size_t n = strlen(word);
	for (const char *at = words; (at = strstr(at, word)); at += n)
		if ((at == words || at[-1] == ' ') && (at[n] == ' ' || at[n] == '\0'))
			return true;
	return false;
}

const struct column *
column_known(const char *key, const char *sheet)
{
	const struct column *found = NULL;
	for (size_t i = 0; i < column_count && !found; i++) {
		struct buf b = {0};
		heading_fold(&b, columns[i].name, strlen(columns[i].name));
		if (has_word(columns[i].sheets, sheet) && strcmp(buf_str(&b), key) == 0)
			found = &columns[i];
		buf_free(&b);
	}
	return found;
}

char *
column_of_position(const char *position, const char *suffix)
{
	struct buf b = {0};
	buf_printf(&b, "%s_%s", position, suffix);
	buf_str(&b);
	return b.data;
}

size_t
column_position(const char *key)
{
	static const char *const suffixes[] = {"volume", "qty", "quantity", "units", "unitprice", "price", "asp", "revenue"};
	static const char *const no_positions[] = {"market", "currentmarket", "target", "list", "floor", "alternative",
		"standalone", "bundle", "customer", "unit"};
	size_t n = 0;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes && !n; i++)
		if (ends_with(key, suffixes[i]))
			n = strlen(key) - strlen(suffixes[i]);
	for (size_t i = 0; i < sizeof no_positions / sizeof *no_positions; i++)
		if (strlen(no_positions[i]) == n && strncmp(key, no_positions[i], n) == 0)
			return 0;
	return n;
}

static void
put_columns(struct csvout *out, const char *const *sheets)
{
	static const char *const types[] = {"text", "id", "number", "share", "percent", "date", "yes/no"};
	csvout_str(out, "name");
	csvout_str(out, "type");
	csvout_str(out, "aliases");
	csvout_str(out, "meaning");
	csvout_end(out);
	for (size_t i = 0; i < column_count; i++) {
		bool wanted = false;
		for (size_t s = 0; sheets[s]; s++)
			wanted |= has_word(columns[i].sheets, sheets[s]);
		if (!wanted)
			continue;
		struct buf aliases = {0};
		for (size_t a = 0; a < 4 && columns[i].aliases[a]; a++)
			buf_printf(&aliases, "%s%s", a ? "; " : "", columns[i].aliases[a]);
		csvout_str(out, columns[i].name);
		csvout_str(out, types[columns[i].type]);
		csvout_text(out, aliases.data ? aliases.data : "", aliases.len);
		csvout_str(out, columns[i].meaning);
		csvout_end(out);
		buf_free(&aliases);
	}
}

bool
columns_print(const struct options *o, const char *const *sheets)
{
	struct output output;
	struct csvout out;
	if (!output_open(&output, o->output))
		return false;
	csvout_start(&out, &output.buf, o->output_delimiter, o->excel);
	put_columns(&out, sheets);
	return output_close(&output);
}
