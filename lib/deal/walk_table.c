#include "deal/walk_table.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
walk_table_init(struct walk_table *t, size_t by_count, const struct walk_step *steps, size_t step_count,
    enum walk_pool pool)
{
	*t = (struct walk_table){.by_count = by_count, .steps = steps, .step_count = step_count, .pool = pool};
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
		if (!walk_add(&t->sums[group * t->step_count + i], &t->steps[i], positions))
			return false;
	return true;
}

/* Groups in order, of which nodes of the tree are ranges. */
struct builder {
	const struct walk_table *table;
	enum walk_order order;
	size_t *sorted;
	struct walk_row *rows;
	size_t count, cap;
};

struct node {
	size_t from, upto;
	decimal weight; /* what siblings are ordered by, largest first */
};

static int
compare_groups(const void *a, const void *b, void *groups)
{
	return group_compare(groups, *(const size_t *)a, *(const size_t *)b);
}

static int
compare_nodes(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return x->from < y->from ? -1 : x->from > y->from; /* byte order of keys */
}

static decimal
magnitude(decimal x)
{
	return x < 0 ? -x : x;
}

static bool
line_of(const struct builder *b, const struct node *node, size_t step, size_t depth, struct walk_line *line)
{
	/* A finest group is one pool either way. */
	enum walk_pool pool = depth < b->table->by_count ? b->table->pool : WALK_POOL_GROUP;
	return walk_line(b->table->sums + step, b->sorted + node->from, node->upto - node->from, b->table->step_count, pool,
	    line);
}

static bool
weigh(const struct builder *b, struct node *node, size_t depth)
{
	node->weight = 0;
	for (size_t step = 0; b->order != WALK_BY_KEY && step < b->table->step_count; step++) {
		struct walk_line line;
		if (!line_of(b, node, step, depth, &line))
			return false;
		decimal change;
		if (!decimal_sub(line.margin[1], line.margin[0], &change))
			return false;
		decimal candidates[] = {
			b->order == WALK_BY_REVENUE ? line.revenue[0] : magnitude(change),
			b->order == WALK_BY_REVENUE ? line.revenue[1] : 0,
		};
		for (size_t i = 0; i < 2; i++)
			if (step + i == 0 || candidates[i] > node->weight)
				node->weight = candidates[i];
	}
	return true;
}

static bool
same_cell(const struct builder *b, size_t x, size_t y, size_t cell)
{
	const struct group *groups = &b->table->groups;
	return strcmp(group_cell(groups, b->sorted[x], cell), group_cell(groups, b->sorted[y], cell)) == 0;
}

/* The rows of a node, then those of its children: the ranges whose key has the same cell at `depth`. */
static bool
build(struct builder *b, const struct node *node, size_t depth)
{
	for (size_t step = 0; step < b->table->step_count; step++) {
		b->rows = xgrow(b->rows, b->count, &b->cap, sizeof *b->rows);
		struct walk_row *row = &b->rows[b->count++];
		*row = (struct walk_row){.depth = depth, .step = step};
		if (node->from < node->upto)
			row->group = b->sorted[node->from];
		if (!line_of(b, node, step, depth, &row->line))
			return false;
	}
	if (depth == b->table->by_count)
		return true;
	struct node *children = NULL;
	size_t count = 0, cap = 0;
	bool ok = true;
	for (size_t i = node->from; i < node->upto && ok; count++) {
		children = xgrow(children, count, &cap, sizeof *children);
		struct node *child = &children[count];
		*child = (struct node){.from = i};
		while (i < node->upto && same_cell(b, child->from, i, depth))
			i++;
		child->upto = i;
		ok = weigh(b, child, depth + 1);
	}
	if (count)
		qsort(children, count, sizeof *children, compare_nodes);
	for (size_t i = 0; i < count && ok; i++)
		ok = build(b, &children[i], depth + 1);
	free(children);
	return ok;
}

bool
walk_table_rows(const struct walk_table *t, enum walk_order order, struct walk_row **rows, size_t *count)
{
	struct builder b = {.table = t, .order = order, .sorted = xcalloc(t->groups.count, sizeof *b.sorted)};
	for (size_t i = 0; i < t->groups.count; i++)
		b.sorted[i] = i;
	struct group *groups = (struct group *)&t->groups; /* only read */
	qsort_r(b.sorted, t->groups.count, sizeof *b.sorted, compare_groups, groups);
	bool ok = build(&b, &(struct node){.upto = t->groups.count}, 0);
	free(b.sorted);
	*rows = b.rows;
	*count = b.count;
	return ok;
}
