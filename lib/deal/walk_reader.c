#include "deal/walk_reader.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/walk_lane.h"
#include "table/split.h"

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

/* Certainly below what LANE_ROW_BITS say in every sum, also with the unit figures of one position at the volume of another:
 * money below 10^9, volumes from 0.1 to 10^9, rates from 1/10^4 to 10^4. */
static bool
are_moderate(const struct figures *f, size_t count)
{
	const decimal most = decimal_power(DECIMAL_PLACES + 9), least = decimal_power(DECIMAL_PLACES - 1);
	const decimal most_rate = decimal_power(DECIMAL_PLACES + 4);
	for (size_t i = 0; i < count; i++) {
		decimal volume = f[i].volume < 0 ? -f[i].volume : f[i].volume;
		decimal revenue = f[i].revenue < 0 ? -f[i].revenue : f[i].revenue;
		decimal cogs = f[i].cogs < 0 ? -f[i].cogs : f[i].cogs, rebate = f[i].rebate < 0 ? -f[i].rebate : f[i].rebate;
		if (volume > most || (volume && volume < least) || revenue > most || cogs > most || rebate > most ||
		    f[i].fx > most_rate || f[i].cost_fx > most_rate)
			return false;
	}
	return true;
}

/* From here on sums might not fit, which is said of the row that it happens at: all rows before it are added up now. */
static void
be_careful(struct walk_reader *r)
{
	r->careful = true;
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
	if (!r->careful && r->lane && !are_moderate(figures, plan->position_count))
		be_careful(r);
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
	walk_reader_note_unit(r, group, row->unit, row->where);
	if (package ? !by_phase : s->phase == SHEET_NONE)
		return add_item(r, group, row->figures, &row->where);
	if (package)
		note_phased(r, row);
	put_identity(key, row);
	return blend_add(&r->phases, key, row, group);
}

/* A sheet that is being read. */
struct reading {
	struct walk_reader *reader;
	struct items_sheet sheet;
	struct walk_lane lane;
	size_t *by;
	struct item_row row;
	struct buf key, text;
	struct cell *cells; /* of a row that the lane left; owned */
	size_t cell_cap;
};

static void
take_record(struct reading *w, const struct record *record)
{
	struct walk_lane *lane = w->reader->lane;
	if (lane)
		walk_lane_settle(lane, 0, 0);
	if (!sheet_take(&w->sheet.sheet, record) || !items_take(&w->sheet, &w->row))
		return;
	add_row(w->reader, &w->sheet, &w->row, w->by, &w->key);
	if (lane)
		walk_lane_learn(lane, &w->row);
}

static void
take_plain(struct reading *w, const struct plain *p)
{
	const struct split *split = p->split;
	for (size_t i = 0; i < split->row_count; i++) {
		if (w->reader->lane && !w->reader->careful && (i = walk_lane_rows(w->reader->lane, p, i)) == split->row_count)
			return;
		size_t count = split_count(split, i);
		if (count > w->cell_cap) {
			w->cells = xrealloc(w->cells, count, sizeof *w->cells);
			w->cell_cap = count;
		}
		split_cells(split, i, w->cells, &w->text);
		take_record(w, &(struct record){w->cells, count, p->line + split->rows[i].lines, p->number + i});
	}
}

static void
read_rows(struct reading *w)
{
	struct csvin *in = w->sheet.sheet.in;
	struct plain plain;
	struct record record;
	for (;;)
		if (csvin_plain(in, &plain))
			take_plain(w, &plain);
		else if (csvin_next(in, &record) == CSVIN_RECORD)
			take_record(w, &record);
		else
			break;
	if (!w->reader->lane)
		return;
	walk_lane_settle(w->reader->lane, 0, 0);
	if (!walk_lane_finish(w->reader->lane))
		diag(DIAG_ERROR, "the sums are too large");
}

void
walk_reader_read(struct walk_reader *r, struct sheet *sheet)
{
	struct reading w = {
		.reader = r,
		.by = xcalloc(r->plan->by_count, sizeof *w.by),
		.row = {.figures = xcalloc(r->plan->position_count, sizeof *w.row.figures)},
	};
	bool bound = walk_bind_by(r->plan, sheet, w.by);
	if (items_bind(&w.sheet, sheet, &r->items, true)) {
		r->lane = walk_lane_init(&w.lane, r, &w.sheet, w.by) ? &w.lane : NULL;
		if (bound)
			read_rows(&w);
		walk_lane_free(&w.lane);
		r->lane = NULL;
		items_finish(&w.sheet);
		items_close(&w.sheet);
	}
	buf_free(&w.key);
	buf_free(&w.text);
	free(w.cells);
	free(w.row.figures);
	free(w.by);
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
