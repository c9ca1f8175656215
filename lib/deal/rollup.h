/* Roll-ups of a package: items in report currency, lines and accounts as their sums. */
#ifndef NEGPKG_ROLLUP_H
#define NEGPKG_ROLLUP_H

#include <stdbool.h>

struct node;

/* An item's, or phase's, positions in report currency. False where one doesn't fit. */
bool rollup_item(struct node *n, const char *report_currency);
/* Adds a child, which is whole, to its line or account. False where a sum doesn't fit. */
bool rollup_add(struct node *into, const struct node *child);

#endif
