#include "table/pattern.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "suites.h"

/* Does the pattern compile and find itself in s? */
static void
assert_matches(const char *pattern, const char *s, bool expected)
{
	regex_t compiled;
	const char *fault = pattern_compile(&compiled, pattern);
	ck_assert_msg(!fault, "%s: %s", pattern, fault);
	ck_assert_msg((regexec(&compiled, s, 0, NULL, 0) == 0) == expected, "%s in %s", pattern, s);
	regfree(&compiled);
}

static void
assert_fault(const char *pattern, const char *expected)
{
	regex_t compiled;
	const char *fault = pattern_compile(&compiled, pattern);
	ck_assert_msg(fault, "%s is taken", pattern);
	ck_assert_msg(strstr(fault, expected), "%s: %s instead of %s", pattern, fault, expected);
}

START_TEST(extended_expressions)
{
	assert_matches("", "anything", true);
	assert_matches("^A", "Acme", true);
	assert_matches("^a", "Acme", false);
	assert_matches("cm", "Acme", true);
	assert_matches("^(cat|dog)s?$", "dogs", true);
	assert_matches("^(cat|dog)s?$", "dogss", false);
	assert_matches("^[[:alpha:]]+[0-9]{2,3}$", "ab123", true);
	assert_matches("^[[:alpha:]]+[0-9]{2,3}$", "ab1", false);
	assert_matches("a.b", "a\nb", true);
	assert_matches("^b", "a\nb", false);
	assert_matches("^x{0}$", "", true);
	assert_matches("^x{2,}$", "xxx", true);
	assert_matches("^(ab){2}$", "abab", true);
}
END_TEST

START_TEST(what_only_looks_like_a_repeat)
{
	assert_matches("a\\{3\\}", "a{3}", true);
	assert_matches("^[{]$", "{", true);
	assert_matches("^[a{300}]+$", "{30a}", true); /* within brackets it counts nothing */
	assert_matches("^[^]{900}]$", "x", true);
	assert_matches("^[]{900}]$", "]", true);
	assert_matches("^[[:alpha:]{900}]$", "}", true);
	assert_matches("^[[.{.]]$", "{", true);
	assert_matches("^[[=a=]{999}]$", "9", true);
	assert_matches("^\\[a{2}$", "[aa", true);
}
END_TEST

START_TEST(counts_up_to_255)
{
	char xs[256] = "";
	memset(xs, 'x', 255);
	assert_matches("^x{255}$", xs, true);
	assert_matches("^x{1,255}$", xs, true);
	assert_matches("^x{0,0}$", "", true);
	assert_fault("x{256}", "repeat count");
	assert_fault("x{1,256}", "repeat count");
	assert_fault("x{256,}", "repeat count");
	assert_fault("x{99999999999999999999999}", "repeat count");
	assert_fault("x{0,99999999999999999999999}", "repeat count");
	assert_fault("ab|(c[d]{300})", "repeat count");
}
END_TEST

START_TEST(counts_within_counts)
{
	assert_fault("(x{2}){2}", "counted repeat of a counted repeat");
	assert_fault("((x{2}y)z){2}", "counted repeat of a counted repeat");
	assert_fault("x{2}{2}", "counted repeat of a counted repeat");
	assert_fault("(x{2})+{2}", "counted repeat of a counted repeat");
	assert_fault("(x{2})*{2}", "counted repeat of a counted repeat");
	assert_fault("(x{2})?{2}", "counted repeat of a counted repeat");
	assert_fault("(a|b|c{2}|d){2}", "counted repeat of a counted repeat");
	assert_fault("((a)(b{2})(c)){2}", "counted repeat of a counted repeat");
	/* beside one another is fine */
	assert_matches("^a{2}b{2}$", "aabb", true);
	assert_matches("^(a{2})(b){2}$", "aabb", true);
	assert_matches("^(a{2}|b)*$", "aab", true);
	assert_matches("^(a{2})+$", "aaaa", true);
	assert_matches("^(a{2}|(b))c{2}$", "aacc", true);
}
END_TEST

START_TEST(back_references)
{
	assert_fault("(x)\\1", "back-reference");
	assert_fault("\\9", "back-reference");
	assert_matches("\\.5", ".5", true);
	assert_matches("\\\\1", "\\1", true); /* a backslash, and a digit */
}
END_TEST

START_TEST(what_is_no_pattern)
{
	static const char *const cases[] = {"[", "[a", "a[^b", "[]", "[[:alpha:", "[[.x", "(", "(a", "a)b(", "x{", "x{2", "x{a}", "x{2,1}", "x{}", "x{-1}",
		"[z-a]", "[[:nothing:]]", "\\", "*a(", "((("};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		regex_t compiled;
		const char *fault = pattern_compile(&compiled, cases[i]);
		ck_assert_msg(fault && *fault, "%s is taken", cases[i]);
	}
}
END_TEST

static const char *
repeated(struct buf *b, const char *s, size_t times)
{
	b->len = 0;
	while (times-- > 0)
		buf_puts(b, s);
	return buf_str(b);
}

START_TEST(length_and_depth)
{
	struct buf b = {0}, deep = {0};
	assert_matches(repeated(&b, "x", PATTERN_MOST), "x", false);
	assert_fault(repeated(&b, "x", PATTERN_MOST + 1), "1000 bytes");
	buf_puts(&deep, repeated(&b, "(", 51));
	buf_puts(&deep, "x");
	buf_puts(&deep, repeated(&b, ")", 51));
	assert_fault(buf_str(&deep), "within one another");
	deep.len = 0;
	buf_puts(&deep, repeated(&b, "(", 50));
	buf_puts(&deep, "x");
	buf_puts(&deep, repeated(&b, ")", 50));
	assert_matches(buf_str(&deep), "x", true);
	buf_free(&b);
	buf_free(&deep);
}
END_TEST

/* Within the bounds a pattern takes little time and memory to compile: else this doesn't end within check's limit. */
START_TEST(the_worst_that_is_taken)
{
	struct buf b = {0};
	regex_t compiled;
	buf_puts(&b, "(");
	for (int i = 0; i < 980; i++)
		buf_putc(&b, 'a');
	buf_puts(&b, "){255}");
	ck_assert_ptr_null(pattern_compile(&compiled, buf_str(&b)));
	regfree(&compiled);
	ck_assert_ptr_null(pattern_compile(&compiled, repeated(&b, ".{0,255}", 120)));
	regfree(&compiled);
	buf_free(&b);
}
END_TEST

Suite *
pattern_suite(void)
{
	Suite *s = suite_create("pattern");
	TCase *t = tcase_create("pattern");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, extended_expressions);
	tcase_add_test(t, what_only_looks_like_a_repeat);
	tcase_add_test(t, counts_up_to_255);
	tcase_add_test(t, counts_within_counts);
	tcase_add_test(t, back_references);
	tcase_add_test(t, what_is_no_pattern);
	tcase_add_test(t, length_and_depth);
	tcase_add_test(t, the_worst_that_is_taken);
	suite_add_tcase(s, t);
	return s;
}
