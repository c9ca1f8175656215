#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt,pclmul")))
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

typedef uint64_t split_words __attribute__((vector_size(32)));

SPLIT_TARGET static inline split_words
split_shift(split_words words, split_words counts)
{
	return (split_words)_mm256_sllv_epi64((__m256i)words, (__m256i)counts);
}

SPLIT_TARGET static inline uint64_t
split_lanes(split_words words)
{
	return (uint64_t)_mm256_movemask_pd((__m256d)words);
}

/* One by one: on many machines that is quicker than to gather them. */
SPLIT_TARGET static inline split_words
split_lookup(const uint64_t table[8], split_words words)
{
	return (split_words){table[words[0]], table[words[1]], table[words[2]], table[words[3]]};
}

SPLIT_TARGET static inline split_words
split_sum(split_words words)
{
	return (split_words)_mm256_sad_epu8((__m256i)words, _mm256_setzero_si256());
}

/* Neighbours are joined, then pairs, then fours. */
SPLIT_TARGET static inline split_words
split_join(split_words words)
{
	__m256i pairs = _mm256_maddubs_epi16((__m256i)words, _mm256_set1_epi16(1 << 8 | 10));
	__m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(1 << 16 | 100));
	return (split_words)_mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(fours, 32));
}

SPLIT_TARGET static inline split_words
split_multiply(split_words words, split_words by)
{
	return (split_words)_mm256_mul_epu32((__m256i)words, (__m256i)by);
}

#include "table/split_numbers.h"

#endif
