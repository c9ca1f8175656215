/* split_parity and split_lowest by instructions of their own, for the versions whose SPLIT_TARGET has them. */

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
