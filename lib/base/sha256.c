#include "base/sha256.h"

#include <sha2.h>
#include <string.h>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#include <stdbool.h>

/* FIPS 180-4, 4.2.2: the cube roots of the first primes. */
static const uint32_t constants[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static bool
ask_processor(void)
{
	unsigned a, b, c, d;
	return __get_cpuid(1, &a, &b, &c, &d) && c & bit_SSSE3 && c & bit_SSE4_1 && __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
	    b & bit_SHA;
}

/* Asked once: a virtual machine takes long to answer. */
static bool
has_instructions(void)
{
	static enum { UNKNOWN, ABSENT, THERE } known;
	if (known == UNKNOWN)
		known = ask_processor() ? THERE : ABSENT;
	return known == THERE;
}

/* Four rounds for each of sixteen groups of four words; the last four groups make the next one (FIPS 180-4, 6.2.2). The
 * instructions have the words of a state as a, b, e, f and c, d, g, h. */
__attribute__((target("sha,sse4.1,ssse3")))
static void
take_blocks(uint32_t state[8], const uint8_t *s, size_t blocks)
{
	const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)state), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(const void *)(state + 4)), 0x1b);
	__m128i abef = _mm_alignr_epi8(dcba, efgh, 8), cdgh = _mm_blend_epi16(efgh, dcba, 0xf0);
	for (; blocks; blocks--, s += 64) {
		__m128i old_abef = abef, old_cdgh = cdgh, w[4];
		for (unsigned i = 0; i < 16; i++) {
			if (i < 4) {
				w[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(s + 16 * i)), swap);
			} else {
				__m128i last = w[(i + 3) % 4], sum = _mm_sha256msg1_epu32(w[i % 4], w[(i + 1) % 4]);
				sum = _mm_add_epi32(sum, _mm_alignr_epi8(last, w[(i + 2) % 4], 4));
				w[i % 4] = _mm_sha256msg2_epu32(sum, last);
			}
			__m128i k = _mm_add_epi32(w[i % 4], _mm_loadu_si128((const __m128i *)(const void *)(constants + 4 * i)));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, k);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(k, 0x0e));
		}
		abef = _mm_add_epi32(abef, old_abef);
		cdgh = _mm_add_epi32(cdgh, old_cdgh);
	}
	__m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)(void *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128((__m128i *)(void *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}
#endif

void
sha256_blocks(uint32_t state[8], const uint8_t *s, size_t blocks)
{
#ifdef __x86_64__
	if (has_instructions()) {
		take_blocks(state, s, blocks);
		return;
	}
#endif
	for (; blocks; blocks--, s += SHA256_BLOCK_LENGTH)
		SHA256Transform(state, s);
}

void
sha256_start(struct sha256 *sha)
{
	SHA2_CTX begun;
	SHA256Init(&begun);
	*sha = (struct sha256){0};
	memcpy(sha->state, begun.state.st32, sizeof sha->state);
}

void
sha256_add(struct sha256 *sha, const void *text, size_t n)
{
	const uint8_t *s = text;
	if (sha->rest_len) {
		size_t taken = sizeof sha->rest - sha->rest_len;
		taken = taken < n ? taken : n;
		memcpy(sha->rest + sha->rest_len, s, taken);
		sha->rest_len += taken;
		s += taken;
		n -= taken;
		if (sha->rest_len < sizeof sha->rest)
			return;
		sha256_blocks(sha->state, sha->rest, 1);
		sha->blocks++;
	}
	sha256_blocks(sha->state, s, n / sizeof sha->rest);
	sha->blocks += n / sizeof sha->rest;
	sha->rest_len = n % sizeof sha->rest;
	if (sha->rest_len)
		memcpy(sha->rest, s + n - sha->rest_len, sha->rest_len);
}

void
sha256_end(struct sha256 *sha, uint8_t digest[32])
{
	SHA2_CTX last;
	SHA256Init(&last);
	memcpy(last.state.st32, sha->state, sizeof sha->state);
	last.bitcount[0] = sha->blocks * 512;
	SHA256Update(&last, sha->rest, sha->rest_len);
	SHA256Final(digest, &last);
}
