#include "table/split_versions.h"

#ifdef __SSE2__

#include <emmintrin.h>

struct split_bytes {
	__m128i v[4];
};

static inline struct split_bytes
split_get(const char *s)
{
	struct split_bytes b;
	for (int i = 0; i < 4; i++)
		b.v[i] = _mm_loadu_si128((const __m128i *)(const void *)s + i);
	return b;
}

static inline uint64_t
split_equal(const struct split_bytes *b, char c)
{
	const __m128i all = _mm_set1_epi8(c);
	uint64_t bits = 0;
	for (int i = 0; i < 4; i++)
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b->v[i], all)) << 16 * i;
	return bits;
}

#define SPLIT_NAME(x) split_sse2_##x
#include "table/split_masks.h"

#endif
