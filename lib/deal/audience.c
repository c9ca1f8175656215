#include "deal/audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/package_opened.h"
#include "table/sheet.h"

const char *const audience_names[] = {"internal", "room", "customer", NULL};

/* All that the customer may see. */
static const char *const for_customer[] = {
	"level", "account", "product_line", "product", "customer_part", "period", "phase", "unit", "currency", "price_per",
	"current_volume", "current_price", "current_revenue", "initial_volume", "initial_price", "initial_revenue",
	"market_volume", "current_market_volume", "target_price",
};

/* What the room doesn't see: any column whose folded name tells of these. */
static const char *const not_for_room[] = {"walkaway", "floor", "cost", "cogs"};

static bool
tells_secrets(const char *column)
{
	struct buf key = {0};
	bool tells = false;
	heading_fold(&key, column, strlen(column));
	for (size_t i = 0; i < sizeof not_for_room / sizeof *not_for_room && !tells; i++)
		tells = strstr(buf_str(&key), not_for_room[i]) != NULL;
	buf_free(&key);
	return tells;
}

bool
audience_sees_sheet(enum audience a, const char *role)
{
	return a != AUDIENCE_CUSTOMER || strcmp(role, "items") == 0;
}

bool
audience_sees_column(enum audience a, const char *column)
{
	if (a == AUDIENCE_INTERNAL)
		return true;
	if (a == AUDIENCE_ROOM)
		return !tells_secrets(column);
	for (size_t i = 0; i < sizeof for_customer / sizeof *for_customer; i++)
		if (strcmp(for_customer[i], column) == 0)
			return true;
	return false;
}

bool
audience_sees_walkaway(enum audience a)
{
	return a == AUDIENCE_INTERNAL;
}

/* Whom rows are handed to, and the rows at hand. */
struct reader {
	const struct package *package;
	audience_take *take;
	void *context;
	struct package_opened item;
	struct package_opened **phases; /* of the item, in the order of their names; owned */
	size_t cap;
};

static int
compare_phases(const void *x, const void *y)
{
	const struct package_opened *const *a = x, *const *b = y;
	int order = strcmp((*a)->node.phase, (*b)->node.phase);
	return order ? order : (*a > *b) - (*a < *b); /* as they came */
}

static void
take_phases(struct reader *r)
{
	struct package_opened *item = &r->item;
	for (size_t i = 0; i < item->phase_count; i++) {
		r->phases = xgrow(r->phases, i, &r->cap, sizeof *r->phases);
		r->phases[i] = &item->phases[i];
		package_open_phase(r->package, item, i);
		item->phases[i].node.flags = package_opened_flags(r->package, &item->phases[i]);
	}
	qsort(r->phases, item->phase_count, sizeof *r->phases, compare_phases);
	for (size_t i = 0; i < item->phase_count; i++) {
		r->phases[i]->node.rank = i + 1;
		r->take(r->context, &r->phases[i]->node);
	}
}

static void
take_item(struct reader *r, uint32_t number, size_t rank)
{
	package_open_item(r->package, number, &r->item);
	r->item.node.rank = rank;
	r->take(r->context, &r->item.node);
	if (r->item.phase_count)
		take_phases(r);
}

static void
take_account(struct reader *r, const struct node *account)
{
	r->take(r->context, account);
	for (size_t i = 0; i < account->line_count; i++) {
		const struct node *line = account->lines[i];
		r->take(r->context, line);
		for (size_t k = 0; k < line->item_count; k++) {
			package_expect_items(r->package, line, k);
			take_item(r, line->items[k], k + 1);
		}
	}
}

static bool
is_offered(const struct node *n)
{
	return n->positions[CURRENT].given || n->positions[INITIAL].given;
}

/* A line or an item as the customer knows it. */
struct part {
	const char *customer_part, *product_line, *product;
	const struct node *line;
	uint32_t item;
	size_t rank;
};

struct parts {
	struct part *list; /* owned */
	size_t count, cap;
};

static int
compare_parts(const void *x, const void *y)
{
	const struct part *a = x, *b = y;
	int order = strcmp(a->customer_part, b->customer_part);
	order = order ? order : strcmp(a->product_line, b->product_line);
	order = order ? order : strcmp(a->product, b->product);
	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static void
add_part(struct parts *parts, struct part part)
{
	parts->list = xgrow(parts->list, parts->count, &parts->cap, sizeof *parts->list);
	parts->list[parts->count++] = part;
}

static void
sort_parts(struct parts *parts)
{
	if (parts->count)
		qsort(parts->list, parts->count, sizeof *parts->list, compare_parts);
}

/* The account, its lines, then its items: an order that betrays nothing of ours. One that is offered nothing may be
 * another customer. */
static void
take_for_customer(struct reader *r, const struct node *account)
{
	struct parts lines = {0}, items = {0};
	if (!is_offered(account))
		return;
	r->take(r->context, account);
	for (size_t i = 0; i < account->line_count; i++) {
		const struct node *line = account->lines[i];
		if (!is_offered(line))
			continue;
		add_part(&lines, (struct part){"", line->product_line, "", line, 0, i});
		for (size_t k = 0; k < line->item_count; k++) {
			const struct node *item = &r->item.node;
			package_open_item(r->package, line->items[k], &r->item);
			if (is_offered(item))
				add_part(&items, (struct part){item->customer_part, item->product_line, item->product, line, line->items[k], k + 1});
		}
	}
	sort_parts(&lines);
	sort_parts(&items);
	for (size_t i = 0; i < lines.count; i++)
		r->take(r->context, lines.list[i].line);
	for (size_t i = 0; i < items.count; i++)
		take_item(r, items.list[i].item, items.list[i].rank);
	free(lines.list);
	free(items.list);
}

static int
compare_accounts(const void *x, const void *y)
{
	const struct node *a = *(const struct node *const *)x, *b = *(const struct node *const *)y;
	int order = strcmp(a->account, b->account);
	return order ? order : strcmp(a->period, b->period);
}

const struct node **
audience_accounts(const struct package *p, enum audience a)
{
	const struct node **accounts = xcalloc(p->account_count, sizeof *accounts);
	for (size_t i = 0; i < p->account_count; i++)
		accounts[i] = p->accounts[i];
	if (a == AUDIENCE_CUSTOMER && p->account_count)
		qsort(accounts, p->account_count, sizeof *accounts, compare_accounts);
	return accounts;
}

void
audience_account(const struct package *p, enum audience a, const struct node *account, audience_take *take, void *context)
{
	struct reader r = {.package = p, .take = take, .context = context};
	if (a == AUDIENCE_CUSTOMER)
		take_for_customer(&r, account);
	else
		take_account(&r, account);
	free(r.phases);
	package_opened_free(&r.item);
}
