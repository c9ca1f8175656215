/* Decimals reckoned in a chain of operations: once one doesn't fit, none of them counts. */
#ifndef NEGPKG_SUM_H
#define NEGPKG_SUM_H

#include <stdbool.h>

#include "table/decimal.h"

struct sum {
	bool fits; /* begins as true */
};

/* Each returns the result, or 0 and fits = false; rounded as decimal_mul and decimal_div are. */
decimal sum_plus(struct sum *s, decimal a, decimal b);
decimal sum_minus(struct sum *s, decimal a, decimal b);
decimal sum_times(struct sum *s, decimal a, decimal b);
decimal sum_over(struct sum *s, decimal a, decimal b);
decimal sum_times_over(struct sum *s, decimal a, decimal b, decimal c); /* a * b / c, rounded once */

#endif
