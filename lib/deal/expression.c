#include "deal/expression.h"

#include <ctype.h>
#include <string.h>

static struct token
bad(const char *why)
{
	return (struct token){TOKEN_BAD, why, strlen(why)};
}

static bool
is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* What stands up to the closing quote, which is doubled where it is meant as a character. */
static struct token
quoted(const char **at, const char *end, char close, enum token_kind kind)
{
	const char *from = *at + 1, *s = from;
	for (; s < end; s++) {
		if (*s != close)
			continue;
		if (close == ']' || s + 1 == end || s[1] != close)
			break;
		s++;
	}
	if (s >= end)
		return bad("a quote that isn't closed");
	*at = s + 1;
	return (struct token){kind, from, (size_t)(s - from)};
}

static struct token
run_of(const char **at, const char *end, enum token_kind kind)
{
	const char *from = *at;
	while (*at < end && (is_name_char(**at) || (kind == TOKEN_NUMBER && **at == '.')))
		++*at;
	return (struct token){kind, from, (size_t)(*at - from)};
}

struct token
token_next(const char **at, const char *end)
{
	while (*at < end && isspace((unsigned char)**at))
		++*at;
	if (*at == end)
		return (struct token){TOKEN_END, end, 0};
	const char *s = *at;
	char next = s + 1 < end ? s[1] : '\0';
	if (*s == '\'')
		return quoted(at, end, '\'', TOKEN_STRING);
	if (*s == '"' || *s == '`')
		return quoted(at, end, *s, TOKEN_NAME);
	if (*s == '[')
		return quoted(at, end, ']', TOKEN_NAME);
	if ((*s == '-' && next == '-') || (*s == '/' && next == '*'))
		return bad("a comment");
	if (*s == ';')
		return bad("a second statement (;)");
	if (strchr("?:@$#", *s))
		return bad("a parameter");
	if (isdigit((unsigned char)*s) || (*s == '.' && isdigit((unsigned char)next)))
		return run_of(at, end, TOKEN_NUMBER);
	if (is_name_char(*s))
		return run_of(at, end, TOKEN_NAME);
	++*at;
	return (struct token){TOKEN_SIGN, s, 1};
}

const char *
expression_fault(const char *s, size_t n)
{
	const char *end = s + n;
	int depth = 0;
	bool any = false;
	for (;;) {
		struct token t = token_next(&s, end);
		if (t.kind == TOKEN_BAD)
			return t.s;
		if (t.kind == TOKEN_END)
			break;
		any = true;
		if (t.kind != TOKEN_SIGN)
			continue;
		depth += *t.s == '(';
		depth -= *t.s == ')';
		if (depth < 0)
			return "a bracket that closes and was never opened";
	}
	return depth ? "a bracket that isn't closed" : any ? NULL : "no expression";
}

struct token
expression_next_name(const char **at, const char *end)
{
	for (;;) {
		struct token t = token_next(at, end);
		if (t.kind == TOKEN_END || t.kind == TOKEN_BAD)
			return (struct token){TOKEN_END, end, 0};
		if (t.kind != TOKEN_NAME)
			continue;
		const char *behind = *at;
		struct token next = token_next(&behind, end);
		if (next.kind != TOKEN_SIGN || *next.s != '(')
			return t;
	}
}

/* The expression from behind a brace to the one that closes it. */
static bool
take_expression(const char **at, const char *end, struct token *piece, const char **fault)
{
	const char *from = *at;
	for (;;) {
		struct token t = token_next(at, end);
		if (t.kind == TOKEN_END || t.kind == TOKEN_BAD) {
			*fault = t.kind == TOKEN_END ? "a brace that isn't closed" : t.s;
			return false;
		}
		if (t.kind != TOKEN_SIGN || *t.s != '}')
			continue;
		*piece = (struct token){TOKEN_STRING, from, (size_t)(t.s - from)};
		return true;
	}
}

bool
message_next(const char **at, const char *end, struct token *piece, bool *is_expression, const char **fault)
{
	*fault = NULL;
	*is_expression = false;
	if (*at == end)
		return false;
	if (**at != '{') {
		const char *brace = memchr(*at, '{', (size_t)(end - *at)), *from = *at;
		*at = brace ? brace : end;
		*piece = (struct token){TOKEN_STRING, from, (size_t)(*at - from)};
		return true;
	}
	++*at;
	if (*at < end && **at == '{') {
		*piece = (struct token){TOKEN_STRING, *at, 1};
		++*at;
		return true;
	}
	*is_expression = true;
	return take_expression(at, end, piece, fault);
}
