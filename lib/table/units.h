/* Decimals that are few whole units, as nearly all are: cents, millionths. */
#ifndef NEGPKG_UNITS_H
#define NEGPKG_UNITS_H

#include <stdbool.h>
#include <stdint.h>

#include "table/decimal.h"

/* Is a magnitude a whole number of 10^-2 that fits 64 bits? Dividing by 10^13 = 2^13 * 5^13 is a product with the
 * inverse of 5^13 modulo 2^128, which is below 2^64 for such a number and no other. */
static inline bool
units_cents(unsigned __int128 magnitude, uint64_t *cents)
{
	const unsigned __int128 inverse = (unsigned __int128)0x2377a3389cf4023d << 64 | 0xa47a2cf9f6433fbd;
	unsigned __int128 quotient = (magnitude >> 13) * inverse;
	*cents = (uint64_t)quotient;
	return (magnitude & 0x1fff) == 0 && quotient >> 64 == 0;
}

/* The same for 10^-6. */
static inline bool
units_millionths(unsigned __int128 magnitude, uint64_t *millionths)
{
	const unsigned __int128 inverse = (unsigned __int128)0x97157d372fb9787e << 64 | 0x8e47ce423a2e9c6d;
	unsigned __int128 quotient = (magnitude >> 9) * inverse;
	*millionths = (uint64_t)quotient;
	return (magnitude & 0x1ff) == 0 && quotient >> 64 == 0;
}

#endif
