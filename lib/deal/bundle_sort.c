#include "deal/bundle_sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

static int
compare_keys(const struct bundle_item *x, const struct bundle_item *y)
{
	const char *const a[] = {x->bundle, x->account, x->product_line, x->product};
	const char *const b[] = {y->bundle, y->account, y->product_line, y->product};
	int order = 0;
	for (size_t i = 0; i < sizeof a / sizeof *a && !order; i++)
		order = strcmp(a[i], b[i]);
	return order;
}

static int
by_key(const void *a, const void *b)
{
	const struct bundle_item *x = a, *y = b;
	int order = compare_keys(x, y);
	return order ? order : x->where.line < y->where.line ? -1 : x->where.line > y->where.line;
}

static void
report_twice(const struct bundle_item *first, const struct bundle_item *second)
{
	bool elsewhere = strcmp(first->where.file, second->where.file) != 0;
	diag_value(&second->where, DIAG_ERROR, second->product, strlen(second->product),
	    "this product stands twice in its bundle, also in line %ju%s%s", first->where.line, elsewhere ? " of " : "",
	    elsewhere ? first->where.file : "");
}

static bool
check_twice(const struct bundles *b)
{
	size_t before = diag_errors();
	for (size_t i = 1; i < b->item_count; i++)
		if (compare_keys(&b->items[i - 1], &b->items[i]) == 0)
			report_twice(&b->items[i - 1], &b->items[i]);
	return diag_errors() == before;
}

static bool
same_bundle(const struct bundle_item *x, const struct bundle_item *y)
{
	return strcmp(x->bundle, y->bundle) == 0 && strcmp(x->account, y->account) == 0;
}

/* "A; B": each owner once, in the order of the items. */
static const char *
owners_of(struct bundles *b, const struct bundle_line *line)
{
	struct buf all = {0};
	for (size_t i = 0; i < line->count; i++) {
		const char *owner = line->items[i]->owner;
		bool is_new = *owner;
		for (size_t k = 0; k < i && is_new; k++)
			is_new = strcmp(line->items[k]->owner, owner) != 0;
		if (is_new)
			buf_printf(&all, "%s%s", all.len ? "; " : "", owner);
	}
	const char *kept = all.len ? arena_strndup(&b->memory, all.data, all.len) : "";
	buf_free(&all);
	return kept;
}

static void
find_lines(struct bundles *b, struct bundle *bundle)
{
	bundle->lines = arena_alloc(&b->memory, bundle->item_count * sizeof *bundle->lines);
	for (size_t i = 0; i < bundle->item_count; i++) {
		const char *name = bundle->items[i]->product_line;
		if (bundle->line_count == 0 || strcmp(bundle->lines[bundle->line_count - 1].name, name) != 0)
			bundle->lines[bundle->line_count++] = (struct bundle_line){.name = name, .items = &bundle->items[i], .reason = ""};
		bundle->lines[bundle->line_count - 1].count++;
	}
	for (size_t i = 0; i < bundle->line_count; i++)
		bundle->lines[i].owner = owners_of(b, &bundle->lines[i]);
}

bool
bundle_sort(struct bundles *b)
{
	if (b->item_count)
		qsort(b->items, b->item_count, sizeof *b->items, by_key);
	if (!check_twice(b))
		return false;
	b->list = xcalloc(b->item_count + 1, sizeof *b->list);
	struct bundle_item **items = arena_alloc(&b->memory, (b->item_count + 1) * sizeof *items);
	for (size_t i = 0; i < b->item_count; i++) {
		items[i] = &b->items[i];
		if (i == 0 || !same_bundle(&b->items[i - 1], &b->items[i]))
			b->list[b->count++] = (struct bundle){.name = b->items[i].bundle, .account = b->items[i].account, .owner = "",
				.reason = "", .items = &items[i]};
		b->list[b->count - 1].item_count++;
	}
	for (size_t i = 0; i < b->count; i++)
		find_lines(b, &b->list[i]);
	return true;
}

/* The first bundle whose name isn't before this one. */
static size_t
first_called(const struct bundles *b, const char *name)
{
	size_t from = 0, to = b->count;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (strcmp(b->list[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct bundle *
bundle_of_charge(struct bundles *b, const struct bundle_charge *c)
{
	struct bundle *found = NULL;
	for (size_t i = first_called(b, c->bundle); i < b->count && strcmp(b->list[i].name, c->bundle) == 0; i++) {
		if (*c->account && strcmp(b->list[i].account, c->account) != 0)
			continue;
		if (found) {
			diag_value(&c->where, DIAG_ERROR, c->bundle, strlen(c->bundle), "several accounts have this bundle: say which");
			return NULL;
		}
		found = &b->list[i];
	}
	if (!found)
		diag_value(&c->where, DIAG_ERROR, c->bundle, strlen(c->bundle), "no product stands in this bundle");
	return found;
}

static int
by_owner(const void *a, const void *b)
{
	const struct bundle_charge *const *x = a, *const *y = b;
	return strcmp((*x)->owner, (*y)->owner);
}

/* Appends an owner, unless it is the last one already. */
static void
add_owner(struct bundles *b, struct bundle *bundle, const char *owner)
{
	const char *before = bundle->owner;
	size_t n = strlen(before), m = strlen(owner);
	bool is_last = n >= m && strcmp(before + n - m, owner) == 0 && (n == m || (n > m + 1 && memcmp(before + n - m - 2, "; ", 2) == 0));
	if (!*owner || is_last)
		return;
	struct buf all = {0};
	buf_printf(&all, "%s%s%s", before, *before ? "; " : "", owner);
	bundle->owner = arena_strndup(&b->memory, all.data, all.len);
	buf_free(&all);
}

void
bundle_find_owners(struct bundles *b)
{
	const struct bundle_charge **sorted = xcalloc(b->charge_count + 1, sizeof *sorted);
	for (size_t i = 0; i < b->charge_count; i++)
		sorted[i] = &b->charges[i];
	if (b->charge_count)
		qsort(sorted, b->charge_count, sizeof *sorted, by_owner);
	for (size_t i = 0; i < b->charge_count; i++)
		if (!*sorted[i]->product_line)
			add_owner(b, sorted[i]->of, sorted[i]->owner);
	free(sorted);
}
