#include "table/cells.h"

#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

/* Character by character: at so many places. False where it is no plain number that fits. */
static bool
read_slowly(struct cell c, char mark, int places, uint64_t *number)
{
	int behind = -1;
	*number = 0;
	for (size_t i = 0; i < c.n; i++) {
		if (c.s[i] == mark && behind < 0 && i > 0)
			behind = 0;
		else if (c.s[i] < '0' || c.s[i] > '9')
			return false;
		else if (*number = *number * 10 + (uint64_t)(c.s[i] - '0'), behind >= 0)
			behind++;
	}
	for (behind = behind > 0 ? behind : 0; behind < places; behind++)
		*number *= 10;
	return behind == places || c.n == 0;
}

/* A cell of up to ten characters: most are numbers. */
static void
put_numberish(struct buf *out, uint64_t *state)
{
	static const char odd[] = "x -+,'\"#:%e.\xff";
	size_t n = random_below(state, 11), dot = random_below(state, 12);
	bool quoted = random_below(state, 3) == 0;
	buf_puts(out, quoted ? "\"" : "");
	for (size_t i = 0; i < n; i++) {
		char c = i == dot ? '.' : random_below(state, 60) == 0 ? odd[random_below(state, sizeof odd - 1)] : (char)('0' + random_below(state, 10));
		buf_putc(out, c);
		if (c == '"' && quoted)
			buf_putc(out, c);
	}
	buf_puts(out, quoted ? "\"" : "");
}

START_TEST(numbers)
{
	enum { CELLS = 3, ROOM = 16 };
	const bool many = _i == SPLIT_AVX2 || _i == SPLIT_AVX512;
	uint64_t state = 11;
	if (!split_choose((enum split_version)_i))
		return;
	for (int round = 0; round < 3000; round++) {
		const size_t count = random_below(&state, CELLS_MOST) + 1;
		struct buf text = {0};
		struct split split;
		buf_add(&text, "12345678\"2345678", ROOM);
		for (size_t i = 0; i < count * CELLS; i++) {
			put_numberish(&text, &state);
			buf_putc(&text, i % CELLS == CELLS - 1 ? '\n' : ';');
		}
		split_init(&split, ';');
		split_run(&split, text.data + ROOM, text.len - ROOM);
		size_t rows = 0;
		while (rows < split.row_count && split_count(&split, rows) == CELLS) /* a quote may have swallowed some */
			rows++;
		for (size_t column = 0; column < CELLS && rows > 0; column++) {
			const struct cells cells = cells_of(&split, 0, column);
			const int places = (int)random_below(&state, CELLS_PLACES_MOST + 2) - 1;
			uint64_t out[CELLS_MOST], given, left = cells_numbers(&cells, rows, '.', places, out, &given);
			for (size_t row = 0; row < rows; row++) {
				struct cell c = cells_at(&cells, row);
				uint64_t number;
				bool plain = read_slowly(c, '.', places, &number), is_left = left >> row & 1;
				ck_assert_msg(is_left || (plain && out[row] == number && (given >> row & 1) == (c.n > 0)), "%.*s at %d places: %ju",
				    (int)c.n, c.s, places, (uintmax_t)out[row]);
				ck_assert_msg(!is_left || !plain || c.n > 8 || !many, "%.*s at %d places is left", (int)c.n, c.s, places);
			}
		}
		split_free(&split);
		buf_free(&text);
	}
	split_choose(SPLIT_BEST);
}
END_TEST

/* A cell of up to 14 characters that means something at its edges. */
static void
put_textish(struct buf *out, uint64_t *state)
{
	static const char *const pieces[] = {"a", "Pump", "7", "12", " ", "\t", "#", ".", ",", ":", "E", "+", "E+11", "7E+1234567", "\"\"", "\xc2\xa0", "\xc3\xa9", "Err:502"};
	bool quoted = random_below(state, 3) == 0;
	buf_puts(out, quoted ? "\"" : "");
	for (size_t n = random_below(state, 5); n > 0; n--) {
		const char *piece = pieces[random_below(state, sizeof pieces / sizeof *pieces)];
		buf_puts(out, *piece == '"' && !quoted ? "q" : piece);
	}
	buf_puts(out, quoted ? "\"" : "");
}

static bool
is_edge(unsigned char c)
{
	return c <= ' ' || c >= 0x80;
}

static bool
is_exponential(struct cell c)
{
	size_t i = 0;
	while (i < c.n && strchr("0123456789.,", c.s[i]))
		i++;
	if (i == 0 || i + 2 >= c.n || c.s[i] != 'E' || c.s[i + 1] != '+')
		return false;
	for (i += 2; i < c.n && c.s[i] >= '0' && c.s[i] <= '9'; i++)
		continue;
	return i == c.n;
}

static bool
is_odd(struct cell c)
{
	return c.n > 0 && (is_edge((unsigned char)c.s[0]) || is_edge((unsigned char)c.s[c.n - 1]) || strchr("#.,", c.s[0]) ||
	    (c.n > 3 && c.s[c.n - 4] == ':') || is_exponential(c));
}

START_TEST(odd_texts)
{
	enum { ROOM = 16 };
	uint64_t state = 5;
	size_t seen = 0, left_needlessly = 0;
	if (!split_choose((enum split_version)_i))
		return;
	for (int round = 0; round < 2000; round++) {
		const size_t count = random_below(&state, CELLS_MOST) + 1;
		struct buf text = {0};
		struct split split;
		buf_add(&text, "Err:5020,99+1E+1", ROOM);
		for (size_t i = 0; i < 2 * count; i++) {
			put_textish(&text, &state);
			buf_putc(&text, i % 2 ? '\n' : ';');
		}
		split_init(&split, ';');
		split_run(&split, text.data + ROOM, text.len - ROOM);
		for (size_t column = 0; column < 2 && split.row_count > 0; column++) {
			const struct cells cells = cells_of(&split, 0, column);
			uint64_t left = cells_odd_texts(&cells, split.row_count);
			for (size_t row = 0; row < split.row_count; row++) {
				struct cell c = cells_at(&cells, row);
				ck_assert_msg(left >> row & 1 || !is_odd(c), "%.*s", (int)c.n, c.s);
				seen++;
				left_needlessly += left >> row & 1 && c.n > 0 && !is_odd(c);
			}
		}
		split_free(&split);
		buf_free(&text);
	}
	ck_assert_uint_gt(seen, 50000);
	if (_i == SPLIT_AVX2 || _i == SPLIT_AVX512)
		ck_assert_uint_lt(left_needlessly * 10, seen);
	split_choose(SPLIT_BEST);
}
END_TEST

Suite *
cells_suite(void)
{
	Suite *s = suite_create("cells");
	TCase *t = tcase_create("cells");
	tcase_set_timeout(t, 120);
	tcase_add_loop_test(t, numbers, SPLIT_PORTABLE, SPLIT_VERSIONS);
	tcase_add_loop_test(t, odd_texts, SPLIT_PORTABLE, SPLIT_VERSIONS);
	suite_add_tcase(s, t);
	return s;
}
