#include "deal/package_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/kept.h"
#include "deal/package.h"
#include "table/csvout.h"
#include "table/group.h"
#include "table/sheet.h"

enum kind {
	LEVEL, TEXT, CURRENCY, RANK, MEASURE, MARKET, CURRENT_MARKET,
	TARGET_PRICE, TARGET_GAP, PRICE_CHANGE, FLAGS, PACKAGE_ID, SOURCE, FX, COST_FX, KEPT,
};

struct package_column {
	enum kind kind;
	char *name; /* owned */
	size_t text; /* offset in a node */
	size_t position;
	enum package_measure measure;
	size_t kept; /* number among the kept columns */
};

struct kept_map {
	const struct kept *kept;
	size_t *local; /* the sheet's column for each kept column of the table, or SHEET_NONE; owned */
};

static void
add(struct package_table *t, struct package_column c)
{
	if (!audience_sees_column(t->audience, c.name)) {
		free(c.name);
		return;
	}
	t->columns = xgrow(t->columns, t->count, &t->cap, sizeof *t->columns);
	t->columns[t->count++] = c;
}

static void
add_named(struct package_table *t, enum kind kind, const char *name, size_t text)
{
	add(t, (struct package_column){.kind = kind, .name = xstrndup(name, strlen(name)), .text = text});
}

static void
add_of_position(struct package_table *t, enum kind kind, size_t position, const char *suffix, enum package_measure m)
{
	add(t, (struct package_column){
		.kind = kind,
		.name = column_of_position(package_positions[position], suffix),
		.position = position,
		.measure = m,
	});
}

/* The number of a column's name among those that are there: headings that fold alike are one. */
static size_t
name_number(struct group *names, const char *name)
{
	struct buf key = {0};
	bool fresh;
	heading_fold(&key, name, strlen(name));
	size_t number = group_number(names, buf_str(&key), key.len, &fresh);
	buf_free(&key);
	return number;
}

/* The kept columns of all sheets, each name once; a name of the package's own means the package's. */
static void
add_kept(struct package_table *t, const struct kept *const *kept, size_t kept_count)
{
	struct group names = {0};
	for (size_t c = 0; c < t->count; c++)
		name_number(&names, t->columns[c].name);
	const size_t own = names.count;
	for (size_t k = 0; k < kept_count; k++)
		for (size_t i = 0; i < kept[k]->count && audience_sees_sheet(t->audience, kept[k]->role); i++) {
			const char *name = kept[k]->list[i].name;
			size_t before = names.count, number = name_number(&names, name);
			if (number == before)
				add(t, (struct package_column){.kind = KEPT, .name = xstrndup(name, strlen(name)), .kept = number - own});
		}
	const size_t count = names.count - own;
	t->maps = xcalloc(kept_count, sizeof *t->maps);
	t->map_count = kept_count;
	for (size_t k = 0; k < kept_count; k++) {
		t->maps[k] = (struct kept_map){kept[k], xcalloc(count, sizeof *t->maps[k].local)};
		for (size_t i = 0; i < count; i++)
			t->maps[k].local[i] = SHEET_NONE;
		bool seen = kept[k]->count && audience_sees_sheet(t->audience, kept[k]->role);
		for (size_t i = kept[k]->count; seen && i-- > 0;) { /* of two alike, the first */
			size_t number = name_number(&names, kept[k]->list[i].name);
			if (number >= own)
				t->maps[k].local[number - own] = i;
		}
	}
	group_free(&names);
}

void
package_table_init(struct package_table *t, const struct package *p, enum audience audience, const char *report_currency,
    int places, bool has_rates, const struct kept *const *kept, size_t kept_count)
{
	static const struct {
		enum kind kind;
		const char *name;
		size_t text;
	} before[] = {
		{LEVEL, "level", 0},
		{TEXT, "account", offsetof(struct node, account)},
		{TEXT, "product_line", offsetof(struct node, product_line)},
		{TEXT, "product", offsetof(struct node, product)},
		{TEXT, "customer_part", offsetof(struct node, customer_part)},
		{TEXT, "period", offsetof(struct node, period)},
		{TEXT, "phase", offsetof(struct node, phase)},
		{CURRENCY, "currency", 0}, {RANK, "rank", 0},
	}, behind[] = {
		{MARKET, "market_volume", 0}, {CURRENT_MARKET, "current_market_volume", 0}, {TARGET_PRICE, "target_price", 0},
		{TARGET_GAP, "target_gap_pct", 0}, {PRICE_CHANGE, "price_change_pct", 0}, {FLAGS, "flags", 0},
		{PACKAGE_ID, "package_id", 0}, {SOURCE, "source", 0},
	};
	*t = (struct package_table){
		.package = p, .audience = audience, .report_currency = report_currency, .places = places, .has_rates = has_rates,
	};
	for (size_t i = 0; i < sizeof before / sizeof *before; i++)
		add_named(t, before[i].kind, before[i].name, before[i].text);
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		for (int m = 0; p->has[i] && m < PACKAGE_MEASURES; m++)
			add_of_position(t, MEASURE, i, package_measure_names[m], (enum package_measure)m);
	for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
		add_named(t, behind[i].kind, behind[i].name, behind[i].text);
	for (size_t i = 0; i < PACKAGE_POSITIONS && has_rates; i++)
		if (p->has[i])
			add_of_position(t, FX, i, "fx", 0);
	for (size_t i = 0; i < PACKAGE_POSITIONS && has_rates; i++)
		if (p->has[i])
			add_of_position(t, COST_FX, i, "cost_fx", 0);
	add_kept(t, kept, kept_count);
}

void
package_table_free(struct package_table *t)
{
	for (size_t i = 0; i < t->count; i++)
		free(t->columns[i].name);
	for (size_t i = 0; i < t->map_count; i++)
		free(t->maps[i].local);
	free(t->columns);
	free(t->maps);
	buf_free(&t->scratch);
	*t = (struct package_table){0};
}

void
package_table_put_headings(const struct package_table *t, struct csvout *out)
{
	for (size_t i = 0; i < t->count; i++)
		csvout_str(out, t->columns[i].name);
	csvout_end(out);
}

/* A unit price or cost, for the eye: in full up to nine decimals, otherwise rounded to four, or to six digits
 * where it is small. */
static void
put_unit(struct csvout *out, decimal value)
{
	if (value % decimal_power(6) == 0) {
		csvout_decimal(out, value, 4);
		return;
	}
	int places = 4;
	decimal magnitude = value < 0 ? -value : value;
	while (places < 9 && magnitude < decimal_power(DECIMAL_PLACES - places + 5))
		places++;
	csvout_units(out, decimal_round(value, places), places);
}

static void
put_measure(const struct package_table *t, const struct node *n, const struct package_column *c, struct csvout *out)
{
	struct package_amount a;
	decimal units;
	/* The customer isn't shown what our planning rates make of its currency. */
	bool hidden = t->audience == AUDIENCE_CUSTOMER && n->level < PACKAGE_ITEM && n->converted;
	if (hidden || !package_amount(n, c->position, c->measure, &a)) {
		csvout_str(out, "");
		return;
	}
	switch (c->measure) {
	case PACKAGE_VOLUME:
		csvout_decimal(out, a.value, 0);
		break;
	case PACKAGE_PRICE:
	case PACKAGE_COST:
		put_unit(out, a.value);
		break;
	case PACKAGE_SHARE:
	case PACKAGE_VALUE_SHARE:
		if (decimal_ratio(a.value, a.whole, 4, &units))
			csvout_units(out, units, 4);
		else
			csvout_str(out, "");
		break;
	case PACKAGE_MARGIN_PCT:
		csvout_percent(out, a.value, a.whole);
		break;
	default:
		csvout_decimal(out, a.value, t->places);
	}
}

static void
put_optional(struct csvout *out, bool given, decimal value)
{
	if (given)
		csvout_decimal(out, value, 0);
	else
		csvout_str(out, "");
}

static void
put_points(struct csvout *out, bool given, decimal units)
{
	if (given)
		csvout_units(out, units, 2);
	else
		csvout_str(out, "");
}

static void
put_kept(const struct node *n, const struct kept_map *map, size_t number, struct csvout *out)
{
	size_t local = map ? map->local[number] : SHEET_NONE;
	csvout_str(out, local == SHEET_NONE ? "" : n->own.cells[local]);
}

static void
put_flags(struct package_table *t, const struct node *n, struct csvout *out)
{
	t->scratch.len = 0;
	package_put_flags(&t->scratch, n, audience_sees_walkaway(t->audience));
	csvout_text(out, t->scratch.data, t->scratch.len);
}

static void
put_source(struct package_table *t, const struct node *n, struct csvout *out)
{
	t->scratch.len = 0;
	if (n->where.file) {
		buf_puts(&t->scratch, n->where.file);
		buf_putc(&t->scratch, ':');
		decimal_put_units(&t->scratch, (decimal)n->where.line, 0);
	}
	csvout_text(out, t->scratch.data, t->scratch.len);
}

static const char *
package_id(const struct node *n)
{
	while (n->parent)
		n = n->parent;
	return n->package_id;
}

static void
put_cell(struct package_table *t, const struct node *n, const struct package_column *c, const struct kept_map *map,
    struct csvout *out)
{
	decimal units = 0;
	bool item = n->level >= PACKAGE_ITEM, given;
	switch (c->kind) {
	case LEVEL:
		csvout_str(out, package_level_names[n->level]);
		break;
	case TEXT:
		csvout_str(out, *(const char *const *)(const void *)((const char *)n + c->text));
		break;
	case CURRENCY:
		csvout_str(out, item ? n->currency : t->report_currency);
		break;
	case RANK:
		csvout_units(out, (decimal)n->rank, 0);
		break;
	case MEASURE:
		put_measure(t, n, c, out);
		break;
	case MARKET:
		put_optional(out, n->market_given, n->market);
		break;
	case CURRENT_MARKET:
		put_optional(out, n->current_market_given, n->current_market);
		break;
	case TARGET_PRICE:
		put_optional(out, n->target_given, n->target_price);
		break;
	case TARGET_GAP:
		given = package_target_gap(n, &units);
		put_points(out, given, units);
		break;
	case PRICE_CHANGE:
		given = package_price_change(n, &units);
		put_points(out, given, units);
		break;
	case FLAGS:
		put_flags(t, n, out);
		break;
	case PACKAGE_ID:
		csvout_str(out, package_id(n));
		break;
	case SOURCE:
		put_source(t, n, out);
		break;
	case FX:
		put_optional(out, item && n->figures[c->position].fx_known, item ? n->figures[c->position].fx : 0);
		break;
	case COST_FX:
		put_optional(out, item && n->figures[c->position].cost_fx_known, item ? n->figures[c->position].cost_fx : 0);
		break;
	case KEPT:
		put_kept(n, map, c->kept, out);
		break;
	}
}

void
package_table_put_row(struct package_table *t, const struct node *n, struct csvout *out)
{
	const struct kept_map *map = NULL;
	for (size_t i = 0; i < t->map_count && !map; i++)
		if (t->maps[i].kept == n->own.columns)
			map = &t->maps[i];
	for (size_t i = 0; i < t->count; i++)
		put_cell(t, n, &t->columns[i], map, out);
	csvout_end(out);
}
