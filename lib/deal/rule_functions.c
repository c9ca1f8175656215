#include "deal/rule_functions.h"

#include <ctype.h>
#include <math.h>
#include <regex.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "table/number.h"
#include "table/pattern.h"

/* Their time and memory are bounded by what they are given. Left out: what reads a clock, files or the library's
 * state, random numbers, and what makes much of little (randomblob, zeroblob, hex). */
static const char *const harmless[] = {
	"abs", "avg", "coalesce", "count", "dense_rank", "first_value", "format", "group_concat", "ifnull", "iif", "instr",
	"lag", "last_value", "lead", "length", "lower", "ltrim", "max", "min", "nullif", "printf", "rank", "replace", "round",
	"row_number", "rtrim", "sign", "substr", "substring", "sum", "total", "trim", "typeof", "upper",
};

/* A cell as a function is given it. */
struct text {
	const char *s;
	size_t n;
};

static struct text
text_of(sqlite3_value *v)
{
	const char *s = (const char *)sqlite3_value_text(v);
	return (struct text){s ? s : "", s ? (size_t)sqlite3_value_bytes(v) : 0};
}

static bool
is_null(sqlite3_value *v)
{
	return sqlite3_value_type(v) == SQLITE_NULL;
}

static bool
is_numeric(sqlite3_value *v)
{
	int type = sqlite3_value_type(v);
	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

static const struct rule_setting *
setting_of(sqlite3_context *context)
{
	return sqlite3_user_data(context);
}

static void
given(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	struct text t = text_of(v[0]);
	sqlite3_result_int(context, !is_null(v[0]) && !is_placeholder(t.s, t.n));
}

static void
words(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	if (is_null(v[0]))
		return;
	struct text t = text_of(v[0]);
	int found = 0;
	bool within = false;
	for (size_t i = 0; i < t.n; i++) {
		bool blank = isspace((unsigned char)t.s[i]);
		found += within && blank;
		within = !blank;
	}
	sqlite3_result_int(context, found + within);
}

/* The number that a text or a number is; false where it is none. */
static bool
number_of(sqlite3_context *context, sqlite3_value *v, double *out)
{
	if (is_numeric(v)) {
		*out = sqlite3_value_double(v);
		return true;
	}
	struct text t = text_of(v);
	struct number n;
	if (number_parse(t.s, t.n, setting_of(context)->decimal_mark, &n) != NUMBER_OK)
		return false;
	*out = decimal_double(n.value);
	return true;
}

static void
num(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	double n;
	if (!is_null(v[0]) && number_of(context, v[0], &n))
		sqlite3_result_double(context, n);
}

static void
is_num(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	double ignored;
	if (!is_null(v[0]))
		sqlite3_result_int(context, number_of(context, v[0], &ignored));
}

static bool
day_of(sqlite3_context *context, sqlite3_value *v, day *out)
{
	struct text t = text_of(v);
	enum date_format asked = setting_of(context)->date_format;
	if (date_parse(t.s, t.n, DATE_ISO, out))
		return true;
	int fits = asked ? (int)asked : date_fits(t.s, t.n);
	return fits && (fits & (fits - 1)) == 0 && date_parse(t.s, t.n, (enum date_format)fits, out);
}

void
rule_result_day(sqlite3_context *context, day d)
{
	struct buf b = {0};
	date_put(&b, d);
	sqlite3_result_text(context, b.data, (int)b.len, SQLITE_TRANSIENT);
	buf_free(&b);
}

static void
date(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	day d;
	if (!is_null(v[0]) && day_of(context, v[0], &d))
		rule_result_day(context, d);
}

static void
is_date(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	day ignored;
	if (!is_null(v[0]))
		sqlite3_result_int(context, day_of(context, v[0], &ignored));
}

static void
days(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	day from, to;
	if (day_of(context, v[0], &from) && day_of(context, v[1], &to))
		sqlite3_result_int(context, to - from);
}

/* Mondays to Fridays up to and including d, counted from some Monday long ago. */
static int
weekdays_before(day d)
{
	int since = d + 3 + 7 * 10000; /* 1970-01-01 was a Thursday */
	return since / 7 * 5 + (since % 7 < 5 ? since % 7 + 1 : 5);
}

static void
workdays(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	day from, to;
	if (day_of(context, v[0], &from) && day_of(context, v[1], &to))
		sqlite3_result_int(context, weekdays_before(to) - weekdays_before(from));
}

/* Half a cent; the last bits of two sums of cents may differ. */
static void
near(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	if (is_null(v[0]) || is_null(v[1]))
		return;
	double a, b;
	if (number_of(context, v[0], &a) && number_of(context, v[1], &b))
		sqlite3_result_int(context, fabs(a - b) <= 0.005 + 1e-9);
}

static void
free_pattern(void *pattern)
{
	regfree(pattern);
	free(pattern);
}

/* The compiled pattern, which SQLite keeps for us as long as it stays the same. NULL after an error. */
static regex_t *
pattern_of(sqlite3_context *context, sqlite3_value *v)
{
	regex_t *pattern = sqlite3_get_auxdata(context, 1);
	if (pattern)
		return pattern;
	pattern = xmalloc(sizeof *pattern);
	const char *fault = pattern_compile(pattern, text_of(v).s);
	if (fault) {
		struct buf b = {0};
		buf_printf(&b, "matches(): %s", fault);
		sqlite3_result_error(context, b.data, (int)b.len);
		buf_free(&b);
		free(pattern);
		return NULL;
	}
	sqlite3_set_auxdata(context, 1, pattern, free_pattern);
	pattern = sqlite3_get_auxdata(context, 1);
	if (!pattern)
		sqlite3_result_error_nomem(context);
	return pattern;
}

static void
matches(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	if (is_null(v[0]) || is_null(v[1]))
		return;
	regex_t *pattern = pattern_of(context, v[1]);
	if (pattern)
		sqlite3_result_int(context, regexec(pattern, text_of(v[0]).s, 0, NULL, 0) == 0);
}

static void
today(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count, (void)v;
	rule_result_day(context, setting_of(context)->today);
}

static size_t
character_length(const char *s)
{
	size_t n = 1;
	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* LIKE, as SQLite has it (% and _, ASCII letters in any case), but in time proportional to the text times the pattern:
 * of several ways to place a % only the last need be taken back. SQLite's own takes back all of them. */
static bool
is_like(const char *pattern, const char *s)
{
	const char *after_percent = NULL, *retry = NULL;
	while (*s) {
		if (*pattern == '%') {
			after_percent = ++pattern;
			retry = s;
		} else if (*pattern == '_') {
			pattern++;
			s += character_length(s);
		} else if (*pattern && tolower((unsigned char)*pattern) == tolower((unsigned char)*s)) {
			pattern++;
			s++;
		} else if (after_percent) {
			retry += character_length(retry);
			s = retry;
			pattern = after_percent;
		} else {
			return false;
		}
	}
	while (*pattern == '%')
		pattern++;
	return *pattern == '\0';
}

static void
like(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	if (!is_null(v[0]) && !is_null(v[1])) /* text LIKE pattern comes as like(pattern, text) */
		sqlite3_result_int(context, is_like(text_of(v[0]).s, text_of(v[1]).s));
}

/* Another number of arguments than ours would call SQLite's own, which reads the clock. */
static void
date_wrong(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count, (void)v;
	sqlite3_result_error(context, "date() takes one argument", -1);
}

/* The same here. */
static void
like_escape(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count, (void)v;
	sqlite3_result_error(context, "LIKE with ESCAPE: use matches()", -1);
}

static const struct rule_function {
	const char *name;
	int arguments;
	void (*f)(sqlite3_context *, int, sqlite3_value **);
} ours[] = {
	{"given", 1, given}, {"words", 1, words}, {"num", 1, num}, {"is_num", 1, is_num}, {"date", 1, date},
	{"is_date", 1, is_date}, {"days", 2, days}, {"workdays", 2, workdays}, {"near", 2, near}, {"matches", 2, matches},
	{"today", 0, today}, {"like", 2, like}, {"like", 3, like_escape}, {"date", -1, date_wrong},
};

int
rule_functions_add(sqlite3 *db, const struct rule_setting *setting)
{
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
		int result = sqlite3_create_function(db, ours[i].name, ours[i].arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
		    (void *)(uintptr_t)setting, ours[i].f, NULL, NULL);
		if (result != SQLITE_OK)
			return result;
	}
	return SQLITE_OK;
}

bool
rule_function_allowed(const char *name)
{
	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		if (strcasecmp(ours[i].name, name) == 0)
			return true;
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (strcasecmp(harmless[i], name) == 0)
			return true;
	return false;
}
