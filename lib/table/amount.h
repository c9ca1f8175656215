/* Figures for the eye: grouped thousands and signs. */
#ifndef NEGPKG_AMOUNT_H
#define NEGPKG_AMOUNT_H

#include "table/decimal.h"

struct buf;

/* Signs to write; plus is "" where a figure above zero has none. Zero has no sign. */
struct amount_signs {
	const char *plus, *minus;
};

/* Appends units of 10^-places: -1,234,567.80 */
void amount_put(struct buf *to, decimal units, int places, struct amount_signs signs);

/* The same to four digits, for what would be too wide: -1.235e6 */
void amount_put_short(struct buf *to, decimal units, int places, struct amount_signs signs);

#endif
