#include "table/decimal.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "table/digits.h"
#include "table/units.h"

typedef unsigned __int128 u128;

static u128
magnitude(decimal a)
{
	return a < 0 ? -(u128)a : (u128)a;
}

enum { EIGHT = 100000000, ROOM = 64 }; /* 10^8; more bytes than any number takes, and eight */

/* Writes n from `to` on, returns where it ends. Here and below some bytes behind that are overwritten, seven at most. */
static char *
put_word(char *to, uint64_t n)
{
	if (n >= EIGHT) {
		to = put_word(to, n / EIGHT);
		digits_put(to, digits_of((uint32_t)(n % EIGHT)));
		return to + 8;
	}
	const uint64_t digits = digits_of((uint32_t)n);
	const int used = digits_used(digits);
	digits_put(to, digits >> 8 * (8 - used));
	return to + used;
}

static char *
put_whole(char *to, u128 n)
{
	if (n <= UINT64_MAX)
		return put_word(to, (uint64_t)n);
	to = put_whole(to, n / EIGHT);
	digits_put(to, digits_of((uint32_t)(n % EIGHT)));
	return to + 8;
}

/* Exactly so many digits. */
static char *
put_fraction(char *to, u128 n, int places)
{
	if (places > 8) {
		to = put_fraction(to, n / EIGHT, places - 8);
		n %= EIGHT;
		places = 8;
	}
	digits_put(to, digits_of((uint32_t)n) >> 8 * (8 - places));
	return to + places;
}

/* n units of 10^-places. */
static void
put(struct buf *b, u128 n, int places, bool negative)
{
	const u128 unit = (u128)decimal_power(places), whole = n / unit;
	char *from = buf_room(b, ROOM), *to = from;
	if (negative)
		*to++ = '-';
	to = put_whole(to, whole);
	if (places > 0) {
		*to++ = '.';
		to = put_fraction(to, n - whole * unit, places);
	}
	b->len += (size_t)(to - from);
}

/* The same where n is a word, and places are up to six, as they nearly always are: its last eight digits are found at once, on
 * whichever side of the mark. */
static void
put_few(struct buf *b, uint64_t n, int places, bool negative)
{
	const uint64_t high = n / EIGHT;
	uint64_t digits = digits_of((uint32_t)(n - high * EIGHT));
	int used = 8;
	char *from = buf_room(b, ROOM), *to = from;
	*to = '-';
	to += negative;
	if (high) {
		to = put_word(to, high);
	} else {
		used = digits_used(digits);
		used = used > places ? used : places + 1;
		digits >>= 8 * (8 - used);
	}
	digits_put(to, digits);
	to += used;
	if (places > 0) {
		to[-places] = '.';
		digits_put(to - places + 1, digits >> 8 * (used - places));
		to++;
	}
	b->len += (size_t)(to - from);
}

void
decimal_put_units(struct buf *b, decimal units, int places)
{
	u128 n = magnitude(units);
	if (n <= UINT64_MAX && places <= 6)
		put_few(b, (uint64_t)n, places, units < 0);
	else
		put(b, n, places, units < 0);
}

/* Of n units of 10^-places, as long as more than `least` places are written, those zeros at the end that need not be. */
static int
drop_zeros(uint64_t *n, int places, int least)
{
	for (; places > least && *n % 10 == 0; places--)
		*n /= 10;
	return places;
}

void
decimal_put(struct buf *b, decimal a, int least)
{
	uint64_t n;
	u128 m = magnitude(a);
	int places = DECIMAL_PLACES;
	if (least <= 2 && units_cents(m, &n)) {
		places = drop_zeros(&n, 2, least);
		put_few(b, n, places, a < 0);
	} else if (least <= 6 && units_millionths(m, &n)) {
		places = drop_zeros(&n, 6, least);
		put_few(b, n, places, a < 0);
	} else {
		for (; places > least && m % 10 == 0; places--)
			m /= 10;
		put(b, m, places, a < 0);
	}
}
