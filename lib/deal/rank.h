/* The order of a package: the largest opportunities on top. */
#ifndef NEGPKG_RANK_H
#define NEGPKG_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "table/decimal.h"

struct kept;
struct node;
struct package;

/* What siblings are ordered by: `largest` by the largest revenue of any position, `at-risk` by expected minus
 * walk-away margin, otherwise by a column: figures largest first, text in byte order, blanks last. Ties go by byte
 * order of names, then by the sheet's order. Phases stay in byte order of their names. */
struct rank {
	int kind;
	size_t position, name; /* a position; an offset of a string in struct node */
	int measure;
	char *kept;            /* a kept column's folded name; owned */
	const struct kept *columns; /* those among which it was found last, ... */
	size_t column;              /* ... and its number */
};

/* False: no such column. */
bool rank_find(struct rank *r, const struct package *p, const char *sort_by);
void rank_free(struct rank *r);

struct rank_entry {
	decimal figure;
	const char *text;
	const struct node *node;     /* an account, a line; NULL: an item, ... */
	const unsigned char *packed; /* ... which is packed here */
	uint32_t number;
	bool blank;
};

/* What the node is ordered by. */
void rank_weigh(struct rank_entry *e, const struct node *n, struct rank *r);
/* Does the text of an item live only as long as it is open? */
bool rank_is_passing(const struct rank *r);

/* Siblings to be ranked. */
struct rank_list {
	struct rank_entry *list; /* owned */
	struct sort_key *order;  /* owned */
	size_t count, cap, order_cap;
	struct arena texts; /* of those that live only as long as their item is open */
};

/* Adds the item of that number, which is open. */
void rank_add_item(struct rank_list *l, struct rank *r, const struct package *p, uint32_t number, const struct node *open);
/* Sorts what was added: their numbers. */
void rank_items(struct rank_list *l, uint32_t *numbers);
/* Sorts accounts or lines, and numbers them. */
void rank_nodes(struct rank_list *l, struct rank *r, struct node **nodes, size_t count);
void rank_list_free(struct rank_list *l);

#endif
