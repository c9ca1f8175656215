#include "deal/walk_lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/xalloc.h"
#include "deal/walk_reader.h"
#include "table/split.h"

enum {
	LANE_FEW = 8,    /* rows that are read after one that wasn't plain: of those behind the next one nothing comes */
	LANE_NEAR = 500, /* so many groups are in the nearest cache anyway */
};

bool
walk_lane_init(struct walk_lane *l, struct walk_reader *r, struct items_sheet *s, const size_t *by)
{
	*l = (struct walk_lane){.reader = r, .sheet = s, .batch_most = LANE_FEW};
	if (!lane_columns_bind(&l->columns, r->plan, s, by))
		return false;
	lane_sums_init(&l->sums, r->table);
	return true;
}

void
walk_lane_share(struct walk_lane *l, const struct walk_lane *other)
{
	if (!walk_lane_init(l, other->reader, other->sheet, other->columns.by))
		abort(); /* what has a lane has two */
	lane_columns_share(&l->columns, &other->columns);
	l->marketless = other->marketless;
}

void
walk_lane_free(struct walk_lane *l)
{
	lane_columns_free(&l->columns);
	lane_sums_free(&l->sums);
	group_free(&l->units);
	buf_free(&l->scratch);
	free(l->groups);
	free(l->news);
	*l = (struct walk_lane){0};
}

void
walk_lane_learn(struct walk_lane *l, const struct item_row *row)
{
	lane_columns_learn(&l->columns, row);
	l->marketless = l->reader->marketless;
}

static struct lane_news *
add_news(struct walk_lane *l, const struct plain *p, size_t row)
{
	l->news = xgrow(l->news, l->news_count, &l->news_cap, sizeof *l->news);
	struct lane_news *news = &l->news[l->news_count++];
	*news = (struct lane_news){.line = p->line + p->split->rows[row].lines, .number = p->number + row};
	return news;
}

/* The number of a row's unit + 1; 0 where it has none. Most have that of the row before. */
static uint32_t
unit_of(struct walk_lane *l, size_t row)
{
	const struct cell c = cells_at(&l->batch.units, row);
	const struct group_entry *before = l->unit ? &l->units.entries[l->unit - 1] : NULL;
	bool fresh;
	if (c.n == 0)
		return 0;
	if (!before || before->n != c.n || !bytes_are_same(group_entry_key(before), c.s, c.n))
		l->unit = (uint32_t)group_number(&l->units, c.s, c.n, &fresh) + 1;
	return l->unit;
}

static bool
is_marketless(const struct walk_lane *l, size_t row)
{
	const struct lane_figures *f = &l->batch.figures;
	for (size_t i = 0; i < l->sums.step_count; i++) {
		const struct lane_at *from = &f->at[l->sums.steps[i].from], *to = &f->at[l->sums.steps[i].to];
		bool given = f->market_given[from->is_current] & f->market_given[to->is_current] & UINT64_C(1) << row;
		if (from->volume[row] && to->volume[row] && !given)
			return true;
	}
	return false;
}

static void
note_news(struct walk_lane *l, size_t number, const struct plain *p, size_t row)
{
	struct lane_group *group = &l->groups[number];
	uint32_t unit = unit_of(l, row);
	bool is_fresh = unit && !group->mixed && unit != group->unit; /* of others than the first one only one matters */
	bool marketless = !l->marketless && is_marketless(l, row);
	if (group->known && !is_fresh && !marketless)
		return;
	group->known = true;
	struct lane_news *news = add_news(l, p, l->batch.row + row);
	news->group = number;
	news->marketless = marketless;
	l->marketless |= marketless;
	if (!is_fresh)
		return;
	news->unit = unit;
	group->mixed = group->unit;
	if (!group->unit)
		group->unit = unit;
}

static void
add_columns(struct walk_lane *l)
{
	const struct lane_batch *b = &l->batch;
	for (size_t i = 0; i < l->reader->plan->position_count; i++) {
		const struct lane_at *at = &b->figures.at[i];
		for (size_t row = 0; row < b->count; row++)
			l->volume_sums[i] += at->volume[row];
		l->market_seen |= lane_batch_rows(b) & b->figures.market_given[at->is_current];
	}
	for (size_t i = 0; i < 2; i++)
		for (size_t row = 0; row < b->count; row++)
			l->market_sums[i] += b->figures.market[i][row];
}

/* What the groups need is on its way while the figures are read. */
static void
expect_groups(struct walk_lane *l)
{
	struct lane_batch *b = &l->batch;
	for (size_t row = 0; row < b->count; row++)
		b->keys[row].hash = group_hash(&l->sums.groups, b->keys[row].s, b->keys[row].n);
	if (l->sums.groups.count <= LANE_NEAR)
		return;
	for (size_t row = 0; row < b->count; row++) {
		size_t expected = lane_sums_expect(&l->sums, b->keys[row].hash);
		if (expected != SIZE_MAX)
			__builtin_prefetch(&l->groups[expected]);
	}
}

static size_t
add_group(struct walk_lane *l, const struct lane_key *key)
{
	l->groups = xgrow(l->groups, l->group_count, &l->group_cap, sizeof *l->groups);
	l->groups[l->group_count++] = (struct lane_group){0};
	return lane_sums_add_group(&l->sums, key->hash, key->s, key->n);
}

static void
take_batch(struct walk_lane *l, const struct plain *p)
{
	const struct lane_batch *b = &l->batch;
	size_t groups[LANE_ROWS];
	for (size_t row = 0; row < b->count; row++) {
		const struct lane_key *key = &b->keys[row];
		size_t known = group_find_hash(&l->sums.groups, key->hash, key->s, key->n);
		groups[row] = known == SIZE_MAX ? add_group(l, key) : known;
		note_news(l, groups[row], p, row);
	}
	lane_sums_add(&l->sums, groups, &b->figures, b->count);
	add_columns(l);
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t
walk_lane_rows(struct walk_lane *l, const struct plain *p, size_t from)
{
	struct lane_batch *b = &l->batch;
	size_t row = from;
	while (l->columns.are_open && row < p->split->row_count) {
		size_t most = least(l->batch_most, p->split->row_count - row);
		lane_batch_texts(b, &l->columns, p->split, row, most, &l->scratch);
		expect_groups(l);
		lane_batch_figures(b, &l->columns);
		b->count = lane_sums_fit(&l->sums, &b->figures, b->count, l->reader->plan->position_count);
		take_batch(l, p);
		row += b->count;
		l->batch_most = b->count == most ? least(l->batch_most * 2, LANE_ROWS) : LANE_FEW;
		if (b->count < most)
			break;
	}
	return row;
}

static void
tell(struct walk_lane *l, const struct lane_news *news, uintmax_t line, uintmax_t number)
{
	size_t *group = &l->sums.numbers[news->group];
	struct place where = {.file = l->sheet->sheet.name, .line = line + news->line, .record = number + news->number};
	if (*group == SIZE_MAX) {
		const struct group_entry *key = &l->sums.groups.entries[news->group];
		*group = walk_table_group(l->reader->table, group_entry_key(key), key->n);
	}
	if (news->unit) {
		const struct group_entry *unit = &l->units.entries[news->unit - 1];
		walk_reader_note_unit(l->reader, *group, (struct cell){group_entry_key(unit), unit->n}, where);
	}
	if (news->marketless)
		walk_reader_note_marketless(l->reader, where);
}

/* Volumes of the lane as decimals. */
static void
pass_column(struct walk_lane *l, size_t column, unsigned __int128 *sum)
{
	if (*sum)
		totals_pass(&l->sheet->totals, column, (decimal)*sum * decimal_power(DECIMAL_PLACES - LANE_VOLUME_PLACES));
	*sum = 0;
}

void
walk_lane_settle(struct walk_lane *l, uintmax_t line, uintmax_t number)
{
	for (size_t i = 0; i < l->news_count; i++)
		tell(l, &l->news[i], line, number);
	l->news_count = 0;
	for (size_t i = 0; i < l->reader->plan->position_count; i++)
		pass_column(l, l->sheet->positions[i].volume, &l->volume_sums[i]);
	for (size_t i = 0; i < 2; i++)
		pass_column(l, i ? l->sheet->current_market : l->sheet->market, &l->market_sums[i]);
	l->reader->market_seen |= l->market_seen;
}

void
walk_lane_finish(struct walk_lane *l)
{
	if (!lane_sums_move(&l->sums, l->reader->table))
		diag(DIAG_ERROR, "the sums of a group are too large");
}
