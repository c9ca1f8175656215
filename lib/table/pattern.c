#include "table/pattern.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"

enum { DEPTH_MOST = 50 };

/* Behind an opening bracket [: the closing one, which may stand first as a character, as may [:classes:]. */
static const char *
skip_bracket(const char *s)
{
	s += *s == '^';
	s += *s == ']';
	while (*s && *s != ']') {
		char kind = s[0] == '[' ? s[1] : '\0';
		if (kind == ':' || kind == '.' || kind == '=') {
			const char close[] = {kind, ']', '\0'}, *end = strstr(s + 2, close);
			if (!end)
				return s + strlen(s);
			s = end + 2;
		} else {
			s++;
		}
	}
	return s;
}

/* {3} or {3,7}: the larger number; -1 where it is no repeat. Moves *s to the closing brace. */
static long
repeat_count(const char **s)
{
	const char *at = *s;
	long most = 0, n = 0;
	if (!isdigit((unsigned char)*at) && *at != ',')
		return -1;
	for (; isdigit((unsigned char)*at) || *at == ','; at++) {
		n = *at == ',' ? 0 : n * 10 + (*at - '0');
		if (n > most)
			most = n;
		if (most > PATTERN_REPEAT_MOST)
			break;
	}
	while (*at && *at != '}')
		at++;
	if (!*at)
		return -1;
	*s = at;
	return most;
}

/* Follows groups and repeats. counted[depth]: does the group open at that depth hold a counted repeat? */
static const char *
runs_away(const char *pattern)
{
	bool counted[DEPTH_MOST + 1] = {false}, before = false; /* before: the last atom holds one */
	int depth = 0;
	for (const char *s = pattern; *s; s++) {
		bool atom = false;
		switch (*s) {
		case '\\':
			if (isdigit((unsigned char)s[1]))
				return "a back-reference (\\1)";
			s += s[1] != '\0';
			break;
		case '[':
			s = skip_bracket(s + 1);
			if (!*s)
				return "a [ that isn't closed";
			break;
		case '(':
			if (++depth > DEPTH_MOST)
				return "too many groups within one another";
			counted[depth] = false;
			break;
		case ')':
			if (depth > 0) {
				atom = counted[depth--];
				counted[depth] |= atom;
			}
			break;
		case '{':
			s++;
			long n = repeat_count(&s);
			if (n < 0)
				return "a { that is no repeat count";
			if (n > PATTERN_REPEAT_MOST)
				return "a repeat count above 255";
			if (before)
				return "a counted repeat of a counted repeat";
			atom = counted[depth] = true;
			break;
		case '*':
		case '+':
		case '?':
			atom = before;
			break;
		}
		before = atom;
	}
	return NULL;
}

const char *
pattern_compile(regex_t *out, const char *pattern)
{
	static char why[128];
	if (strlen(pattern) > PATTERN_MOST)
		return "a pattern of more than 1000 bytes";
	const char *fault = runs_away(pattern);
	if (fault)
		return fault;
	int failed = regcomp(out, pattern, REG_EXTENDED | REG_NOSUB);
	if (!failed)
		return NULL;
	regerror(failed, out, why, sizeof why);
	return why;
}

const char *
pattern_try(const char *sql, size_t n)
{
	struct buf pattern = {0};
	for (size_t i = 0; i < n; i++) {
		buf_putc(&pattern, sql[i]);
		i += sql[i] == '\'';
	}
	regex_t compiled;
	const char *fault = pattern_compile(&compiled, buf_str(&pattern));
	if (!fault)
		regfree(&compiled);
	buf_free(&pattern);
	return fault;
}
