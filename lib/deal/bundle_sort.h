/* Rows sorted into bundles, lines and items, so that the order in which they came changes nothing. */
#ifndef NEGPKG_BUNDLE_SORT_H
#define NEGPKG_BUNDLE_SORT_H

#include "deal/bundle.h"

/* Fills b->list. False after a message: a product twice in a bundle. */
bool bundle_sort(struct bundles *b);
/* Those who own what is given on whole bundles, each once, in byte order. The rows must know
 * their bundles. */
void bundle_find_owners(struct bundles *b);
/* The bundle that a row without a product is about. NULL after a message. */
struct bundle *bundle_of_charge(struct bundles *b, const struct bundle_charge *c);

#endif
