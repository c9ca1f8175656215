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

static bool
line_of(const struct walk_table *t, const struct group_node *node, size_t step, struct walk_line *line)
{
	/* A finest group is one pool either way. */
	enum walk_pool pool = node->depth < t->by_count ? t->pool : WALK_POOL_GROUP;
	return walk_line(t->sums + step, node->groups, node->count, t->step_count, t->method, pool, line);
}

static bool
weigh_revenue(const void *table, const struct group_node *node, decimal *weight)
{
	const struct walk_table *t = table;
	for (size_t step = 0; step < t->step_count; step++) {
		struct walk_line line;
		if (!line_of(t, node, step, &line))
			return false;
		for (int end = 0; end < 2; end++)
			if ((step == 0 && end == 0) || line.revenue[end] > *weight)
				*weight = line.revenue[end];
	}
	return true;
}

static bool
weigh_change(const void *table, const struct group_node *node, decimal *weight)
{
	const struct walk_table *t = table;
	for (size_t step = 0; step < t->step_count; step++) {
		struct walk_line line;
		decimal change;
		if (!line_of(t, node, step, &line) || !decimal_sub(line.margin[1], line.margin[0], &change))
			return false;
		change = change < 0 ? -change : change;
		if (change > *weight)
			*weight = change;
	}
	return true;
}

bool
walk_table_rows(const struct walk_table *t, enum walk_order order, struct walk_row **rows, size_t *count)
{
	static group_weigh *const weigh[] = {
		[WALK_BY_KEY] = NULL, [WALK_BY_REVENUE] = weigh_revenue, [WALK_BY_CHANGE] = weigh_change,
	};
	struct group_tree tree;
	bool ok = group_tree_build(&tree, &t->groups, t->by_count, weigh[order], t);
	*count = 0;
	*rows = xcalloc(tree.count * t->step_count, sizeof **rows);
	for (size_t i = 0; i < tree.count && ok; i++)
		for (size_t step = 0; step < t->step_count && ok; step++) {
			const struct group_node *node = &tree.nodes[i];
			struct walk_row *row = &(*rows)[(*count)++];
			*row = (struct walk_row){.depth = node->depth, .step = step};
			if (node->count)
				row->group = node->groups[0];
			ok = line_of(t, node, step, &row->line) && (!t->needs.pct ||
			    walk_pct(t->sums + step, node->groups, node->count, t->step_count, &row->pct));
		}
	group_tree_free(&tree);
	return ok;
}
