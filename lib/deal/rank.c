#include "deal/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/kept.h"
#include "deal/package.h"
#include "table/number.h"
#include "table/sheet.h"

enum kind { BY_LARGEST, BY_AT_RISK, BY_MEASURE, BY_MARKET, BY_CURRENT_MARKET, BY_TARGET, BY_GAP, BY_CHANGE, BY_NAME, BY_KEPT };

static const struct {
	const char *name;
	enum kind kind;
	size_t offset;
} named[] = {
	{"largest", BY_LARGEST, 0},
	{"atrisk", BY_AT_RISK, 0},
	{"marketvolume", BY_MARKET, 0},
	{"currentmarketvolume", BY_CURRENT_MARKET, 0},
	{"targetprice", BY_TARGET, 0},
	{"targetgappct", BY_GAP, 0},
	{"pricechangepct", BY_CHANGE, 0},
	{"account", BY_NAME, offsetof(struct node, account)},
	{"productline", BY_NAME, offsetof(struct node, product_line)},
	{"product", BY_NAME, offsetof(struct node, product)},
	{"customerpart", BY_NAME, offsetof(struct node, customer_part)},
	{"period", BY_NAME, offsetof(struct node, period)},
	{"currency", BY_NAME, offsetof(struct node, currency)},
};

static void
fold_name(struct buf *b, const char *name)
{
	b->len = 0;
	heading_fold(b, name, strlen(name));
	buf_str(b);
}

static bool
find_measure(struct rank *r, const char *key, struct buf *scratch)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		for (int m = 0; m < PACKAGE_MEASURES; m++) {
			char *name = column_of_position(package_positions[p], package_measure_names[m]);
			fold_name(scratch, name);
			free(name);
			if (strcmp(scratch->data, key) == 0) {
				*r = (struct rank){.kind = BY_MEASURE, .position = p, .measure = m};
				return true;
			}
		}
	return false;
}

/* The kept column of that folded name. */
static size_t
find_column(const struct kept *k, const char *key)
{
	struct buf name = {0};
	size_t found = SHEET_NONE;
	for (size_t i = 0; k && i < k->count && found == SHEET_NONE; i++) {
		fold_name(&name, k->list[i].name);
		if (strcmp(name.data, key) == 0)
			found = i;
	}
	buf_free(&name);
	return found;
}

/* Has a sheet of which some row counts that column? */
static bool
find_kept(const struct package *p, const char *key)
{
	for (size_t i = 0; i < p->sheet_count; i++)
		if (p->sheets[i].used && find_column(p->sheets[i].kept, key) != SHEET_NONE)
			return true;
	const struct kept *before = NULL; /* most have the same sheet's */
	struct node *const *const lists[] = {p->accounts, p->lines};
	const size_t counts[] = {p->account_count, p->line_count};
	for (size_t l = 0; l < 2; l++)
		for (size_t i = 0; i < counts[l]; i++) {
			const struct kept *own = lists[l][i]->own.columns;
			if (own != before && find_column(own, key) != SHEET_NONE)
				return true;
			before = own;
		}
	return false;
}

bool
rank_find(struct rank *r, const struct package *p, const char *sort_by)
{
	struct buf key = {0}, scratch = {0};
	*r = (struct rank){0};
	fold_name(&key, sort_by);
	bool found = find_measure(r, key.data, &scratch);
	for (size_t i = 0; i < sizeof named / sizeof *named && !found; i++)
		if (strcmp(named[i].name, key.data) == 0) {
			*r = (struct rank){.kind = (int)named[i].kind, .name = named[i].offset};
			found = true;
		}
	if (!found && find_kept(p, key.data)) {
		*r = (struct rank){.kind = BY_KEPT, .kept = xstrndup(key.data, key.len)};
		found = true;
	}
	buf_free(&scratch);
	buf_free(&key);
	return found;
}

void
rank_free(struct rank *r)
{
	free(r->kept);
	*r = (struct rank){0};
}

static void
set_figure(struct rank_entry *e, bool given, decimal value)
{
	e->blank = !given;
	e->figure = value;
}

/* Money in report currency, so that items of different currencies compare. */
static void
weigh_measure(struct rank_entry *e, const struct node *n, const struct rank *r)
{
	const struct rollup *own = &n->positions[r->position];
	struct package_amount a;
	switch (r->measure) {
	case PACKAGE_REVENUE:
		set_figure(e, own->given, own->money.revenue);
		return;
	case PACKAGE_COGS:
		set_figure(e, own->given, own->money.cogs);
		return;
	case PACKAGE_REBATE:
		set_figure(e, own->given, own->money.rebate);
		return;
	}
	bool given = package_amount(n, r->position, (enum package_measure)r->measure, &a);
	if (given && a.whole != 0)
		given = decimal_div(a.value, a.whole, &a.value);
	set_figure(e, given, a.value);
}

static const char *
kept_cell(const struct node *n, struct rank *r)
{
	if (!n->own.columns)
		return NULL;
	if (r->columns != n->own.columns) {
		r->columns = n->own.columns;
		r->column = find_column(r->columns, r->kept);
	}
	return r->column == SHEET_NONE ? NULL : n->own.cells[r->column];
}

static void
weigh_text(struct rank_entry *e, const char *text)
{
	struct number number;
	if (text && number_parse(text, strlen(text), '.', &number) == NUMBER_OK) {
		set_figure(e, true, number.value);
		return;
	}
	e->blank = !text || !*text;
	e->text = text ? text : "";
}

void
rank_weigh(struct rank_entry *e, const struct node *n, struct rank *r)
{
	decimal value = 0;
	bool given;
	const char *text = NULL;
	switch ((enum kind)r->kind) {
	case BY_LARGEST:
		for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
			if (n->positions[i].money.revenue > value || i == 0)
				value = n->positions[i].money.revenue;
		set_figure(e, true, value);
		break;
	case BY_AT_RISK:
		given = decimal_sub(n->positions[EXPECTED].money.margin, n->positions[WALKAWAY].money.margin, &value);
		set_figure(e, given, value);
		break;
	case BY_MEASURE:
		weigh_measure(e, n, r);
		break;
	case BY_MARKET:
		set_figure(e, n->market_given, n->market);
		break;
	case BY_CURRENT_MARKET:
		set_figure(e, n->current_market_given, n->current_market);
		break;
	case BY_TARGET:
		set_figure(e, n->target_given, n->target_price);
		break;
	case BY_GAP:
		given = package_target_gap(n, &value);
		set_figure(e, given, value);
		break;
	case BY_CHANGE:
		given = package_price_change(n, &value);
		set_figure(e, given, value);
		break;
	case BY_NAME:
		memcpy(&text, (const char *)n + r->name, sizeof text);
		weigh_text(e, text);
		break;
	case BY_KEPT:
		weigh_text(e, kept_cell(n, r));
		break;
	}
}

bool
rank_is_passing(const struct rank *r)
{
	return r->kind == BY_KEPT && r->columns && r->column != SHEET_NONE && r->columns->list[r->column].format;
}
