#include "deal/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "deal/kept.h"
#include "deal/package.h"
#include "table/number.h"
#include "table/sheet.h"

enum kind { BY_LARGEST, BY_AT_RISK, BY_MEASURE, BY_MARKET, BY_CURRENT_MARKET, BY_TARGET, BY_GAP, BY_CHANGE, BY_NAME, BY_KEPT };

struct order {
	enum kind kind;
	size_t position;
	enum package_measure measure;
	size_t name;      /* offset of a string in struct node */
	const char *kept; /* folded name */
};

/* What a node is ordered by: a figure or a text. */
struct weight {
	bool blank;
	decimal figure;
	const char *text;
};

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
find_measure(struct order *o, const char *key, struct buf *scratch)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		for (int m = 0; m < PACKAGE_MEASURES; m++) {
			char *name = column_of_position(package_positions[p], package_measure_names[m]);
			fold_name(scratch, name);
			free(name);
			if (strcmp(scratch->data, key) == 0) {
				*o = (struct order){.kind = BY_MEASURE, .position = p, .measure = (enum package_measure)m};
				return true;
			}
		}
	return false;
}

static const char *
kept_cell(const struct node *n, const char *key, struct buf *scratch)
{
	const struct kept *k = n->own.columns;
	for (size_t i = 0; k && i < k->count; i++) {
		fold_name(scratch, k->list[i].name);
		if (strcmp(scratch->data, key) == 0)
			return n->own.cells[i];
	}
	return NULL;
}

static bool
find_order(struct order *o, const struct package *p, const char *key)
{
	struct buf scratch = {0};
	bool found = find_measure(o, key, &scratch);
	for (size_t i = 0; i < sizeof named / sizeof *named && !found; i++)
		if (strcmp(named[i].name, key) == 0) {
			*o = (struct order){.kind = named[i].kind, .name = named[i].offset};
			found = true;
		}
	for (size_t i = 0; i < p->all_count && !found; i++)
		if (kept_cell(p->all[i], key, &scratch)) {
			*o = (struct order){.kind = BY_KEPT, .kept = key};
			found = true;
		}
	buf_free(&scratch);
	return found;
}

static struct weight
figure(bool given, decimal value)
{
	return (struct weight){.blank = !given, .figure = value};
}

/* Money in report currency, so that items of different currencies compare. */
static struct weight
weigh_measure(const struct node *n, const struct order *o)
{
	const struct rollup *r = &n->positions[o->position];
	struct package_amount a;
	if (o->measure == PACKAGE_REVENUE || o->measure == PACKAGE_COGS || o->measure == PACKAGE_REBATE)
		return figure(r->given, o->measure == PACKAGE_REVENUE ? r->money.revenue
		    : o->measure == PACKAGE_COGS ? r->money.cogs : r->money.rebate);
	bool given = package_amount(n, o->position, o->measure, &a);
	if (given && a.whole != 0)
		given = decimal_div(a.value, a.whole, &a.value);
	return figure(given, a.value);
}

static struct weight
weigh(const struct node *n, const struct order *o, struct buf *scratch)
{
	decimal value = 0;
	bool given;
	const char *text = NULL;
	switch (o->kind) {
	case BY_LARGEST:
		for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
			if (n->positions[i].money.revenue > value || i == 0)
				value = n->positions[i].money.revenue;
		return figure(true, value);
	case BY_AT_RISK:
		given = decimal_sub(n->positions[EXPECTED].money.margin, n->positions[WALKAWAY].money.margin, &value);
		return figure(given, value);
	case BY_MEASURE:
		return weigh_measure(n, o);
	case BY_MARKET:
		return figure(n->market_given, n->market);
	case BY_CURRENT_MARKET:
		return figure(n->current_market_given, n->current_market);
	case BY_TARGET:
		return figure(n->target_given, n->target_price);
	case BY_GAP:
		given = package_target_gap(n, &value);
		return figure(given, value);
	case BY_CHANGE:
		given = package_price_change(n, &value);
		return figure(given, value);
	case BY_NAME:
		memcpy(&text, (const char *)n + o->name, sizeof text);
		break;
	case BY_KEPT:
		text = kept_cell(n, o->kept, scratch);
		break;
	}
	struct number number;
	if (text && number_parse(text, strlen(text), '.', &number) == NUMBER_OK)
		return figure(true, number.value);
	return (struct weight){.blank = !text || !*text, .text = text ? text : ""};
}

/* A child and what it is ordered by, worked out once. */
struct entry {
	struct node *node;
	struct weight weight;
};

static int
compare_names(const struct node *a, const struct node *b)
{
	const char *const x[] = {a->account, a->period, a->product_line, a->product, a->phase};
	const char *const y[] = {b->account, b->period, b->product_line, b->product, b->phase};
	for (size_t i = 0; i < sizeof x / sizeof *x; i++) {
		int order = strcmp(x[i], y[i]);
		if (order)
			return order;
	}
	return a->order < b->order ? -1 : a->order > b->order;
}

static int
compare(const void *x, const void *y)
{
	const struct entry *a = x, *b = y;
	if (a->node->level == PACKAGE_PHASE)
		return compare_names(a->node, b->node);
	if (a->weight.blank != b->weight.blank)
		return a->weight.blank ? 1 : -1;
	if (a->weight.text && b->weight.text && strcmp(a->weight.text, b->weight.text) != 0)
		return strcmp(a->weight.text, b->weight.text);
	if (a->weight.figure != b->weight.figure)
		return a->weight.figure < b->weight.figure ? 1 : -1;
	return compare_names(a->node, b->node);
}

static void
sort(struct node **nodes, size_t count, const struct order *o, struct arena *memory)
{
	struct buf scratch = {0};
	struct entry *entries = count ? arena_alloc(memory, count * sizeof *entries) : NULL;
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct entry){nodes[i], weigh(nodes[i], o, &scratch)};
	buf_free(&scratch);
	if (count)
		qsort(entries, count, sizeof *entries, compare);
	for (size_t i = 0; i < count; i++) {
		nodes[i] = entries[i].node;
		nodes[i]->rank = i + 1;
		sort(nodes[i]->children, nodes[i]->child_count, o, memory);
	}
}

bool
rank_package(struct package *p, const char *sort_by)
{
	struct buf key = {0};
	struct order o;
	fold_name(&key, sort_by);
	bool found = find_order(&o, p, key.data);
	if (found)
		sort(p->accounts, p->account_count, &o, &p->memory);
	else
		diag(DIAG_ERROR, "--sort-by: largest, at-risk or a column of the package, not \"%s\"", sort_by);
	buf_free(&key);
	return found;
}
