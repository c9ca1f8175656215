/* What a bundle looks like to others: to a rival of one product, and to the customer's own business. These are screens:
 * they change no margin and no verdict. Formulas: shared/domain/formulas.md. */
#ifndef NEGPKG_BUNDLE_SCREENS_H
#define NEGPKG_BUNDLE_SCREENS_H

#include "deal/bundle.h"
#include "table/sum.h"

/* Is the item in the bundle, with a volume? */
bool bundle_sells(const struct bundle_item *i);
/* The effective price of an item with a retroactive rebate. Its revenue must be settled. */
void bundle_find_effective_price(struct sum *s, struct bundle_item *i);
/* Attribution, the customer's category and the break-even rate of a bundle whose sums are settled. */
void bundle_screen(struct sum *s, struct bundle *bundle);

#endif
