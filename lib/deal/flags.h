/* What a reader of the package should notice about an item. */
#ifndef NEGPKG_FLAGS_H
#define NEGPKG_FLAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/columns.h"

struct buf;
struct node;
struct package_policy;

/* The flags of an item or phase, after its roll-up. `has`: which positions the sheets have. */
unsigned flags_of(const struct node *n, const bool has[PACKAGE_POSITIONS], const struct package_policy *policy);

/* Appends those of a package's flags (n bytes, joined by ;) that don't tell of the walk-away. Unknown ones might. */
void flags_put_harmless(struct buf *b, const char *flags, size_t n);

#endif
