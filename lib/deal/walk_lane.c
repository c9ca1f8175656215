#include "deal/walk_lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/lane_row.h"
#include "deal/walk_reader.h"
#include "table/digits.h"
#include "table/split.h"

enum {
	LANE_BATCH = 16, /* rows that are read before their groups are looked up */
	LANE_NEAR = 500, /* so many groups are in the nearest cache anyway */
};

bool
walk_lane_init(struct walk_lane *l, struct walk_reader *r, struct items_sheet *s, const size_t *by)
{
	*l = (struct walk_lane){.reader = r, .sheet = s};
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
	arena_free(&l->memory);
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

static bool
is_same(struct cell c, const char *s, size_t n)
{
	return c.n == n && (n <= 8 ? digits_load(c.s, n) == digits_load(s, n) : memcmp(c.s, s, n) == 0);
}

/* A unit that the group hasn't had; of those that differ from its first one, only one matters. */
static bool
is_fresh_unit(const struct lane_group *group, struct cell unit)
{
	return unit.n && !group->mixed && (!group->unit || !is_same(unit, group->unit, group->unit_length));
}

static bool
is_marketless(const struct walk_lane *l, const struct lane_row *r)
{
	for (size_t i = 0; i < l->sums.step_count; i++) {
		const struct lane_figures *from = &r->figures[l->sums.steps[i].from], *to = &r->figures[l->sums.steps[i].to];
		if (from->volume && to->volume && (!from->market_given || !to->market_given))
			return true;
	}
	return false;
}

static void
note_news(struct walk_lane *l, const struct lane_row *r, size_t number, const struct plain *p, size_t row)
{
	struct lane_group *group = &l->groups[number];
	bool unit = is_fresh_unit(group, r->unit), marketless = !l->marketless && is_marketless(l, r);
	if (group->known && !unit && !marketless)
		return;
	group->known = true;
	struct lane_news *news = add_news(l, p, row);
	news->group = number;
	news->marketless = marketless;
	l->marketless |= marketless;
	if (!unit)
		return;
	news->unit = arena_strndup(&l->memory, r->unit.s, r->unit.n);
	news->unit_length = r->unit.n;
	group->mixed = group->unit;
	if (!group->unit) {
		group->unit = news->unit;
		group->unit_length = news->unit_length;
	}
}

static void
add_columns(struct walk_lane *l, const struct lane_row *r)
{
	for (size_t i = 0; i < l->reader->plan->position_count; i++) {
		const struct lane_figures *f = &r->figures[i];
		l->volume_sums[i] += f->volume;
		l->market_seen |= f->market_given;
	}
	l->market_sums[0] += r->markets[0];
	l->market_sums[1] += r->markets[1];
}

static void
take_row(struct walk_lane *l, const struct plain *p, size_t row, const struct lane_row *r, uint32_t hash)
{
	size_t group = lane_sums_group(&l->sums, hash, r->key, r->key_length);
	if (group >= l->group_count) {
		l->groups = xgrow(l->groups, l->group_count, &l->group_cap, sizeof *l->groups);
		l->groups[l->group_count++] = (struct lane_group){0};
	}
	note_news(l, r, group, p, row);
	lane_sums_add(&l->sums, group, r->figures);
	add_columns(l, r);
}

size_t
walk_lane_rows(struct walk_lane *l, const struct plain *p, size_t from)
{
	struct lane_row rows[LANE_BATCH];
	uint32_t hashes[LANE_BATCH];
	size_t row = from, count = LANE_BATCH, positions = l->reader->plan->position_count;
	while (l->columns.are_open && count == LANE_BATCH) {
		for (count = 0; count < LANE_BATCH && row + count < p->split->row_count; count++) {
			struct lane_row *r = &rows[count];
			if (!lane_row_read(&l->columns, p->split, row + count, &l->scratch, r) || !lane_sums_fit(&l->sums, r->figures, positions))
				break;
			hashes[count] = group_hash(&l->sums.groups, r->key, r->key_length);
		}
		for (size_t i = 0; i < count && l->sums.groups.count > LANE_NEAR; i++)
			lane_sums_expect(&l->sums, hashes[i]);
		for (size_t i = 0; i < count; i++)
			take_row(l, p, row + i, &rows[i], hashes[i]);
		row += count;
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
		*group = walk_table_group(l->reader->table, key->key, key->n);
	}
	if (news->unit)
		walk_reader_note_unit(l->reader, *group, (struct cell){news->unit, news->unit_length}, where);
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
