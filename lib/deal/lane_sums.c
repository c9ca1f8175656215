#include "deal/lane_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/walk_table.h"

typedef unsigned __int128 u128;

enum { LANE_CHUNK = 64 };

void
lane_sums_init(struct lane_sums *s, const struct walk_table *table)
{
	*s = (struct lane_sums){.steps = table->steps, .step_count = table->step_count, .needs = table->needs};
}

void
lane_sums_free(struct lane_sums *s)
{
	group_free(&s->groups);
	for (size_t i = 0; i < s->chunk_count; i++) {
		free(s->chunks[i].memory);
		free(s->chunks[i].rests);
	}
	free(s->chunks);
	free(s->numbers);
	*s = (struct lane_sums){0};
}

static inline struct lane_sum *
sum_of(const struct lane_sums *s, size_t group, size_t step)
{
	return &s->chunks[group / LANE_CHUNK].sums[group % LANE_CHUNK * s->step_count + step];
}

static struct lane_rest *
rest_of(const struct lane_sums *s, size_t group, size_t step)
{
	struct lane_chunk *chunk = &s->chunks[group / LANE_CHUNK];
	if (!chunk->rests)
		chunk->rests = xcalloc(LANE_CHUNK * s->step_count, sizeof *chunk->rests);
	return &chunk->rests[group % LANE_CHUNK * s->step_count + step];
}

static void
add_chunk(struct lane_sums *s)
{
	s->chunks = xgrow(s->chunks, s->chunk_count, &s->chunk_cap, sizeof *s->chunks);
	struct lane_chunk *chunk = &s->chunks[s->chunk_count++];
	const size_t line = _Alignof(struct lane_sum);
	chunk->memory = xcalloc(1, LANE_CHUNK * s->step_count * sizeof *chunk->sums + line);
	chunk->sums = (struct lane_sum *)(void *)((char *)chunk->memory + (line - (uintptr_t)chunk->memory % line));
	chunk->rests = NULL;
}

size_t
lane_sums_expect(const struct lane_sums *s, uint32_t hash)
{
	size_t group = group_guess(&s->groups, hash);
	if (group == SIZE_MAX)
		return group;
	const char *sum = (const char *)sum_of(s, group, 0);
	for (size_t at = 0; at < sizeof(struct lane_sum); at += 64)
		__builtin_prefetch(sum + at, 1);
	return group;
}

size_t
lane_sums_add_group(struct lane_sums *s, uint32_t hash, const char *key, size_t n)
{
	size_t group = group_add(&s->groups, hash, key, n);
	if (group == s->chunk_count * LANE_CHUNK)
		add_chunk(s);
	s->numbers = xgrow(s->numbers, group, &s->number_cap, sizeof *s->numbers);
	s->numbers[group] = SIZE_MAX;
	return group;
}

static decimal
revenue_of(const struct lane_at *at, size_t row)
{
	return (decimal)((u128)at->price[row] * at->volume[row]);
}

static decimal
margin_of(const struct lane_at *at, size_t row)
{
	return revenue_of(at, row) - (decimal)((u128)at->cost[row] * at->volume[row]);
}

/* What the end's revenue would earn at the margin percent of the start: the only quotient, rounded as walk_add does. */
static bool
moved_by_pct(const struct lane_at *at0, const struct lane_at *at1, size_t row, decimal *moved)
{
	*moved = 0;
	if (revenue_of(at0, row) == 0 || revenue_of(at1, row) == 0)
		return true;
	return decimal_muldiv(revenue_of(at1, row), margin_of(at0, row), revenue_of(at0, row), moved) &&
	    *moved < (decimal)1 << LANE_ROW_BITS && *moved > -((decimal)1 << LANE_ROW_BITS);
}

static void
add_by_pct(struct lane_rest *rest, const struct lane_figures *f, const struct walk_step *step, size_t row)
{
	const struct lane_at *at[] = {&f->at[step->from], &f->at[step->to]};
	decimal moved;
	if (revenue_of(at[0], row) == 0 || revenue_of(at[1], row) == 0)
		return;
	moved_by_pct(at[0], at[1], row, &moved);
	rest->both_moved += moved;
	for (int end = 0; end < 2; end++) {
		rest->both_revenue[end] += revenue_of(at[end], row);
		rest->both_margin[end] += margin_of(at[end], row);
	}
}

static inline void
add_money(struct lane_money *sum, const struct lane_at *units, const struct lane_at *volumes, size_t row)
{
	sum->revenue += (u128)units->price[row] * volumes->volume[row];
	sum->cogs += (u128)units->cost[row] * volumes->volume[row];
}

static void
add_alone(struct lane_alone *sum, const struct lane_at *at, size_t row)
{
	sum->items++;
	sum->volume += at->volume[row];
	sum->revenue += (u128)at->price[row] * at->volume[row];
	sum->cogs += (u128)at->cost[row] * at->volume[row];
}

static inline void
add_comparable(struct lane_sum *sum, const struct lane_figures *f, const struct lane_at *at0, const struct lane_at *at1, size_t row)
{
	add_money(&sum->start, at0, at0, row);
	add_money(&sum->moved, at0, at1, row);
	add_money(&sum->end, at1, at1, row);
	sum->volume[0] += at0->volume[row];
	sum->volume[1] += at1->volume[row];
	sum->market[0] += f->market[at0->is_current][row];
	sum->market[1] += f->market[at1->is_current][row];
	sum->comparable++;
	sum->marketless += !(f->market_given[at0->is_current] & f->market_given[at1->is_current] & UINT64_C(1) << row);
}

/* The bits of the first `count` rows' largest volume and of their largest unit figure. */
static int
product_bits(const struct lane_figures *f, size_t first, size_t count, size_t position_count)
{
	uint64_t volumes = 1, units = 1;
	for (size_t i = 0; i < position_count; i++) {
		const struct lane_at *at = &f->at[i];
		for (size_t row = first; row < first + count; row++) {
			volumes |= at->volume[row];
			units |= at->price[row] | at->cost[row];
		}
	}
	return 128 - __builtin_clzll(volumes) - __builtin_clzll(units);
}

static bool
fits_by_pct(const struct lane_sums *s, const struct lane_figures *f, size_t row)
{
	decimal moved;
	for (size_t i = 0; i < s->step_count; i++)
		if (!moved_by_pct(&f->at[s->steps[i].from], &f->at[s->steps[i].to], row, &moved))
			return false;
	return true;
}

size_t
lane_sums_fit(const struct lane_sums *s, const struct lane_figures *f, size_t count, size_t position_count)
{
	bool all_moderate = product_bits(f, 0, count, position_count) <= LANE_ROW_BITS; /* most of the time */
	for (size_t row = 0; row < count && (!all_moderate || s->needs.pct); row++)
		if ((!all_moderate && product_bits(f, row, 1, position_count) > LANE_ROW_BITS) || (s->needs.pct && !fits_by_pct(s, f, row)))
			return row;
	return count;
}

void
lane_sums_add(struct lane_sums *s, const size_t *groups, const struct lane_figures *f, size_t count)
{
	for (size_t i = 0; i < s->step_count; i++) {
		const struct walk_step *step = &s->steps[i];
		const struct lane_at *at0 = &f->at[step->from], *at1 = &f->at[step->to];
		for (size_t row = 0; row < count; row++) {
			if (at0->volume[row] && at1->volume[row]) {
				add_comparable(sum_of(s, groups[row], i), f, at0, at1, row);
				if (s->needs.back)
					add_money(&rest_of(s, groups[row], i)->back, at1, at0, row);
			} else if (at0->volume[row]) {
				add_alone(&rest_of(s, groups[row], i)->alone[0], at0, row);
			} else if (at1->volume[row]) {
				add_alone(&rest_of(s, groups[row], i)->alone[1], at1, row);
			}
			if (s->needs.pct)
				add_by_pct(rest_of(s, groups[row], i), f, step, row);
		}
	}
}

static decimal
volume_of(u128 sum)
{
	return (decimal)(sum * (u128)decimal_power(DECIMAL_PLACES - LANE_VOLUME_PLACES));
}

static struct money
money_of(const struct lane_money *m)
{
	return (struct money){.revenue = (decimal)m->revenue, .cogs = (decimal)m->cogs, .margin = (decimal)m->revenue - (decimal)m->cogs};
}

/* Currency and rebates play no part in plain rows. */
static struct walk_sums
walk_sums_of(const struct lane_sum *s, const struct lane_rest *rest)
{
	static const enum walk_moment moments[] = {WALK_START, WALK_UNCONVERTED};
	struct walk_sums w = {.items = s->comparable + rest->alone[0].items + rest->alone[1].items, .comparable = s->comparable,
		.marketless = s->marketless, .both_moved = rest->both_moved,
		.at = {[WALK_START] = money_of(&s->start), [WALK_MOVED] = money_of(&s->moved), [WALK_BACK] = money_of(&rest->back),
			[WALK_UNCONVERTED] = money_of(&s->end)}};
	decimal alone[2];
	for (int end = 0; end < 2; end++) {
		const struct lane_alone *a = &rest->alone[end];
		alone[end] = (decimal)a->revenue - (decimal)a->cogs;
		w.comparable_volume[end] = volume_of(s->volume[end]);
		w.market[end] = volume_of(s->market[end]);
		w.volume[end] = volume_of(s->volume[end] + a->volume);
		w.revenue[end] = w.at[moments[end]].revenue + (decimal)a->revenue;
		w.margin[end] = w.at[moments[end]].margin + alone[end];
		w.both_revenue[end] = rest->both_revenue[end];
		w.both_margin[end] = rest->both_margin[end];
	}
	w.lost = -alone[0];
	w.fresh = alone[1];
	return w;
}

static bool
move_group(struct lane_sums *s, size_t group, struct walk_sums *table)
{
	static const struct lane_rest no_rest;
	const bool has_rest = s->chunks[group / LANE_CHUNK].rests;
	bool fits = true;
	for (size_t i = 0; i < s->step_count; i++) {
		struct lane_sum *sum = sum_of(s, group, i);
		struct lane_rest *rest = has_rest ? rest_of(s, group, i) : NULL;
		const struct walk_sums sums = walk_sums_of(sum, rest ? rest : &no_rest);
		fits &= walk_merge(&table[i], &sums);
		*sum = (struct lane_sum){0};
		if (rest)
			*rest = no_rest;
	}
	return fits;
}

bool
lane_sums_move(struct lane_sums *s, struct walk_table *table)
{
	bool fits = true;
	for (size_t group = 0; group < s->groups.count; group++)
		if (s->numbers[group] != SIZE_MAX)
			fits &= move_group(s, group, &table->sums[s->numbers[group] * s->step_count]);
	return fits;
}
