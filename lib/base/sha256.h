/* SHA-256 of much text: libmd's, with the processor's own instructions where it has them. */
#ifndef NEGPKG_SHA256_H
#define NEGPKG_SHA256_H

#include <stddef.h>
#include <stdint.h>

/* Takes whole blocks of 64 bytes into the eight words of a digest begun: what libmd's SHA256Transform does with each. */
void sha256_blocks(uint32_t state[8], const uint8_t *s, size_t blocks);

/* A digest of texts, one behind the other. */
struct sha256 {
	uint32_t state[8];
	uint64_t blocks;  /* in the state already */
	uint8_t rest[64]; /* what isn't a block yet */
	size_t rest_len;
};

void sha256_start(struct sha256 *sha);
void sha256_add(struct sha256 *sha, const void *s, size_t n);
void sha256_end(struct sha256 *sha, uint8_t digest[32]);

#endif
