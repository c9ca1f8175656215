#include "table/csvin.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"
#include "table/lines.h"
#include "table/split.h"

struct sheet_text {
	struct buf text;
	size_t block; /* of the reader's */
	bool fails;   /* to be read behind the text */
};

/* Standard input is a socket whose other end was closed before it had read what we said. */
static void
put_reset(const struct buf *text)
{
	int ends[2];
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert_int_eq(write(ends[0], "?", 1), 1);
	ck_assert_int_eq(write(ends[1], text->data, text->len), (ssize_t)text->len);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
}

static struct csvin *
open_text(const struct sheet_text *sheet)
{
	static const struct dialect dialect = {.delimiter = ',', .header_row = 1};
	if (sheet->fails)
		put_reset(&sheet->text);
	else
		put_file("in.csv", sheet->text.data, sheet->text.len);
	lines_choose_block(sheet->block);
	struct csvin *in = csvin_open("in.csv", sheet->fails ? "-" : "in.csv", &dialect);
	lines_choose_block(0);
	ck_assert_ptr_nonnull(in);
	return in;
}

static void
put_record(struct buf *out, const struct record *r, uintmax_t line, uintmax_t number)
{
	buf_printf(out, "%ju/%ju ", line + r->line, number + r->number);
	for (size_t i = 0; i < r->count; i++)
		buf_printf(out, "[%.*s]", (int)r->cells[i].n, r->cells[i].s);
	buf_putc(out, '\n');
}

/* Plain records at once where there are some; how often. */
static enum csvin_result
put_step(struct buf *out, struct csvin *in, uintmax_t line, uintmax_t number, size_t *batches)
{
	struct plain plain;
	struct record r;
	if (!csvin_plain(in, &plain)) {
		enum csvin_result result = csvin_next(in, &r);
		if (result == CSVIN_RECORD)
			put_record(out, &r, line, number);
		return result;
	}
	struct buf text = {0};
	for (size_t i = 0; i < plain.split->row_count; i++) {
		struct cell cells[8];
		ck_assert_uint_le(split_count(plain.split, i), 8);
		split_cells(plain.split, i, cells, &text);
		r = (struct record){cells, split_count(plain.split, i), plain.line + plain.split->rows[i].lines, plain.number + i};
		put_record(out, &r, line, number);
	}
	buf_free(&text);
	++*batches;
	return CSVIN_RECORD;
}

static void
read_one_by_one(struct buf *out, void *arg)
{
	struct sheet_text *sheet = arg;
	split_choose(SPLIT_NOTHING);
	struct csvin *in = open_text(sheet);
	struct record r;
	while (csvin_next(in, &r) == CSVIN_RECORD)
		put_record(out, &r, 0, 0);
	csvin_close(in);
}

static void
read_many(struct buf *out, void *arg)
{
	struct sheet_text *sheet = arg;
	struct csvin *in = open_text(sheet);
	size_t batches = 0;
	while (put_step(out, in, 0, 0, &batches) == CSVIN_RECORD)
		continue;
	ck_assert_uint_gt(batches, 0);
	csvin_close(in);
}

/* Two parts are read before the first of them is looked at. */
static void
read_parts(struct buf *out, void *arg)
{
	struct sheet_text *sheet = arg;
	struct csvin *in = open_text(sheet), *parts[2] = {csvin_part(in), csvin_part(in)};
	size_t batches = 0, read = 0, had;
	do {
		for (had = 0; had < 2 && csvin_read_part(in, parts[had]); had++)
			read++;
		for (size_t i = 0; i < had; i++) {
			if (put_step(out, parts[i], csvin_line(in), csvin_number(in), &batches) == CSVIN_RECORD) {
				csvin_turn_part(in, parts[i]);
				while (put_step(out, parts[i], 0, 0, &batches) == CSVIN_RECORD)
					continue;
			}
			csvin_join_part(in, parts[i]);
		}
	} while (had == 2 || put_step(out, in, 0, 0, &batches) == CSVIN_RECORD);
	ck_assert_uint_gt(read, 1);
	csvin_close(parts[0]);
	csvin_close(parts[1]);
	csvin_close(in);
}

/* However it is read: the same records and messages, of which `said` is a part. */
static void
assert_same_of(struct sheet_text sheet, const char *said)
{
	static const size_t blocks[] = {32, 100, 1000, 5000, 0};
	struct ran expected = run(read_one_by_one, &sheet);
	ck_assert_msg(*said ? strstr(expected.err, said) != NULL : !*expected.err, "%s", expected.err);
	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		for (int way = 0; way < 2; way++) {
			if (way && blocks[i] == 0)
				continue;
			sheet.block = blocks[i];
			struct ran r = run(way ? read_parts : read_many, &sheet);
			ck_assert_str_eq(r.err, expected.err);
			ck_assert_msg(strcmp(r.out, expected.out) == 0, "block %zu, way %d:\n%.3000s\n---\n%.3000s", blocks[i], way, r.out, expected.out);
			ck_assert_int_eq(r.status, expected.status);
			ran_free(&r);
		}
	ran_free(&expected);
}

static void
assert_same(struct buf *text, const char *said)
{
	assert_same_of((struct sheet_text){.text = *text}, said);
	buf_free(text);
}

static void
put_rows(struct buf *text, int from, int to)
{
	for (int i = from; i < to; i++)
		buf_printf(text, i % 11 == 3 ? "%d,\"a,\n%d\",\"x\"\"y\"\r\n" : i % 7 ? "%d,b%d,12\" x\n" : "%d,,\"%d\"\n", i, i * i);
}

START_TEST(plain_rows)
{
	struct buf text = {0};
	put_rows(&text, 0, 2000);
	assert_same(&text, "");
}
END_TEST

START_TEST(rows_that_arent_plain)
{
	struct buf text = {0};
	for (int i = 0; i < 60; i++) {
		put_rows(&text, i * 40, i * 40 + i);
		buf_puts(&text, i % 3 == 0 ? "\n\r\n" : i % 3 == 1 ? "a\rb\r\n" : "\r\"c\"\r\"d\nd\"\r");
	}
	put_rows(&text, 0, 100);
	buf_puts(&text, "the last one, without its end");
	assert_same(&text, "");
}
END_TEST

START_TEST(quotes_in_disorder)
{
	struct buf text = {0};
	put_rows(&text, 0, 1000);
	buf_puts(&text, "1,\"2\" 3,4\n");
	put_rows(&text, 0, 1000);
	assert_same(&text, "in.csv:1092: error: text after the closing quote");
}
END_TEST

START_TEST(a_quote_never_closed)
{
	struct buf text = {0};
	put_rows(&text, 0, 1000);
	buf_puts(&text, "1,\"2,4\n");
	for (int i = 0; i < 300; i++)
		buf_puts(&text, "a,b,c\n");
	assert_same(&text, "in.csv:1092: error: a quote opens here and is never closed");
}
END_TEST

START_TEST(bytes_that_are_no_text)
{
	struct buf text = {0};
	put_rows(&text, 0, 1000);
	buf_puts(&text, "1,caf\xe9,3\n");
	put_rows(&text, 0, 1000);
	assert_same(&text, "in.csv:1092:2: error: byte 6 of this line is 0xE9");
}
END_TEST

START_TEST(a_read_that_fails)
{
	struct buf text = {0};
	put_rows(&text, 0, 1000);
	buf_puts(&text, "1,\"2\n3");
	assert_same_of((struct sheet_text){.text = text, .fails = true}, "in.csv: error: Connection reset by peer\n");
	buf_free(&text);
}
END_TEST

START_TEST(utf16)
{
	struct buf text = {0}, wide = {0};
	put_rows(&text, 0, 3000);
	buf_puts(&wide, "\xff\xfe");
	for (size_t i = 0; i < text.len; i++) {
		buf_putc(&wide, text.data[i]);
		buf_putc(&wide, '\0');
	}
	buf_free(&text);
	assert_same(&wide, "");
}
END_TEST

Suite *
csvin_parts_suite(void)
{
	Suite *s = suite_create("csvin_parts");
	TCase *t = tcase_create("csvin_parts");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, plain_rows);
	tcase_add_test(t, rows_that_arent_plain);
	tcase_add_test(t, quotes_in_disorder);
	tcase_add_test(t, a_quote_never_closed);
	tcase_add_test(t, bytes_that_are_no_text);
	tcase_add_test(t, a_read_that_fails);
	tcase_add_test(t, utf16);
	suite_add_tcase(s, t);
	return s;
}
