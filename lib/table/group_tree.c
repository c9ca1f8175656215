#include "table/group_tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct builder {
	struct group_tree *tree;
	const struct group *groups;
	size_t cells;
	group_weigh *weigh;
	const void *context;
};

struct child {
	struct group_node node;
	decimal weight;
};

static int
compare_groups(const void *a, const void *b, void *groups)
{
	return group_compare(groups, *(const size_t *)a, *(const size_t *)b);
}

static int
compare_children(const void *a, const void *b)
{
	const struct child *x = a, *y = b;
	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return x->node.groups < y->node.groups ? -1 : x->node.groups > y->node.groups;
}

/* The groups at the front of `node` that share its first group's cell at `depth`. */
static size_t
shared(const struct builder *b, const struct group_node *node, size_t from)
{
	const char *cell = group_cell(b->groups, node->groups[from], node->depth);
	size_t n = 1;
	while (from + n < node->count && strcmp(group_cell(b->groups, node->groups[from + n], node->depth), cell) == 0)
		n++;
	return n;
}

static bool
build(struct builder *b, struct group_node node)
{
	struct group_tree *t = b->tree;
	t->nodes = xgrow(t->nodes, t->count, &t->cap, sizeof *t->nodes);
	t->nodes[t->count++] = node;
	if (node.depth == b->cells)
		return true;
	struct child *children = NULL;
	size_t count = 0, cap = 0;
	bool ok = true;
	for (size_t from = 0, n; from < node.count && ok; from += n) {
		n = shared(b, &node, from);
		children = xgrow(children, count, &cap, sizeof *children);
		struct child *child = &children[count++];
		*child = (struct child){.node = {node.depth + 1, node.groups + from, n}};
		ok = !b->weigh || b->weigh(b->context, &child->node, &child->weight);
	}
	if (count)
		qsort(children, count, sizeof *children, compare_children);
	for (size_t i = 0; i < count && ok; i++)
		ok = build(b, children[i].node);
	free(children);
	return ok;
}

bool
group_tree_build(struct group_tree *t, const struct group *groups, size_t cells, group_weigh *weigh, const void *context)
{
	*t = (struct group_tree){.sorted = xcalloc(groups->count, sizeof *t->sorted)};
	for (size_t i = 0; i < groups->count; i++)
		t->sorted[i] = i;
	qsort_r(t->sorted, groups->count, sizeof *t->sorted, compare_groups, (struct group *)groups); /* only read */
	struct builder b = {t, groups, cells, weigh, context};
	return build(&b, (struct group_node){0, t->sorted, groups->count});
}

void
group_tree_free(struct group_tree *t)
{
	free(t->sorted);
	free(t->nodes);
	*t = (struct group_tree){0};
}
