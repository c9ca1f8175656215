#include "deal/lane_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/walk_table.h"

typedef unsigned __int128 u128;

void
lane_sums_init(struct lane_sums *s, const struct walk_table *table)
{
	*s = (struct lane_sums){.steps = table->steps, .step_count = table->step_count, .needs = table->needs};
}

void
lane_sums_free(struct lane_sums *s)
{
	group_free(&s->groups);
	free(s->list);
	free(s->numbers);
	*s = (struct lane_sums){0};
}

void
lane_sums_expect(const struct lane_sums *s, uint32_t hash)
{
	size_t group = group_guess(&s->groups, hash);
	if (group == SIZE_MAX)
		return;
	const char *sum = (const char *)&s->list[group * s->step_count];
	for (size_t at = 0; at < offsetof(struct lane_sum, alone); at += 64)
		__builtin_prefetch(sum + at, 1);
}

size_t
lane_sums_add_group(struct lane_sums *s, uint32_t hash, const char *key, size_t n)
{
	bool fresh;
	size_t group = group_number_of_hash(&s->groups, hash, key, n, &fresh);
	if (group >= s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		s->list = xrealloc(s->list, s->cap, s->step_count * sizeof *s->list);
		s->numbers = xrealloc(s->numbers, s->cap, sizeof *s->numbers);
	}
	memset(&s->list[group * s->step_count], 0, s->step_count * sizeof *s->list);
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
add_by_pct(struct lane_sum *sum, const struct lane_figures *f, const struct walk_step *step, size_t row)
{
	const struct lane_at *at[] = {&f->at[step->from], &f->at[step->to]};
	decimal moved;
	if (revenue_of(at[0], row) == 0 || revenue_of(at[1], row) == 0)
		return;
	moved_by_pct(at[0], at[1], row, &moved);
	sum->both_moved += moved;
	for (int end = 0; end < 2; end++) {
		sum->both_revenue[end] += revenue_of(at[end], row);
		sum->both_margin[end] += margin_of(at[end], row);
	}
}

static inline void
add_money(struct lane_sum *sum, enum walk_moment moment, const struct lane_at *units, const struct lane_at *volumes, size_t row)
{
	sum->revenue[moment] += (u128)units->price[row] * volumes->volume[row];
	sum->cogs[moment] += (u128)units->cost[row] * volumes->volume[row];
}

static inline void
add_alone(struct lane_alone *sum, const struct lane_at *at, size_t row)
{
	sum->items++;
	sum->volume += at->volume[row];
	sum->revenue += (u128)at->price[row] * at->volume[row];
	sum->cogs += (u128)at->cost[row] * at->volume[row];
}

static inline void
add_item(struct lane_sum *sum, const struct lane_figures *f, const struct lane_at *at0, const struct lane_at *at1, bool back, size_t row)
{
	if (at0->volume[row] == 0 || at1->volume[row] == 0) {
		if (at0->volume[row])
			add_alone(&sum->alone[0], at0, row);
		else if (at1->volume[row])
			add_alone(&sum->alone[1], at1, row);
		return;
	}
	add_money(sum, WALK_START, at0, at0, row);
	add_money(sum, WALK_MOVED, at0, at1, row);
	if (back)
		add_money(sum, WALK_BACK, at1, at0, row);
	add_money(sum, WALK_UNCONVERTED, at1, at1, row);
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
		for (size_t row = 0; row < count; row++) {
			struct lane_sum *sum = &s->list[groups[row] * s->step_count + i];
			add_item(sum, f, &f->at[step->from], &f->at[step->to], s->needs.back, row);
			if (s->needs.pct)
				add_by_pct(sum, f, step, row);
		}
	}
}

static decimal
volume_of(u128 sum)
{
	return (decimal)(sum * (u128)decimal_power(DECIMAL_PLACES - LANE_VOLUME_PLACES));
}

/* Currency and rebates play no part in plain rows. */
static struct walk_sums
walk_sums_of(const struct lane_sum *s)
{
	struct walk_sums w = {.items = s->comparable + s->alone[0].items + s->alone[1].items, .comparable = s->comparable,
		.marketless = s->marketless, .both_moved = s->both_moved};
	for (size_t i = 0; i < WALK_MOMENTS; i++) {
		decimal revenue = (decimal)s->revenue[i], cogs = (decimal)s->cogs[i];
		w.at[i] = (struct money){.revenue = revenue, .cogs = cogs, .margin = revenue - cogs};
	}
	static const enum walk_moment moments[] = {WALK_START, WALK_UNCONVERTED};
	decimal alone[2];
	for (int end = 0; end < 2; end++) {
		alone[end] = (decimal)s->alone[end].revenue - (decimal)s->alone[end].cogs;
		w.comparable_volume[end] = volume_of(s->volume[end]);
		w.market[end] = volume_of(s->market[end]);
		w.volume[end] = volume_of(s->volume[end] + s->alone[end].volume);
		w.revenue[end] = w.at[moments[end]].revenue + (decimal)s->alone[end].revenue;
		w.margin[end] = w.at[moments[end]].margin + alone[end];
		w.both_revenue[end] = s->both_revenue[end];
		w.both_margin[end] = s->both_margin[end];
	}
	w.lost = -alone[0];
	w.fresh = alone[1];
	return w;
}

bool
lane_sums_move(struct lane_sums *s, struct walk_table *table)
{
	bool fits = true;
	for (size_t i = 0; i < s->groups.count * s->step_count; i++) {
		size_t number = s->numbers[i / s->step_count];
		if (number == SIZE_MAX)
			continue;
		const struct walk_sums sums = walk_sums_of(&s->list[i]);
		fits &= walk_merge(&table->sums[number * s->step_count + i % s->step_count], &sums);
		s->list[i] = (struct lane_sum){0};
	}
	return fits;
}
