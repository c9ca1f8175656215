#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/bundle_read.h"
#include "table/cell.h"
#include "table/group.h"
#include "table/sheet.h"

/* What a package knows of an item or a line. */
struct supplied {
	size_t times; /* rows of this key: of several periods none is meant */
	struct maybe volume, price, cost, list_price, floor_price, floor_margin_pct;
	struct phases {
		bool lacks;
		decimal total, volume; /* of what has the price */
	} list_phases, floor_phases; /* where an item's phases differ, it has no price itself */
	const char *owner;
};

/* A package on its way in. */
struct supply {
	struct bundles *bundles;
	struct sheet sheet;
	size_t level, account, product_line, product, owner, price_per, floor_price, list_price, floor_margin_pct;
	size_t volume, revenue, cogs, fx, cost_fx;
	struct group keys; /* account, line, product; of a line row account, line, nothing */
	struct supplied *list; /* by key; owned */
	size_t cap;
};

static struct maybe
read_number(struct supply *s, size_t column)
{
	struct number n;
	bool given = cell_number(&s->sheet, column, (struct cell){"", 0}, &n) == CELL_GIVEN;
	return (struct maybe){.given = given, .value = given ? n.value : 0};
}

/* a * rate / units, where both are there; a rate that isn't counts 1. */
static struct maybe
per_unit(struct maybe a, struct maybe rate, struct maybe units)
{
	struct maybe out = {0};
	if (!a.given || !units.given || units.value <= 0 ||
	    !decimal_mul(a.value, rate.given ? rate.value : DECIMAL_ONE, &out.total))
		return out;
	out.volume = units.value;
	out.given = decimal_div(out.total, out.volume, &out.value);
	return out;
}

static void
read_item(struct supply *s, struct supplied *to)
{
	const struct maybe fx = read_number(s, s->fx), cost_fx = read_number(s, s->cost_fx), one = {.given = true, .value = DECIMAL_ONE};
	struct maybe per = read_number(s, s->price_per);
	if (!per.given)
		per = one;
	to->volume = read_number(s, s->volume);
	to->price = per_unit(read_number(s, s->revenue), fx, to->volume);
	to->cost = per_unit(read_number(s, s->cogs), cost_fx, to->volume);
	to->list_price = per_unit(read_number(s, s->list_price), fx, per);
	to->floor_price = per_unit(read_number(s, s->floor_price), fx, per);
}

/* A phase's part of a price that is blended by the volumes expected. */
static void
blend(struct phases *to, struct maybe price, struct maybe volume)
{
	decimal money;
	if (!volume.given || volume.value == 0)
		return;
	if (!price.given || !decimal_muldiv(price.total, volume.value, price.volume, &money) ||
	    !decimal_add(to->total, money, &to->total) || !decimal_add(to->volume, volume.value, &to->volume))
		to->lacks = true;
}

static void
read_phase(struct supply *s, struct supplied *to)
{
	struct supplied phase = {0};
	read_item(s, &phase);
	blend(&to->list_phases, phase.list_price, phase.volume);
	blend(&to->floor_phases, phase.floor_price, phase.volume);
}

static void
settle_phases(struct maybe *price, const struct phases *phases)
{
	if (price->given || phases->lacks || phases->volume <= 0)
		return;
	*price = (struct maybe){.total = phases->total, .volume = phases->volume};
	price->given = decimal_div(price->total, price->volume, &price->value);
}

static size_t
number_of_key(struct supply *s, const char *account, const char *line, const char *product, bool add)
{
	struct buf key = {0};
	bool fresh = false;
	key_add(&key, account, strlen(account));
	key_add(&key, line, strlen(line));
	key_add(&key, product, strlen(product));
	size_t number = add ? group_number(&s->keys, key.data, key.len, &fresh) : group_find(&s->keys, key.data, key.len);
	buf_free(&key);
	if (fresh) {
		s->list = xgrow(s->list, number, &s->cap, sizeof *s->list);
		s->list[number] = (struct supplied){.owner = ""};
	}
	return number;
}

static void
read_row(struct supply *s)
{
	struct cell level = sheet_cell(&s->sheet, s->level), cells[4];
	const size_t columns[] = {s->account, s->product_line, s->product, s->owner};
	const char *texts[4];
	bool is_phase = cell_is(level, "phase"), is_item = is_phase || cell_is(level, "item");
	if (!is_item && !cell_is(level, "line"))
		return;
	for (size_t i = 0; i < 4; i++) {
		if (cell_text(&s->sheet, columns[i], &cells[i]) == CELL_BAD)
			return;
		texts[i] = arena_strndup(&s->bundles->memory, cells[i].s, cells[i].n);
	}
	size_t number = number_of_key(s, texts[0], texts[1], is_item ? texts[2] : "", true);
	struct supplied *to = &s->list[number];
	if (is_phase) {
		read_phase(s, to);
		return;
	}
	to->times++;
	if (is_item)
		read_item(s, to);
	else
		to->floor_margin_pct = read_number(s, s->floor_margin_pct);
	to->owner = texts[3];
}

static void
fill(struct maybe *open, struct maybe from, bool *filled)
{
	if (open->given || !from.given)
		return;
	*open = from;
	*filled = true;
}

static bool
supply_item(struct supply *s, struct bundle_item *item)
{
	size_t of_item = number_of_key(s, item->account, item->product_line, item->product, false);
	size_t of_line = number_of_key(s, item->account, item->product_line, "", false);
	const struct supplied *from = of_item == SIZE_MAX ? NULL : &s->list[of_item];
	const struct supplied *line = of_line == SIZE_MAX ? NULL : &s->list[of_line];
	bool filled = false, line_filled = false;
	if (from && !item->rival) {
		fill(&item->standalone_volume, from->volume, &filled);
		fill(&item->standalone_price, from->price, &filled);
		fill(&item->cost, from->cost, &filled);
		fill(&item->list_price, from->list_price, &filled);
		fill(&item->floor_price, from->floor_price, &filled);
	}
	if (line) {
		fill(&item->floor_margin_pct, line->floor_margin_pct, &line_filled);
		if (!*item->owner && !item->rival && line->times == 1)
			item->owner = line->owner;
	}
	if ((!filled || from->times == 1) && (!line_filled || line->times == 1))
		return true;
	diag_value(&item->where, DIAG_ERROR, item->product, strlen(item->product),
	    "the package %s has this more than once (periods?): which one is meant can't be told", s->sheet.name);
	return false;
}

static bool
bind(struct supply *s)
{
	const struct sheet_binding columns[] = {
		{"level", &s->level, true}, {"account", &s->account, true}, {"product_line", &s->product_line, true},
		{"product", &s->product, true}, {"owner", &s->owner, false}, {"price_per", &s->price_per, false},
		{"floor_price", &s->floor_price, false}, {"list_price", &s->list_price, false},
		{"floor_margin_pct", &s->floor_margin_pct, false}, {"expected_volume", &s->volume, true},
		{"expected_revenue", &s->revenue, true}, {"expected_cogs", &s->cogs, true}, {"expected_fx", &s->fx, false},
		{"expected_cost_fx", &s->cost_fx, false},
	};
	return sheet_bind(&s->sheet, columns, sizeof columns / sizeof *columns);
}

bool
bundle_supply(struct bundles *b, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct supply s = {.bundles = b};
	if (!sheet_open(&s.sheet, path, dialect))
		return false;
	if (bind(&s))
		while (sheet_next(&s.sheet))
			read_row(&s);
	sheet_finish(&s.sheet);
	for (size_t i = 0; i < s.keys.count; i++) {
		settle_phases(&s.list[i].list_price, &s.list[i].list_phases);
		settle_phases(&s.list[i].floor_price, &s.list[i].floor_phases);
	}
	for (size_t i = 0; i < b->item_count && diag_errors() == before; i++)
		supply_item(&s, &b->items[i]);
	sheet_close(&s.sheet);
	group_free(&s.keys);
	free(s.list);
	return diag_errors() == before;
}
