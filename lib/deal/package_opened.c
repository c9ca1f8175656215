#include "deal/package_opened.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/flags.h"
#include "deal/kept.h"
#include "deal/packed.h"
#include "deal/rollup.h"

static const char figures_too_large[] = "the figures of this item are too large";
const char package_phases_too_large[] = "the sums of this item's phases are too large";

static void
make_room(struct package_opened *row, size_t count)
{
	if (count <= row->cap)
		return;
	row->cap = count;
	row->cells = xrealloc(row->cells, count, sizeof *row->cells);
	row->dates = xrealloc(row->dates, count, KEPT_DATE);
	row->differs = xrealloc(row->differs, count, sizeof *row->differs);
}

void
package_opened_free(struct package_opened *row)
{
	free(row->cells);
	free(row->dates);
	free(row->differs);
	for (size_t i = 0; i < row->phase_cap; i++)
		package_opened_free(&row->phases[i]);
	free(row->phases);
	*row = (struct package_opened){0};
}

static void
open_packed(const struct package *p, const unsigned char *packed, const struct node *parent, struct package_opened *row)
{
	uint32_t sheet;
	row->phase_count = 0;
	row->node = (struct node){.account = parent->account, .period = parent->period, .product_line = parent->product_line,
		.parent = parent, .figures = row->figures};
	const unsigned char *cells = packed_open(packed, &sheet, &row->node);
	const struct kept *kept = p->sheets[sheet].kept;
	row->node.where.file = p->sheets[sheet].file;
	make_room(row, kept->count);
	kept_open(kept, cells, row->cells, row->dates);
	row->node.own = (struct kept_cells){kept, row->cells};
}

const struct package_phased *
package_phases(const struct package *p, size_t number)
{
	uint32_t phased = p->items[number].phased;
	return phased ? &p->phased[phased] : NULL;
}

static void
open_phases(const struct package *p, const struct package_phased *phased, struct package_opened *item)
{
	if (phased->count > item->phase_cap) {
		item->phases = xrealloc(item->phases, phased->count, sizeof *item->phases);
		memset(item->phases + item->phase_cap, 0, (phased->count - item->phase_cap) * sizeof *item->phases);
		item->phase_cap = phased->count;
	}
	for (item->phase_count = 0; item->phase_count < phased->count; item->phase_count++) {
		struct package_opened *phase = &item->phases[item->phase_count];
		open_packed(p, p->phases[phased->first + item->phase_count].packed, &item->node, phase);
		phase->node.level = PACKAGE_PHASE;
	}
}

/* What all phases agree in is the item's, too; what they don't, or none says, is blank. */
static void
agree(struct package_opened *item, const struct package_opened *phase)
{
	const struct kept *kept = item->node.own.columns;
	for (size_t c = 0; c < kept->count && phase->node.own.columns == kept; c++) {
		const char *cell = phase->cells[c];
		if (!*cell || item->differs[c])
			continue;
		item->differs[c] = *item->cells[c] && strcmp(cell, item->cells[c]) != 0;
		if (item->differs[c])
			item->cells[c] = "";
		else if (kept->list[c].format && strlen(cell) < KEPT_DATE && cell == phase->dates + c * KEPT_DATE)
			item->cells[c] = memcpy(item->dates + c * KEPT_DATE, cell, strlen(cell) + 1);
		else
			item->cells[c] = cell;
	}
}

/* Market volumes are added, target prices weighed by them where they differ. */
struct asked {
	decimal target, volume;
	bool differs;
};

static bool
add_phase(struct node *item, const struct node *phase, struct asked *asked)
{
	decimal part;
	item->forecast |= phase->forecast;
	item->market_given |= phase->market_given;
	item->current_market_given |= phase->current_market_given;
	if (!decimal_add(item->market, phase->market, &item->market) ||
	    !decimal_add(item->current_market, phase->current_market, &item->current_market))
		return false;
	if (!phase->target_given)
		return true;
	asked->differs |= item->target_given && item->target_price != phase->target_price;
	item->target_given = true;
	item->target_price = phase->target_price;
	return decimal_mul(phase->target_price, phase->market, &part) && decimal_add(asked->target, part, &asked->target) &&
	    decimal_add(asked->volume, phase->market, &asked->volume);
}

/* An item with rows of phases: its figures are theirs, blended. */
static bool
blend(const struct package_phased *phased, struct package_opened *row)
{
	struct node *item = &row->node;
	struct asked asked = {0};
	item->phased = true;
	item->market_given = item->current_market_given = item->target_given = false;
	item->market = item->current_market = 0;
	if (phased->blend)
		packed_open_figures(phased->blend, item->figures);
	for (size_t c = 0; c < item->own.columns->count; c++)
		row->differs[c] = false;
	for (size_t i = 0; i < row->phase_count; i++) {
		if (!add_phase(item, &row->phases[i].node, &asked))
			return false;
		agree(row, &row->phases[i]);
	}
	if (item->target_given && asked.differs)
		item->target_given = asked.volume != 0 && decimal_div(asked.target, asked.volume, &item->target_price);
	return true;
}

static package_trouble
roll_up(const struct package *p, struct package_opened *row)
{
	return rollup_item(&row->node, p->policy->report_currency) ? NULL : figures_too_large;
}

unsigned
package_opened_flags(const struct package *p, const struct package_opened *row)
{
	return flags_of(&row->node, p->has, p->policy);
}

static void
fetch(const unsigned char *packed)
{
	enum { USUAL = 256 }; /* bytes of a row */
	for (size_t at = 0; packed && at < USUAL; at += 64)
		__builtin_prefetch(packed + at);
}

void
package_expect_items(const struct package *p, const struct node *line, size_t next)
{
	enum { AHEAD = 6 };
	for (size_t i = next ? next + AHEAD : 0; i <= next + AHEAD && i < line->item_count; i++) {
		const struct package_phased *phased = package_phases(p, line->items[i]);
		fetch(p->items[line->items[i]].packed);
		if (phased)
			fetch(phased->blend);
	}
}

package_trouble
package_open_item(const struct package *p, size_t number, struct package_opened *row)
{
	const struct package_item *item = &p->items[number];
	const struct package_phased *phased = package_phases(p, number);
	open_packed(p, item->packed, p->lines[item->line], row);
	row->node.level = PACKAGE_ITEM;
	row->node.phase = "";
	row->node.flags = item->flags;
	if (phased) {
		open_phases(p, phased, row);
		if (!blend(phased, row))
			return package_phases_too_large;
	}
	return roll_up(p, row);
}

package_trouble
package_open_phase(const struct package *p, struct package_opened *item, size_t phase)
{
	return roll_up(p, &item->phases[phase]);
}
