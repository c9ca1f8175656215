/* Short strings of bytes, without a call. */
#ifndef NEGPKG_BYTES_H
#define NEGPKG_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t
bytes_word(const char *s)
{
	uint64_t word;
	memcpy(&word, s, sizeof word);
	return word;
}

/* memcmp(a, b, n) == 0: by words that may overlap. */
static inline bool
bytes_are_same(const char *a, const char *b, size_t n)
{
	if (n > 32)
		return memcmp(a, b, n) == 0;
	if (n >= 16)
		return ((bytes_word(a) ^ bytes_word(b)) | (bytes_word(a + 8) ^ bytes_word(b + 8)) |
		    (bytes_word(a + n - 16) ^ bytes_word(b + n - 16)) | (bytes_word(a + n - 8) ^ bytes_word(b + n - 8))) == 0;
	if (n >= 8)
		return ((bytes_word(a) ^ bytes_word(b)) | (bytes_word(a + n - 8) ^ bytes_word(b + n - 8))) == 0;
	if (n >= 4) {
		uint32_t x[2], y[2];
		memcpy(&x[0], a, 4);
		memcpy(&y[0], b, 4);
		memcpy(&x[1], a + n - 4, 4);
		memcpy(&y[1], b + n - 4, 4);
		return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0;
	}
	return n == 0 || (a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1]);
}

/* The upper half of a product depends on all bits of its factors; folded into the lower one it fits a word again. */
static inline uint64_t
bytes_fold(uint64_t word)
{
	unsigned __int128 product = (unsigned __int128)word * 0x9e3779b97f4a7c15;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to seven bytes as a word: each of them stands in it, some of them twice. */
static inline uint64_t
bytes_short_word(const char *key, size_t n)
{
	uint32_t first, last;
	if (n >= 4) {
		memcpy(&first, key, 4);
		memcpy(&last, key + n - 4, 4);
		return (uint64_t)first << 32 | last;
	}
	return n ? (uint64_t)(unsigned char)key[0] << 16 | (uint64_t)(unsigned char)key[n / 2] << 8 | (unsigned char)key[n - 1] : 0;
}

/* Eight bytes at a time, the last ones twice where there are too few of them. */
static inline uint32_t
bytes_hash(const char *key, size_t n)
{
	uint64_t h = n;
	if (n < 8)
		return (uint32_t)bytes_fold(h << 56 ^ bytes_short_word(key, n));
	for (size_t at = 0; at + 8 < n; at += 8)
		h = bytes_fold(h ^ bytes_word(key + at));
	return (uint32_t)bytes_fold(h ^ bytes_word(key + n - 8));
}

#endif
