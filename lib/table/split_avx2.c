#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))

struct split_bytes {
	__m256i low, high;
};

SPLIT_TARGET static inline struct split_bytes
split_get(const char *s)
{
	const __m256i *from = (const __m256i *)(const void *)s;
	return (struct split_bytes){_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1)};
}

SPLIT_TARGET static inline uint64_t
split_equal(const struct split_bytes *b, char c)
{
	const __m256i all = _mm256_set1_epi8(c);
	uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b->low, all));
	uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b->high, all));
	return (uint64_t)high << 32 | low;
}

/* The product without carries with all ones is the XOR of all bits below. */
SPLIT_TARGET static inline uint64_t
split_parity(uint64_t bits)
{
	__m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((long long)bits), _mm_set1_epi8(-1), 0);
	return (uint64_t)_mm_cvtsi128_si64(product);
}

SPLIT_TARGET static inline uint32_t
split_lowest(uint64_t bits)
{
	return (uint32_t)_tzcnt_u64(bits);
}

#define SPLIT_NAME(x) split_avx2_##x
#include "table/split_masks.h"

#endif
