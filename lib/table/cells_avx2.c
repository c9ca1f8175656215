#include "table/cells_versions.h"

#ifdef __SSE2__

#include <immintrin.h>
#include <string.h>

#include "base/cpu.h"

#define CELLS_TARGET CPU_AVX2

typedef uint64_t cells_words __attribute__((vector_size(32)));

CELLS_TARGET static inline cells_words
cells_shift(cells_words words, cells_words counts)
{
	return (cells_words)_mm256_sllv_epi64((__m256i)words, (__m256i)counts);
}

CELLS_TARGET static inline uint64_t
cells_lanes(cells_words words)
{
	return (uint64_t)_mm256_movemask_pd((__m256d)words);
}

/* One by one: on many machines that is quicker than to gather them. */
CELLS_TARGET static inline cells_words
cells_lookup(const uint64_t table[8], cells_words words)
{
	return (cells_words){table[words[0]], table[words[1]], table[words[2]], table[words[3]]};
}

CELLS_TARGET static inline cells_words
cells_sum(cells_words words)
{
	return (cells_words)_mm256_sad_epu8((__m256i)words, _mm256_setzero_si256());
}

/* Neighbours are joined, then pairs, then fours. */
CELLS_TARGET static inline cells_words
cells_join(cells_words words)
{
	__m256i pairs = _mm256_maddubs_epi16((__m256i)words, _mm256_set1_epi16(1 << 8 | 10));
	__m256i fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(1 << 16 | 100));
	return (cells_words)_mm256_add_epi64(_mm256_mul_epu32(fours, _mm256_set1_epi64x(10000)), _mm256_srli_epi64(fours, 32));
}

CELLS_TARGET static inline cells_words
cells_multiply(cells_words words, cells_words by)
{
	return (cells_words)_mm256_mul_epu32((__m256i)words, (__m256i)by);
}

/* A bit for each byte, its highest. */
CELLS_TARGET static inline uint64_t
cells_mask(cells_words bytes)
{
	return (uint32_t)_mm256_movemask_epi8((__m256i)bytes);
}

#define CELLS_NAME(x) cells_avx2_##x
#include "table/cells_numbers.h"
#include "table/cells_texts.h"

#endif
