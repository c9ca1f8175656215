#include "deal/columns.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/options.h"
#include "base/output.h"
#include "table/csvout.h"
#include "table/sheet.h"

const char *const package_positions[] = {"current", "initial", "expected", "walkaway", NULL};

#define POSITION "<position>_"

const struct column columns[] = {
	{"account", COLUMN_ID, "items overview lines customer team approvals actions calendar bundles results package", {0}, "the customer"},
	{"product_line", COLUMN_ID, "items lines team approvals actions calendar bundles results package", {"line", "family"}, "the product line"},
	{"product", COLUMN_ID, "items customer bundles results package", {"item", "part", "part number", "sku"}, "the product"},
	{"customer_part", COLUMN_ID, "items customer package", {0}, "the customer's number for it"},
	{"period", COLUMN_ID, "items overview lines customer team approvals actions calendar results package", {0}, "the contract period: 2027, 2027-H1"},
	{"phase", COLUMN_ID, "items customer results package", {0}, "a part of the period: H1, Q3"},
	{"unit", COLUMN_ID, "items", {0}, "what a volume counts: pc, m, kg"},
	{"currency", COLUMN_ID, "items fx package", {0}, "ISO code of prices and revenue"},
	{"cost_currency", COLUMN_ID, "items", {0}, "ISO code of costs; default: currency"},
	{"price_per", COLUMN_NUMBER, "items customer", {0}, "how many units a price is for; default 1"},
	{"cost_per", COLUMN_NUMBER, "items", {0}, "how many units a cost is for; default 1"},
	{"market_volume", COLUMN_NUMBER, "items customer package", {0}, "the customer's forecast of its whole need"},
	{"current_market_volume", COLUMN_NUMBER, "items package", {0}, "the same for the current year"},
	{"target_price", COLUMN_NUMBER, "items customer package", {0}, "the price the customer asks for"},
	{"list_price", COLUMN_NUMBER, "items bundles", {0}, "list price"},
	{"floor_price", COLUMN_NUMBER, "items bundles", {0}, "below it a walk-away needs an approver"},
	{POSITION "volume", COLUMN_NUMBER, "items package", {"qty", "quantity", "units"}, "units sold in the position; 0: not sold"},
	{POSITION "price", COLUMN_NUMBER, "items package", {"asp", "unit price"}, "unit price, in currency per price_per"},
	{POSITION "cost", COLUMN_NUMBER, "items package", {"unit cost"}, "unit cost, in cost_currency per cost_per"},
	{POSITION "revenue", COLUMN_NUMBER, "items package", {0}, "total instead of a price"},
	{POSITION "cogs", COLUMN_NUMBER, "items package", {0}, "total instead of a unit cost"},
	{POSITION "rebate", COLUMN_NUMBER, "items package", {0}, "money given back, in currency"},
	{POSITION "share", COLUMN_SHARE, "items package", {0}, "our part of the market volume; gives an empty volume"},
	{POSITION "fx", COLUMN_NUMBER, "items", {0}, "report currency for one of currency"},
	{POSITION "cost_fx", COLUMN_NUMBER, "items", {0}, "report currency for one of cost_currency"},
	{POSITION "list", COLUMN_NUMBER, "waterfall", {0}, "money at list prices"},
	{POSITION "discount", COLUMN_NUMBER, "waterfall", {0}, "what the invoice takes off it"},
	{POSITION "allowance", COLUMN_NUMBER, "waterfall", {0}, "promotions, also before the invoice"},
	{POSITION "freight", COLUMN_NUMBER, "waterfall", {0}, "freight and service we bear"},
	{POSITION "terms", COLUMN_NUMBER, "waterfall", {0}, "what payment terms cost us"},
	{POSITION "incentive", COLUMN_NUMBER, "waterfall", {0}, "what vendors give us"},
	{"cost", COLUMN_NUMBER, "items bundles", {"unit cost"}, "stands in for an empty cost of any position but current"},
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
	{"note", COLUMN_TEXT, "items approvals actions calendar results", {0}, "anything else"},

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
	{"negotiation_date", COLUMN_DATE, "overview calendar", {0}, "day of the negotiation"},
	{"approval_date", COLUMN_DATE, "overview calendar", {0}, "day of the executive approval"},
	{"package_date", COLUMN_DATE, "overview calendar", {0}, "day the package is done"},
	{"date_source", COLUMN_TEXT, "overview calendar", {0}, "customer, or planned"},
	{"template_version", COLUMN_TEXT, "overview", {0}, "version of the approved template"},
	{"plan", COLUMN_TEXT, "overview", {0}, "the account plan behind it"},
	{"plan_approved_on", COLUMN_DATE, "overview", {0}, "when that was approved"},
	{"pages", COLUMN_NUMBER, "overview lines", {0}, "pages of the section"},
	{"decisions_asked", COLUMN_TEXT, "overview", {0}, "what the executives are to decide"},
	{"folder", COLUMN_TEXT, "overview calendar", {0}, "where the documents are"},

	{"owner", COLUMN_TEXT, "lines actions calendar bundles", {0}, "who answers for it; of a line, its marketing owner"},
	{"strategy", COLUMN_TEXT, "lines", {0}, "the line's strategy"},
	{"specific_strategies", COLUMN_TEXT, "lines", {0}, "strategies for single products"},
	{"floor_margin_pct", COLUMN_PERCENT, "lines bundles", {0}, "margin below which business is unacceptable"},
	{"concession_pct", COLUMN_PERCENT, "lines", {0}, "price cut that counts as a concession in this line"},
	{"approved_by", COLUMN_TEXT, "lines", {0}, "who approved the line"},
	{"approved_on", COLUMN_DATE, "lines approvals", {0}, "and when"},
	{"section_leader", COLUMN_TEXT, "lines", {0}, "who leads the section at the table"},
	{"sequence", COLUMN_NUMBER, "lines", {0}, "its place in the agenda"},
	{"mode", COLUMN_TEXT, "lines", {0}, "pre: negotiated beforehand; formal: at the table"},

	{"level", COLUMN_TEXT, "package", {0}, "account, line, item or phase"},
	{"rank", COLUMN_NUMBER, "package", {0}, "place among its kind, from 1"},
	{POSITION "value_share", COLUMN_SHARE, "package", {0}, "our part of the market's value"},
	{POSITION "margin", COLUMN_NUMBER, "package", {0}, "gross margin, in the report currency"},
	{POSITION "margin_pct", COLUMN_PERCENT, "package", {0}, "the same in points of revenue"},
	{"target_gap_pct", COLUMN_PERCENT, "package", {0}, "expected price over the target price"},
	{"price_change_pct", COLUMN_PERCENT, "package", {0}, "from current to expected"},
	{"flags", COLUMN_TEXT, "package", {0}, "what needs attention, joined by ;"},
	{"package_id", COLUMN_ID, "package approvals", {0}, "what an approval approves"},
	{"source", COLUMN_TEXT, "package bundles", {0}, "file and line of a package's row; rival: stolen volume"},

	{"person", COLUMN_TEXT, "team", {0}, "who"},
	{"email", COLUMN_TEXT, "team actions calendar", {0}, "address of the person or the owner"},
	{"role", COLUMN_TEXT, "team approvals", {0}, "account manager, marketing owner, executive..."},
	{"side", COLUMN_TEXT, "team actions", {0}, "us or them"},
	{"attends", COLUMN_YESNO, "team", {0}, "is at the table"},
	{"decides", COLUMN_YESNO, "team", {0}, "may decide there"},
	{"access", COLUMN_TEXT, "calendar", {0}, "who may see the folder"},
	{"access", COLUMN_YESNO, "team", {0}, "may see the folder"},
	{"phone", COLUMN_TEXT, "team", {0}, "how to reach them"},
	{"reachable_from", COLUMN_DATE, "team", {0}, "from which day"},
	{"reachable_to", COLUMN_DATE, "team", {0}, "to which day"},

	{"name", COLUMN_TEXT, "approvals", {0}, "who decided"},
	{"decision", COLUMN_TEXT, "approvals actions", {0}, "approved, or what was decided"},

	{"id", COLUMN_ID, "actions", {0}, "the team's number for it"},
	{"milestone", COLUMN_TEXT, "actions agenda", {0}, "what is due"},
	{"subject", COLUMN_TEXT, "actions", {0}, "what it is about"},
	{"kind", COLUMN_TEXT, "actions agenda", {0}, "task or meeting; of an action also commitment, contact..."},
	{"promised_to", COLUMN_TEXT, "actions", {0}, "to whom"},
	{"start_on", COLUMN_DATE, "actions", {0}, "day work on it begins"},
	{"due", COLUMN_DATE, "actions", {0}, "day it is due"},
	{"start_time", COLUMN_TEXT, "actions", {0}, "when a meeting begins"},
	{"minutes", COLUMN_NUMBER, "actions", {0}, "how long it lasts"},
	{"attendees", COLUMN_TEXT, "actions", {0}, "who comes, joined by ;"},
	{"recurrence", COLUMN_TEXT, "actions calendar", {0}, "annual, semi-annual, quarterly or monthly"},
	{"leads", COLUMN_TEXT, "actions calendar agenda", {0}, "days ahead on which it is told"},
	{"done_on", COLUMN_DATE, "actions", {0}, "when it was done"},
	{"status", COLUMN_TEXT, "actions results", {0}, "how it stands"},
	{"must_win", COLUMN_YESNO, "actions calendar", {0}, "one of the few that must be won"},
	{"publish_date", COLUMN_DATE, "calendar", {0}, "day the milestones and package go out"},
	{"premeeting_date", COLUMN_DATE, "calendar", {0}, "day of the team's last meeting"},
	{"start_date", COLUMN_DATE, "calendar", {0}, "day preparation begins"},
	{"occurrence", COLUMN_ID, "actions", {0}, "which one of a recurring milestone it is, from 0"},

	{"before", COLUMN_TEXT, "agenda", {0}, "the milestone that it prepares"},
	{"days", COLUMN_NUMBER, "agenda", {0}, "how long before that"},
	{"shift", COLUMN_TEXT, "agenda", {0}, "off days without work: earlier, later or none"},
	{"to", COLUMN_TEXT, "agenda", {0}, "roles of those who hear of it, joined by ;"},
	{"repeat_overdue", COLUMN_NUMBER, "agenda", {0}, "every so many days, until it is done; 0: never"},

	{"bundle", COLUMN_ID, "bundles", {0}, "the bundle"},
	{"standalone_volume", COLUMN_NUMBER, "bundles", {0}, "units sold without the bundle"},
	{"standalone_price", COLUMN_NUMBER, "bundles", {0}, "price without it"},
	{"bundle_volume", COLUMN_NUMBER, "bundles", {0}, "units sold in it"},
	{"bundle_price", COLUMN_NUMBER, "bundles", {0}, "price in it; without a product: of all of it"},
	{"rebate", COLUMN_NUMBER, "bundles", {0}, "money given back on all of it"},
	{"fixed_cost", COLUMN_NUMBER, "bundles", {0}, "money it takes once"},
	{"competitive", COLUMN_YESNO, "bundles", {0}, "a rival could sell it alone"},
	{"affected", COLUMN_YESNO, "bundles", {0}, "not in the bundle, but its volume changes"},
	{"customer_price", COLUMN_NUMBER, "bundles", {0}, "the customer's own price"},
	{"customer_cost", COLUMN_NUMBER, "bundles", {0}, "the customer's own cost"},
	{"rebate_threshold", COLUMN_NUMBER, "bundles", {0}, "volume from which a retroactive rebate counts"},
	{"rebate_before_pct", COLUMN_PERCENT, "bundles", {0}, "rebate below the threshold"},
	{"rebate_after_pct", COLUMN_PERCENT, "bundles", {0}, "rebate above it, on everything"},
	{"contestable_volume", COLUMN_NUMBER, "bundles", {0}, "volume a rival could win"},

	{"achieved_volume", COLUMN_NUMBER, "results", {0}, "units agreed"},
	{"achieved_price", COLUMN_NUMBER, "results", {0}, "price agreed"},
	{"achieved_share", COLUMN_SHARE, "results", {0}, "share agreed"},
	{"authorised_by", COLUMN_TEXT, "results", {0}, "who allowed a price below the walk-away"},
	{"documented_customer_on", COLUMN_DATE, "results", {0}, "when the customer got it in writing"},
	{"documented_marketing_on", COLUMN_DATE, "results", {0}, "when marketing did"},
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

/* Does a name of ours, which is small letters and _, fold to the key? */
static bool
folds_to(const char *name, const char *key)
{
	for (; *name; name++)
		if (*name != '_' && *name != *key++)
			return false;
	return *key == '\0';
}

const struct column *
column_known(const char *key, const char *sheet)
{
	for (size_t i = 0; i < column_count; i++)
		if (folds_to(columns[i].name, key) && has_word(columns[i].sheets, sheet))
			return &columns[i];
	return NULL;
}

static bool
is_known_sheet(const char *sheet)
{
	for (size_t i = 0; i < column_count; i++)
		if (has_word(columns[i].sheets, sheet))
			return true;
	return false;
}

enum column_type
column_type(const char *name, const char *sheet)
{
	static const struct {
		const char *end;
		enum column_type type;
	} ends[] = {
		{"date", COLUMN_DATE}, {"on", COLUMN_DATE}, {"pct", COLUMN_PERCENT}, {"share", COLUMN_SHARE},
		{"volume", COLUMN_NUMBER}, {"price", COLUMN_NUMBER}, {"cost", COLUMN_NUMBER}, {"revenue", COLUMN_NUMBER},
		{"cogs", COLUMN_NUMBER}, {"rebate", COLUMN_NUMBER}, {"margin", COLUMN_NUMBER}, {"fx", COLUMN_NUMBER},
	};
	bool is_known = is_known_sheet(sheet);
	for (size_t i = 0; i < column_count; i++)
		if (strcasecmp(columns[i].name, name) == 0 && (!is_known || has_word(columns[i].sheets, sheet)))
			return columns[i].type;
	const char *end = strrchr(name, '_');
	for (size_t i = 0; end && end > name && i < sizeof ends / sizeof *ends; i++)
		if (strcasecmp(ends[i].end, end + 1) == 0)
			return ends[i].type;
	return COLUMN_TEXT;
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
