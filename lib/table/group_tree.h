/* Groups as a tree: a node for everything, below it one for each first cell of the keys, and so on. */
#ifndef NEGPKG_GROUP_TREE_H
#define NEGPKG_GROUP_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"
#include "table/group.h"

struct group_node {
	size_t depth;         /* how many cells its groups share: 0 at the top */
	const size_t *groups; /* their numbers */
	size_t count;         /* may be 0 at the top only */
};

struct group_tree {
	size_t *sorted;           /* all groups in byte order of their keys; owned */
	struct group_node *nodes; /* each before its children; owned */
	size_t count, cap;
};

/* What siblings are ordered by, largest first; ties go by byte order of keys. False: give up. */
typedef bool group_weigh(const void *context, const struct group_node *node, decimal *weight);

/* Builds the tree of keys of `cells` cells each. With `weigh` NULL siblings stand in byte order of their keys. False
 * where weigh gives up. */
bool group_tree_build(struct group_tree *t, const struct group *groups, size_t cells, group_weigh *weigh,
    const void *context);
void group_tree_free(struct group_tree *t);

#endif
