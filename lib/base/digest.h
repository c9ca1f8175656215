/* Names for what is too long or too hostile to be one: digits of a SHA-256. */
#ifndef NEGPKG_DIGEST_H
#define NEGPKG_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Writes the first `digits` (64 at most) hex digits of the digest of n bytes, and a NUL. */
void digest_hex(const char *s, size_t n, char *to, size_t digits);

/* The same of a digest that is there already. */
void digest_put(const uint8_t digest[32], char *to, size_t digits);

#endif
