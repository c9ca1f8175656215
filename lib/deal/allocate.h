/* An amount of money split among several, without a unit lost. */
#ifndef NEGPKG_ALLOCATE_H
#define NEGPKG_ALLOCATE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"

/* Splits `units` (of any size: cents) in proportion to `weights`, none of them negative, by largest remainder; ties go to
 * the earlier one. The parts add up to the units exactly. False where the weights add up to 0, or don't fit. */
bool allocate(decimal units, const decimal *weights, size_t count, decimal *parts);

#endif
