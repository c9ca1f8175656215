/* The rows of a package, opened one at a time as nodes: an item, or a phase of one. */
#ifndef NEGPKG_PACKAGE_OPENED_H
#define NEGPKG_PACKAGE_OPENED_H

#include "deal/package.h"

struct package_opened {
	struct node node;
	struct figures figures[PACKAGE_POSITIONS];
	const char **cells; /* of the kept columns; owned */
	char *dates;        /* those of them that are written anew; owned */
	bool *differs;      /* of an item, in which of them its phases do; owned */
	size_t cap;         /* of all three */
	struct package_opened *phases; /* of an item in several rows, in the order in which they came; owned */
	size_t phase_count, phase_cap;
};

/* What is wrong with a row's figures, as a message says it; NULL: nothing. */
typedef const char *package_trouble;
extern const char package_phases_too_large[];

/* Opens the item of that number in *row, zero before its first use, with its phases; and rolls it up in the terms of p->policy. */
package_trouble package_open_item(const struct package *p, size_t number, struct package_opened *row);
/* The items of a line are opened one after the other, this one next: what those behind it need is fetched into the cache. */
void package_expect_items(const struct package *p, const struct node *line, size_t next);
/* Rolls up a phase of an item that is open: then it is as open as that. */
package_trouble package_open_phase(const struct package *p, struct package_opened *item, size_t phase);
/* The flags of a row that is open. */
unsigned package_opened_flags(const struct package *p, const struct package_opened *row);
void package_opened_free(struct package_opened *row);

/* Are the item's rows its phases? Then these, else NULL. */
const struct package_phased *package_phases(const struct package *p, size_t number);

#endif
