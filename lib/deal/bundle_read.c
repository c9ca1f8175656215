#include "deal/bundle_read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "table/cell.h"
#include "table/sheet.h"

enum figure_kind { MONEY, QUANTITY, PERCENT };

/* The columns of figures, and where an item has them. */
static const struct figure_column {
	const char *name;
	enum figure_kind kind;
	size_t offset;
} figures[] = {
	{"cost", MONEY, offsetof(struct bundle_item, cost)},
	{"list_price", MONEY, offsetof(struct bundle_item, list_price)},
	{"standalone_volume", QUANTITY, offsetof(struct bundle_item, standalone_volume)},
	{"standalone_price", MONEY, offsetof(struct bundle_item, standalone_price)},
	{"bundle_volume", QUANTITY, offsetof(struct bundle_item, bundle_volume)},
	{"bundle_price", MONEY, offsetof(struct bundle_item, bundle_price)},
	{"floor_price", MONEY, offsetof(struct bundle_item, floor_price)},
	{"floor_margin_pct", PERCENT, offsetof(struct bundle_item, floor_margin_pct)},
	{"rebate", MONEY, offsetof(struct bundle_item, own_rebate)},
	{"customer_price", MONEY, offsetof(struct bundle_item, customer_price)},
	{"customer_cost", MONEY, offsetof(struct bundle_item, customer_cost)},
	{"rebate_threshold", QUANTITY, offsetof(struct bundle_item, rebate_threshold)},
	{"rebate_before_pct", PERCENT, offsetof(struct bundle_item, rebate_before_pct)},
	{"rebate_after_pct", PERCENT, offsetof(struct bundle_item, rebate_after_pct)},
	{"contestable_volume", QUANTITY, offsetof(struct bundle_item, contestable_volume)},
};

enum { FIGURES = sizeof figures / sizeof *figures };

/* Columns of a sheet on its way in. */
struct bundle_sheet {
	struct sheet sheet;
	size_t bundle, account, product_line, product, owner, affected, competitive, source, fixed_cost;
	size_t figures[FIGURES];
	struct bundles *bundles;
};

static struct maybe *
figure_of(struct bundle_item *item, size_t i)
{
	return (struct maybe *)(void *)((char *)item + figures[i].offset);
}

static bool
fail(const struct bundle_sheet *s, size_t column, const char *why)
{
	struct place where = sheet_place(&s->sheet, column);
	struct cell c = sheet_cell(&s->sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return false;
}

/* All is in one currency: cells at least agree in the one they show. */
static bool
check_sign(struct bundle_sheet *s, size_t column, const struct number *n)
{
	struct bundles *b = s->bundles;
	if (!n->currency[0])
		return true;
	if (!b->sign[0]) {
		memcpy(b->sign, n->currency, sizeof b->sign);
		b->sign_at = sheet_place(&s->sheet, SHEET_NONE);
	}
	if (strcmp(b->sign, n->currency) == 0)
		return true;
	struct place where = sheet_place(&s->sheet, column);
	bool elsewhere = strcmp(where.file, b->sign_at.file) != 0;
	diag_at(&where, DIAG_ERROR, "%s, where line %ju%s%s shows %s: bundles are in one currency", diag_shown(n->currency),
	    b->sign_at.line, elsewhere ? " of " : "", elsewhere ? b->sign_at.file : "", diag_shown(b->sign));
	return false;
}

static bool
read_figure(struct bundle_sheet *s, size_t column, enum figure_kind kind, struct maybe *to, int *places)
{
	struct number n = {0};
	enum given given = kind == PERCENT ? cell_percent(&s->sheet, column, &n.value)
	    : kind == QUANTITY             ? cell_quantity(&s->sheet, column, &n)
	                                   : cell_number(&s->sheet, column, (struct cell){"", 0}, &n);
	*to = (struct maybe){.given = given == CELL_GIVEN, .value = n.value};
	if (given != CELL_GIVEN)
		return given == CELL_EMPTY;
	if (n.value < 0)
		return fail(s, column, "below zero");
	if (kind == PERCENT && n.value > 100 * DECIMAL_ONE)
		return fail(s, column, "more than 100 per cent");
	if (places)
		*places = n.places < 2 ? 2 : n.places > DECIMAL_PLACES ? DECIMAL_PLACES : n.places;
	return kind != MONEY || check_sign(s, column, &n);
}

static bool
read_text(struct bundles *b, struct bundle_sheet *s, size_t column, const char **to)
{
	struct cell c;
	if (cell_id(&s->sheet, column, &c) == CELL_BAD)
		return false;
	*to = c.n ? arena_strndup(&b->memory, c.s, c.n) : "";
	return true;
}

static bool
bind(struct bundle_sheet *s)
{
	size_t before = diag_errors();
	const struct sheet_binding columns[] = {
		{"bundle", &s->bundle, true}, {"account", &s->account, false}, {"product_line", &s->product_line, true},
		{"product", &s->product, true}, {"owner", &s->owner, false}, {"affected", &s->affected, false},
		{"competitive", &s->competitive, false}, {"source", &s->source, false}, {"fixed_cost", &s->fixed_cost, false},
	};
	sheet_bind(&s->sheet, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < FIGURES; i++)
		s->figures[i] = sheet_find(&s->sheet, figures[i].name);
	return diag_errors() == before;
}

/* A row without a product carries what is given on all of the bundle, or on a line of it, and nothing else. */
static bool
read_charge(struct bundles *b, struct bundle_sheet *s, const struct bundle_item *row)
{
	struct bundle_charge c = {.where = row->where, .bundle = row->bundle, .account = row->account,
		.product_line = row->product_line, .owner = row->owner};
	bool ok = read_figure(s, s->fixed_cost, MONEY, &c.fixed_cost, NULL), ignored;
	struct cell source;
	ok &= cell_yes(&s->sheet, s->affected, &ignored) != CELL_BAD;
	ok &= cell_yes(&s->sheet, s->competitive, &ignored) != CELL_BAD;
	ok &= cell_text(&s->sheet, s->source, &source) != CELL_BAD;
	for (size_t i = 0; i < FIGURES; i++) {
		struct maybe *to = figures[i].offset == offsetof(struct bundle_item, own_rebate) ? &c.rebate
		    : figures[i].offset == offsetof(struct bundle_item, bundle_price)            ? &c.bundle_price
		                                                                                 : NULL;
		struct maybe other;
		ok &= read_figure(s, s->figures[i], figures[i].kind, to ? to : &other,
		    to == &c.rebate ? &c.rebate_places : to ? &c.price_places : NULL);
		if (!to && other.given)
			ok = fail(s, s->figures[i], "a row without a product carries a rebate, a bundle_price or a fixed_cost only");
	}
	if (ok && *c.product_line && (c.bundle_price.given || c.fixed_cost.given))
		ok = fail(s, s->product_line, "a bundle_price or fixed_cost is of the whole bundle, not of a line");
	if (ok && !c.rebate.given && !c.bundle_price.given && !c.fixed_cost.given)
		ok = fail(s, s->product, "neither a product nor a rebate, a bundle_price or a fixed_cost");
	if (!ok)
		return false;
	b->charges = xgrow(b->charges, b->charge_count, &b->charge_cap, sizeof *b->charges);
	b->charges[b->charge_count++] = c;
	return true;
}

static bool
read_item(struct bundles *b, struct bundle_sheet *s, struct bundle_item *item)
{
	struct cell source;
	struct maybe fixed_cost;
	bool ok = cell_yes(&s->sheet, s->affected, &item->affected) != CELL_BAD;
	ok &= cell_yes(&s->sheet, s->competitive, &item->competitive) != CELL_BAD;
	ok &= cell_text(&s->sheet, s->source, &source) != CELL_BAD;
	ok &= read_figure(s, s->fixed_cost, MONEY, &fixed_cost, NULL);
	for (size_t i = 0; i < FIGURES; i++)
		ok &= read_figure(s, s->figures[i], figures[i].kind, figure_of(item, i), NULL);
	item->rival = source.n == strlen("rival") && strncasecmp(source.s, "rival", source.n) == 0;
	if (item->rival && !item->affected)
		ok = fail(s, s->source, "an item of a rival isn't in our bundle: say affected=yes");
	if (item->rival && item->own_rebate.given)
		ok = fail(s, sheet_find(&s->sheet, "rebate"), "a rival's item has no rebate of ours");
	if (fixed_cost.given)
		ok = fail(s, s->fixed_cost, "a fixed cost is of the whole bundle: put it on a row without a product");
	if (item->customer_price.given != item->customer_cost.given)
		ok = fail(s, s->product, "a customer_price and a customer_cost belong together");
	b->has_customer_prices |= item->customer_price.given;
	b->items = xgrow(b->items, b->item_count, &b->item_cap, sizeof *b->items);
	b->items[b->item_count++] = *item;
	return ok;
}

static void
read_row(struct bundles *b, struct bundle_sheet *s)
{
	struct bundle_item row = {.where = sheet_place(&s->sheet, SHEET_NONE)};
	const struct {
		size_t column;
		const char **to;
	} texts[] = {
		{s->bundle, &row.bundle}, {s->account, &row.account}, {s->product_line, &row.product_line},
		{s->product, &row.product}, {s->owner, &row.owner},
	};
	bool ok = true;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		*texts[i].to = "";
		ok &= read_text(b, s, texts[i].column, texts[i].to);
	}
	if (!ok)
		read_item(b, s, &row); /* for what else is wrong in the row */
	else if (!*row.bundle)
		fail(s, s->bundle, "a row without a bundle");
	else if (*row.product)
		read_item(b, s, &row);
	else
		read_charge(b, s, &row);
}

bool
bundle_read(struct bundles *b, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct bundle_sheet s = {.bundles = b};
	if (!sheet_open(&s.sheet, path, dialect))
		return false;
	if (bind(&s))
		while (sheet_next(&s.sheet))
			read_row(b, &s);
	sheet_finish(&s.sheet);
	sheet_close(&s.sheet);
	return diag_errors() == before;
}

static void
lacks(const struct bundle_item *item, const char *what)
{
	diag_value(&item->where, DIAG_ERROR, item->product, strlen(item->product), "%s", what);
}

bool
bundle_complete(struct bundles *b)
{
	size_t before = diag_errors();
	for (size_t i = 0; i < b->item_count; i++) {
		struct bundle_item *item = &b->items[i];
		if (!item->rival && !item->cost.given)
			lacks(item, "no cost: without it nobody knows what the bundle earns");
		if (!item->bundle_volume.given)
			item->bundle_volume = item->standalone_volume;
		if (!item->rival && item->standalone_volume.value > 0 && !item->standalone_price.given)
			lacks(item, "a standalone_volume without a standalone_price");
		if (item->contestable_volume.given && (item->contestable_volume.value == 0 ||
			(item->rebate_threshold.given && item->contestable_volume.value > item->rebate_threshold.value)))
			lacks(item, "a contestable_volume is above zero, and not above the rebate_threshold");
	}
	if (diag_errors() == before && b->item_count == 0)
		diag(DIAG_ERROR, "no bundle has a product");
	return diag_errors() == before;
}
