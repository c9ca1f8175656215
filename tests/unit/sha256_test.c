#include "base/sha256.h"

#include <sha2.h>
#include <string.h>

#include "suites.h"

/* Any lengths, in pieces of any size, against libmd's own. */
START_TEST(digests_are_libmds)
{
	static uint8_t text[1000];
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (uint8_t)(i * i * 7 + i / 3);
	for (size_t n = 0; n < sizeof text; n += 1 + n / 50) {
		for (size_t piece = 1; piece <= n + 1; piece = piece * 3 / 2 + 1) {
			struct sha256 sha;
			SHA2_CTX other;
			uint8_t digest[32], expected[32];
			sha256_start(&sha);
			for (size_t at = 0; at < n; at += piece)
				sha256_add(&sha, text + at, piece < n - at ? piece : n - at);
			sha256_end(&sha, digest);
			SHA256Init(&other);
			SHA256Update(&other, text, n);
			SHA256Final(expected, &other);
			ck_assert_mem_eq(digest, expected, sizeof digest);
		}
	}
}
END_TEST

START_TEST(blocks_are_libmds)
{
	uint32_t state[8], expected[8];
	uint8_t blocks[5 * 64];
	for (size_t i = 0; i < 8; i++)
		state[i] = expected[i] = (uint32_t)(i * 0x9e3779b9);
	for (size_t i = 0; i < sizeof blocks; i++)
		blocks[i] = (uint8_t)(i * 31);
	sha256_blocks(state, blocks, 5);
	for (size_t i = 0; i < 5; i++)
		SHA256Transform(expected, blocks + 64 * i);
	ck_assert_mem_eq(state, expected, sizeof state);
}
END_TEST

Suite *
sha256_suite(void)
{
	Suite *s = suite_create("sha256");
	TCase *t = tcase_create("sha256");
	tcase_add_test(t, digests_are_libmds);
	tcase_add_test(t, blocks_are_libmds);
	suite_add_tcase(s, t);
	return s;
}
