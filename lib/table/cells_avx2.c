#include "table/cells_versions.h"

#ifdef __SSE2__

#include <immintrin.h>
#include <string.h>

#include "base/cpu.h"

#define CELLS_TARGET CPU_AVX2

#define CELLS_OP(name) _mm256_##name

typedef __m256i cells_vector;
typedef uint64_t cells_words __attribute__((vector_size(32)));

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
