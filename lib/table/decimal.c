#include "table/decimal.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "table/units.h"

typedef unsigned __int128 u128;

static const u128 most = (u128)-1 >> 1;

bool
decimal_add(decimal a, decimal b, decimal *out)
{
	decimal sum;
	if (__builtin_add_overflow(a, b, &sum))
		return false;
	*out = sum;
	return true;
}

bool
decimal_sub(decimal a, decimal b, decimal *out)
{
	decimal difference;
	if (__builtin_sub_overflow(a, b, &difference))
		return false;
	*out = difference;
	return true;
}

/* a * b as high and low 128 bits, from four products of 64-bit halves. */
static void
multiply(u128 a, u128 b, u128 *high, u128 *low)
{
	uint64_t a1 = (uint64_t)(a >> 64), a0 = (uint64_t)a, b1 = (uint64_t)(b >> 64), b0 = (uint64_t)b;
	u128 low_low = (u128)a0 * b0, high_low = (u128)a1 * b0, low_high = (u128)a0 * b1;
	u128 middle = (low_low >> 64) + (uint64_t)high_low + (uint64_t)low_high;
	*low = middle << 64 | (uint64_t)low_low;
	*high = (u128)a1 * b1 + (high_low >> 64) + (low_high >> 64) + (middle >> 64);
}

/* (high, low) / c for a divisor of one word and high < c, in two steps of the machine's own division. */
static u128
divide_by_word(u128 high, u128 low, uint64_t c, u128 *rest)
{
	u128 upper = high << 64 | low >> 64, first = upper / c; /* high < c, so that this fits */
	u128 lower = (upper - first * c) << 64 | (uint64_t)low, second = lower / c;
	*rest = lower - second * c;
	return first << 64 | second;
}

/* One word of a quotient: (rest, next) / c for rest < c, whose highest bit is set. The guess by c's upper word alone is
 * at most two too large (D. E. Knuth, The Art of Computer Programming 2, 4.3.1, algorithm D). */
static uint64_t
divide_step(u128 *rest, uint64_t next, u128 c)
{
	uint64_t c1 = (uint64_t)(c >> 64), c0 = (uint64_t)c;
	u128 guess = *rest / c1, left = *rest - guess * c1;
	while (left <= UINT64_MAX && guess * c0 > (left << 64 | next)) {
		guess--;
		left += c1;
	}
	*rest = (*rest << 64 | next) - guess * c; /* what is cut off above, on both sides, is the same */
	return (uint64_t)guess;
}

/* (high, low) / c for a divisor of two words and high < c. */
static u128
divide(u128 high, u128 low, u128 c, u128 *rest)
{
	int shift = __builtin_clzll((unsigned long long)(c >> 64));
	c <<= shift;
	high = high << shift | (low >> (127 - shift)) >> 1;
	low <<= shift;
	uint64_t first = divide_step(&high, (uint64_t)(low >> 64), c);
	uint64_t second = divide_step(&high, (uint64_t)low, c);
	*rest = high >> shift;
	return (u128)first << 64 | second;
}

static u128
magnitude(decimal a)
{
	return a < 0 ? -(u128)a : (u128)a;
}

/* |a| * |b| / |c| as quotient and rest, exact. False where c = 0 or the quotient doesn't fit. */
static bool
divide_product(decimal a, decimal b, decimal c, u128 *quotient, u128 *rest)
{
	u128 divisor = magnitude(c), high = 0, low;
	if (divisor == 0 || divisor > most)
		return false;
	if (__builtin_mul_overflow(magnitude(a), magnitude(b), &low))
		multiply(magnitude(a), magnitude(b), &high, &low);
	if (high >= divisor)
		return false;
	if (high == 0) {
		*quotient = low / divisor;
		*rest = low - *quotient * divisor;
	} else if (divisor <= UINT64_MAX) {
		*quotient = divide_by_word(high, low, (uint64_t)divisor, rest);
	} else {
		*quotient = divide(high, low, divisor, rest);
	}
	return *quotient <= most; /* so that rounding up can't wrap */
}

static bool
with_sign(u128 quotient, bool negative, decimal *out)
{
	if (quotient > most)
		return false;
	*out = negative ? -(decimal)quotient : (decimal)quotient;
	return true;
}

bool
decimal_muldiv(decimal a, decimal b, decimal c, decimal *out)
{
	u128 quotient, rest;
	if (b == c && c != 0) { /* a rate of 1, a price per 1 */
		*out = a;
		return true;
	}
	if (!divide_product(a, b, c, &quotient, &rest))
		return false;
	u128 other = magnitude(c) - rest;
	quotient += rest > other || (rest == other && (quotient & 1));
	return with_sign(quotient, (a < 0) ^ (b < 0) ^ (c < 0), out);
}

bool
decimal_ratio(decimal a, decimal b, int places, decimal *units)
{
	u128 quotient, rest;
	if (!divide_product(a, decimal_power(places), b, &quotient, &rest))
		return false;
	bool negative = (a < 0) ^ (b < 0);
	u128 other = magnitude(b) - rest;
	quotient += rest > other || (rest == other && !negative);
	return with_sign(quotient, negative, units);
}

bool
decimal_mul(decimal a, decimal b, decimal *out)
{
	return decimal_muldiv(a, b, DECIMAL_ONE, out);
}

bool
decimal_div(decimal a, decimal b, decimal *out)
{
	return decimal_muldiv(a, DECIMAL_ONE, b, out);
}

decimal
decimal_power(int n)
{
	enum { WORD = 19 };
	static const uint64_t powers[WORD + 1] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
		100000000000000000, 1000000000000000000, 10000000000000000000U};
	return n <= WORD ? (decimal)powers[n] : (decimal)powers[WORD] * powers[n - WORD];
}

static decimal
floor_units(decimal a, decimal unit)
{
	decimal units = a / unit;
	return units - (a - units * unit < 0);
}

/* a - units * unit, where only the difference is sure to fit. */
static decimal
rest_above(decimal a, decimal units, decimal unit)
{
	return (decimal)((u128)a - (u128)units * (u128)unit);
}

decimal
decimal_round(decimal a, int places)
{
	decimal unit = decimal_power(DECIMAL_PLACES - places), units = floor_units(a, unit), rest = rest_above(a, units, unit);
	return units + (rest >= unit - rest);
}

void
decimal_foot(const decimal *effects, size_t count, decimal start, decimal end, int places, decimal *printed,
    decimal *printed_start, decimal *printed_end)
{
	decimal unit = decimal_power(DECIMAL_PLACES - places);
	*printed_start = decimal_round(start, places);
	*printed_end = decimal_round(end, places);
	decimal missing = *printed_end - *printed_start;
	for (size_t i = 0; i < count; i++) {
		printed[i] = effects[i] ? floor_units(effects[i], unit) : 0;
		missing -= printed[i];
	}
	/* Rounding start and end moves their difference by less than a unit, so that there are at most as
	 * many missing units as effects with a remainder: nothing is left over, and no 0 becomes 1. */
	for (; missing > 0; missing--) {
		size_t largest = 0;
		decimal most_left = 0;
		for (size_t i = 0; i < count; i++) {
			decimal left = rest_above(effects[i], printed[i], unit); /* below 0: it had one */
			if (left > most_left) {
				most_left = left;
				largest = i;
			}
		}
		printed[largest]++;
	}
}

double
decimal_double(decimal a)
{
	/* An integer up to 2^53 and a power of ten up to 10^22 are exact, and their quotient is rounded once. */
	const decimal exact = (decimal)1 << 53;
	uint64_t n;
	if (units_cents(magnitude(a), &n) && n <= (uint64_t)exact)
		return (a < 0 ? -(double)n : (double)n) / 100;
	if (units_millionths(magnitude(a), &n) && n <= (uint64_t)exact)
		return (a < 0 ? -(double)n : (double)n) / 1000000;
	double power = 1;
	int places = DECIMAL_PLACES;
	for (int zeros = 8; zeros > 0; zeros /= 2) /* 8 + 4 + 2 + 1 places, whatever stands there */
		if (a % decimal_power(zeros) == 0) {
			a /= decimal_power(zeros);
			places -= zeros;
		}
	for (int i = 0; i < places; i++)
		power *= 10;
	if (a <= exact && a >= -exact)
		return (double)a / power;
	struct buf b = {0};
	decimal_put_units(&b, a, places);
	double d = strtod(buf_str(&b), NULL);
	buf_free(&b);
	return d;
}
