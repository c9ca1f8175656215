#include "deal/expression.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

/* Every token as a letter of its kind and its text: "n:account s:= ". */
static const char *
tokens(struct buf *b, const char *s)
{
	static const char letters[] = {[TOKEN_NAME] = 'n', [TOKEN_STRING] = 's', [TOKEN_NUMBER] = '#', [TOKEN_SIGN] = '.'};
	const char *end = s + strlen(s);
	b->len = 0;
	for (struct token t; (t = token_next(&s, end)).kind != TOKEN_END;) {
		if (t.kind == TOKEN_BAD) {
			buf_printf(b, "!%s", t.s);
			break;
		}
		buf_printf(b, "%c%.*s ", letters[t.kind], (int)t.n, t.s);
	}
	return buf_str(b);
}

static void
assert_tokens(const char *s, const char *expected)
{
	struct buf b = {0};
	ck_assert_str_eq(tokens(&b, s), expected);
	buf_free(&b);
}

START_TEST(tokens_of_sql)
{
	assert_tokens("", "");
	assert_tokens(" \t\n\r\v\f", "");
	assert_tokens("a<>1.5", "na .< .> #1.5 ");
	assert_tokens("given( note )AND\nNOT x", "ngiven .( nnote .) nAND nNOT nx ");
	assert_tokens("'it''s'||'x'", "sit''s .| .| sx ");
	assert_tokens("\"two words\" [a b] `c d`", "ntwo words na b nc d ");
	assert_tokens("\"a\"\"b\"", "na\"\"b ");
	assert_tokens("''", "s ");
	assert_tokens("_a1$ \u00fcber .5 1e5 0x1F a.b", "n_a1$ n\u00fcber #.5 #1e5 #0x1F na .. nb ");
	assert_tokens("x'4142'", "nx s4142 ");
	assert_tokens("5-3 - -2", "#5 .- #3 .- .- #2 ");
	assert_tokens("1/2*3%4", "#1 ./ #2 .* #3 .% #4 ");
	assert_tokens("a{b}c", "na .{ nb .} nc ");
}
END_TEST

START_TEST(what_an_expression_may_not_hold)
{
	assert_tokens("a -- b", "na !a comment");
	assert_tokens("a--", "na !a comment");
	assert_tokens("a /* b */", "na !a comment");
	assert_tokens("a; b", "na !a second statement (;)");
	assert_tokens("'x", "!a quote that isn't closed");
	assert_tokens("'it''s", "!a quote that isn't closed");
	assert_tokens("'x''", "!a quote that isn't closed");
	assert_tokens("\"x", "!a quote that isn't closed");
	assert_tokens("[x", "!a quote that isn't closed");
	assert_tokens("`x", "!a quote that isn't closed");
	static const char *const parameters[] = {"?", "?1", ":a", "@a", "$a", "#a"};
	for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
		assert_tokens(parameters[i], "!a parameter");
	assert_tokens("'--;/*?'", "s--;/*? "); /* within a text they are characters */
	assert_tokens("\"--;/*?\"", "n--;/*? ");
	assert_tokens("a - - b", "na .- .- nb ");
}
END_TEST

/* Nothing is read behind the end: each expression stands at the end of a block of its own. */
START_TEST(ends_where_it_ends)
{
	static const char *const cases[] = {"a-", "a/", "a.", "'x'", "'x''", "\"", "1.", "a ", "{", "x'", "[a]", "a\"\""};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = strlen(cases[i]);
		char *block = malloc(n);
		ck_assert_ptr_nonnull(block);
		memcpy(block, cases[i], n);
		const char *at = block;
		while (token_next(&at, block + n).kind < TOKEN_BAD && at < block + n)
			continue;
		expression_fault(block, n);
		at = block;
		while (expression_next_name(&at, block + n).kind != TOKEN_END)
			continue;
		at = block;
		struct token piece;
		bool is_expression;
		const char *fault;
		while (message_next(&at, block + n, &piece, &is_expression, &fault))
			continue;
		free(block);
	}
}
END_TEST

static void
assert_fault(const char *s, const char *expected)
{
	const char *fault = expression_fault(s, strlen(s));
	if (!expected)
		ck_assert_msg(!fault, "%s: %s", s, fault);
	else
		ck_assert_msg(fault && strcmp(fault, expected) == 0, "%s: %s instead of %s", s, fault ? fault : "(nothing)", expected);
}

START_TEST(one_expression)
{
	assert_fault("1", NULL);
	assert_fault("(a) + (b)", NULL);
	assert_fault("((a))", NULL);
	assert_fault("a = ')'", NULL);
	assert_fault("\"(\" = [)] + `((`", NULL);
	assert_fault("", "no expression");
	assert_fault(" \n ", "no expression");
	assert_fault("(a", "a bracket that isn't closed");
	assert_fault("((a)", "a bracket that isn't closed");
	assert_fault("a)", "a bracket that closes and was never opened");
	assert_fault("a) OR (b", "a bracket that closes and was never opened");
	assert_fault("(a = ')'", "a bracket that isn't closed");
	assert_fault("a;", "a second statement (;)");
	assert_fault("(a -- )", "a comment");
	assert_fault("a) -- '", "a bracket that closes and was never opened"); /* what comes first */
}
END_TEST

static const char *
names(struct buf *b, const char *s)
{
	const char *end = s + strlen(s);
	b->len = 0;
	for (struct token t; (t = expression_next_name(&s, end)).kind != TOKEN_END;)
		buf_printf(b, "%.*s|", (int)t.n, t.s);
	return buf_str(b);
}

START_TEST(names_that_are_no_functions)
{
	struct buf b = {0};
	ck_assert_str_eq(names(&b, "given(note) AND words (strategy) > 3"), "note|AND|strategy|");
	ck_assert_str_eq(names(&b, "'note' <> \"two words\""), "two words|");
	ck_assert_str_eq(names(&b, "sheet.account = t.\"person\""), "sheet|account|t|person|");
	ck_assert_str_eq(names(&b, "a IN (1, b)"), "a|b|"); /* IN looks like a function */
	ck_assert_str_eq(names(&b, "1 + 2.5"), "");
	ck_assert_str_eq(names(&b, ""), "");
	ck_assert_str_eq(names(&b, "a ; b"), "a|"); /* up to what is refused */
	ck_assert_str_eq(names(&b, "a + count(*)"), "a|");
	buf_free(&b);
}
END_TEST

/* The pieces of a message: text as <text>, expressions as {expression}, and what is wrong. */
static const char *
pieces(struct buf *b, const char *s)
{
	const char *end = s + strlen(s), *fault;
	struct token piece;
	bool is_expression;
	b->len = 0;
	while (message_next(&s, end, &piece, &is_expression, &fault))
		buf_printf(b, is_expression ? "{%.*s}" : "<%.*s>", (int)piece.n, piece.s);
	if (fault)
		buf_printf(b, "!%s", fault);
	return buf_str(b);
}

static void
assert_pieces(const char *s, const char *expected)
{
	struct buf b = {0};
	ck_assert_str_eq(pieces(&b, s), expected);
	buf_free(&b);
}

START_TEST(messages)
{
	assert_pieces("", "");
	assert_pieces("text", "<text>");
	assert_pieces("{a}", "{a}");
	assert_pieces("so {a} of { b + 1 }.", "<so >{a}< of >{ b + 1 }<.>");
	assert_pieces("{a}{b}", "{a}{b}");
	assert_pieces("{{", "<{>");
	assert_pieces("{{a} is {a}}", "<{><a} is >{a}<}>");
	assert_pieces("{{{a}", "<{>{a}");
	assert_pieces("{'}'}{\"}\"}{[}]}", "{'}'}{\"}\"}{[}]}");
	assert_pieces("100 % of \"it\"; -- so", "<100 % of \"it\"; -- so>"); /* text may hold anything */
	assert_pieces("a } b", "<a } b>");
	assert_pieces("{}", "{}"); /* no expression: for expression_fault to say */
}
END_TEST

START_TEST(messages_that_are_wrong)
{
	assert_pieces("{", "!a brace that isn't closed");
	assert_pieces("so {a", "<so >!a brace that isn't closed");
	assert_pieces("{a{b}", "{a{b}"); /* { is a sign that SQL will refuse */
	assert_pieces("{a;}", "!a second statement (;)");
	assert_pieces("{'a}", "!a quote that isn't closed");
	assert_pieces("{a -- }", "!a comment");
	assert_pieces("{?}", "!a parameter");
	assert_pieces("{{{", "<{>!a brace that isn't closed");
}
END_TEST

/* Whatever bytes there are: an end is reached, and what is handed out lies within. */
START_TEST(any_bytes)
{
	static const char some[] = "'\"`[](){};-/*?:@$#.,ab1 \n\x80\xc3\xff=<|%";
	uint64_t seed = 4;
	for (int round = 0; round < 20000; round++) {
		char s[24];
		size_t n = (size_t)random_below(&seed, sizeof s);
		for (size_t i = 0; i < n; i++)
			s[i] = some[random_below(&seed, sizeof some - 1)];
		const char *at = s, *fault;
		struct token piece;
		bool is_expression, ended = false;
		for (size_t steps = 0; steps < 100 && !ended; steps++) {
			struct token t = token_next(&at, s + n);
			ended = t.kind == TOKEN_END || t.kind == TOKEN_BAD;
			ck_assert(ended || (t.s >= s && t.s + t.n <= s + n));
			ck_assert(at >= s && at <= s + n);
		}
		ck_assert(ended);
		at = s;
		for (size_t steps = 0; message_next(&at, s + n, &piece, &is_expression, &fault); steps++)
			ck_assert(steps < 100 && piece.s >= s && piece.s + piece.n <= s + n);
	}
}
END_TEST

Suite *
expression_suite(void)
{
	Suite *s = suite_create("expression");
	TCase *t = tcase_create("expression");
	tcase_add_test(t, tokens_of_sql);
	tcase_add_test(t, what_an_expression_may_not_hold);
	tcase_add_test(t, ends_where_it_ends);
	tcase_add_test(t, one_expression);
	tcase_add_test(t, names_that_are_no_functions);
	tcase_add_test(t, messages);
	tcase_add_test(t, messages_that_are_wrong);
	tcase_add_test(t, any_bytes);
	suite_add_tcase(s, t);
	return s;
}
