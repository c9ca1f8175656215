#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

SPLIT_TARGET static inline uint64_t
equal(__m256i low, __m256i high, char c)
{
	const __m256i all = _mm256_set1_epi8(c);
	uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
	uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));
	return (uint64_t)second << 32 | first;
}

SPLIT_TARGET static inline void
split_load(struct split_masks *m, const char *s, char delimiter)
{
	const __m256i *from = (const __m256i *)(const void *)s;
	__m256i low = _mm256_loadu_si256(from), high = _mm256_loadu_si256(from + 1);
	*m = (struct split_masks){equal(low, high, delimiter), equal(low, high, '\n'), equal(low, high, '\r'), equal(low, high, '"')};
}

/* The product without carries with all ones is the XOR of all bits below. */
SPLIT_TARGET static inline uint64_t
split_inside(uint64_t bits)
{
	__m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8(-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

#define SPLIT_NAME split_run_avx2
#include "table/split_masks.h"

#endif
