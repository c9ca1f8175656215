#include "base/escape.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "helpers.h"
#include "suites.h"

static void
assert_escaped(const char *s, size_t n, const char *expected)
{
	struct buf b = {0};
	escape_terminal(&b, s, n);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

#define assert_escape(literal, expected) assert_escaped(literal, sizeof literal - 1, expected)

START_TEST(text_stays)
{
	assert_escape("", "");
	assert_escape("Widget, 12\" \\ & <b>", "Widget, 12\" \\ & <b>");
	assert_escape("Žluťoučký kůň, 東京, 🎉, é", "Žluťoučký kůň, 東京, 🎉, é");
	assert_escape("Аcme", "Аcme"); /* a homoglyph hides nothing */
	assert_escape("%s%n%1000000d", "%s%n%1000000d");
}
END_TEST

START_TEST(controls_are_shown)
{
	assert_escape("a\nb\tc\rd", "a\\nb\\tc\\rd");
	assert_escape("\x1b[2J\x1b[HAll checks passed", "\\x1b[2J\\x1b[HAll checks passed");
	assert_escape("\x1b]52;c;eA==\x07", "\\x1b]52;c;eA==\\x07");
	assert_escape("price 900\b\b\b100", "price 900\\x08\\x08\\x08100");
	assert_escape("\0\x01\x1f\x7f~", "\\x00\\x01\\x1f\\x7f~");
	for (char c = 1; c < 0x20; c++) {
		struct buf b = {0};
		escape_terminal(&b, &c, 1);
		ck_assert_int_eq(buf_str(&b)[0], '\\');
		buf_free(&b);
	}
}
END_TEST

START_TEST(c1_and_bidi_are_shown)
{
	assert_escape("\xc2\x9b" "31mred", "\\u{9b}31mred");
	assert_escape("\xc2\x80\xc2\x9f\u00a0", "\\u{80}\\u{9f}\u00a0"); /* a no-break space is a blank */
	assert_escape("\u2066Acme\u2069 \u2067x\u2069", "\\u{2066}Acme\\u{2069} \\u{2067}x\\u{2069}");
	assert_escape("\u202aa\u202eb\u202c", "\\u{202a}a\\u{202e}b\\u{202c}");
	assert_escape("\u200e\u200f\u061c", "\\u{200e}\\u{200f}\\u{61c}");
	assert_escape("\u2028\u2029", "\\u{2028}\\u{2029}");
	assert_escape("\ufeffaccount", "\\u{feff}account");
	assert_escape("a\u200bb\u00adc\u2060d", "a\\u{200b}b\\u{ad}c\\u{2060}d");
	assert_escape("\U000e0041\U000e007f", "\\u{e0041}\\u{e007f}");
	assert_escape("a\u3164b\u034fc\u180ed\ufe0f", "a\\u{3164}b\\u{34f}c\\u{180e}d\\u{fe0f}");
	assert_escape("\ufff9a\ufffb\ufffc\U000e01ef\U000e1000", "\\u{fff9}a\\u{fffb}\ufffc\\u{e01ef}\U000e1000");
	assert_escape("\u2010\u202f\u2070", "\u2010\u202f\u2070"); /* their neighbours stay */
}
END_TEST

START_TEST(invalid_utf8_is_shown_byte_by_byte)
{
	assert_escape("Caf\xe9", "Caf\\xe9");
	assert_escape("\xed\xa0\x80", "\\xed\\xa0\\x80");         /* a surrogate */
	assert_escape("\xc0\xaf", "\\xc0\\xaf");                   /* overlong / */
	assert_escape("\xe0\x80\x9b[2J", "\\xe0\\x80\\x9b[2J");   /* an overlong CSI */
	assert_escape("\xf0\x80\x80\x9b", "\\xf0\\x80\\x80\\x9b");
	assert_escape("\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"); /* above U+10FFFF */
	assert_escape("\xff\xfe\x80", "\\xff\\xfe\\x80");
	assert_escape("\xc3(", "\\xc3(");
	assert_escape("\xe2\x82\x41", "\\xe2\\x82\x41");
}
END_TEST

/* A sequence that the end cuts off must not be read beyond it, nor swallow what follows. */
START_TEST(truncated_sequences)
{
	static const char euro[] = "\u20ac", party[] = "\U0001f389";
	assert_escaped(euro, 1, "\\xe2");
	assert_escaped(euro, 2, "\\xe2\\x82");
	assert_escaped(euro, 3, "\u20ac");
	assert_escaped(party, 3, "\\xf0\\x9f\\x8e");
	assert_escape("\xe2\x82\n", "\\xe2\\x82\\n");
	assert_escape("\xc3\x1b[2J", "\\xc3\\x1b[2J");
}
END_TEST

START_TEST(decodes_the_edges_of_each_length)
{
	static const struct {
		const char *s;
		size_t n;
		uint32_t c;
	} cases[] = {
		{"\0", 1, 0}, {"\x7f", 1, 0x7f}, {"\xc2\x80", 2, 0x80}, {"\xdf\xbf", 2, 0x7ff}, {"\xe0\xa0\x80", 3, 0x800},
		{"\xed\x9f\xbf", 3, 0xd7ff}, {"\xee\x80\x80", 3, 0xe000}, {"\xef\xbf\xbf", 3, 0xffff},
		{"\xf0\x90\x80\x80", 4, 0x10000}, {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		uint32_t c = 1;
		ck_assert_uint_eq(utf8_decode(cases[i].s, cases[i].n, &c), cases[i].n);
		ck_assert_uint_eq(c, cases[i].c);
		for (size_t n = 1; n < cases[i].n; n++)
			ck_assert_uint_eq(utf8_decode(cases[i].s, n, &c), 0);
	}
	static const char *const bad[] = {"\x80", "\xbf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
		"\xf5\x80\x80\x80"};
	uint32_t c;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_uint_eq(utf8_decode(bad[i], 4, &c), 0);
}
END_TEST

Suite *
escape_suite(void)
{
	Suite *s = suite_create("escape");
	TCase *t = tcase_create("escape");
	tcase_add_test(t, text_stays);
	tcase_add_test(t, controls_are_shown);
	tcase_add_test(t, c1_and_bidi_are_shown);
	tcase_add_test(t, invalid_utf8_is_shown_byte_by_byte);
	tcase_add_test(t, truncated_sequences);
	tcase_add_test(t, decodes_the_edges_of_each_length);
	suite_add_tcase(s, t);
	return s;
}
