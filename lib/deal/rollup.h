/* Roll-ups of a package: items in report currency, lines and accounts as their sums. */
#ifndef NEGPKG_ROLLUP_H
#define NEGPKG_ROLLUP_H

#include <stdbool.h>

struct node;

/* An item's, or phase's, positions in report currency. False where one doesn't fit. */
bool rollup_item(struct node *n, const char *report_currency);
/* A line's or account's, from its children down to items. False where a sum doesn't fit. */
bool rollup_node(struct node *n);

#endif
