/* Positions written down by hand. */
#ifndef NEGPKG_BY_HAND_H
#define NEGPKG_BY_HAND_H

#include "deal/figures.h"

/* So much sold at this price and cost, in report currency. */
struct figures sold(const char *volume, const char *price, const char *cost);
/* Totals, at these rates ("1": none). */
struct figures totals_of(const char *volume, const char *revenue, const char *cogs, const char *rebate, const char *fx, const char *cost_fx);

#endif
