#include "base/sort.h"

#include <stdlib.h>

#include "suites.h"

enum { MOST = 3000 };

/* Ties go by a second key, and what that leaves equal stays as it came. */
static int
by_second(void *second, uint32_t a, uint32_t b)
{
	const uint32_t *of = second;
	return (of[a] > of[b]) - (of[a] < of[b]);
}

START_TEST(keys_then_ties_then_as_they_came)
{
	static struct sort_key keys[MOST];
	static uint32_t second[MOST];
	uint32_t random = 1;
	for (size_t count = 0; count < MOST; count += 1 + count / 5)
		for (uint32_t kinds = 1; kinds < 5000; kinds *= 7) {
			for (size_t i = 0; i < count; i++) {
				random = random * 1664525 + 1013904223;
				keys[i] = (struct sort_key){(uint64_t)(random >> 8) % kinds << 40, (uint32_t)i};
				second[i] = (random >> 4) % 3;
			}
			sort_keys(keys, count, by_second, second);
			for (size_t i = 1; i < count; i++) {
				const struct sort_key *a = &keys[i - 1], *b = &keys[i];
				int tie = by_second(second, a->number, b->number);
				ck_assert(a->key < b->key || (a->key == b->key && (tie < 0 || (tie == 0 && a->number < b->number))));
			}
		}
}
END_TEST

Suite *
sort_suite(void)
{
	Suite *s = suite_create("sort");
	TCase *t = tcase_create("sort");
	tcase_add_test(t, keys_then_ties_then_as_they_came);
	suite_add_tcase(s, t);
	return s;
}
