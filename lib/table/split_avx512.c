#include "table/split_versions.h"

#ifdef __SSE2__

#include <immintrin.h>

#define SPLIT_TARGET __attribute__((target("avx512f,avx512bw,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,pclmul")))
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

typedef uint64_t split_words __attribute__((vector_size(64)));

SPLIT_TARGET static inline split_words
split_shift(split_words words, split_words counts)
{
	return (split_words)_mm512_sllv_epi64((__m512i)words, (__m512i)counts);
}

SPLIT_TARGET static inline uint64_t
split_lanes(split_words words)
{
	return _mm512_movepi64_mask((__m512i)words);
}

SPLIT_TARGET static inline split_words
split_lookup(const uint64_t table[8], split_words words)
{
	return (split_words)_mm512_permutexvar_epi64((__m512i)words, _mm512_loadu_si512(table));
}

SPLIT_TARGET static inline split_words
split_sum(split_words words)
{
	return (split_words)_mm512_sad_epu8((__m512i)words, _mm512_setzero_si512());
}

/* Neighbours are joined, then pairs, then fours. */
SPLIT_TARGET static inline split_words
split_join(split_words words)
{
	__m512i pairs = _mm512_maddubs_epi16((__m512i)words, _mm512_set1_epi16(1 << 8 | 10));
	__m512i fours = _mm512_madd_epi16(pairs, _mm512_set1_epi32(1 << 16 | 100));
	return (split_words)_mm512_add_epi64(_mm512_mul_epu32(fours, _mm512_set1_epi64(10000)), _mm512_srli_epi64(fours, 32));
}

SPLIT_TARGET static inline split_words
split_multiply(split_words words, split_words by)
{
	return (split_words)_mm512_mul_epu32((__m512i)words, (__m512i)by);
}

#include "table/split_numbers.h"

struct sorts {
	__m512i low, high;
};

SPLIT_TARGET static inline struct sorts
load_sorts(const unsigned char table[128])
{
	return (struct sorts){_mm512_loadu_si512(table), _mm512_loadu_si512(table + 64)};
}

/* Of each character; 0 stands for those from 0x80 on. */
SPLIT_TARGET static inline __m512i
sorts_of(const struct sorts *sorts, __m512i characters)
{
	const __m512i ascii = _mm512_maskz_mov_epi8((__mmask64)~_mm512_movepi8_mask(characters), characters);
	return _mm512_permutex2var_epi8(sorts->low, ascii, sorts->high);
}

SPLIT_TARGET uint64_t
split_avx512_begins(const struct split_column *column, size_t count, const struct split_begins *begins)
{
	const struct sorts first = load_sorts(begins->first), second = load_sorts(begins->second), third = load_sorts(begins->third);
	uint64_t found = 0;
	for (size_t i = 0; i < count; i++) {
		const struct cell c = split_column_cell(column, i);
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

/* Of up to 64 cells: first characters, and the last eight bytes with what may stand before the cell. */
struct edges {
	unsigned char first[64];
	uint64_t tail[64];
};

SPLIT_TARGET static inline void
gather_edges(struct edges *e, const struct split_column *column, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct cell c = split_column_cell(column, i);
		e->first[i] = c.n ? (unsigned char)c.s[0] : 0;
		memcpy(&e->tail[i], c.s + c.n - 8, 8);
	}
}

/* The lowest bits of eight bytes each, side by side. */
SPLIT_TARGET static inline uint64_t
last_bits(uint64_t bits)
{
	return _pext_u64(bits, UINT64_C(0x8080808080808080));
}

SPLIT_TARGET uint64_t
split_avx512_odd_texts(const struct split_column *column, size_t count)
{
	struct edges e = {0};
	if (column->quoted) {
		gather_edges(&e, column, count);
	} else {
		struct split_column plain = *column;
		plain.quoted = false;
		gather_edges(&e, &plain, count);
	}
	const __m512i first = _mm512_loadu_si512(e.first);
	uint64_t odd = _mm512_cmple_epi8_mask(first, _mm512_set1_epi8(' ')) | _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8('#')) |
	    _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8('.')) | _mm512_cmpeq_epi8_mask(first, _mm512_set1_epi8(','));
	uint64_t digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(first, _mm512_set1_epi8('0')), _mm512_set1_epi8(10)), exponents = 0;
	for (size_t at = 0; at < count; at += 8) {
		const __m512i tail = _mm512_loadu_si512(e.tail + at);
		uint64_t plus = _mm512_cmpeq_epi8_mask(tail, _mm512_set1_epi8('+'));
		uint64_t digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(tail, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
		uint64_t colon = _mm512_cmpeq_epi8_mask(tail, _mm512_set1_epi8(':'));
		uint64_t blank = _mm512_cmple_epi8_mask(tail, _mm512_set1_epi8(' ')); /* and all from 0x80 on */
		odd |= last_bits(blank | colon << 3) << at;
		exponents |= (uint64_t)(_mm512_test_epi64_mask(_mm512_movm_epi8(plus), _mm512_movm_epi8(plus)) |
		    _mm512_cmpeq_epi64_mask(_mm512_movm_epi8(digits), _mm512_set1_epi64(-1))) << at;
	}
	return odd | (digit & exponents);
}

#endif
