#include "deal/walk_reader.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"

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

static void
check_unit(struct walk_reader *r, const struct item_row *row, size_t group)
{
	const char *other;
	if (!row->unit.n || walk_table_unit(r->table, group, row->unit.s, row->unit.n, &other))
		return;
	struct place where = row->where;
	where.column = "unit";
	diag_value(&where, DIAG_WARNING, row->unit.s, row->unit.n, "this group has items in %s, too, and their volumes are added up",
	    diag_shown(other));
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

static bool
add_item(struct walk_reader *r, size_t group, struct figures *figures, const struct place *where)
{
	const struct walk_plan *plan = r->plan;
	if (plan->has_open && !figures[plan->open].given)
		figures[plan->open] = figures[plan->open_else];
	for (size_t i = 0; i < plan->step_count && !(r->marketless && r->market_seen); i++) {
		const struct figures *from = &figures[plan->steps[i].from], *to = &figures[plan->steps[i].to];
		r->market_seen |= from->market_given || to->market_given;
		if (r->marketless)
			continue;
		r->marketless = from->volume > 0 && to->volume > 0 && (!from->market_given || !to->market_given);
		r->no_market = *where;
	}
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

/* An item of its own is added at once; phases wait until all of them are in. Where phases are asked for, a
 * package's item rows wait, too: they count where no phase row follows. */
static bool
add_row(struct walk_reader *r, struct items_sheet *s, const struct item_row *row, const size_t *by, struct buf *key)
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
	check_unit(r, row, group);
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
	struct items_sheet s;
	size_t *by = xcalloc(r->plan->by_count, sizeof *by);
	struct item_row row = {.figures = xcalloc(r->plan->position_count, sizeof *row.figures)};
	struct buf key = {0};
	bool bound = walk_bind_by(r->plan, sheet, by);
	if (items_bind(&s, sheet, &r->items, true)) {
		while (bound && items_next(&s, &row))
			add_row(r, &s, &row, by, &key);
		items_finish(&s);
		items_close(&s);
	}
	buf_free(&key);
	free(row.figures);
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
		const struct group_entry *key = &r->whole.keys.entries[i];
		size_t by = (size_t)(group_cell(&r->whole.keys, i, r->plan->by_count) - key->key);
		if (group_find(&r->phased, key->key + by, key->n - by) == SIZE_MAX &&
		    !add_item(r, walk_table_group(r->table, key->key, by), item->figures, &item->first))
			return false;
	}
	return true;
}
