/* Short strings of bytes, without a call. */
#ifndef NEGPKG_BYTES_H
#define NEGPKG_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* memcmp(a, b, n) == 0: by words that may overlap. */
static inline bool
bytes_are_same(const char *a, const char *b, size_t n)
{
	if (n >= 8) {
		uint64_t x[2], y[2];
		memcpy(&x[0], a, 8);
		memcpy(&y[0], b, 8);
		memcpy(&x[1], a + n - 8, 8);
		memcpy(&y[1], b + n - 8, 8);
		return ((x[0] ^ y[0]) | (x[1] ^ y[1])) == 0 && (n <= 16 || memcmp(a + 8, b + 8, n - 16) == 0);
	}
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

#endif
