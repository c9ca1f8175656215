#include "table/group.h"

#include <stdio.h>
#include <string.h>

#include "suites.h"

static size_t
number_of(struct group *g, const char *const *cells, size_t count, bool *fresh)
{
	struct buf key = {0};
	for (size_t i = 0; i < count; i++)
		key_add(&key, cells[i], strlen(cells[i]));
	size_t number = group_number(g, key.data, key.len, fresh);
	buf_free(&key);
	return number;
}

START_TEST(many_keys_keep_their_numbers)
{
	enum { COUNT = 100000 };
	struct group g = {0};
	char key[24];
	bool fresh;
	for (size_t round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT; i++) {
			int n = snprintf(key, sizeof key, "%zu", i * 7919);
			ck_assert_uint_eq(group_number(&g, key, (size_t)n + 1, &fresh), i);
			ck_assert_int_eq(fresh, round == 0);
		}
	ck_assert_uint_eq(g.count, COUNT);
	for (size_t i = 0; i < COUNT; i += 997) {
		int n = snprintf(key, sizeof key, "%zu", i * 7919);
		ck_assert_uint_eq(group_find(&g, key, (size_t)n + 1), i);
		ck_assert_str_eq(group_cell(&g, i, 0), key);
	}
	ck_assert_uint_eq(group_find(&g, "1", 2), SIZE_MAX);
	ck_assert_uint_eq(g.count, COUNT);
	group_free(&g);
}
END_TEST

START_TEST(finds_nothing_in_an_empty_group)
{
	struct group g = {0};
	ck_assert_uint_eq(group_find(&g, "a", 1), SIZE_MAX);
	ck_assert_uint_eq(group_find(&g, "", 0), SIZE_MAX);
	group_free(&g);
}
END_TEST

/* A walk without --by has one group, whose key is empty. */
START_TEST(the_empty_key)
{
	struct group g = {0};
	struct buf key = {0};
	bool fresh;
	ck_assert_uint_eq(group_number(&g, key.data, key.len, &fresh), 0);
	ck_assert(fresh);
	ck_assert_uint_eq(group_number(&g, key.data, key.len, &fresh), 0);
	ck_assert(!fresh);
	ck_assert_uint_eq(group_find(&g, key.data, key.len), 0);
	ck_assert_int_eq(group_compare(&g, 0, 0), 0);
	group_free(&g);
}
END_TEST

START_TEST(cells_dont_run_into_each_other)
{
	static const char *const keys[][3] = {{"ab", "c", ""}, {"a", "bc", ""}, {"abc", "", ""}, {"", "abc", ""}, {"", "", "abc"},
		{"", "", ""}};
	struct group g = {0};
	bool fresh;
	for (size_t i = 0; i < 6; i++) {
		ck_assert_uint_eq(number_of(&g, keys[i], 3, &fresh), i);
		ck_assert(fresh);
	}
	for (size_t i = 0; i < 6; i++)
		for (size_t cell = 0; cell < 3; cell++)
			ck_assert_str_eq(group_cell(&g, i, cell), keys[i][cell]);
	group_free(&g);
}
END_TEST

/* Byte order of the first cell, then of the second: not of their letters run together. */
START_TEST(byte_order_cell_by_cell)
{
	static const char *const sorted[][2] = {{"", ""}, {"", "z"}, {"A", "z"}, {"A B", "a"}, {"A-B", "a"}, {"AB", ""}, {"Z", "a"},
		{"a", "10"}, {"a", "9"}, {"a", "\u00e9"}, {"a ", ""}, {"ab", ""}, {"\u00e9", "a"}};
	enum { COUNT = sizeof sorted / sizeof *sorted };
	struct group g = {0};
	bool fresh;
	size_t number[COUNT];
	for (size_t i = COUNT; i-- > 0;)
		number[i] = number_of(&g, sorted[i], 2, &fresh);
	for (size_t i = 0; i < COUNT; i++)
		for (size_t k = 0; k < COUNT; k++) {
			int order = group_compare(&g, number[i], number[k]);
			ck_assert_int_eq((order > 0) - (order < 0), (i > k) - (i < k));
		}
	group_free(&g);
}
END_TEST

START_TEST(keys_of_every_length)
{
	struct group g = {0};
	char key[64];
	bool fresh;
	memset(key, 'x', sizeof key);
	for (size_t n = 1; n <= sizeof key; n++)
		ck_assert_uint_eq(group_number(&g, key, n, &fresh), n - 1);
	for (size_t at = 0; at < sizeof key; at++) { /* one byte differs, anywhere */
		key[at] = 'y';
		ck_assert_uint_eq(group_find(&g, key, sizeof key), SIZE_MAX);
		key[at] = 'x';
	}
	ck_assert_uint_eq(group_find(&g, key, sizeof key), sizeof key - 1);
	group_free(&g);
}
END_TEST

Suite *
group_suite(void)
{
	Suite *s = suite_create("group");
	TCase *t = tcase_create("group");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, many_keys_keep_their_numbers);
	tcase_add_test(t, finds_nothing_in_an_empty_group);
	tcase_add_test(t, the_empty_key);
	tcase_add_test(t, cells_dont_run_into_each_other);
	tcase_add_test(t, byte_order_cell_by_cell);
	tcase_add_test(t, keys_of_every_length);
	suite_add_tcase(s, t);
	return s;
}
