#include "table/number.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "table/digits.h"
#include "table/sign.h"

/* What is left of the cell; every take_ moves it on. */
struct text {
	const char *s;
	size_t n;
};

/* Blanks that spreadsheets put into numbers: space, tab, no-break, thin and narrow no-break space. */
static size_t
blank_length(struct text t)
{
	static const char *const blanks[] = {" ", "\t", "\u00a0", "\u2009", "\u202f"};
	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
		size_t len = strlen(blanks[i]);
		if (t.n >= len && memcmp(t.s, blanks[i], len) == 0)
			return len;
	}
	return 0;
}

static void
drop(struct text *t, size_t len)
{
	t->s += len;
	t->n -= len;
}

static void
drop_blanks(struct text *t)
{
	for (size_t len; t->n && (len = blank_length(*t));)
		drop(t, len);
}

static void
drop_blanks_behind(struct text *t)
{
	for (bool again = true; again && t->n;) {
		again = false;
		for (size_t len = 1; len <= 3 && len <= t->n; len++)
			if (blank_length((struct text){t->s + t->n - len, len}) == len) {
				t->n -= len;
				again = true;
				break;
			}
	}
}

static void
trim(struct text *t)
{
	drop_blanks(t);
	drop_blanks_behind(t);
}

static bool
take(struct text *t, const char *word)
{
	size_t len = strlen(word);
	if (t->n < len || memcmp(t->s, word, len) != 0)
		return false;
	drop(t, len);
	return true;
}

static bool
take_behind(struct text *t, const char *word)
{
	size_t len = strlen(word);
	if (t->n < len || memcmp(t->s + t->n - len, word, len) != 0)
		return false;
	t->n -= len;
	return true;
}

static bool
take_minus(struct text *t)
{
	return take(t, "-") || take(t, "\u2212");
}

static void
take_currency(struct text *t, struct number *out)
{
	size_t before = sign_before(t->s, t->n, out->currency, &out->is_code);
	size_t behind = before ? 0 : sign_behind(t->s, t->n, out->currency, &out->is_code);
	drop(t, before);
	t->n -= behind;
	if (before || behind)
		trim(t);
}

bool
number_fits_currency(const struct number *shown, const char *currency, size_t n)
{
	const char *sign = shown->currency;
	if (!*sign || (n == 3 && strncasecmp(currency, sign, 3) == 0))
		return true;
	return n == 3 && !shown->is_code && sign_may_show(sign, currency);
}

bool
is_placeholder(const char *s, size_t n)
{
	if (n == 0)
		return true;
	if ((unsigned char)*s > ' ' && (unsigned char)*s < 0x80 && !strchr("nNtT?", *s)) /* neither a blank nor what a word begins with */
		return false;
	struct text t = {s, n};
	trim(&t);
	if (t.n == 0)
		return true;
	static const char *const words[] = {"n/a", "na", "tbd", "tba", "?"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == t.n && strncasecmp(t.s, words[i], t.n) == 0)
			return true;
	return false;
}

/* The mark that groups digits, of the kinds in use: the other of . and , or a blank or an apostrophe. */
static size_t
group_length(struct text t, char mark)
{
	if (t.n && (t.s[0] == '\'' || t.s[0] == (mark == '.' ? ',' : '.')))
		return 1;
	static const char apostrophe[] = "\u2019";
	if (t.n >= 3 && memcmp(t.s, apostrophe, 3) == 0)
		return 3;
	return blank_length(t);
}

static bool
is_digit(struct text t)
{
	return t.n && t.s[0] >= '0' && t.s[0] <= '9';
}

/* Digits gathered into an integer: value = mantissa * 10^-places, and what was cut off, for rounding. */
struct digits {
	unsigned __int128 mantissa;
	int dropped;      /* digits cut off because the mantissa is full */
	char first_dropped;
	bool rest;        /* one after the first wasn't 0 */
};

static void
add_digit(struct digits *d, char c)
{
	unsigned __int128 longer;
	if (d->dropped == 0 && !__builtin_mul_overflow(d->mantissa, 10, &longer) &&
	    !__builtin_add_overflow(longer, (unsigned)(c - '0'), &longer)) {
		d->mantissa = longer;
		return;
	}
	if (d->dropped++ == 0)
		d->first_dropped = c;
	else
		d->rest |= c != '0';
}

/* mantissa * 10^(15 - places), rounded half to even where that cuts digits off. */
static bool
scale(const struct digits *d, int places, decimal *out)
{
	unsigned __int128 m = d->mantissa;
	int up = DECIMAL_PLACES - places;
	if (d->dropped && up > 0)
		return false;
	for (; up > 0; up--)
		if (__builtin_mul_overflow(m, 10, &m))
			return false;
	bool rest = d->rest;
	unsigned last = d->dropped ? (unsigned)(d->first_dropped - '0') : 0;
	for (; up < 0; up++) {
		rest |= last != 0;
		last = (unsigned)(m % 10);
		m /= 10;
	}
	if (last > 5 || (last == 5 && (rest || (m & 1))))
		m++;
	if (m >> 127)
		return false;
	*out = (decimal)m;
	return true;
}

/* 1,234,567.89E-3 without sign, currency or blanks around it. */
static enum number_result
take_magnitude(struct text *t, char mark, struct number *out)
{
	struct digits d = {0};
	int run = 0, groups = 0, whole = 0, fraction = 0;
	bool bad_group = false, leading_zero = t->n && t->s[0] == '0';
	struct text mark_used = {0}; /* one sheet, one mark: 1 234,567 is no number */
	size_t len;
	for (; t->n; t->s++, t->n--) {
		if (is_digit(*t)) {
			add_digit(&d, t->s[0]);
			run++;
			whole++;
		} else if (whole && (len = group_length(*t, mark)) && is_digit((struct text){t->s + len, t->n - len})) {
			struct text used = {t->s, len};
			bad_group |= groups ? run != 3 || used.n != mark_used.n || memcmp(used.s, mark_used.s, len) != 0 : run > 3;
			mark_used = used;
			groups++;
			run = 0;
			drop(t, len - 1);
		} else {
			break;
		}
	}
	bad_group |= groups && run != 3;
	int before_mark = whole;
	if (t->n && t->s[0] == mark) {
		drop(t, 1);
		for (; is_digit(*t); t->s++, t->n--, fraction++)
			add_digit(&d, t->s[0]);
	}
	if (whole + fraction == 0)
		return NUMBER_BAD;
	long exponent = 0;
	if (t->n > 1 && (t->s[0] == 'e' || t->s[0] == 'E')) {
		drop(t, 1);
		bool down = t->s[0] == '-';
		if (down || t->s[0] == '+')
			drop(t, 1);
		if (!is_digit(*t))
			return NUMBER_BAD;
		for (; is_digit(*t); t->s++, t->n--)
			exponent = exponent < 1000 ? exponent * 10 + (t->s[0] - '0') : exponent;
		if (down)
			exponent = -exponent;
	} else {
		out->ambiguous = !groups && fraction == 3 && before_mark >= 1 && before_mark <= 3 && !leading_zero;
	}
	if (t->n)
		return NUMBER_BAD;
	if (bad_group)
		return NUMBER_GROUPED;
	long places = fraction - exponent - d.dropped;
	out->places = places > 0 ? (int)places : 0;
	if (d.mantissa == 0) {
		out->value = 0;
		return NUMBER_OK;
	}
	if (places < -60)
		return NUMBER_LARGE;
	return scale(&d, places > 120 ? 120 : (int)places, &out->value) ? NUMBER_OK : NUMBER_LARGE;
}

/* What nearly every cell is: a few digits, perhaps a mark and a few more. */
static bool
parse_plain(const char *s, size_t n, char mark, struct number *out)
{
	static const uint64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000,
		10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000, 1000000000000000};
	uint64_t mantissa;
	unsigned places;
	if (!digits_parse(s, n, mark, &mantissa, &places))
		return false;
	out->value = (decimal)mantissa * (decimal)power[DECIMAL_PLACES - places];
	out->places = (int)places;
	out->ambiguous = places == 3 && n <= 3 + 1 + 3 && s[0] != '0';
	return true;
}

enum number_result
number_parse(const char *s, size_t n, char mark, struct number *out)
{
	*out = (struct number){0};
	if (parse_plain(s, n, mark, out))
		return NUMBER_OK;
	if (n > 1 && *s == '-' && parse_plain(s + 1, n - 1, mark, out)) {
		out->value = -out->value;
		return NUMBER_OK;
	}
	if (n == 0)
		return NUMBER_EMPTY;
	struct text t = {s, n};
	trim(&t);
	if (is_placeholder(t.s, t.n))
		return NUMBER_EMPTY;
	take_currency(&t, out); /* $-5, $(5), 5- EUR */
	bool negative = false, minus_behind = false, parentheses = t.n > 2 && t.s[0] == '(' && t.s[t.n - 1] == ')';
	if (parentheses) {
		drop(&t, 1);
		t.n--;
		negative = true;
	} else if (take_minus(&t)) {
		negative = true;
	} else if (take_behind(&t, "-") || take_behind(&t, "\u2212")) {
		negative = minus_behind = true;
	} else {
		take(&t, "+");
	}
	out->percent = take_behind(&t, "%");
	trim(&t);
	if (!out->currency[0])
		take_currency(&t, out); /* -$5, (5 EUR) */
	if (t.n == 0) /* a lone - is a zero */
		return negative && !parentheses && !out->percent ? NUMBER_OK : NUMBER_BAD;
	if (minus_behind && t.s[t.n - 1] == mark) /* 5.- is five francs, 5,- five marks: none owed */
		return NUMBER_BAD;
	enum number_result result = take_magnitude(&t, mark, out);
	if (result == NUMBER_OK && negative)
		out->value = -out->value;
	return result;
}
