/* Exact arithmetic on money, prices and volumes.
 *
 * A decimal is a whole number of 10^-15 in 128 bits: up to 1.7 * 10^23, to the fifteenth place. Sums are
 * sums of integers, so their order doesn't matter; products and quotients go through 256 bits and are
 * rounded once, half to even. Whatever doesn't fit is false, never a wrong figure. */
#ifndef NEGPKG_DECIMAL_H
#define NEGPKG_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

typedef __int128 decimal;

enum { DECIMAL_PLACES = 15 };
#define DECIMAL_ONE ((decimal)1000000000000000)

/* Each returns false, and leaves *out alone, where the result doesn't fit. */
bool decimal_add(decimal a, decimal b, decimal *out);
bool decimal_sub(decimal a, decimal b, decimal *out);
bool decimal_mul(decimal a, decimal b, decimal *out);               /* a * b */
bool decimal_div(decimal a, decimal b, decimal *out);               /* a / b; b = 0 doesn't fit */
bool decimal_muldiv(decimal a, decimal b, decimal c, decimal *out); /* a * b / c, rounded once */

/* a / b in units of 10^-places, rounded half up once. False where b = 0, or it doesn't fit. */
bool decimal_ratio(decimal a, decimal b, int places, decimal *units);

/* The nearest binary fraction, for who computes in doubles. */
double decimal_double(decimal a);

/* 10^n as an integer, 0 <= n <= 38. */
decimal decimal_power(int n);

/* a in units of 10^-places, the fraction rounded half up: floor(x + 1/2), for negatives too. */
decimal decimal_round(decimal a, int places);

/* Appends a number of units of 10^-places: decimal_put_units(b, 12345, 2) is 123.45. */
void decimal_put_units(struct buf *b, decimal units, int places);
/* Appends a in full: as many decimals as it needs, at least `least`. */
void decimal_put(struct buf *b, decimal a, int least);

/* Rounds start and end, and spreads their rounded difference over `count` effects by largest remainder, so
 * that start + effects = end in the units printed. Requires start + sum of effects = end, but for what is
 * far below a unit. Ties go to the
 * earlier effect; an effect of 0 stays 0. All results in units of 10^-places. */
void decimal_foot(const decimal *effects, size_t count, decimal start, decimal end, int places,
    decimal *printed, decimal *printed_start, decimal *printed_end);

#endif
