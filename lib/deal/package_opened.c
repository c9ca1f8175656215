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
}

void
package_opened_free(struct package_opened *row)
{
	free(row->cells);
	free(row->dates);
	*row = (struct package_opened){0};
}

static void
open_packed(const struct package *p, const unsigned char *packed, const struct node *line, struct package_opened *row)
{
	uint32_t sheet;
	row->node = (struct node){.account = line->account, .period = line->period, .product_line = line->product_line,
		.figures = row->figures};
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
	return phased && p->phased[phased].is_phased ? &p->phased[phased] : NULL;
}

/* What all phases agree in is the item's, too; what they don't, or none says, is blank. */
static void
agree(struct package_opened *item, const struct package_opened *phase, bool *differs)
{
	const struct kept *kept = item->node.own.columns;
	for (size_t c = 0; c < kept->count && phase->node.own.columns == kept; c++) {
		const char *cell = phase->cells[c];
		if (!*cell || differs[c])
			continue;
		differs[c] = *item->cells[c] && strcmp(cell, item->cells[c]) != 0;
		if (differs[c])
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
blend(const struct package *p, const struct package_phased *phased, const struct node *line, struct package_opened *row)
{
	struct package_opened phase = {0};
	struct node *item = &row->node;
	struct asked asked = {0};
	bool ok = true, *differs = xcalloc(item->own.columns->count, sizeof *differs);
	item->phased = true;
	item->market_given = item->current_market_given = item->target_given = false;
	item->market = item->current_market = 0;
	if (phased->blend)
		packed_open_figures(phased->blend, item->figures);
	for (uint32_t i = phased->first; i && ok; i = p->phases[i].next) {
		open_packed(p, p->phases[i].packed, line, &phase);
		ok = add_phase(item, &phase.node, &asked);
		agree(row, &phase, differs);
	}
	if (item->target_given && asked.differs)
		item->target_given = asked.volume != 0 && decimal_div(asked.target, asked.volume, &item->target_price);
	package_opened_free(&phase);
	free(differs);
	return ok;
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

package_trouble
package_open_item(const struct package *p, size_t number, struct package_opened *row)
{
	const struct package_item *item = &p->items[number];
	const struct package_phased *phased = package_phases(p, number);
	const struct node *line = p->lines[item->line];
	open_packed(p, item->packed, line, row);
	row->node.level = PACKAGE_ITEM;
	row->node.phase = "";
	row->node.parent = line;
	if (phased && !blend(p, phased, line, row))
		return package_phases_too_large;
	row->node.flags = item->flags;
	return roll_up(p, row);
}

package_trouble
package_open_phase(const struct package *p, uint32_t phase, const struct node *item, struct package_opened *row)
{
	open_packed(p, p->phases[phase].packed, item->parent, row);
	row->node.level = PACKAGE_PHASE;
	row->node.parent = item;
	return roll_up(p, row);
}
