/* What a report says of a product line, and of its items one by one. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "deal/report_parts.h"

/* --- the table of items */

enum column_kind { VOLUME, PRICE, CHANGE, GAP, REVENUE, MARGIN_PCT, SHARE, COLUMNS };

/* A table of items on its way: which columns it has, and how exact they are. */
struct item_table {
	struct report *report;
	const struct report_source *from;
	struct report_table *table;
	size_t at[COLUMNS]; /* each kind's column, or COLUMNS */
	int volume_places, price_places;
};

static bool
is_shown(const struct report_source *from, enum column_kind kind)
{
	static const enum package_measure measures[COLUMNS] = {PACKAGE_VOLUME, PACKAGE_PRICE, PACKAGE_PRICE, PACKAGE_PRICE,
		PACKAGE_REVENUE, PACKAGE_MARGIN_PCT, PACKAGE_SHARE};
	return kind == GAP ? from->tree->has_figure[FIGURE_TARGET_GAP_PCT] : from->tree->has_measure[measures[kind]];
}

static void
add_columns(struct item_table *t)
{
	static const char *const headings[COLUMNS] = {"Volume", "Price", "Change %", "Gap %", "Revenue", "Margin %", "Share %"};
	for (int kind = 0; kind < COLUMNS; kind++) {
		bool shown = is_shown(t->from, (enum column_kind)kind);
		t->at[kind] = shown ? t->table->column_count : COLUMNS;
		if (shown)
			report_column(t->table, headings[kind]);
	}
}

/* A column's figures all have the places of the one that needs most. */
static void
measure(struct item_table *t, const struct package_row *row)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++) {
		t->volume_places = report_places(row->positions[p][PACKAGE_VOLUME], t->volume_places);
		t->price_places = report_places(row->positions[p][PACKAGE_PRICE], t->price_places);
	}
	t->price_places = report_places(row->figures[FIGURE_TARGET_PRICE], t->price_places);
	t->volume_places = report_places(row->figures[FIGURE_MARKET_VOLUME], t->volume_places);
	for (size_t i = 0; i < row->child_count; i++)
		measure(t, row->children[i]);
}

static void
set(struct item_table *t, struct report_row *row, enum column_kind kind, struct report_cell cell)
{
	if (t->at[kind] != COLUMNS)
		row->cells[t->at[kind]] = cell;
}

/* From the current price, where it isn't the current price itself. */
static struct package_value
price_change(const struct package_row *item, size_t position)
{
	struct package_value none = {0}, given = item->figures[FIGURE_PRICE_CHANGE_PCT];
	if (position == CURRENT)
		return none;
	return position == EXPECTED && given.given ? given : report_price_change(item, CURRENT, position);
}

static bool
has_position(const struct package_row *item, size_t position)
{
	bool has = false;
	for (size_t m = 0; m < PACKAGE_MEASURES; m++)
		has |= item->positions[position][m].given;
	return has;
}

static void
add_position(struct item_table *t, struct report_group *g, const struct package_row *item, size_t position)
{
	struct report *r = t->report;
	const struct package_value *v = item->positions[position];
	struct report_row *row = report_row(r, t->table, g, report_position_name(r, position));
	row->strong = report_is_decided(r, position);
	set(t, row, VOLUME, report_amount(r, v[PACKAGE_VOLUME], t->volume_places));
	set(t, row, PRICE, report_amount(r, v[PACKAGE_PRICE], t->price_places));
	set(t, row, CHANGE, report_change(r, price_change(item, position), 2));
	if (position == EXPECTED)
		set(t, row, GAP, report_change(r, item->figures[FIGURE_TARGET_GAP_PCT], 2));
	set(t, row, REVENUE, report_amount(r, v[PACKAGE_REVENUE], r->places));
	set(t, row, MARGIN_PCT, report_amount(r, v[PACKAGE_MARGIN_PCT], 2));
	set(t, row, SHARE, report_amount(r, report_points(v[PACKAGE_SHARE]), 2));
}

/* What the customer needs in all, and the price it asks for. */
static void
add_demand(struct item_table *t, struct report_group *g, const struct package_row *item)
{
	struct package_value need = item->figures[FIGURE_MARKET_VOLUME], target = item->figures[FIGURE_TARGET_PRICE];
	if (!need.given && !target.given)
		return;
	struct report_row *row = report_row(t->report, t->table, g, need.given && target.given ? "Need, target" : need.given ? "Need" : "Target");
	set(t, row, VOLUME, report_amount(t->report, need, t->volume_places));
	set(t, row, PRICE, report_amount(t->report, target, t->price_places));
}

/* --- an item */

/* EUR per 1,000 pc */
static const char *
terms(const struct item_table *t, const struct package_row *item)
{
	struct buf b = {0};
	const char *currency = item->texts[TEXT_CURRENCY], *unit = item->texts[TEXT_UNIT];
	struct package_value per = item->figures[FIGURE_PRICE_PER];
	bool many = per.given && per.value != DECIMAL_ONE;
	if (strcmp(currency, t->from->account->texts[TEXT_CURRENCY]) != 0)
		buf_puts(&b, currency);
	if (many || *unit)
		buf_printf(&b, "%sper", b.len ? " " : "");
	if (many) {
		struct report_cell number = report_amount(t->report, per, report_places(per, 0));
		buf_printf(&b, " %s", number.text);
	}
	if (*unit)
		buf_printf(&b, " %s", unit);
	return report_keep(t->report, &b);
}

static enum severity
tone_of(const char *flag, size_t n)
{
	static const struct {
		const char *flag;
		enum severity tone;
	} tones[] = {
		{"below-cost", SEVERITY_ERROR}, {"below-floor", SEVERITY_ERROR}, {"below-alternative", SEVERITY_WARNING},
		{"concession", SEVERITY_WARNING}, {"lost", SEVERITY_WARNING}, {"let-go", SEVERITY_WARNING},
	};
	for (size_t i = 0; i < sizeof tones / sizeof *tones; i++)
		if (strlen(tones[i].flag) == n && strncmp(tones[i].flag, flag, n) == 0)
			return tones[i].tone;
	return SEVERITY_INFO;
}

static void
add_marks(struct item_table *t, struct report_group *g, const char *flags)
{
	for (size_t n; *flags; flags += n + (flags[n] == ';')) {
		n = strcspn(flags, ";");
		char *text = arena_strndup(&t->report->memory, flags, n);
		for (char *hyphen = text; (hyphen = strchr(hyphen, '-'));)
			*hyphen = ' ';
		if (n)
			report_mark(g, tone_of(flags, n), text);
	}
}

static const char *
alternative(struct report *r, const struct package_row *item)
{
	struct buf b = {0};
	struct package_value price = item->figures[FIGURE_ALTERNATIVE_PRICE];
	buf_puts(&b, item->texts[TEXT_ALTERNATIVE]);
	if (price.given) {
		buf_puts(&b, b.len ? " at " : "at ");
		report_put_price(r, &b, price);
	}
	if (b.len && *item->texts[TEXT_ALTERNATIVE_QUALIFIED])
		buf_puts(&b, strcmp(item->texts[TEXT_ALTERNATIVE_QUALIFIED], "yes") == 0 ? ", qualified" : ", not qualified");
	return report_keep(r, &b);
}

static const char *
floor_price(struct report *r, const struct package_row *item)
{
	struct buf b = {0};
	if (item->figures[FIGURE_FLOOR_PRICE].given)
		report_put_price(r, &b, item->figures[FIGURE_FLOOR_PRICE]);
	return report_keep(r, &b);
}

/* A phase says what its item doesn't. */
static void
add_remark(struct report_group *g, const struct package_row *item, enum package_text text, const char *label)
{
	bool said = item->level == PACKAGE_PHASE && strcmp(item->texts[text], item->parent->texts[text]) == 0;
	report_remark(g, label, said ? "" : item->texts[text]);
}

static void
add_remarks(struct item_table *t, struct report_group *g, const struct package_row *item)
{
	const char *other = alternative(t->report, item);
	bool said = item->level == PACKAGE_PHASE && strcmp(other, alternative(t->report, item->parent)) == 0;
	add_remark(g, item, TEXT_CONDITION, "Condition");
	report_remark(g, "Alternative", said ? "" : other);
	report_remark(g, "Floor", floor_price(t->report, item));
	add_remark(g, item, TEXT_WALKAWAY_APPROVED_BY, "Walk-away approved by");
	add_remark(g, item, TEXT_NOTE, "Note");
}

static void
add_item(struct item_table *t, const struct package_row *item)
{
	bool phase = item->level == PACKAGE_PHASE;
	struct report_group *g = report_group(t->table, item->texts[phase ? TEXT_PHASE : TEXT_PRODUCT]);
	g->inner = phase;
	g->known_as = phase ? "" : item->texts[TEXT_CUSTOMER_PART];
	g->terms = phase ? "" : terms(t, item);
	add_marks(t, g, item->texts[TEXT_FLAGS]);
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		if (has_position(item, p))
			add_position(t, g, item, p);
	add_demand(t, g, item);
	add_remarks(t, g, item);
	if (g->row_count == 0)
		report_row(t->report, t->table, g, ""); /* an item without figures is still there */
	for (size_t i = 0; i < item->child_count; i++)
		add_item(t, item->children[i]);
}

static void
add_items(struct report *r, const struct report_source *from, const struct package_row *line)
{
	struct buf caption = {0};
	if (line->child_count == 0)
		return;
	struct item_table t = {.report = r, .from = from, .table = &report_block(r, REPORT_TABLE)->table, .price_places = 2};
	buf_printf(&caption, "Items%s%s", *line->texts[TEXT_PRODUCT_LINE] ? " of " : "", line->texts[TEXT_PRODUCT_LINE]);
	if (*from->account->texts[TEXT_CURRENCY])
		buf_printf(&caption, ", in %s where nothing else is said", from->account->texts[TEXT_CURRENCY]);
	t.table->caption = report_keep(r, &caption);
	t.table->group_heading = "Item";
	t.table->row_heading = "Position";
	add_columns(&t);
	measure(&t, line->children[0]);
	for (size_t i = 1; i < line->child_count; i++)
		measure(&t, line->children[i]);
	for (size_t i = 0; i < line->child_count; i++)
		add_item(&t, line->children[i]);
}

/* --- the line */

static const char *
approval(struct report *r, const struct package_row *line)
{
	struct buf b = {0};
	buf_puts(&b, line->texts[TEXT_APPROVED_BY]);
	if (*line->texts[TEXT_APPROVED_ON])
		buf_printf(&b, "%son %s", b.len ? ", " : "", line->texts[TEXT_APPROVED_ON]);
	return report_keep(r, &b);
}

static const char *
at_the_table(struct report *r, const struct package_row *line)
{
	struct buf b = {0};
	if (*line->texts[TEXT_SEQUENCE])
		buf_printf(&b, "number %s", line->texts[TEXT_SEQUENCE]);
	if (*line->texts[TEXT_SECTION_LEADER])
		buf_printf(&b, "%sled by %s", b.len ? ", " : "", line->texts[TEXT_SECTION_LEADER]);
	if (*line->texts[TEXT_MODE])
		buf_printf(&b, "%s%s", b.len ? ", " : "", line->texts[TEXT_MODE]);
	return report_keep(r, &b);
}

void
report_add_line(struct report *r, const struct report_source *from, const struct package_row *line)
{
	const char *const *texts = line->texts;
	report_section(r, 2, *texts[TEXT_PRODUCT_LINE] ? texts[TEXT_PRODUCT_LINE] : "(no product line)", "", true);
	struct report_block *facts = report_block(r, REPORT_FACTS);
	report_fact(facts, "Owner", texts[TEXT_OWNER]);
	report_fact(facts, "Strategy", texts[TEXT_STRATEGY]);
	report_fact(facts, "Specific strategies", texts[TEXT_SPECIFIC_STRATEGIES]);
	report_fact(facts, "At the table", at_the_table(r, line));
	report_fact(facts, "Approved by", approval(r, line));
	if (*texts[TEXT_PRODUCT_LINE])
		report_add_findings(r, from, texts[TEXT_PRODUCT_LINE]);
	report_add_positions(r, from, line);
	add_items(r, from, line);
}
