#include "base/cpu.h"
#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET CPU_AVX512
#define SPLIT_HAS_BITS
#define SPLIT_HAS_PUT
#include "table/split_bits.h"

struct split_bytes {
	__m512i v;
};

SPLIT_TARGET static inline struct split_bytes
split_get(const char *s)
{
	return (struct split_bytes){_mm512_loadu_si512(s)};
}

SPLIT_TARGET static inline uint64_t
split_equal(const struct split_bytes *b, char c)
{
	return _mm512_cmpeq_epi8_mask(b->v, _mm512_set1_epi8(c));
}

static const char numbers[64] __attribute__((aligned(64))) = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
	32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};

/* The numbers of all bits at once, side by side, and sixteen of them at a time as offsets. */
SPLIT_TARGET static inline size_t
split_put(uint32_t *to, uint32_t at, uint64_t bits)
{
	const size_t count = (size_t)_mm_popcnt_u64(bits);
	const __m512i base = _mm512_set1_epi32((int)at);
	__m512i found = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(numbers));
	_mm512_storeu_si512(to, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
	for (size_t i = 16; i < count; i += 16) {
		found = _mm512_alignr_epi64(found, found, 2);
		_mm512_storeu_si512(to + i, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found))));
	}
	return count;
}

#define SPLIT_NAME(x) split_avx512_##x
#include "table/split_masks.h"

#endif
