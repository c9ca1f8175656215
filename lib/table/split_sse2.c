#include "table/split_versions.h"

#ifdef __SSE2__

#include <emmintrin.h>

static inline uint64_t
equal(const __m128i v[4], char c)
{
	const __m128i all = _mm_set1_epi8(c);
	uint64_t bits = 0;
	for (int i = 0; i < 4; i++)
		bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], all)) << 16 * i;
	return bits;
}

static inline void
split_load(struct split_masks *m, const char *s, char delimiter)
{
	__m128i v[4];
	for (int i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)s + i);
	*m = (struct split_masks){equal(v, delimiter), equal(v, '\n'), equal(v, '\r'), equal(v, '"')};
}

static inline uint64_t
split_inside(uint64_t bits)
{
	for (int i = 1; i < 64; i *= 2)
		bits ^= bits << i;
	return bits;
}

#define SPLIT_NAME split_run_sse2
#include "table/split_masks.h"

#endif
