#include "base/buf.h"

#include <string.h>

#include "suites.h"

START_TEST(starts_empty)
{
	struct buf b = {0};
	ck_assert_str_eq(buf_str(&b), "");
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
	buf_free(&b); /* twice does no harm */
}
END_TEST

START_TEST(keeps_what_is_added)
{
	struct buf b = {0};
	buf_puts(&b, "ab");
	buf_putc(&b, 'c');
	buf_add(&b, "d\0e", 3);
	buf_add(&b, NULL, 0);
	buf_puts(&b, "");
	buf_printf(&b, "%s", "");
	buf_printf(&b, "-%d%%", 7);
	ck_assert_uint_eq(b.len, 9);
	ck_assert_mem_eq(buf_str(&b), "abcd\0e-7%", 10);
	buf_free(&b);
}
END_TEST

/* Around every power of two, where room runs out. */
START_TEST(grows_at_any_length)
{
	for (size_t n = 0; n < 1100; n++) {
		struct buf b = {0};
		for (size_t i = 0; i < n; i++)
			buf_putc(&b, (char)('a' + i % 26));
		ck_assert_uint_eq(strlen(buf_str(&b)), n);
		buf_printf(&b, "%0200d", 5);
		ck_assert_uint_eq(b.len, n + 200);
		ck_assert_uint_eq(strlen(buf_str(&b)), n + 200);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(b.data[i], 'a' + (int)(i % 26));
		buf_free(&b);
	}
}
END_TEST

START_TEST(terminating_adds_nothing)
{
	struct buf b = {0};
	buf_puts(&b, "x");
	buf_str(&b);
	buf_puts(&b, "y");
	ck_assert_str_eq(buf_str(&b), "xy");
	ck_assert_uint_eq(b.len, 2);
	buf_free(&b);
}
END_TEST

START_TEST(holds_large_pieces)
{
	static char large[1 << 20];
	memset(large, 'x', sizeof large);
	struct buf b = {0};
	buf_puts(&b, "<");
	buf_add(&b, large, sizeof large);
	buf_printf(&b, "%.*s", (int)sizeof large, large);
	buf_puts(&b, ">");
	ck_assert_uint_eq(b.len, 2 * sizeof large + 2);
	ck_assert_mem_eq(b.data + 1, large, sizeof large);
	ck_assert_mem_eq(b.data + 1 + sizeof large, large, sizeof large);
	ck_assert_int_eq(b.data[b.len - 1], '>');
	buf_free(&b);
}
END_TEST

Suite *
buf_suite(void)
{
	Suite *s = suite_create("buf");
	TCase *t = tcase_create("buf");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, starts_empty);
	tcase_add_test(t, keeps_what_is_added);
	tcase_add_test(t, grows_at_any_length);
	tcase_add_test(t, terminating_adds_nothing);
	tcase_add_test(t, holds_large_pieces);
	suite_add_tcase(s, t);
	return s;
}
