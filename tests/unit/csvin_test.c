#include "table/csvin.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"

enum { BLOCK = 256 * 1024 };

struct input {
	const char *text;
	size_t n;
	char delimiter;
	long header_row;
	size_t piece; /* through a pipe, so many bytes at a time; 0: a file */
	bool brief;   /* lengths and ends of cells only */
};

static void
put_cell(struct buf *out, const struct cell *c, bool brief)
{
	buf_putc(out, '[');
	if (brief && c->n > 100) {
		size_t run = 0;
		while (run < c->n && c->s[run] == c->s[0])
			run++;
		buf_printf(out, "%zu*%c+", run, c->s[0]);
		buf_add(out, c->s + run, c->n - run);
	} else {
		buf_add(out, c->s, c->n);
	}
	buf_putc(out, ']');
}

static void
put_records(struct buf *out, const char *name, const char *path, const struct input *input)
{
	struct dialect dialect = {.delimiter = input->delimiter, .header_row = input->header_row ? input->header_row : 1};
	struct csvin *in = csvin_open(name, path, &dialect);
	if (!in)
		return;
	buf_printf(out, "%c\n", csvin_delimiter(in));
	struct record r;
	enum csvin_result result;
	while ((result = csvin_next(in, &r)) == CSVIN_RECORD) {
		buf_printf(out, "%ju/%ju ", r.line, r.number);
		for (size_t i = 0; i < r.count; i++)
			put_cell(out, &r.cells[i], input->brief);
		buf_putc(out, '\n');
	}
	if (result == CSVIN_ERROR)
		buf_puts(out, "error\n");
	else if (csvin_next(in, &r) != CSVIN_END)
		buf_puts(out, "went on after the end\n");
	csvin_close(in);
}

/* A piece is written when the one before has been read, so that each read gets one however fast the writer is. */
static pid_t
start_writer(const struct input *input)
{
	int fds[2];
	if (pipe(fds) != 0)
		_exit(98);
	pid_t pid = fork();
	if (pid < 0)
		_exit(98);
	if (pid > 0) {
		close(fds[1]);
		dup2(fds[0], STDIN_FILENO);
		close(fds[0]);
		return pid;
	}
	close(fds[0]);
	for (size_t at = 0; at < input->n; at += input->piece) {
		size_t n = input->n - at < input->piece ? input->n - at : input->piece;
		if (write(fds[1], input->text + at, n) != (ssize_t)n)
			_exit(1);
		for (int left = 1; left > 0 && ioctl(fds[1], FIONREAD, &left) == 0;)
			sched_yield();
	}
	_exit(0);
}

static void
read_input(struct buf *out, void *arg)
{
	const struct input *input = arg;
	if (input->n > 10000000)
		alarm(300); /* valgrind's realloc copies every time, too */
	if (input->piece) {
		pid_t pid = start_writer(input);
		put_records(out, "<stdin>", "-", input);
		for (char rest[64]; read(STDIN_FILENO, rest, sizeof rest) > 0;)
			continue; /* the writer waits for that */
		waitpid(pid, NULL, 0);
	} else {
		put_file("in.csv", input->text, input->n);
		put_records(out, "in.csv", "in.csv", input);
	}
}

static void
assert_input(struct input input, const char *expected)
{
	struct ran r = run(read_input, &input);
	ck_assert_str_eq(r.err, "");
	if (strlen(expected) < 500)
		ck_assert_str_eq(r.out, expected);
	else
		ck_assert(strcmp(r.out, expected) == 0); /* check can't quote so much */
	ck_assert_int_eq(r.status, 0);
	ran_free(&r);
}

#define assert_records(literal, expected) assert_input((struct input){.text = literal, .n = sizeof literal - 1}, expected)

/* The message begins with `place`. */
static void
assert_input_refused(struct input input, const char *records, const char *place)
{
	struct ran r = run(read_input, &input);
	ck_assert_str_eq(r.out, records);
	ck_assert_uint_eq(lines_of(r.err), 1);
	ck_assert_msg(strncmp(r.err, place, strlen(place)) == 0, "%s", r.err);
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}

#define assert_refused(literal, records, place) \
	assert_input_refused((struct input){.text = literal, .n = sizeof literal - 1}, records, place)

static void
repeat(struct buf *b, char c, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_putc(b, c);
}

START_TEST(line_ends)
{
	assert_records("a,b\n1,2\n", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("a,b\r\n1,2\r\n", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("a,b\r1,2\r", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("a,b\n1,2\r\n3,4\r5,6", ",\n1/1 [a][b]\n2/2 [1][2]\n3/3 [3][4]\n4/4 [5][6]\n");
}
END_TEST

START_TEST(no_final_newline)
{
	assert_records("a,b\n1,2", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("a,b\n1,", ",\n1/1 [a][b]\n2/2 [1][]\n");
	assert_records("a,b\n1,\"2\"", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("a,b\n1,\"\"", ",\n1/1 [a][b]\n2/2 [1][]\n");
	assert_records("a", ",\n1/1 [a]\n");
	assert_records("\"\"", ",\n1/1 []\n");
	assert_records("a\n1\r", ",\n1/1 [a]\n2/2 [1]\n");
}
END_TEST

START_TEST(nothing_at_all)
{
	assert_records("", ",\n");
	assert_records("\n", ",\n");
	assert_records("\r\n\r\n", ",\n");
	assert_records("\xef\xbb\xbf", ",\n");
}
END_TEST

START_TEST(blank_lines_count)
{
	assert_records("a\n\n1\n\n\n2\n", ",\n1/1 [a]\n3/3 [1]\n6/6 [2]\n");
	assert_records("a\r\n\r\n1\r\n", ",\n1/1 [a]\n3/3 [1]\n");
	assert_records("a\r\r1\r", ",\n1/1 [a]\n3/3 [1]\n");
	assert_records("\n\na\n1\n", ",\n3/3 [a]\n4/4 [1]\n");
	assert_records("a\n \n1\n", ",\n1/1 [a]\n2/2 [ ]\n3/3 [1]\n"); /* a blank is no blank line */
}
END_TEST

START_TEST(empty_cells)
{
	assert_records("a,b,c\n,,\n,\"\",\n", ",\n1/1 [a][b][c]\n2/2 [][][]\n3/3 [][][]\n");
	assert_records("a,\n\"\"\n", ",\n1/1 [a][]\n2/2 []\n");
}
END_TEST

START_TEST(blanks_belong_to_cells)
{
	assert_records(" a , b\n 1,2 \n\t3,\t\n", ",\n1/1 [ a ][ b]\n2/2 [ 1][2 ]\n3/3 [\t3][\t]\n");
}
END_TEST

START_TEST(quoted_cells)
{
	assert_records("a,b\n\"1,2\",\"3\"\n", ",\n1/1 [a][b]\n2/2 [1,2][3]\n");
	assert_records("a\n\"24\"\" rack\"\n", ",\n1/1 [a]\n2/2 [24\" rack]\n");
	assert_records("a\n\"\"\"\"\n", ",\n1/1 [a]\n2/2 [\"]\n");
	assert_records("a\n\"\"\"x\"\"\"\n", ",\n1/1 [a]\n2/2 [\"x\"]\n");
	assert_records("a\n\" x \"\n", ",\n1/1 [a]\n2/2 [ x ]\n");
	assert_records("\"a\",\"b\"\n", ",\n1/1 [a][b]\n");
}
END_TEST

/* The row's number is the spreadsheet's, its line the file's. */
START_TEST(newlines_in_quoted_cells)
{
	assert_records("a,b\n\"x\ny\",1\nz,2\n", ",\n1/1 [a][b]\n2/2 [x\ny][1]\n4/3 [z][2]\n");
	assert_records("a,b\r\n\"x\r\ny\r\n\",1\r\nz,2\r\n", ",\n1/1 [a][b]\n2/2 [x\r\ny\r\n][1]\n5/3 [z][2]\n");
	assert_records("a\r\"x\ry\"\rz\r", ",\n1/1 [a]\n2/2 [x\ry]\n4/3 [z]\n");
	assert_records("a\n\"\n\n\n\"\nz\n", ",\n1/1 [a]\n2/2 [\n\n\n]\n6/3 [z]\n");
	assert_records("\"a\nb\",c\n1,2\n", ",\n1/1 [a\nb][c]\n3/2 [1][2]\n");
	assert_records("a\n\"x\n\n\"\n\n\nz\n", ",\n1/1 [a]\n2/2 [x\n\n]\n7/5 [z]\n");
}
END_TEST

START_TEST(quotes_in_unquoted_cells)
{
	assert_records("a,b\n12\" monitor,1\n", ",\n1/1 [a][b]\n2/2 [12\" monitor][1]\n");
	assert_records("a,b\n12\",1\nx\"\"y,\"z\"\n", ",\n1/1 [a][b]\n2/2 [12\"][1]\n3/3 [x\"\"y][z]\n");
	assert_records("a,b\n \"x,y\"\n", ",\n1/1 [a][b]\n2/2 [ \"x][y\"]\n");
	assert_records("a,b\n5\",6\"\n7\",8\"\n", ",\n1/1 [a][b]\n2/2 [5\"][6\"]\n3/3 [7\"][8\"]\n");
}
END_TEST

START_TEST(text_after_a_closing_quote)
{
	assert_refused("a,b\n\"24\"\" rack\" black,1\n", ",\n1/1 [a][b]\nerror\n", "in.csv:2: error: ");
	assert_refused("a\n\"x\" \n", ",\n1/1 [a]\nerror\n", "in.csv:2: error: ");
	assert_refused("a\n1\n\"x\ny\nz\"w\n", ",\n1/1 [a]\n2/2 [1]\nerror\n", "in.csv:3: error: ");
	assert_refused("a\n1\n\n\"x\",\"y\nz\"w\n", ",\n1/1 [a]\n2/2 [1]\nerror\n", "in.csv:4: error: ");
	assert_refused("a\n\"x\"y\"z\"\n", ",\n1/1 [a]\nerror\n", "in.csv:2: error: ");
	assert_refused("a\n\"x\";1\n", ",\n1/1 [a]\nerror\n", "in.csv:2: error: ");
}
END_TEST

START_TEST(a_quote_open_at_the_end)
{
	assert_refused("a\n1\n\"x\ny\nz\n", ",\n1/1 [a]\n2/2 [1]\nerror\n", "in.csv:3: error: ");
	assert_refused("a\n\"", ",\n1/1 [a]\nerror\n", "in.csv:2: error: ");
	assert_refused("a\n\"x\"\"", ",\n1/1 [a]\nerror\n", "in.csv:2: error: ");
	assert_refused("a,b\n\"x\ny\",\"z\n", ",\n1/1 [a][b]\nerror\n", "in.csv:3: error: "); /* the second one's line */
}
END_TEST

START_TEST(byte_order_marks)
{
	assert_records("\xef\xbb\xbf" "a,b\n1,2\n", ",\n1/1 [a][b]\n2/2 [1][2]\n");
	assert_records("\xef\xbb\xbf\"a,x\",b\n1,2\n", ",\n1/1 [a,x][b]\n2/2 [1][2]\n");
	assert_records("a\n\xef\xbb\xbf" "1\n", ",\n1/1 [a]\n2/2 [\xef\xbb\xbf" "1]\n"); /* only the first is a mark */
}
END_TEST

/* UTF-16 from code points below U+10000, and one pair. */
static struct input
utf16(const char *ascii, bool big)
{
	static char text[4096];
	size_t n = 0;
	const unsigned char *u = (const unsigned char *)ascii;
	unsigned units16[2000], count = 0;
	units16[count++] = 0xfeff;
	for (; *u; u++)
		if (*u == '$') { /* stands for a euro */
			units16[count++] = 0x20ac;
		} else if (*u == '@') { /* for U+1F389 */
			units16[count++] = 0xd83c;
			units16[count++] = 0xdf89;
		} else {
			units16[count++] = *u;
		}
	for (unsigned i = 0; i < count; i++) {
		text[n++] = (char)(big ? units16[i] >> 8 : units16[i] & 0xff);
		text[n++] = (char)(big ? units16[i] & 0xff : units16[i] >> 8);
	}
	return (struct input){.text = text, .n = n};
}

START_TEST(utf16_both_ways)
{
	for (int big = 0; big < 2; big++) {
		assert_input(utf16("a\tb\r\n5 $\t\"@\r\nx\"\r\n", big), "\t\n1/1 [a][b]\n2/2 [5 \u20ac][\U0001f389\r\nx]\n");
		struct input dribbled = utf16("a;b\n$;@\n", big);
		dribbled.piece = 1;
		assert_input(dribbled, ";\n1/1 [a][b]\n2/2 [\u20ac][\U0001f389]\n");
		assert_input(utf16("", big), ",\n");
	}
}
END_TEST

START_TEST(utf16_without_its_mark)
{
	for (int big = 0; big < 2; big++) {
		struct input marked = utf16("a\tb\r\n5 $\t\"@\r\nx\"\r\n", big);
		marked.text += 2;
		marked.n -= 2;
		assert_input(marked, "\t\n1/1 [a][b]\n2/2 [5 \u20ac][\U0001f389\r\nx]\n");
	}
	struct input wide = utf16("$$$$,$$$$\n", false); /* beyond Latin there are too few NUL bytes to be sure */
	wide.text += 2;
	wide.n -= 2;
	struct ran r = run(read_input, &wide);
	ck_assert_int_eq(r.status, 2);
	ck_assert_ptr_nonnull(strstr(r.err, "iconv"));
	ran_free(&r);
}
END_TEST

START_TEST(broken_utf16)
{
	struct input half = utf16("a,b\n1,2\n", false);
	half.n--;
	struct ran r = run(read_input, &half);
	ck_assert_int_eq(r.status, 2);
	ck_assert_msg(strncmp(r.err, "in.csv", 6) == 0, "%s", r.err);
	ran_free(&r);
	static const char lone[] = "\xff\xfe" "a\0\n\0\x00\xd8" "b\0\n\0"; /* a lone surrogate */
	r = run(read_input, &(struct input){.text = lone, .n = sizeof lone - 1});
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

/* Wide characters where the block has room for less than one. */
static void
read_long_utf16(struct buf *out, void *arg)
{
	size_t shift = *(size_t *)arg;
	alarm(5);
	struct buf b = {0};
	buf_add(&b, "\xff\xfe", 2);
	buf_add(&b, "a\0\n\0", 4);
	for (size_t i = 0; i < shift; i++)
		buf_add(&b, "x\0", 2);
	for (size_t i = 0; i < 200000; i++)
		buf_add(&b, "\xac\x20", 2);
	buf_add(&b, "\n\0", 2);
	put_file("in.csv", b.data, b.len);
	buf_free(&b);
	struct dialect dialect = {.header_row = 1};
	struct csvin *in = csvin_open("in.csv", "in.csv", &dialect);
	struct record r;
	for (int i = 0; in && i < 2 && csvin_next(in, &r) == CSVIN_RECORD; i++)
		buf_printf(out, "%zu ", r.cells[0].n);
	csvin_close(in);
}

START_TEST(long_utf16_cells)
{
	size_t shift = (size_t)_i;
	struct ran r = run(read_long_utf16, &shift);
	char expected[32];
	snprintf(expected, sizeof expected, "1 %zu ", 600000 + shift);
	ck_assert_msg(r.status < 128, "killed: it hangs");
	ck_assert_str_eq(r.out, expected);
	ran_free(&r);
}
END_TEST

START_TEST(sep_lines)
{
	assert_records("sep=;\na;b,c\n1;2\n", ";\n2/1 [a][b,c]\n3/2 [1][2]\n");
	assert_records("sep=\t\r\na,x\tb\r\n", "\t\n2/1 [a,x][b]\n");
	assert_records("SEP=|\ra|b\r", "|\n2/1 [a][b]\n");
	assert_records("\xef\xbb\xbfsep=;\na;b\n", ";\n2/1 [a][b]\n");
	assert_records("sep=;,x\n1,2\n", ",\n1/1 [sep=;][x]\n2/2 [1][2]\n"); /* a heading */
	static const char text[] = "sep=;\na;b,c\n";
	assert_input((struct input){.text = text, .n = sizeof text - 1, .delimiter = ','}, ",\n2/1 [a;b][c]\n");
}
END_TEST

START_TEST(delimiters_are_found)
{
	assert_records("a,b;c,d\n", ",\n1/1 [a][b;c][d]\n");
	assert_records("a;b,c;d\n1,5;2;3\n", ";\n1/1 [a][b,c][d]\n2/2 [1,5][2][3]\n");
	assert_records("a\tb\n1,5\t2\n", "\t\n1/1 [a][b]\n2/2 [1,5][2]\n");
	assert_records("a|b|c\n", "|\n1/1 [a][b][c]\n");
	assert_records("a,b;c\n", ",\n1/1 [a][b;c]\n"); /* a tie */
	assert_records("\"a,b,c,d\";e;f\n", ";\n1/1 [a,b,c,d][e][f]\n");
	assert_records("\"a\n,,,,\n\";e;f\n", ";\n1/1 [a\n,,,,\n][e][f]\n");
	assert_records("\"a\"\",,,\"\"\";e;f\n", ";\n1/1 [a\",,,\"][e][f]\n");
	assert_records("a\n1,2\n", ",\n1/1 [a]\n2/2 [1][2]\n");
	assert_records("a;b\r1,1,1,1;2\r", ";\n1/1 [a][b]\n2/2 [1,1,1,1][2]\n"); /* one line only */
}
END_TEST

/* A quote within a cell is a character, for the search as well. */
START_TEST(an_inch_sign_in_a_heading)
{
	assert_records("width (\");volume;price\n1;2;3\n", ";\n1/1 [width (\")][volume][price]\n2/2 [1][2][3]\n");
}
END_TEST

START_TEST(delimiters_are_told)
{
	static const char text[] = "a;b#c\n";
	assert_input((struct input){.text = text, .n = sizeof text - 1, .delimiter = '#'}, "#\n1/1 [a;b][c]\n");
	static const char blank[] = "a b\n\"1 2\" 3\n";
	assert_input((struct input){.text = blank, .n = sizeof blank - 1, .delimiter = ' '}, " \n1/1 [a][b]\n2/2 [1 2][3]\n");
}
END_TEST

START_TEST(headings_in_a_later_line)
{
	static const char text[] = "Report, 2027, x, y\n\na;b\n1;2\n";
	assert_input((struct input){.text = text, .n = sizeof text - 1, .header_row = 3}, ";\n3/3 [a][b]\n4/4 [1][2]\n");
	assert_input((struct input){.text = text, .n = sizeof text - 1, .header_row = 4}, ";\n4/4 [1][2]\n");
	assert_input_refused((struct input){.text = text, .n = sizeof text - 1, .header_row = 6}, "", "in.csv");
	static const char crs[] = "x\r\ry\ra;b\r";
	assert_input((struct input){.text = crs, .n = sizeof crs - 1, .header_row = 4}, ";\n4/4 [a][b]\n");
	static const char quote[] = "12\" monitors\na;b\n1;2\n"; /* above the headings anything may stand */
	assert_input((struct input){.text = quote, .n = sizeof quote - 1, .header_row = 2}, ";\n2/2 [a][b]\n3/3 [1][2]\n");
	static const char sep[] = "sep=;\nx\na;b\n";
	assert_input((struct input){.text = sep, .n = sizeof sep - 1, .header_row = 3}, ";\n3/2 [a][b]\n");
}
END_TEST

START_TEST(nul_bytes)
{
	assert_refused("a\0b\n", ",\nerror\n", "in.csv:1:1: error: byte 2 of this line is NUL");
	static const char text[] = "a,b\n1,\0\n";
	assert_input_refused((struct input){.text = text, .n = sizeof text - 1}, ",\n1/1 [a][b]\nerror\n",
	    "in.csv:2:2: error: byte 3 of this line is NUL");
}
END_TEST

/* What is above a byte that isn't UTF-8 is read; the place is that of the first such byte. */
START_TEST(miscoded_bytes)
{
	assert_refused("a,caf\xe9\n", ",\nerror\n", "in.csv:1:2: error: byte 6 of this line is 0xE9, ");
	assert_refused("a,b\n1,2\n3,\xff\n\xff\n", ",\n1/1 [a][b]\n2/2 [1][2]\nerror\n", "in.csv:3:2: error: byte 3 ");
	assert_refused("a,b\r1,2\r\xff,", ",\n1/1 [a][b]\n2/2 [1][2]\nerror\n", "in.csv:3:1: error: byte 1 ");
	assert_refused("a\n\n\"x\ny\xe9\"\n", ",\n1/1 [a]\nerror\n", "in.csv:4:1: error: byte 2 ");
	assert_refused("a\n\xc3", ",\n1/1 [a]\nerror\n", "in.csv:2:1: error: byte 1 "); /* a character that breaks off */
	assert_refused("a\n\xe2\x82\n", ",\n1/1 [a]\nerror\n", "in.csv:2:1: error: byte 1 ");
	static const char above[] = "caf\xe9\na;b\n";
	assert_input_refused((struct input){.text = above, .n = sizeof above - 1, .header_row = 2}, "", "in.csv:1: error: byte 4 ");
}
END_TEST

/* The same line, cell and byte whatever arrives at once. */
START_TEST(miscoded_bytes_in_pieces)
{
	static const char text[] = "a,b\n\xc3\xa9\xe2\x82\xac,\"x\n\xf0\x9f\x8e\x89\xed\xa0\x80\"\n";
	for (size_t piece = 1; piece < 9; piece++)
		assert_input_refused((struct input){.text = text, .n = sizeof text - 1, .piece = piece}, ",\n1/1 [a][b]\nerror\n",
		    "<stdin>:3:2: error: byte 5 of this line is 0xED, ");
}
END_TEST

/* Far into a line that no block holds. */
START_TEST(miscoded_bytes_in_a_long_line)
{
	for (size_t n = BLOCK - 6; n < BLOCK + 6; n++) {
		struct buf text = {0};
		char place[64];
		buf_puts(&text, "a,b\nx,");
		repeat(&text, 'x', n);
		buf_puts(&text, "\u20ac\xe9\n");
		snprintf(place, sizeof place, "in.csv:2:2: error: byte %zu of this line is 0xE9, ", n + 6);
		assert_input_refused((struct input){.text = buf_str(&text), .n = text.len}, ",\n1/1 [a][b]\nerror\n", place);
		buf_free(&text);
	}
}
END_TEST

START_TEST(what_is_no_text)
{
	assert_refused("PK\3\4xxxxxxxxxxxx", "", "in.csv: error: this is a workbook");
	assert_refused("\xd0\xcf\x11\xe0xxxx", "", "in.csv: error: this is an old workbook");
	assert_refused("\x1f\x8b\x08", "", "in.csv: error: this is compressed");
	assert_refused("%PDF-1.7\n", "", "in.csv: error: this is a PDF");
	assert_refused("<html>\n", "", "in.csv: error: this is a web page");
	assert_records("PK,b\n", ",\n1/1 [PK][b]\n");
}
END_TEST

static void
open_what_cant(struct buf *out, void *arg)
{
	struct dialect dialect = {.header_row = 1};
	buf_puts(out, csvin_open(arg, arg, &dialect) ? "open" : "NULL");
}

START_TEST(what_cant_be_opened)
{
	struct ran r = run(open_what_cant, (char[]){"missing.csv"});
	ck_assert_str_eq(r.out, "NULL");
	ck_assert_str_eq(r.err, "missing.csv: error: No such file or directory\n");
	ran_free(&r);
	r = run(open_what_cant, (char[]){"."});
	ck_assert_str_eq(r.out, "NULL");
	ck_assert_uint_eq(lines_of(r.err), 1);
	ran_free(&r);
}
END_TEST

/* Any character but those with a meaning is a cell's. */
START_TEST(every_character)
{
	struct buf text = {0}, expected = {0};
	buf_puts(&text, "a,b\n");
	buf_puts(&expected, ",\n1/1 [a][b]\n2/2 ");
	for (int c = 1; c < 256; c++) {
		if (strchr("\n\r,\"", c))
			continue;
		char character[3] = {(char)c};
		if (c > 127)
			memcpy(character, (char[]){(char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f))}, 2);
		buf_printf(&text, "%s%s", c > 1 ? "," : "", character);
		buf_printf(&expected, "[%s]", character);
	}
	buf_puts(&text, "\n");
	buf_puts(&expected, "\n");
	assert_input((struct input){.text = buf_str(&text), .n = text.len}, buf_str(&expected));
	buf_free(&text);
	buf_free(&expected);
}
END_TEST

/* A cell of about a block, then what has a meaning of more than one byte, exactly across the edge: of the first
 * block, and of the block that begins with the long line. */
START_TEST(edges_of_a_block)
{
	static const struct {
		const char *before, *after; /* of the run of x, which begins the second line */
		size_t lead;                /* bytes of the line before the run */
		const char *first, *rest;
	} cases[] = {
		{"h\n", "\r\ny\r\n", 0, "+]\n", "3/3 [y]\n"},
		{"h\n", "\ry\r", 0, "+]\n", "3/3 [y]\n"},
		{"h\n", "\r\r\ny\n", 0, "+]\n", "4/4 [y]\n"},
		{"h\n", "\"\"z,\"q\"\"\"\ny\n", 0, "+\"\"z][q\"]\n", "3/3 [y]\n"},
		{"h\n\"", "\"\"\",b\ny\n", 1, "+\"][b]\n", "3/3 [y]\n"},
		{"h\n\"", "\"\"\"\"\",b\ny\n", 1, "+\"\"][b]\n", "3/3 [y]\n"},
		{"h\n\"", "\"\r\ny\n", 1, "+]\n", "3/3 [y]\n"},
		{"h\n\"", "\"\ry\n", 1, "+]\n", "3/3 [y]\n"},
		{"h\n\"", "\",\"b\"\ny\n", 1, "+][b]\n", "3/3 [y]\n"},
		{"h\n\"", "\r\n\",b\ny\n", 1, "+\r\n][b]\n", "4/3 [y]\n"},
		{"h\n\"", "\r\r\n\n\",b\ny\n", 1, "+\r\r\n\n][b]\n", "6/3 [y]\n"},
		{"h\n", ",\"b,\nc\"\ny\n", 0, "+][b,\nc]\n", "4/3 [y]\n"},
		{"h\n", ",\"\",\ny\n", 0, "+][][]\n", "3/3 [y]\n"},
		{"h\n", ",\"b\"", 0, "+][b]\n", ""},
		{"h\n", "\r", 0, "+]\n", ""},
	};
	size_t c = (size_t)_i;
	for (size_t at_line = 0; at_line < 2; at_line++)
		for (size_t run_length = BLOCK - 8; run_length <= BLOCK + 2; run_length++) {
			size_t n = run_length - (at_line ? cases[c].lead : strlen(cases[c].before));
			struct buf text = {0}, expected = {0};
			buf_puts(&text, cases[c].before);
			repeat(&text, 'x', n);
			buf_puts(&text, cases[c].after);
			buf_printf(&expected, ",\n1/1 [h]\n2/2 [%zu*x%s%s", n, cases[c].first, cases[c].rest);
			assert_input((struct input){.text = buf_str(&text), .n = text.len, .delimiter = ',', .brief = true},
			    buf_str(&expected));
			buf_free(&text);
			buf_free(&expected);
		}
}
END_TEST
enum { EDGES = 15 };

/* Records of a few bytes, so that the block's edge falls anywhere. */
START_TEST(many_records)
{
	struct buf text = {0}, expected = {0};
	buf_puts(&text, "a;b\r\n");
	buf_puts(&expected, ";\n1/1 [a][b]\n");
	for (int i = 0; i < 60000; i++) {
		buf_printf(&text, i % 3 ? "%d;\"x\"\"%d\"\r\n" : "%d;\"x\"\"%d\"\n", i, i);
		buf_printf(&expected, "%d/%d [%d][x\"%d]\n", i + 2, i + 2, i, i);
	}
	assert_input((struct input){.text = buf_str(&text), .n = text.len}, buf_str(&expected));
	assert_input((struct input){.text = buf_str(&text), .n = text.len, .piece = 4093}, buf_str(&expected));
	buf_free(&text);
	buf_free(&expected);
}
END_TEST

START_TEST(a_cell_of_a_million_bytes)
{
	struct buf text = {0};
	buf_puts(&text, "a,b\n");
	repeat(&text, 'x', 1000000);
	buf_puts(&text, ",1\n\"");
	repeat(&text, 'y', 1000000);
	buf_puts(&text, "\n\",2\n");
	struct input input = {.text = buf_str(&text), .n = text.len, .brief = true};
	assert_input(input, ",\n1/1 [a][b]\n2/2 [1000000*x+][1]\n3/3 [1000000*y+\n][2]\n");
	buf_free(&text);
}
END_TEST

START_TEST(a_runaway_quote)
{
	struct buf text = {0};
	buf_puts(&text, "a\n1\n\"2\n");
	for (int i = 0; i < 6 * 1024 * 1024; i++)
		buf_puts(&text, "x,y\n");
	struct input input = {.text = buf_str(&text), .n = text.len};
	assert_input_refused(input, ",\n1/1 [a]\n2/2 [1]\nerror\n", "in.csv:3: error: ");
	buf_free(&text);
}
END_TEST

START_TEST(a_runaway_cell)
{
	struct buf text = {0};
	buf_puts(&text, "a\n1\n");
	repeat(&text, 'x', CSVIN_CELL_MOST + 2 * 65536);
	struct input input = {.text = buf_str(&text), .n = text.len};
	assert_input_refused(input, ",\n1/1 [a]\n2/2 [1]\nerror\n", "in.csv:3: error: ");
	buf_free(&text);
}
END_TEST

/* Bytes with a meaning in any order: the same records, or the same message, however they come. */
START_TEST(any_pieces_give_the_same)
{
	static const char alphabet[] = "\"\"\"\",,;\n\n\r\rxyz ";
	uint64_t seed = 7 + (uint64_t)_i;
	for (int round = 0; round < 12; round++) {
		char text[80];
		size_t n = random_below(&seed, sizeof text);
		for (size_t i = 0; i < n; i++)
			text[i] = alphabet[random_below(&seed, sizeof alphabet - 1)];
		struct input input = {.text = text, .n = n, .piece = sizeof text}; /* at once */
		struct ran whole = run(read_input, &input);
		static const size_t pieces[] = {1, 2, 3, 7};
		for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
			input.piece = pieces[i];
			struct ran cut = run(read_input, &input);
			ck_assert_str_eq(cut.out, whole.out);
			ck_assert_str_eq(cut.err, whole.err);
			ck_assert_int_eq(cut.status, whole.status);
			ran_free(&cut);
		}
		ran_free(&whole);
	}
}
END_TEST

START_TEST(a_pipe_that_dribbles)
{
	static const char text[] = "\xef\xbb\xbfsep=;\r\na;b\r\n\r\n\"x\r\n\"\"y\";12\" z\r\n\"\";\r\nlast;\xe2\x82\xac";
	static const char expected[] = ";\n2/1 [a][b]\n4/3 [x\r\n\"y][12\" z]\n6/4 [][]\n7/5 [last][\u20ac]\n";
	for (size_t piece = 1; piece < 10; piece++)
		assert_input((struct input){.text = text, .n = sizeof text - 1, .piece = piece}, expected);
}
END_TEST

Suite *
csvin_suite(void)
{
	Suite *s = suite_create("csvin");
	TCase *t = tcase_create("csvin");
	tcase_set_timeout(t, 120);
	tcase_add_test(t, line_ends);
	tcase_add_test(t, no_final_newline);
	tcase_add_test(t, nothing_at_all);
	tcase_add_test(t, blank_lines_count);
	tcase_add_test(t, empty_cells);
	tcase_add_test(t, blanks_belong_to_cells);
	tcase_add_test(t, quoted_cells);
	tcase_add_test(t, newlines_in_quoted_cells);
	tcase_add_test(t, quotes_in_unquoted_cells);
	tcase_add_test(t, text_after_a_closing_quote);
	tcase_add_test(t, a_quote_open_at_the_end);
	tcase_add_test(t, byte_order_marks);
	tcase_add_test(t, utf16_both_ways);
	tcase_add_test(t, broken_utf16);
	tcase_add_loop_test(t, long_utf16_cells, 0, 3);
	tcase_add_test(t, sep_lines);
	tcase_add_test(t, delimiters_are_found);
	tcase_add_test(t, an_inch_sign_in_a_heading);
	tcase_add_test(t, delimiters_are_told);
	tcase_add_test(t, headings_in_a_later_line);
	tcase_add_test(t, nul_bytes);
	tcase_add_test(t, miscoded_bytes);
	tcase_add_test(t, miscoded_bytes_in_pieces);
	tcase_add_test(t, miscoded_bytes_in_a_long_line);
	tcase_add_test(t, utf16_without_its_mark);
	tcase_add_test(t, what_is_no_text);
	tcase_add_test(t, what_cant_be_opened);
	tcase_add_test(t, every_character);
	tcase_add_loop_test(t, edges_of_a_block, 0, EDGES);
	tcase_add_test(t, many_records);
	tcase_add_test(t, a_cell_of_a_million_bytes);
	if (!is_sanitized()) {
		tcase_add_test(t, a_runaway_quote);
		tcase_add_test(t, a_runaway_cell);
	}
	tcase_add_loop_test(t, any_pieces_give_the_same, 0, 5);
	tcase_add_test(t, a_pipe_that_dribbles);
	suite_add_tcase(s, t);
	return s;
}
