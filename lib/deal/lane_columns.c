#include "deal/lane_columns.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/total_word.h"
#include "table/dialect.h"

static struct lane_number
number_of(const struct lane_columns *lane, size_t column, int places)
{
	bool settled = column == SHEET_NONE || !sheet_asks_for_mark(&lane->sheet->sheet, column);
	return (struct lane_number){column, settled ? places : -1, UINT64_MAX};
}

/* From 10^13 on a quantity is too large: see cell_quantity. */
static struct lane_number
volume_of(const struct lane_columns *lane, size_t column)
{
	struct lane_number volume = number_of(lane, column, LANE_VOLUME_PLACES);
	volume.limit = UINT64_C(10000000000000) * 1000000;
	return volume;
}

/* How the numbers of all columns are to be read, as far as that is known by now. */
static void
bind_numbers(struct lane_columns *lane)
{
	const struct items_sheet *s = lane->sheet;
	lane->per[0] = number_of(lane, s->price_per, 0);
	lane->per[1] = number_of(lane, s->cost_per, 0);
	lane->markets[0] = volume_of(lane, s->market);
	lane->markets[1] = volume_of(lane, s->current_market);
	for (size_t i = 0; i < lane->plan->position_count; i++) {
		const struct position_columns *p = &s->positions[i];
		size_t cost = p->cost == SHEET_NONE && !p->is_current ? s->cost : p->cost;
		lane->positions[i] = (struct lane_position){
			volume_of(lane, p->volume), number_of(lane, p->price, LANE_UNIT_PLACES),
			number_of(lane, lane->sheet->plan->revenue_only ? SHEET_NONE : cost, LANE_UNIT_PLACES), p->is_current,
		};
	}
}

/* The columns that plain rows leave empty. False where the position is never plain. */
static bool
bind_position(struct lane_columns *lane, size_t i)
{
	const struct position_columns *p = &lane->sheet->positions[i];
	size_t general = p->is_current ? SHEET_NONE : lane->sheet->cost, cost = p->cost == SHEET_NONE ? general : p->cost;
	bool revenue_only = lane->sheet->plan->revenue_only;
	if (p->volume == SHEET_NONE || p->price == SHEET_NONE || (cost == SHEET_NONE && !revenue_only))
		return false;
	if (p->cost != SHEET_NONE && general != SHEET_NONE) /* which of them counts is each row's matter */
		return false;
	const size_t blanks[] = {p->revenue, p->share, p->fx, p->cost_fx, revenue_only ? SHEET_NONE : p->cogs,
		revenue_only ? SHEET_NONE : p->rebate};
	for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++)
		if (blanks[k] != SHEET_NONE)
			lane->blanks[lane->blank_count++] = blanks[k];
	return true;
}

static void
bind_texts(struct lane_columns *lane)
{
	const struct items_sheet *s = lane->sheet;
	const size_t texts[] = {s->account, s->product_line, s->customer_part, s->period};
	lane->texts = xcalloc(sizeof texts / sizeof *texts, sizeof *lane->texts);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		bool read_by = texts[i] == SHEET_NONE;
		for (size_t k = 0; k < lane->plan->by_count; k++)
			read_by |= lane->by[k] == texts[i];
		if (!read_by)
			lane->texts[lane->text_count++] = texts[i];
	}
}

bool
lane_columns_bind(struct lane_columns *lane, const struct walk_plan *plan, const struct items_sheet *s, const size_t *by)
{
	const struct items_plan *items = s->plan;
	char mark = s->sheet.dialect->decimal_mark ? s->sheet.dialect->decimal_mark : '.';
	*lane = (struct lane_columns){.plan = plan, .sheet = s, .by = by, .mark = mark};
	bool ok = s->level == SHEET_NONE && s->phase == SHEET_NONE && !plan->has_open && !items->forecasts && !items->targets &&
	    plan->position_count <= LANE_POSITIONS && plan->step_count <= LANE_POSITIONS && s->sheet.dialect->fill_count == 0;
	lane->blanks = xcalloc(plan->position_count + 1, 6 * sizeof *lane->blanks);
	bind_texts(lane);
	for (size_t i = 0; i < plan->position_count && ok; i++)
		ok = bind_position(lane, i);
	if (!ok) {
		lane_columns_free(lane);
		return false;
	}
	total_word_begins(&lane->total_words);
	bind_numbers(lane);
	return true;
}

void
lane_columns_free(struct lane_columns *lane)
{
	free(lane->texts);
	free(lane->blanks);
	*lane = (struct lane_columns){0};
}

void
lane_columns_learn(struct lane_columns *lane, const struct item_row *row)
{
	struct cell code = row->currency_code;
	const struct sheet *sheet = &lane->sheet->sheet;
	lane->are_open = row->cost_currency == row->currency && code.n <= LANE_CODE_MOST && sheet->row.count >= sheet->count &&
	    currency_is_plain(lane->sheet->plan->currencies, row->currency);
	if (!lane->are_open)
		return;
	lane->cells = sheet->row.count;
	if (code.n)
		memcpy(lane->code, code.s, code.n);
	lane->code_length = code.n;
	bind_numbers(lane);
}

void
lane_columns_share(struct lane_columns *lane, const struct lane_columns *other)
{
	lane->are_open = other->are_open;
	lane->cells = other->cells;
	memcpy(lane->code, other->code, sizeof lane->code);
	lane->code_length = other->code_length;
}
