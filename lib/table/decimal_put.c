#include "table/decimal.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "table/units.h"

typedef unsigned __int128 u128;

static const char pairs[] =
    "000102030405060708091011121314151617181920212223242526272829303132333435363738394041424344454647484950515253545556575859"
    "60616263646566676869707172737475767778798081828384858687888990919293949596979899";

static u128
magnitude(decimal a)
{
	return a < 0 ? -(u128)a : (u128)a;
}

/* Writes n before `at`, two digits at a time, `least` digits at least; returns where it begins. */
static char *
put_word(char *at, uint64_t n, int least)
{
	const char *end = at;
	for (; n >= 100; n /= 100)
		memcpy(at -= 2, pairs + n % 100 * 2, 2);
	if (n >= 10)
		memcpy(at -= 2, pairs + n * 2, 2);
	else if (n > 0)
		*--at = (char)('0' + n);
	while (end - at < least)
		*--at = '0';
	return at;
}

/* At least one digit. */
static inline char *
put_whole(char *at, uint64_t n)
{
	for (; n >= 100; n /= 100)
		memcpy(at -= 2, pairs + n % 100 * 2, 2);
	memcpy(at -= 2, pairs + n * 2, 2);
	return at + (n < 10);
}

enum { CHUNK = 18, DIGITS = 64 }; /* digits that fit a word; more than any number has */

static char *
put_digits(char *at, u128 n, int least)
{
	const uint64_t chunk = 1000000000000000000;
	for (; n > UINT64_MAX; n /= chunk, least -= CHUNK)
		at = put_word(at, (uint64_t)(n % chunk), CHUNK);
	return put_word(at, (uint64_t)n, least);
}

/* n units of 10^-places. The mark goes where the digits before it move away from. */
static void
put(struct buf *b, u128 n, int places, bool negative)
{
	char digits[DIGITS + 2], *end = digits + sizeof digits, *at = put_digits(end, n, places + 1);
	if (places > 0) {
		char *mark = end - places - 1;
		memmove(at - 1, at, (size_t)(mark + 1 - at));
		*mark = '.';
		at--;
	}
	if (negative)
		*--at = '-';
	buf_add(b, at, (size_t)(end - at));
}

static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

/* The same where n is a word, and places are up to six, as they nearly always are. */
static void
put_few(struct buf *b, uint64_t n, int places, bool negative)
{
	enum { MOST = 32 }; /* 20 digits, a mark and a sign */
	char digits[2 * MOST], *end = digits + MOST, *at = end;
	if (places == 2) { /* as most have */
		memcpy(at -= 2, pairs + n % 100 * 2, 2);
		*--at = '.';
		n /= 100;
	} else if (places > 0) {
		uint64_t whole = n / powers[places];
		at = put_word(at, n - whole * powers[places], places);
		*--at = '.';
		n = whole;
	}
	at = put_whole(at, n);
	if (negative)
		*--at = '-';
	memcpy(buf_room(b, MOST), at, MOST); /* what stands behind the end doesn't count */
	b->len += (size_t)(end - at);
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
