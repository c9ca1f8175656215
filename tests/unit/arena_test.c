#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "suites.h"

START_TEST(memory_is_aligned_and_zeroed)
{
	struct arena a = {0};
	for (size_t size = 1; size < 300; size++) {
		arena_strndup(&a, "odd", size % 3); /* puts the next one out of step */
		unsigned char *p = arena_alloc(&a, size);
		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			ck_assert_uint_eq(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_free(&a);
}
END_TEST

/* Neighbours don't touch each other, whatever blocks they fall into. */
START_TEST(everything_stays_until_the_end)
{
	enum { COUNT = 5000 };
	static char *kept[COUNT];
	struct arena a = {0};
	char text[100];
	memset(text, 'x', sizeof text);
	for (size_t i = 0; i < COUNT; i++) {
		text[0] = (char)('a' + i % 26);
		kept[i] = arena_strndup(&a, text, 1 + i % sizeof text);
		memset(arena_alloc(&a, 1 + i % 17), 0x5a, 1 + i % 17);
	}
	for (size_t i = 0; i < COUNT; i++) {
		ck_assert_uint_eq(strlen(kept[i]), 1 + i % sizeof text);
		ck_assert_int_eq(kept[i][0], 'a' + (int)(i % 26));
	}
	arena_free(&a);
}
END_TEST

START_TEST(sizes_at_the_edge_of_a_block)
{
	struct arena a = {0};
	for (size_t size = 64 * 1024 - 40; size <= 64 * 1024 + 40; size++) {
		char *p = arena_alloc(&a, size), *q = arena_strndup(&a, "end", 3);
		memset(p, 1, size);
		ck_assert_str_eq(q, "end");
		ck_assert_int_eq(p[size - 1], 1);
	}
	char *large = arena_alloc(&a, 10 * 1024 * 1024);
	memset(large, 2, 10 * 1024 * 1024);
	ck_assert_str_eq(arena_strndup(&a, "after", 5), "after");
	arena_free(&a);
}
END_TEST

START_TEST(empty_strings)
{
	struct arena a = {0};
	char *p = arena_strndup(&a, NULL, 0), *q = arena_strndup(&a, "abc", 0);
	ck_assert_str_eq(p, "");
	ck_assert_str_eq(q, "");
	ck_assert_ptr_ne(p, q);
	arena_alloc(&a, 0);
	arena_free(&a);
	ck_assert_ptr_null(a.last);
	arena_free(&a);
}
END_TEST

Suite *
arena_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *t = tcase_create("arena");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, memory_is_aligned_and_zeroed);
	tcase_add_test(t, everything_stays_until_the_end);
	tcase_add_test(t, sizes_at_the_edge_of_a_block);
	tcase_add_test(t, empty_strings);
	suite_add_tcase(s, t);
	return s;
}
