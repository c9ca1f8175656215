#include <endian.h>
#include <string.h>

#include "table/split_versions.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

struct split_bytes {
	uint64_t words[8]; /* the first byte lowest */
};

static inline struct split_bytes
split_get(const char *s)
{
	struct split_bytes b;
	memcpy(b.words, s, sizeof b.words);
	for (int i = 0; i < 8; i++)
		b.words[i] = le64toh(b.words[i]);
	return b;
}

static inline uint64_t
split_equal(const struct split_bytes *b, char c)
{
	uint64_t bits = 0;
	for (int i = 0; i < 8; i++) {
		uint64_t w = b->words[i] ^ EACH((unsigned char)c);
		uint64_t zeros = ~(((w & EACH(0x7f)) + EACH(0x7f)) | w | EACH(0x7f)); /* the top bit of each byte that is zero */
		bits |= ((zeros >> 7) * UINT64_C(0x0102040810204080) >> 56) << 8 * i;
	}
	return bits;
}

#define SPLIT_NAME(x) split_portable_##x
#include "table/split_masks.h"
