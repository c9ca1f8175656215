/* A cell read as a number, against digits reckoned by hand; and what is printed reads the same. */
#include "table/number.h"

#include <ctype.h>
#include <string.h>

#include "fuzz.h"

enum { MOST = 4096 };

/* By hand: a number's digits, as they are written, with the place of its mark. */
struct written {
	char digits[MOST];
	size_t count;
	long point; /* value = 0.digits * 10^point */
	bool negative;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes apart a cell that was accepted, or is too large: digits count, an exponent, a minus; nothing else does. */
static void
take_apart(const char *s, size_t n, char mark, struct written *w)
{
	*w = (struct written){0};
	size_t from = 0, to = n;
	while (from < n && !is_digit(s[from]))
		from++;
	while (to > from && !is_digit(s[to - 1]))
		to--;
	if (from > 0 && from < n && s[from - 1] == mark && !(mark == '.' && from > 1 && s[from - 2] == 'r')) /* Fr.5 */
		from--;
	bool fraction = false;
	long exponent = 0;
	for (size_t i = from; i < to; i++) {
		if (s[i] == 'E' || s[i] == 'e') {
			exponent = strtol(s + i + 1, NULL, 10);
			exponent = exponent > 2 * MOST ? 2 * MOST : exponent < -2 * MOST ? -2 * MOST : exponent;
			to = i;
		} else if (s[i] == mark) {
			fraction = true;
		} else if (is_digit(s[i])) {
			w->digits[w->count++] = s[i];
			w->point += !fraction;
		}
	}
	w->point += exponent;
	for (size_t i = 0; i < n; i++)
		if (s[i] == '(' || ((s[i] == '-' || (n - i >= 3 && memcmp(s + i, "\u2212", 3) == 0)) && !(i > from && (s[i - 1] == 'E' || s[i - 1] == 'e'))))
			w->negative = true;
}

/* Rounds to 15 places, half to even, digit by digit. False where that isn't below 2^127. */
static bool
reckon(const struct written *w, decimal *out)
{
	const unsigned __int128 most = (unsigned __int128)-1 >> 1;
	size_t first = 0;
	while (first < w->count && w->digits[first] == '0')
		first++;
	unsigned __int128 value = 0;
	*out = 0;
	if (first == w->count || w->point - (long)first < -16)
		return true;
	if (w->point - (long)first > 40)
		return false;
	long last = w->point + 15; /* digits that count */
	for (long i = 0; i < last; i++) {
		unsigned digit = i < (long)w->count ? (unsigned)(w->digits[i] - '0') : 0;
		if (value > (most - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	char next = last >= 0 && last < (long)w->count ? w->digits[last] : '0';
	bool rest = false;
	for (long i = last + 1; i >= 0 && i < (long)w->count; i++)
		rest |= w->digits[i] != '0';
	if (last < 0) /* all of it is below half a unit */
		next = '0';
	value += next > '5' || (next == '5' && (rest || (value & 1)));
	if (value > most)
		return false;
	*out = w->negative ? -(decimal)value : (decimal)value;
	return true;
}

static bool
is_same(const struct number *a, const struct number *b)
{
	return a->value == b->value && a->places == b->places && strcmp(a->currency, b->currency) == 0 && a->is_code == b->is_code &&
	    a->percent == b->percent && a->ambiguous == b->ambiguous;
}

static void
check_printing(const struct number *n, char mark)
{
	struct buf b = {0};
	struct number again;
	decimal_put(&b, n->value, 0);
	for (size_t i = 0; i < b.len; i++)
		b.data[i] = b.data[i] == '.' ? mark : b.data[i];
	must(number_parse(b.data, b.len, mark, &again) == NUMBER_OK);
	must(again.value == n->value && !again.currency[0] && !again.percent && again.places <= DECIMAL_PLACES);
	char *dot = memchr(b.data, mark, b.len);
	must(!dot || b.data[b.len - 1] != '0'); /* no digit more than needed */
	must(again.places == (dot ? (int)(b.data + b.len - dot - 1) : 0));
	buf_free(&b);
}

/* Blanks around it change nothing: they keep plain digits off the fast path. */
static void
check_blanks(const char *s, size_t n, char mark, enum number_result result, const struct number *number)
{
	struct buf b = {0};
	struct number other;
	buf_putc(&b, ' ');
	buf_add(&b, s, n);
	buf_puts(&b, "\t\u00a0");
	must(number_parse(b.data, b.len, mark, &other) == result);
	must(result != NUMBER_OK || is_same(number, &other));
	buf_free(&b);
}

/* With . and , for one another it is the same number: nothing but the sign of a currency has a point in it. */
static void
check_marks(const char *s, size_t n, char mark, enum number_result result, const struct number *number)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (s[i] == 'r' && (s[i + 1] == '.' || s[i + 1] == ','))
			return;
	char *swapped = malloc(n + 1);
	must(swapped);
	for (size_t i = 0; i < n; i++)
		swapped[i] = s[i] == '.' ? ',' : s[i] == ',' ? '.' : s[i];
	struct number other;
	must(number_parse(swapped, n, mark == '.' ? ',' : '.', &other) == result);
	must(result != NUMBER_OK || is_same(number, &other));
	free(swapped);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size > MOST)
		return 0;
	static struct written written;
	/* a copy that ends where the cell does, so that a byte read behind it is seen; strtol above needs its own */
	char *s = malloc(size ? size : 1), *text = bytes_text(bytes_of(data, size));
	must(s);
	if (size)
		memcpy(s, data, size);
	for (int i = 0; i < 2; i++) {
		char mark = ".,"[i];
		struct number n;
		decimal value;
		enum number_result result = number_parse(s, size, mark, &n);
		must((result == NUMBER_EMPTY) == is_placeholder(s, size));
		check_blanks(s, size, mark, result, &n);
		check_marks(s, size, mark, result, &n);
		if (result != NUMBER_OK && result != NUMBER_LARGE)
			continue;
		must(strlen(text) == size); /* no NUL is part of a number */
		take_apart(text, size, mark, &written);
		must(reckon(&written, &value) == (result == NUMBER_OK));
		if (result == NUMBER_OK) {
			must(n.value == value && n.places >= 0);
			must(number_fits_currency(&n, n.currency, strlen(n.currency)) || !n.currency[0]);
			check_printing(&n, mark);
		}
	}
	free(s);
	free(text);
	return 0;
}
