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
lane_sums_group(struct lane_sums *s, uint32_t hash, const char *key, size_t n)
{
	bool fresh;
	size_t group = group_number_of_hash(&s->groups, hash, key, n, &fresh);
	if (!fresh)
		return group;
	if (group >= s->cap) {
		s->cap = s->cap ? s->cap * 2 : 16;
		s->list = xrealloc(s->list, s->cap, s->step_count * sizeof *s->list);
		s->numbers = xrealloc(s->numbers, s->cap, sizeof *s->numbers);
	}
	memset(&s->list[group * s->step_count], 0, s->step_count * sizeof *s->list);
	s->numbers[group] = SIZE_MAX;
	return group;
}

/* Are all products of a volume and a unit figure below 2^LANE_ROW_BITS? */
static bool
is_moderate(const struct lane_figures *positions, size_t count)
{
	uint64_t volumes = 1, figures = 1;
	for (size_t i = 0; i < count; i++) {
		volumes |= positions[i].volume;
		figures |= positions[i].price | positions[i].cost;
	}
	return 128 - __builtin_clzll(volumes) - __builtin_clzll(figures) <= LANE_ROW_BITS;
}

static decimal
revenue_of(const struct lane_figures *f)
{
	return (decimal)((u128)f->price * f->volume);
}

static decimal
margin_of(const struct lane_figures *f)
{
	return revenue_of(f) - (decimal)((u128)f->cost * f->volume);
}

/* What the end's revenue would earn at the margin percent of the start: the only quotient, rounded as walk_add does. */
static bool
moved_by_pct(const struct lane_figures *f0, const struct lane_figures *f1, decimal *moved)
{
	*moved = 0;
	if (revenue_of(f0) == 0 || revenue_of(f1) == 0)
		return true;
	return decimal_muldiv(revenue_of(f1), margin_of(f0), revenue_of(f0), moved) && *moved < (decimal)1 << LANE_ROW_BITS &&
	    *moved > -((decimal)1 << LANE_ROW_BITS);
}

static void
add_by_pct(struct lane_sum *sum, const struct lane_figures *f0, const struct lane_figures *f1)
{
	decimal moved;
	if (revenue_of(f0) == 0 || revenue_of(f1) == 0)
		return;
	moved_by_pct(f0, f1, &moved);
	sum->both_moved += moved;
	sum->both_revenue[0] += revenue_of(f0);
	sum->both_revenue[1] += revenue_of(f1);
	sum->both_margin[0] += margin_of(f0);
	sum->both_margin[1] += margin_of(f1);
}

static void
add_moment(struct lane_sum *sum, enum walk_moment moment, const struct lane_figures *unit, uint64_t volume)
{
	sum->revenue[moment] += (u128)unit->price * volume;
	sum->cogs[moment] += (u128)unit->cost * volume;
}

static void
add_alone(struct lane_alone *sum, const struct lane_figures *f)
{
	sum->items++;
	sum->volume += f->volume;
	sum->revenue += (u128)f->price * f->volume;
	sum->cogs += (u128)f->cost * f->volume;
}

static void
add_item(struct lane_sum *sum, const struct lane_figures *f0, const struct lane_figures *f1, bool back)
{
	if (f0->volume == 0 || f1->volume == 0) {
		if (f0->volume)
			add_alone(&sum->alone[0], f0);
		else if (f1->volume)
			add_alone(&sum->alone[1], f1);
		return;
	}
	add_moment(sum, WALK_START, f0, f0->volume);
	add_moment(sum, WALK_MOVED, f0, f1->volume);
	if (back)
		add_moment(sum, WALK_BACK, f1, f0->volume);
	add_moment(sum, WALK_UNCONVERTED, f1, f1->volume);
	sum->volume[0] += f0->volume;
	sum->volume[1] += f1->volume;
	sum->market[0] += f0->market;
	sum->market[1] += f1->market;
	sum->comparable++;
	sum->marketless += !f0->market_given || !f1->market_given;
}

bool
lane_sums_fit(const struct lane_sums *s, const struct lane_figures *positions, size_t position_count)
{
	decimal moved;
	if (!is_moderate(positions, position_count))
		return false;
	for (size_t i = 0; s->needs.pct && i < s->step_count; i++)
		if (!moved_by_pct(&positions[s->steps[i].from], &positions[s->steps[i].to], &moved))
			return false;
	return true;
}

void
lane_sums_add(struct lane_sums *s, size_t group, const struct lane_figures *positions)
{
	for (size_t i = 0; i < s->step_count; i++) {
		const struct lane_figures *f0 = &positions[s->steps[i].from], *f1 = &positions[s->steps[i].to];
		struct lane_sum *sum = &s->list[group * s->step_count + i];
		add_item(sum, f0, f1, s->needs.back);
		if (s->needs.pct)
			add_by_pct(sum, f0, f1);
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
