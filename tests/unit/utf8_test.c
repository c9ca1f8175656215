#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

static size_t
text_of(const char *s)
{
	return utf8_text(s, strlen(s));
}

START_TEST(text_and_none)
{
	ck_assert_uint_eq(utf8_text("", 0), 0);
	ck_assert_uint_eq(text_of("plain"), 5);
	ck_assert_uint_eq(text_of("z\u0142 \u20ac \U0001f389"), 12);
	ck_assert_uint_eq(text_of("caf\xe9"), 3);
	ck_assert_uint_eq(text_of("\xc0\xaf"), 0);         /* overlong */
	ck_assert_uint_eq(text_of("a\xed\xa0\x80"), 1);    /* a surrogate */
	ck_assert_uint_eq(text_of("a\xf4\x90\x80\x80"), 1); /* beyond U+10FFFF */
	ck_assert_uint_eq(text_of("a\xe2\x82"), 1);        /* breaks off */
	ck_assert_uint_eq(utf8_text("ab\0cd", 5), 2);
}
END_TEST

/* A bad byte, or a character, at any place of a stride. */
START_TEST(strides)
{
	char s[300];
	for (size_t at = 0; at + 4 < sizeof s; at++) {
		memset(s, 'x', sizeof s);
		memcpy(s + at, "\u20ac", 3);
		ck_assert_uint_eq(utf8_text(s, sizeof s), sizeof s);
		s[at + 3] = '\xe9';
		ck_assert_uint_eq(utf8_text(s, sizeof s), at + 3);
		s[at] = '\0';
		ck_assert_uint_eq(utf8_text(s, sizeof s), at);
	}
}
END_TEST

/* The same as character by character, for any bytes. */
START_TEST(any_bytes)
{
	static const char bytes[] = "\x00\x41\x7f\x80\xbf\xc2\xc3\xe0\xa0\xed\x9f\xf0\x90\xf4\x8f\xff";
	uint64_t seed = 11;
	for (int round = 0; round < 20000; round++) {
		char s[100];
		size_t n = random_below(&seed, sizeof s), expected = 0, len;
		for (size_t i = 0; i < n; i++)
			s[i] = random_below(&seed, 40) ? 'x' : bytes[random_below(&seed, sizeof bytes - 1)];
		for (uint32_t c; expected < n && (len = utf8_decode(s + expected, n - expected, &c)) && c; expected += len)
			continue;
		ck_assert_uint_eq(utf8_text(s, n), expected);
	}
}
END_TEST

/* Long texts of every alphabet, whole and with a few bytes changed, as one character after the other is read. */
START_TEST(long_texts)
{
	static const struct {
		uint32_t from, to;
	} alphabets[] = {{'a', 'z'}, {1, 0x17f}, {0x400, 0x4ff}, {0x7c0, 0x83f}, {0x3040, 0x30ff}, {0xd700, 0xe0ff}, {0xff00, 0x100ff},
		{0x1f300, 0x10ffff}};
	uint64_t seed = 5;
	for (int round = 0; round < 20000; round++) {
		struct buf text = {0};
		size_t n = random_below(&seed, 1200), at = 0, len;
		while (text.len < n) {
			size_t a = random_below(&seed, 4) ? (size_t)round % 8 : random_below(&seed, 8);
			uint32_t c = alphabets[a].from + (uint32_t)random_below(&seed, alphabets[a].to - alphabets[a].from + 1);
			if (c < 0xd800 || c > 0xdfff)
				utf8_put(&text, c);
		}
		for (uint64_t changes = random_below(&seed, 3); changes-- > 0 && text.len;)
			text.data[random_below(&seed, text.len)] = (char)random_next(&seed);
		for (uint32_t c; at < text.len && (len = utf8_decode(text.data + at, text.len - at, &c)) > 0 && c != 0;)
			at += len;
		ck_assert_uint_eq(utf8_text(text.data, text.len), at);
		buf_free(&text);
	}
}
END_TEST

START_TEST(what_may_go_on)
{
	static const char *const begun[] = {"\xc2", "\xdf", "\xe0", "\xe0\xa0", "\xe2", "\xe2\x82", "\xed\x9f", "\xf0", "\xf0\x90",
		"\xf0\x9f\x8e", "\xf4\x8f", "\xf4\x8f\xbf"};
	static const char *const hopeless[] = {"\x80", "\xbf", "\xc0", "\xc1", "\xe0\x80", "\xed\xa0", "\xe2x", "\xf0\x80", "\xf4\x90", "\xf5",
		"\xff", "\xe9 ", "\xfcl", "\xc3(", "\xf0\x9f("};
	for (size_t i = 0; i < sizeof begun / sizeof *begun; i++)
		ck_assert_msg(utf8_may_go_on(begun[i], strlen(begun[i])), "%zu", i);
	for (size_t i = 0; i < sizeof hopeless / sizeof *hopeless; i++)
		ck_assert_msg(!utf8_may_go_on(hopeless[i], strlen(hopeless[i])), "%zu", i);
	ck_assert(!utf8_may_go_on("\0", 1));
}
END_TEST

static void
assert_lower(const char *capital, const char *small)
{
	uint32_t c;
	struct buf b = {0};
	utf8_decode(capital, strlen(capital), &c);
	utf8_put(&b, utf8_lower(c));
	ck_assert_str_eq(buf_str(&b), small);
	buf_free(&b);
}

START_TEST(small_letters)
{
	static const char *const pairs[][2] = {{"A", "a"}, {"Z", "z"}, {"Ä", "ä"}, {"É", "é"}, {"Þ", "þ"}, {"Ł", "ł"}, {"Č", "č"}, {"Ő", "ő"},
		{"Ž", "ž"}, {"Ş", "ş"}, {"Σ", "σ"}, {"И", "и"}, {"Ё", "ё"}, {"×", "×"}, {"÷", "÷"}, {"ß", "ß"}, {"ä", "ä"}, {"1", "1"}, {"合", "合"},
		{"🎉", "🎉"}, {"İ", "İ"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_lower(pairs[i][0], pairs[i][1]);
}
END_TEST

START_TEST(blanks_at_both_ends)
{
	static const char *const blanks[] = {" ", "\t", "\n", "\u00a0", "\u2009", "\u202f", "\u3000"};
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
		char s[8];
		size_t n = strlen(blanks[i]);
		snprintf(s, sizeof s, "%sx", blanks[i]);
		ck_assert_uint_eq(utf8_blank(s, n + 1), n);
		ck_assert_uint_eq(utf8_blank_behind(s, n + 1), 0);
		snprintf(s, sizeof s, "x%s", blanks[i]);
		ck_assert_uint_eq(utf8_blank(s, n + 1), 0);
		ck_assert_uint_eq(utf8_blank_behind(s, n + 1), n);
		ck_assert_uint_eq(utf8_blank_behind(blanks[i], n), n);
	}
	ck_assert_uint_eq(utf8_blank("", 0), 0);
	ck_assert_uint_eq(utf8_blank_behind("", 0), 0);
	ck_assert_uint_eq(utf8_blank_behind("x\u20ac", 4), 0);
	ck_assert_uint_eq(utf8_blank_behind("🎉", 4), 0);
}
END_TEST

Suite *
utf8_suite(void)
{
	Suite *s = suite_create("utf8");
	TCase *t = tcase_create("utf8");
	tcase_add_test(t, text_and_none);
	tcase_add_test(t, strides);
	tcase_add_test(t, any_bytes);
	tcase_add_test(t, long_texts);
	tcase_add_test(t, what_may_go_on);
	tcase_add_test(t, small_letters);
	tcase_add_test(t, blanks_at_both_ends);
	suite_add_tcase(s, t);
	return s;
}
