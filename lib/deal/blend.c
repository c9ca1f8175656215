#include "deal/blend.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
blend_init(struct blend *b, size_t position_count)
{
	*b = (struct blend){.position_count = position_count};
}

void
blend_free(struct blend *b)
{
	group_free(&b->keys);
	arena_free(&b->memory);
	free(b->items);
	*b = (struct blend){0};
}

static bool
disagree(const struct item_row *row, const struct blended *item, const char *what)
{
	diag_at(&row->where, DIAG_ERROR, "%s: the phases of one item must agree, and %s:%ju has another", what,
	    item->first.file, item->first.line);
	return false;
}

static bool
check_agreement(const struct blended *item, size_t position_count, const struct item_row *row)
{
	if (row->currency != item->currency)
		return disagree(row, item, "currency");
	if (row->cost_currency != item->cost_currency)
		return disagree(row, item, "cost_currency");
	if (row->price_per != item->price_per)
		return disagree(row, item, "price_per");
	if (row->cost_per != item->cost_per)
		return disagree(row, item, "cost_per");
	for (size_t i = 0; i < position_count; i++)
		if (!figures_agree(&item->figures[i], &row->figures[i]))
			return disagree(row, item, "rate");
	return true;
}

bool
blend_row(struct blended *item, size_t position_count, const struct item_row *row)
{
	if (!check_agreement(item, position_count, row))
		return false;
	for (size_t i = 0; i < position_count; i++)
		if (!figures_blend(&item->figures[i], &row->figures[i])) {
			diag_at(&row->where, DIAG_ERROR, "the sum of this item's phases is too large");
			return false;
		}
	return true;
}

bool
blend_add(struct blend *b, const struct buf *key, const struct item_row *row, size_t tag)
{
	bool fresh;
	size_t number = group_number(&b->keys, key->data, key->len, &fresh);
	b->items = xgrow(b->items, number, &b->item_cap, sizeof *b->items);
	struct blended *item = &b->items[number];
	if (fresh) {
		*item = (struct blended){row->where, tag, row->currency, row->cost_currency, row->price_per, row->cost_per,
			arena_alloc(&b->memory, b->position_count * sizeof *item->figures)};
		memcpy(item->figures, row->figures, b->position_count * sizeof *item->figures);
		return true;
	}
	return blend_row(item, b->position_count, row);
}
