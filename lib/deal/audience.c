#include "deal/audience.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/package.h"
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

struct rows {
	struct node **list;
	size_t count, cap;
};

static void
add(struct rows *rows, struct node *n)
{
	rows->list = xgrow(rows->list, rows->count, &rows->cap, sizeof *rows->list);
	rows->list[rows->count++] = n;
}

static void
add_tree(struct rows *rows, struct node *n)
{
	add(rows, n);
	for (size_t i = 0; i < n->child_count; i++)
		add_tree(rows, n->children[i]);
}

static bool
is_offered(const struct node *n)
{
	return n->positions[CURRENT].given || n->positions[INITIAL].given;
}

static int
compare_parts(const void *x, const void *y)
{
	const struct node *a = *(struct node *const *)x, *b = *(struct node *const *)y;
	int order = strcmp(a->customer_part, b->customer_part);
	order = order ? order : strcmp(a->product_line, b->product_line);
	return order ? order : strcmp(a->product, b->product);
}

/* The account, its lines, then its items: an order that betrays nothing of ours. One that is offered nothing may be
 * another customer. */
static void
add_for_customer(struct rows *rows, struct node *account)
{
	struct rows items = {0};
	size_t lines = rows->count + 1;
	if (!is_offered(account))
		return;
	add(rows, account);
	for (size_t i = 0; i < account->child_count; i++) {
		struct node *line = account->children[i];
		if (!is_offered(line))
			continue;
		add(rows, line);
		for (size_t k = 0; k < line->child_count; k++)
			if (is_offered(line->children[k]))
				add(&items, line->children[k]);
	}
	if (rows->count > lines)
		qsort(rows->list + lines, rows->count - lines, sizeof *rows->list, compare_parts);
	if (items.count)
		qsort(items.list, items.count, sizeof *items.list, compare_parts);
	for (size_t i = 0; i < items.count; i++)
		add_tree(rows, items.list[i]);
	free(items.list);
}

static int
compare_accounts(const void *x, const void *y)
{
	const struct node *a = *(struct node *const *)x, *b = *(struct node *const *)y;
	int order = strcmp(a->account, b->account);
	return order ? order : strcmp(a->period, b->period);
}

struct node **
audience_rows(const struct package *p, enum audience a, size_t *count)
{
	struct rows rows = {0}, accounts = {0};
	for (size_t i = 0; i < p->account_count; i++)
		add(&accounts, p->accounts[i]);
	if (a == AUDIENCE_CUSTOMER && accounts.count)
		qsort(accounts.list, accounts.count, sizeof *accounts.list, compare_accounts);
	for (size_t i = 0; i < accounts.count; i++)
		if (a == AUDIENCE_CUSTOMER)
			add_for_customer(&rows, accounts.list[i]);
		else
			add_tree(&rows, accounts.list[i]);
	free(accounts.list);
	*count = rows.count;
	return rows.list;
}
