#include "base/cpu.h"
#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET CPU_AVX2
#define SPLIT_HAS_BITS
#include "table/split_bits.h"

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

#define SPLIT_NAME(x) split_avx2_##x
#include "table/split_masks.h"

#endif
