#include "deal/walk_reader.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/walk_lane.h"
#include "deal/walk_rows.h"

void
walk_reader_init(struct walk_reader *r, const struct walk_plan *plan, bool revenue_only, struct currencies *currencies,
    struct walk_table *table)
{
	*r = (struct walk_reader){
		.plan = plan,
		.items = {
			.positions = plan->positions,
			.position_count = plan->position_count,
			.packages = true,
			.revenue_only = revenue_only,
			.currencies = currencies,
		},
		.currencies = currencies,
		.table = table,
	};
	blend_init(&r->phases, plan->position_count);
	blend_init(&r->whole, plan->position_count);
}

void
walk_reader_free(struct walk_reader *r)
{
	blend_free(&r->phases);
	blend_free(&r->whole);
	group_free(&r->phased);
	arena_free(&r->memory);
}

bool
walk_bind_by(const struct walk_plan *plan, const struct sheet *sheet, size_t *found)
{
	struct buf missing = {0};
	size_t before = diag_errors();
	for (size_t i = 0; i < plan->by_count; i++) {
		found[i] = sheet_find_alias(sheet, plan->by[i], column_aliases(plan->by[i]));
		if (found[i] == SHEET_NONE && plan->by_asked)
			buf_printf(&missing, "%s%s", missing.len ? ", " : "", plan->by[i]);
	}
	if (missing.len)
		sheet_report_missing(sheet, buf_str(&missing));
	buf_free(&missing);
	return diag_errors() == before;
}

bool
walk_read_by(const struct walk_plan *plan, struct sheet *sheet, const size_t *by, struct buf *key)
{
	key->len = 0;
	for (size_t i = 0; i < plan->by_count; i++) {
		struct cell c;
		if (cell_text(sheet, by[i], &c) == CELL_BAD)
			return false;
		key_add(key, c.s, c.n);
	}
	return true;
}

void
walk_reader_note_unit(struct walk_reader *r, size_t group, struct cell unit, struct place where)
{
	const char *other;
	if (!unit.n || walk_table_unit(r->table, group, unit.s, unit.n, &other))
		return;
	where.column = "unit";
	diag_value(&where, DIAG_WARNING, unit.s, unit.n, "this group has items in %s, too, and their volumes are added up",
	    diag_shown(other));
}

void
walk_reader_note_marketless(struct walk_reader *r, struct place where)
{
	if (!r->marketless)
		r->no_market = where;
	r->marketless = true;
}

/* It belongs to no unit, so that the walk shows it as other. */
static void
report_money_without_volume(const struct walk_plan *plan, const struct figures *figures, const struct place *where)
{
	for (size_t i = 0; i < plan->step_count; i++)
		for (int end = 0; end < 2; end++) {
			size_t p = end ? plan->steps[i].to : plan->steps[i].from;
			if (figures[p].volume == 0 && figures_any(&figures[p])) {
				diag_at(where, DIAG_WARNING, "%s has money at zero volume: it counts as other", plan->positions[p]);
				return;
			}
		}
}

static double
size_of(decimal a)
{
	return a < 0 ? -(double)a : (double)a;
}

/* At least as much as the item adds to any sum, also with the unit figures of one position at the volume of another. */
static double
weight_of(const struct figures *f, size_t count, bool pct)
{
	double money = 0, most = 0x1p50, least = 0x1p50, least_revenue = 0x1p50; /* about 1 */
	for (size_t i = 0; i < count; i++) {
		double rate = 1 + (double)(f[i].fx > f[i].cost_fx ? f[i].fx : f[i].cost_fx) * 1e-15, volume = size_of(f[i].volume);
		money += (size_of(f[i].revenue) + size_of(f[i].cogs) + size_of(f[i].rebate)) * rate + volume;
		most = volume > most ? volume : most;
		least = volume > 0 && volume < least ? volume : least;
		least_revenue = f[i].revenue && size_of(f[i].revenue) < least_revenue ? size_of(f[i].revenue) : least_revenue;
	}
	return 4 * money * (most / least + (pct ? money / least_revenue : 0));
}

/* Where sums come near to what a decimal holds, it is said of a row that they don't fit: from here on rows are added in their
 * order, and what the lane has of those before is added now. */
static void
weigh(struct walk_reader *r, const struct figures *figures)
{
	r->weight += weight_of(figures, r->plan->position_count, r->table->needs.pct);
	if (r->careful || r->weight < 0x1p126)
		return;
	r->careful = true;
	if (r->lane)
		walk_lane_finish(r->lane);
}

static bool
add_item(struct walk_reader *r, size_t group, struct figures *figures, const struct place *where)
{
	const struct walk_plan *plan = r->plan;
	if (plan->has_open && !figures[plan->open].given)
		figures[plan->open] = figures[plan->open_else];
	for (size_t i = 0; i < plan->step_count && !(r->marketless && r->market_seen); i++) {
		const struct figures *from = &figures[plan->steps[i].from], *to = &figures[plan->steps[i].to];
		r->market_seen |= from->market_given || to->market_given;
		if (from->volume > 0 && to->volume > 0 && (!from->market_given || !to->market_given))
			walk_reader_note_marketless(r, *where);
	}
	weigh(r, figures);
	report_money_without_volume(plan, figures, where);
	if (walk_table_add(r->table, group, figures))
		return true;
	diag_at(where, DIAG_ERROR, "the sums of this item's group are too large");
	return false;
}

static void
put_identity(struct buf *key, const struct item_row *row)
{
	key_add(key, row->account.s, row->account.n);
	key_add(key, row->product_line.s, row->product_line.n);
	key_add(key, row->product.s, row->product.n);
	key_add(key, row->period.s, row->period.n);
}

static void
note_phased(struct walk_reader *r, const struct item_row *row)
{
	struct buf identity = {0};
	bool fresh;
	put_identity(&identity, row);
	group_number(&r->phased, identity.data, identity.len, &fresh);
	buf_free(&identity);
}

/* Where phases are asked for, a package's item rows wait, too: they count where no phase row follows. */
bool
walk_reader_add(struct walk_reader *r, struct items_sheet *s, const struct item_row *row, const size_t *by, struct buf *key)
{
	bool package = s->level != SHEET_NONE, by_phase = r->plan->by_phase;
	if (package && !by_phase && s->row_level != ITEM)
		return true;
	if (!walk_read_by(r->plan, &s->sheet, by, key))
		return false;
	if (package && by_phase && s->row_level == ITEM) {
		put_identity(key, row);
		return blend_add(&r->whole, key, row, 0);
	}
	size_t group = walk_table_group(r->table, key->data, key->len);
	walk_reader_note_unit(r, group, row->unit, row->where);
	if (package ? !by_phase : s->phase == SHEET_NONE)
		return add_item(r, group, row->figures, &row->where);
	if (package)
		note_phased(r, row);
	put_identity(key, row);
	return blend_add(&r->phases, key, row, group);
}

void
walk_reader_read(struct walk_reader *r, struct sheet *sheet)
{
	struct walk_rows rows;
	size_t *by = xcalloc(r->plan->by_count, sizeof *by);
	bool bound = walk_bind_by(r->plan, sheet, by);
	struct items_sheet s;
	if (items_bind(&s, sheet, &r->items, true)) {
		walk_rows_init(&rows, r, &s, by);
		if (bound)
			walk_rows_read(&rows);
		walk_rows_free(&rows);
		items_finish(&s);
		items_close(&s);
	}
	free(by);
}

bool
walk_reader_finish(struct walk_reader *r)
{
	for (size_t i = 0; i < r->phases.keys.count; i++) {
		struct blended *item = &r->phases.items[i];
		if (!add_item(r, item->tag, item->figures, &item->first))
			return false;
	}
	for (size_t i = 0; i < r->whole.keys.count; i++) {
		struct blended *item = &r->whole.items[i];
		const char *key = group_entry_key(&r->whole.keys.entries[i]), *item_key = group_cell(&r->whole.keys, i, r->plan->by_count);
		size_t by = (size_t)(item_key - key);
		if (group_find(&r->phased, item_key, r->whole.keys.entries[i].n - by) == SIZE_MAX &&
		    !add_item(r, walk_table_group(r->table, key, by), item->figures, &item->first))
			return false;
	}
	return true;
}
