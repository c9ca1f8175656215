#include "table/cells_versions.h"

#ifdef __SSE2__

#include <immintrin.h>
#include <string.h>

#include "base/cpu.h"

#define CELLS_TARGET CPU_AVX512

#define CELLS_OP(name) _mm512_##name

typedef __m512i cells_vector;
typedef uint64_t cells_words __attribute__((vector_size(64)));

CELLS_TARGET static inline uint64_t
cells_lanes(cells_words words)
{
	return _mm512_movepi64_mask((__m512i)words);
}

CELLS_TARGET static inline cells_words
cells_lookup(const uint64_t table[8], cells_words words)
{
	return (cells_words)_mm512_permutexvar_epi64((__m512i)words, _mm512_loadu_si512(table));
}

/* A bit for each byte, its highest. */
CELLS_TARGET static inline uint64_t
cells_mask(cells_words bytes)
{
	return _mm512_movepi8_mask((__m512i)bytes);
}

#define CELLS_NAME(x) cells_avx512_##x
#include "table/cells_numbers.h"
#include "table/cells_texts.h"

struct sorts {
	__m512i low, high;
};

CELLS_TARGET static inline struct sorts
load_sorts(const unsigned char table[128])
{
	return (struct sorts){_mm512_loadu_si512(table), _mm512_loadu_si512(table + 64)};
}

/* Of each character; 0 stands for those from 0x80 on. */
CELLS_TARGET static inline __m512i
sorts_of(const struct sorts *sorts, __m512i characters)
{
	const __m512i ascii = _mm512_maskz_mov_epi8((__mmask64)~_mm512_movepi8_mask(characters), characters);
	return _mm512_permutex2var_epi8(sorts->low, ascii, sorts->high);
}

CELLS_TARGET uint64_t
cells_avx512_begins(const struct cells *cells, size_t count, const struct cells_begins *begins)
{
	const struct sorts first = load_sorts(begins->first), second = load_sorts(begins->second), third = load_sorts(begins->third);
	uint64_t found = 0;
	for (size_t i = 0; i < count; i++) {
		const struct cell c = cells_at(cells, i);
		const uint64_t used = _bzhi_u64(~UINT64_C(0), (unsigned)(c.n < 64 ? c.n : 64));
		__m512i s = _mm512_maskz_loadu_epi8(used, c.s), next = _mm512_maskz_loadu_epi8(used >> 1, c.s + 1);
		__m512i after = _mm512_maskz_loadu_epi8(used >> 2, c.s + 2);
		uint64_t starts = (_mm512_cmpeq_epi8_mask(s, _mm512_set1_epi8(' ')) << 1 | 1) & used;
		__m512i two = _mm512_and_si512(sorts_of(&first, s), sorts_of(&second, next));
		uint64_t may = starts & _mm512_test_epi8_mask(two, sorts_of(&third, after));
		found |= (uint64_t)(may != 0 || c.n > 64 || c.n == 0) << i;
	}
	return found;
}

#endif
