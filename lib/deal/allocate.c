#include "deal/allocate.h"

#include <stdlib.h>

#include "base/xalloc.h"

struct rest {
	decimal rest; /* of units * weight / total */
	size_t part;
};

/* The larger rest first, then the earlier part. */
static int
by_rest(const void *a, const void *b)
{
	const struct rest *x = a, *y = b;
	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return x->part < y->part ? -1 : x->part > y->part;
}

/* quotient = floor(a * b / c) and its rest, for a, b >= 0 and c > 0. The product may need 256 bits, its rest doesn't: it is
 * exact in arithmetic modulo 2^128. */
static bool
divide_down(decimal a, decimal b, decimal c, decimal *quotient, decimal *rest)
{
	typedef unsigned __int128 u128;
	if (!decimal_muldiv(a, b, c, quotient)) /* rounded to the nearest */
		return false;
	*rest = (decimal)((u128)a * (u128)b - (u128)*quotient * (u128)c);
	if (*rest < 0) {
		--*quotient;
		*rest += c;
	}
	return true;
}

bool
allocate(decimal units, const decimal *weights, size_t count, decimal *parts)
{
	decimal total = 0, left = units;
	for (size_t i = 0; i < count; i++)
		if (!decimal_add(total, weights[i], &total))
			return false;
	if (total == 0)
		return false;
	struct rest *rests = xcalloc(count, sizeof *rests);
	bool ok = true;
	for (size_t i = 0; i < count && ok; i++) {
		rests[i].part = i;
		ok = divide_down(units, weights[i], total, &parts[i], &rests[i].rest);
		left -= parts[i];
	}
	qsort(rests, count, sizeof *rests, by_rest);
	for (size_t i = 0; ok && left > 0; i++, left--)
		parts[rests[i].part]++;
	free(rests);
	return ok;
}
