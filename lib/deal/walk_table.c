#include "deal/walk_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "table/group_tree.h"

void
walk_table_init(struct walk_table *t, size_t by_count, const struct walk_step *steps, size_t step_count,
    enum walk_method method, enum walk_pool pool)
{
	*t = (struct walk_table){
		.by_count = by_count, .steps = steps, .step_count = step_count, .method = method, .pool = pool,
		.needs = {true, true},
	};
}

void
walk_table_free(struct walk_table *t)
{
	group_free(&t->groups);
	arena_free(&t->memory);
	free(t->sums);
	free(t->units);
	*t = (struct walk_table){0};
}

size_t
walk_table_group(struct walk_table *t, const char *key, size_t n)
{
	bool fresh;
	size_t group = group_number(&t->groups, key, n, &fresh);
	if (!fresh)
		return group;
	if (group >= t->group_cap) {
		size_t cap = t->group_cap ? t->group_cap * 2 : 16;
		t->sums = xrealloc(t->sums, cap, t->step_count * sizeof *t->sums);
		t->units = xrealloc(t->units, cap, sizeof *t->units);
		t->group_cap = cap;
	}
	memset(&t->sums[group * t->step_count], 0, t->step_count * sizeof *t->sums);
	t->units[group] = (struct walk_unit){0};
	return group;
}

bool
walk_table_unit(struct walk_table *t, size_t group, const char *unit, size_t n, const char **other)
{
	struct walk_unit *u = &t->units[group];
	if (!u->first)
		u->first = arena_strndup(&t->memory, unit, n);
	*other = u->first;
	bool same = strlen(u->first) == n && memcmp(u->first, unit, n) == 0, told = u->told;
	u->told |= !same;
	return same || told;
}

bool
walk_table_add(struct walk_table *t, size_t group, const struct figures *positions)
{
	for (size_t i = 0; i < t->step_count; i++)
		if (!walk_add(&t->sums[group * t->step_count + i], &t->steps[i], &t->needs, positions))
			return false;
	return true;
}

static const struct walk_sums *
sums_of(const struct walk_table *t, size_t group, size_t step)
{
	return &t->sums[group * t->step_count + step];
}

struct ends {
	decimal revenue[2], margin[2];
};

static bool
ends_of(const struct walk_table *t, const struct group_node *node, size_t step, struct ends *ends)
{
	*ends = (struct ends){0};
	for (size_t i = 0; i < node->count; i++) {
		const struct walk_sums *s = sums_of(t, node->groups[i], step);
		for (int end = 0; end < 2; end++)
			if (!decimal_add(ends->revenue[end], s->revenue[end], &ends->revenue[end]) ||
			    !decimal_add(ends->margin[end], s->margin[end], &ends->margin[end]))
				return false;
	}
	return true;
}

static bool
weigh_revenue(const void *table, const struct group_node *node, decimal *weight)
{
	const struct walk_table *t = table;
	for (size_t step = 0; step < t->step_count; step++) {
		struct ends ends;
		if (!ends_of(t, node, step, &ends))
			return false;
		for (int end = 0; end < 2; end++)
			if ((step == 0 && end == 0) || ends.revenue[end] > *weight)
				*weight = ends.revenue[end];
	}
	return true;
}

static bool
weigh_change(const void *table, const struct group_node *node, decimal *weight)
{
	const struct walk_table *t = table;
	for (size_t step = 0; step < t->step_count; step++) {
		struct ends ends;
		decimal change;
		if (!ends_of(t, node, step, &ends) || !decimal_sub(ends.margin[1], ends.margin[0], &change))
			return false;
		change = change < 0 ? -change : change;
		if (change > *weight)
			*weight = change;
	}
	return true;
}

static bool
merge_groups(const struct walk_table *t, const struct group_node *node, size_t step, struct walk_sums *all)
{
	*all = (struct walk_sums){0};
	for (size_t i = 0; i < node->count; i++)
		if (!walk_merge(all, sums_of(t, node->groups[i], step)))
			return false;
	return true;
}

/* The rows of a node's groups, which stand behind its own, give its line. */
static bool
set_row(const struct walk_table *t, const struct group_node *node, struct walk_row *row)
{
	struct walk_sums all;
	const bool is_group = node->depth == t->by_count, pools = !is_group && t->pool == WALK_POOL_ALL;
	if (is_group && node->count && !walk_line(sums_of(t, row->group, row->step), t->method, &row->line))
		return false;
	const struct walk_row *below = row;
	for (size_t left = is_group ? 0 : node->count; left; left--) {
		do
			below += t->step_count;
		while (below->depth < t->by_count);
		if (!walk_line_add(&row->line, &below->line))
			return false;
	}
	if ((pools || t->needs.pct) && !merge_groups(t, node, row->step, &all))
		return false;
	return (!pools || walk_line_pool(&row->line, &all, t->method)) && (!t->needs.pct || walk_pct(&all, &row->pct));
}

bool
walk_table_rows(const struct walk_table *t, enum walk_order order, struct walk_row **rows, size_t *count)
{
	static group_weigh *const weigh[] = {
		[WALK_BY_KEY] = NULL, [WALK_BY_REVENUE] = weigh_revenue, [WALK_BY_CHANGE] = weigh_change,
	};
	struct group_tree tree;
	bool ok = group_tree_build(&tree, &t->groups, t->by_count, weigh[order], t);
	*count = tree.count * t->step_count;
	*rows = xcalloc(*count, sizeof **rows);
	for (size_t i = *count; i-- > 0 && ok;) {
		const struct group_node *node = &tree.nodes[i / t->step_count];
		struct walk_row *row = &(*rows)[i];
		row->depth = node->depth;
		row->group = node->count ? node->groups[0] : 0;
		row->step = i % t->step_count;
		ok = set_row(t, node, row);
	}
	group_tree_free(&tree);
	return ok;
}
