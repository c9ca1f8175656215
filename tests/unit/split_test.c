#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

/* Rows as START/LINES [cell][cell]..., then what comes next: its offset and why it wasn't taken. */
static void
put_run(struct buf *out, struct split *split, const char *s, size_t n)
{
	struct buf text = {0};
	split_run(split, s, n);
	for (size_t row = 0; row < split->row_count; row++) {
		struct cell cells[300];
		ck_assert_uint_le(split_count(split, row), 300);
		split_cells(split, row, cells, &text);
		buf_printf(out, "%u/%u ", split->rows[row].start, split->rows[row].lines);
		for (size_t i = 0; i < split_count(split, row); i++)
			buf_printf(out, "[%.*s]", (int)cells[i].n, cells[i].s);
		buf_putc(out, '\n');
	}
	const struct split_row *end = &split->rows[split->row_count];
	buf_printf(out, "%u/%u %s\n", end->start, end->lines, split->irregular ? "irregular" : "cut");
	buf_free(&text);
}

static void
assert_split(const char *text, const char *expected)
{
	for (enum split_version v = SPLIT_BEST; v < SPLIT_VERSIONS; v++) {
		if (v == SPLIT_NOTHING || !split_choose(v))
			continue;
		struct buf out = {0};
		struct split split;
		split_init(&split, ';');
		put_run(&out, &split, text, strlen(text));
		ck_assert_str_eq(buf_str(&out), expected);
		split_free(&split);
		buf_free(&out);
	}
	split_choose(SPLIT_BEST);
}

START_TEST(cells_and_rows)
{
	assert_split("", "0/0 cut\n");
	assert_split("a", "0/0 cut\n");
	assert_split("a;b", "0/0 cut\n");
	assert_split("a\n", "0/0 [a]\n2/1 cut\n");
	assert_split("a;bc\n;\nd;;", "0/0 [a][bc]\n5/1 [][]\n7/2 cut\n");
	assert_split("a;b\r\nc\r\n", "0/0 [a][b]\n5/1 [c]\n8/2 cut\n");
	assert_split("a;b\r", "0/0 cut\n");
	assert_split(" a ; \n", "0/0 [ a ][ ]\n6/1 cut\n");
}
END_TEST

START_TEST(quoted_cells)
{
	assert_split("\"a\";\"b;c\"\n\"\";\n", "0/0 [a][b;c]\n10/1 [][]\n14/2 cut\n");
	assert_split("\"a\nb\r\nc\rd\r\r\n\n\";e\r\nf\n", "0/0 [a\nb\r\nc\rd\r\r\n\n][e]\n18/7 [f]\n20/8 cut\n");
	assert_split("\"a\"\"b\";\"\"\"\"\nc;\"x\"\n", "0/0 [a\"b][\"]\n12/1 [c][x]\n18/2 cut\n");
	assert_split("\"a;b\nc;d\n", "0/0 cut\n");
	assert_split("x\n\"a\"", "0/0 [x]\n2/1 cut\n");
	assert_split("\"a\"\r\n", "0/0 [a]\n5/1 cut\n");
}
END_TEST

START_TEST(quotes_that_are_characters)
{
	assert_split("12\" x;b\"\"\n;5\"\n", "0/0 [12\" x][b\"\"]\n10/1 [][5\"]\n14/2 cut\n");
	assert_split("12\";\"a;\"\"b\";13\"\n", "0/0 [12\"][a;\"b][13\"]\n16/1 cut\n");
	assert_split(" \"a;b\"\n", "0/0 [ \"a][b\"]\n7/1 cut\n");
}
END_TEST

START_TEST(what_isnt_plain)
{
	assert_split("\na\n", "0/0 irregular\n");
	assert_split("\r\na\n", "0/0 irregular\n");
	assert_split("a\n\nb\n", "0/0 [a]\n2/1 irregular\n");
	assert_split("a\r\n\r\nb\n", "0/0 [a]\n3/1 irregular\n");
	assert_split("a\nb\rc\n", "0/0 [a]\n2/1 irregular\n");
	assert_split("a\nb;c\n\"d\"e;\n", "0/0 [a]\n2/1 [b][c]\n6/2 irregular\n");
	assert_split("a\n\"d\" ;\n", "0/0 [a]\n2/1 irregular\n");
	assert_split("a\nb;\r\"c\"\n", "0/0 [a]\n2/1 irregular\n");
	assert_split("\"a\"\r\"b\"\n", "0/0 irregular\n");
}
END_TEST

/* --- a reader as simple as can be */

static bool
is_end(const char *s, const char *end)
{
	return s < end && (*s == '\n' || (*s == '\r' && s + 1 < end && s[1] == '\n'));
}

/* One record from *s on; where it isn't plain or isn't all there, *s stays and the result is false. */
static bool
take_record(const char **at, const char *end, struct buf *out, size_t *lines, bool *irregular)
{
	const char *s = *at;
	size_t newlines = 0;
	*irregular = s < end && (*s == '\n' || *s == '\r');
	for (struct buf cell = {0}; !*irregular; cell.len = 0) {
		bool quoted = s < end && *s == '"';
		s += quoted;
		for (; s < end; s++) {
			if (quoted ? *s == '"' && (s + 1 == end || s[1] != '"') : *s == ';' || *s == '\n' || *s == '\r')
				break;
			s += quoted && *s == '"';
			newlines += *s == '\n' || (*s == '\r' && (s + 1 == end || s[1] != '\n'));
			buf_putc(&cell, *s);
		}
		s += quoted && s < end;
		buf_printf(out, "[%.*s]", (int)cell.len, cell.len ? cell.data : "");
		buf_free(&cell);
		if (s >= end || (*s == '\r' && s + 1 == end))
			return false;
		if (is_end(s, end)) {
			buf_putc(out, '\n');
			*at = s + 1 + (*s == '\r');
			*lines += newlines + 1;
			return true;
		}
		*irregular = *s++ != ';';
	}
	return false;
}

static void
put_simply(struct buf *out, const char *text, size_t n)
{
	const char *s = text;
	size_t lines = 0, before;
	for (bool irregular;;) {
		before = out->len;
		buf_printf(out, "%zu/%zu ", (size_t)(s - text), lines);
		if (take_record(&s, text + n, out, &lines, &irregular))
			continue;
		out->len = before;
		buf_printf(out, "%zu/%zu %s\n", (size_t)(s - text), lines, irregular ? "irregular" : "cut");
		return;
	}
}

/* The last LF that isn't in a quoted cell, before the first disorder. */
static size_t
cut_simply(const char *s, size_t n, bool *disorder)
{
	enum { START, PLAIN, QUOTED, CLOSED } state = START;
	size_t cut = 0;
	*disorder = false;
	for (size_t i = 0; i < n && !*disorder; i++) {
		bool separates = strchr(";\r\n", s[i]) != NULL;
		if (state == QUOTED) {
			state = s[i] == '"' ? CLOSED : QUOTED;
		} else if (separates) {
			state = START;
			cut = s[i] == '\n' ? i + 1 : cut;
		} else if (s[i] == '"' && state != PLAIN) {
			state = QUOTED;
		} else {
			*disorder = state == CLOSED;
			state = PLAIN;
		}
	}
	return cut;
}

static void
assert_as_simply(struct split *split, const char *text, size_t n)
{
	char *exact = malloc(n + 1); /* so that sanitizers see what is read beyond */
	memcpy(exact, text, n);
	struct buf out = {0}, expected = {0};
	put_run(&out, split, exact, n);
	put_simply(&expected, exact, n);
	bool same = out.len == expected.len && memcmp(out.data, expected.data, out.len) == 0;
	ck_assert_msg(same, "%.*s\n---\n%s---\n%s", (int)n, exact, buf_str(&out), buf_str(&expected));
	bool disorder, expected_disorder;
	ck_assert_uint_eq(split_cut(split, exact, n, &disorder), cut_simply(exact, n, &expected_disorder));
	ck_assert_int_eq(disorder, expected_disorder);
	buf_free(&out);
	buf_free(&expected);
	free(exact);
}

/* What has a meaning, across the edges of 64 bytes. */
START_TEST(edges)
{
	static const char *const pieces[] = {"\n\ny", "\r\n\r\ny", ";\r\ny", "\ry;", ";\"a\";\"b\"\r\ny", ";\"\"\"a\"\";\"\"b\";", ";\"a\"b", ";\"a\"\r",
		";\"a\r\nb\";", ";\"a\rb\r\n\n\r\";", "5\"\";\"a", ";\"\n\"\r\n\"\";\"", ";\"\";;\"", "\n\"a\"\n\"b\" \n", "\r\"a\""};
	if (!split_choose((enum split_version)_i))
		return;
	struct split split;
	split_init(&split, ';');
	for (size_t shift = 0; shift < 130; shift++)
		for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
			struct buf text = {0};
			buf_puts(&text, "h;i\n");
			for (size_t k = 0; k < shift; k++)
				buf_putc(&text, 'x');
			buf_puts(&text, pieces[i]);
			buf_puts(&text, "\nzz;\"\"\n");
			assert_as_simply(&split, text.data, text.len);
			buf_free(&text);
		}
	split_free(&split);
	split_choose(SPLIT_BEST);
}
END_TEST

/* What has a meaning, at any distance from the edges of 64 bytes. */
START_TEST(anything)
{
	static const char alphabet[] = "\"\"\";;;\n\nxyz ", *const pieces[] = {"\r\n", "\"a\"", ";\"b;\"\"\";", "\"\n\"", "\r", "\"\r\n\""};
	uint64_t seed = 11 + (uint64_t)_i;
	if (!split_choose((enum split_version)_i))
		return;
	struct split split;
	split_init(&split, ';');
	for (int round = 0; round < 20000; round++) {
		char text[260];
		size_t n = 0, most = random_below(&seed, 250), sparse = random_below(&seed, 12);
		while (n < most)
			if (random_below(&seed, 2 + sparse * 4) > 1)
				text[n++] = 'x';
			else if (random_below(&seed, 2))
				text[n++] = alphabet[random_below(&seed, sizeof alphabet - 1)];
			else
				n = (size_t)(stpcpy(text + n, pieces[random_below(&seed, 6)]) - text);
		assert_as_simply(&split, text, n);
	}
	split_free(&split);
	split_choose(SPLIT_BEST);
}
END_TEST

/* A run goes on until it has enough and a row; the next one takes up there. */
START_TEST(long_runs)
{
	if (!split_choose((enum split_version)_i))
		return;
	struct buf text = {0};
	struct split split;
	split_init(&split, ',');
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "%d,\"%d\n\"\r\n", i, i * 7);
	size_t at = 0, row = 0, runs = 0, lines = 0;
	while (split_run(&split, text.data + at, text.len - at), split.row_count > 0) {
		for (size_t i = 0; i < split.row_count; i++, row++) {
			struct cell a = split_cell(&split, i, 0), b = split_cell(&split, i, 1);
			ck_assert_uint_eq(split_count(&split, i), 2);
			ck_assert_uint_eq(strtoul(a.s, NULL, 10), row);
			ck_assert_uint_eq(strtoul(b.s, NULL, 10), row * 7);
			ck_assert(b.s[b.n - 1] == '\n' && b.s[b.n] == '"');
			ck_assert_uint_eq(lines + split.rows[i].lines, 2 * row);
		}
		at += split.rows[split.row_count].start;
		lines += split.rows[split.row_count].lines;
		runs++;
	}
	ck_assert_uint_eq(row, 20000);
	ck_assert_uint_eq(at, text.len);
	ck_assert(!split.irregular);
	ck_assert_uint_ge(runs, text.len / SPLIT_ENOUGH / 2);
	text.len = 0;
	for (size_t i = 0; i < CSVIN_CELLS_MOST - 1; i++)
		buf_puts(&text, ",");
	buf_puts(&text, "\n");
	split_run(&split, text.data, text.len);
	ck_assert_uint_eq(split.row_count, 1);
	ck_assert_uint_eq(split_count(&split, 0), CSVIN_CELLS_MOST);
	buf_puts(&text, "x");
	text.data[text.len - 2] = ',';
	buf_puts(&text, "\n");
	split_run(&split, text.data, text.len);
	ck_assert(split.row_count == 0 && split.irregular);
	buf_free(&text);
	split_free(&split);
	split_choose(SPLIT_BEST);
}
END_TEST

Suite *
split_suite(void)
{
	Suite *s = suite_create("split");
	TCase *t = tcase_create("split");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, cells_and_rows);
	tcase_add_test(t, quoted_cells);
	tcase_add_test(t, quotes_that_are_characters);
	tcase_add_test(t, what_isnt_plain);
	tcase_add_loop_test(t, edges, SPLIT_PORTABLE, SPLIT_VERSIONS);
	tcase_add_loop_test(t, anything, SPLIT_PORTABLE, SPLIT_VERSIONS);
	tcase_add_loop_test(t, long_runs, SPLIT_PORTABLE, SPLIT_VERSIONS);
	suite_add_tcase(s, t);
	return s;
}
