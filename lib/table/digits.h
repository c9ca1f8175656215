/* Plain digits with at most one decimal mark among them, read by words: eight characters take as long as one. */
#ifndef NEGPKG_DIGITS_H
#define NEGPKG_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DIGITS_MOST = 16 }; /* characters */

/* Up to eight bytes as a word, the first one lowest on any machine; nothing is read beside them. */
static inline uint64_t
digits_load(const char *s, size_t n)
{
	uint64_t word = 0;
	if (n == 8) {
		memcpy(&word, s, 8);
	} else if (n >= 4) {
		uint32_t first, last;
		memcpy(&first, s, 4);
		memcpy(&last, s + n - 4, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		first = __builtin_bswap32(first);
		last = __builtin_bswap32(last);
#endif
		return first | (uint64_t)last << 8 * (n - 4); /* where they overlap they are the same */
	} else if (n > 0) {
		return (uint64_t)(unsigned char)s[0] | (uint64_t)(unsigned char)s[n / 2] << 8 * (n / 2) |
		    (uint64_t)(unsigned char)s[n - 1] << 8 * (n - 1);
	}
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

/* The number that eight digits make: neighbours are joined, then pairs, then fours. False where one is no digit. */
static inline bool
digits_join(uint64_t word, uint64_t *number)
{
	uint64_t d = word ^ UINT64_C(0x3030303030303030);
	if (((d + UINT64_C(0x7676767676767676)) | d) & UINT64_C(0x8080808080808080))
		return false;
	d = d * (1 + (UINT64_C(10) << 8)) >> 8 & UINT64_C(0x00ff00ff00ff00ff);
	d = d * (1 + (UINT64_C(100) << 16)) >> 16 & UINT64_C(0x0000ffff0000ffff);
	*number = d * (1 + (UINT64_C(10000) << 32)) >> 32;
	return true;
}

/* Undoes digits_join: the eight digits of a number below 10^8, as bytes without their '0'. */
static inline uint64_t
digits_of(uint32_t number)
{
	uint64_t fours = number / 10000 | (uint64_t)(number % 10000) << 32;
	uint64_t hundreds = fours * 10486 >> 20 & UINT64_C(0x0000007f0000007f);
	uint64_t pairs = hundreds | (fours - hundreds * 100) << 16;
	uint64_t tens = pairs * 103 >> 10 & UINT64_C(0x000f000f000f000f);
	return tens | (pairs - tens * 10) << 8;
}

/* How many of them there are without the zeros in front, one at least. */
static inline int
digits_used(uint64_t digits)
{
	return 8 - __builtin_ctzll(digits | UINT64_C(1) << 56) / 8;
}

/* Writes all eight. */
static inline void
digits_put(char *to, uint64_t digits)
{
	uint64_t word = digits ^ UINT64_C(0x3030303030303030);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	memcpy(to, &word, sizeof word);
}

/* Eight times the same character. */
static inline uint64_t
digits_repeat(char c)
{
	return UINT64_C(0x0101010101010101) * (unsigned char)c;
}

/* Drops the lowest byte that is the mark (repeated in `marks`), and moves those below it up; the lowest one is a zero then.
 * Returns how many stand above it, or -1. */
static inline int
digits_drop_mark(uint64_t *word, uint64_t marks)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t other = *word ^ marks, zero = (other - ones) & ~other & ones << 7;
	if (!zero)
		return -1;
	int bit = __builtin_ctzll(zero) - 7;
	uint64_t below = (UINT64_C(1) << bit) - 1;
	*word = (*word & ~(below << 8 | 0xff)) | (*word & below) << 8 | '0';
	return 7 - bit / 8;
}

/* Reads one to eight characters in the upper bytes of a word, whatever stands below them, as mantissa * 10^-places. False
 * where they are anything else than digits, of which at least one stands before the mark. */
static inline bool
digits_parse_word(uint64_t word, size_t n, uint64_t marks, uint64_t *mantissa, unsigned *places)
{
	uint64_t used = ~UINT64_C(0) << 8 * (8 - n);
	word = (word & used) | (UINT64_C(0x3030303030303030) & ~used); /* zeros in front change nothing */
	int behind = digits_drop_mark(&word, marks);
	*places = behind > 0 ? (unsigned)behind : 0;
	return behind != (int)n - 1 && digits_join(word, mantissa);
}

/* The same of n bytes, up to DIGITS_MOST. */
static inline bool
digits_parse(const char *s, size_t n, char mark, uint64_t *mantissa, unsigned *places)
{
	if (n == 0 || n > DIGITS_MOST)
		return false;
	const uint64_t marks = digits_repeat(mark);
	if (n <= 8)
		return digits_parse_word(digits_load(s, n) << 8 * (8 - n), n, marks, mantissa, places);
	size_t high = n - 8; /* characters before the last eight */
	uint64_t upper = digits_load(s, high) << 8 * (8 - high), word = digits_load(s + high, 8), last, first;
	if (high < 8)
		upper |= UINT64_C(0x3030303030303030) >> 8 * high;
	int behind = digits_drop_mark(&word, marks);
	if (behind >= 0) { /* a byte is free now */
		word = (word & ~UINT64_C(0xff)) | upper >> 56;
		upper = upper << 8 | '0';
	} else if ((behind = digits_drop_mark(&upper, marks)) >= 0) {
		behind += 8;
	}
	if (behind == (int)n - 1 || !digits_join(upper, &first) || !digits_join(word, &last))
		return false;
	*mantissa = first * 100000000 + last;
	*places = behind > 0 ? (unsigned)behind : 0;
	return true;
}

#endif
