/* Any bytes, read as a sheet: however they arrive, and wherever a block ends, they are the same records, and those that a
 * simple reader sees; and what they are is written and read again. */
#include "table/csvin.h"

#include <string.h>

#include "fuzz.h"
#include "table/csvout.h"
#include "table/dialect.h"
#include "table/lines.h"

/* What became of it, in bytes that can be compared: each record with its line and number, the verdict, what was said. The
 * cells go to `out`, too, unless it is NULL. */
static void
read_all(const char *path, const struct dialect *dialect, size_t piece, struct buf *all, struct csvout *out)
{
	all->len = fuzz_said.len = 0;
	fuzz_piece = piece;
	struct csvin *in = csvin_open("f", path, dialect);
	struct record r;
	enum csvin_result result = in ? CSVIN_RECORD : CSVIN_ERROR;
	if (in)
		buf_printf(all, "delimiter %d\n", csvin_delimiter(in));
	while (in && (result = csvin_next(in, &r)) == CSVIN_RECORD) {
		must(r.count > 0);
		buf_printf(all, "%ju/%ju", r.line, r.number);
		for (size_t i = 0; i < r.count; i++) {
			buf_printf(all, " %zu:", r.cells[i].n);
			buf_add(all, r.cells[i].s, r.cells[i].n);
			if (out)
				csvout_text(out, r.cells[i].s, r.cells[i].n);
		}
		buf_putc(all, '\n');
		if (out)
			csvout_end(out);
	}
	must((result == CSVIN_ERROR) == (fuzz_said.len > 0));
	must(!in || result == CSVIN_ERROR || csvin_next(in, &r) == CSVIN_END);
	csvin_close(in);
	buf_printf(all, "%s\n", result == CSVIN_END ? "end" : "error");
	buf_add(all, fuzz_said.data, fuzz_said.len);
	fuzz_piece = 0;
}

/* Where the records end that came before an error; SIZE_MAX: there was none. */
static size_t
records_end(const struct buf *all)
{
	static const char error[] = "error\nf";
	const char *at = memmem(all->data, all->len, error, sizeof error - 1);
	return at ? (size_t)(at - all->data) : SIZE_MAX;
}

/* Was a byte refused, one that is no text? Its message says where in the line it stands. */
static bool
is_no_text(const struct buf *all)
{
	return memmem(all->data, all->len, "error: byte ", 12);
}

/* --- a reader as simple as can be: character by character, with all of the file at hand */

struct simple {
	const char *s, *end;
	uintmax_t line, number;
	char delimiter;
	struct buf cell;
};

/* Takes the end of a line, if one is there. */
static bool
take_newline(struct simple *r)
{
	if (r->s == r->end || (*r->s != '\n' && *r->s != '\r'))
		return false;
	r->s += *r->s == '\r' && r->s + 1 < r->end && r->s[1] == '\n' ? 2 : 1;
	r->line++;
	return true;
}

static bool
take_quoted(struct simple *r)
{
	for (r->s++; r->s < r->end;) {
		const char *from = r->s;
		if (*from == '"' && (from + 1 == r->end || from[1] != '"')) {
			r->s++;
			return r->s == r->end || *r->s == r->delimiter || *r->s == '\n' || *r->s == '\r';
		}
		r->s += *from == '"';
		if (!take_newline(r))
			r->s++;
		buf_add(&r->cell, *from == '"' ? "\"" : from, *from == '"' ? 1 : (size_t)(r->s - from));
	}
	return false;
}

static bool
take_simple_record(struct simple *r, struct buf *all)
{
	const size_t before = all->len;
	buf_printf(all, "%ju/%ju", r->line, r->number++);
	for (;;) {
		r->cell.len = 0;
		if (r->s < r->end && *r->s == '"') {
			if (!take_quoted(r)) {
				all->len = before;
				return false;
			}
		} else {
			for (; r->s < r->end && *r->s != r->delimiter && *r->s != '\n' && *r->s != '\r'; r->s++)
				buf_putc(&r->cell, *r->s);
		}
		buf_printf(all, " %zu:", r->cell.len);
		buf_add(all, r->cell.data, r->cell.len);
		if (r->s == r->end || take_newline(r))
			break;
		r->s++;
	}
	buf_putc(all, '\n');
	return true;
}

/* Of bytes that are plain text: what read_all says, but for messages. */
static void
read_simply(const uint8_t *data, size_t size, const struct dialect *dialect, struct buf *all)
{
	struct simple r = {(const char *)data, (const char *)data + size, 1, 1, dialect->delimiter, {0}};
	bool ok = true;
	for (; ok && r.line < (uintmax_t)dialect->header_row; r.number++) {
		while (r.s < r.end && *r.s != '\n' && *r.s != '\r')
			r.s++;
		ok = take_newline(&r);
	}
	all->len = 0;
	if (ok)
		buf_printf(all, "delimiter %d\n", r.delimiter);
	while (ok && r.s < r.end)
		if (take_newline(&r))
			r.number++;
		else
			ok = take_simple_record(&r, all);
	buf_puts(all, ok ? "end\n" : "error\n");
	buf_free(&r.cell);
}

/* --- */

static void
must_be_equal(const struct buf *a, const struct buf *b, const char *what)
{
	if (a->len == b->len && memcmp(a->data, b->data, a->len) == 0)
		return;
	fprintf(stderr, "--- whole\n%.*s--- %s\n%.*s", (int)a->len, a->data, what, (int)b->len, b->data);
	fuzz_fail("the same records", __FILE__, __LINE__);
}

static void
check_pieces(const char *path, const struct dialect *dialect, const struct buf *whole, size_t size, size_t seed)
{
	/* a read takes its time: of long inputs two pieces, of short ones all */
	const size_t some[] = {size / 32 + 1 + seed / 3 % 32, 1 + seed % (size + 1), 1, 2, 3, 7, 15, 16, 17};
	struct buf again = {0};
	for (size_t i = 0; i < (size > 32 ? 2 : sizeof some / sizeof *some); i++) {
		char what[32];
		snprintf(what, sizeof what, "pieces of %zu", some[i]);
		read_all(path, dialect, some[i], &again, NULL);
		must_be_equal(whole, &again, what);
	}
	buf_free(&again);
}

/* What a first cell can't be lengthened in front of: it is quoted, or no cell. */
static bool
is_special(const uint8_t *data, size_t size)
{
	return size == 0 || memchr("\"\r\n", data[0], 3) || (size >= 2 && (memcmp(data, "\xff\xfe", 2) == 0 || memcmp(data, "\xfe\xff", 2) == 0)) ||
	    (size >= 3 && memcmp(data, "\xef\xbb\xbf", 3) == 0) || (size >= 4 && strncasecmp((const char *)data, "sep=", 4) == 0);
}

/* A block ends somewhere within the bytes, when the first cell is that much longer: only that cell changes. */
static void
check_block(const uint8_t *data, size_t size, const struct dialect *dialect, size_t seed)
{
	if (is_special(data, size) || size > 4096)
		return;
	struct buf whole = {0}, padded = {0}, text = {0};
	read_all(fuzz_file(0, (const char *)data, size), dialect, 0, &whole, NULL);
	static const char refused[] = "error\nf: ";
	if (whole.len > sizeof refused && memcmp(whole.data, refused, sizeof refused - 1) == 0) { /* as a whole: a workbook... */
		buf_free(&whole);
		return;
	}
	size_t pad = LINES_BLOCK - 16 - seed % (size + 8);
	static char xs[LINES_BLOCK];
	memset(xs, 'x', sizeof xs);
	buf_add(&text, xs, pad);
	buf_add(&text, (const char *)data, size);
	const char *path = fuzz_file(0, text.data, text.len);
	for (size_t piece = 0; piece <= 65521; piece += 65521) {
		read_all(path, dialect, piece, &padded, NULL);
		if (is_no_text(&whole)) { /* farther behind, in a line that is longer */
			size_t end = records_end(&padded);
			must(is_no_text(&padded) && (end == 0) == (records_end(&whole) == 0));
			continue;
		}
		bool is_record = memchr(padded.data, 'x', padded.len) && whole.len > 13 && memcmp(whole.data + 13, "1/1 ", 4) == 0;
		if (!is_record) { /* refused before a record, for the same reason */
			must_be_equal(&whole, &padded, "padded");
			continue;
		}
		/* "1/1 LENGTH:xxx...", where the other has "1/1 LENGTH:" */
		const char *cell = whole.data + 17;
		size_t length = strtoul(cell, NULL, 10);
		text.len = 0;
		buf_add(&text, whole.data, 17);
		buf_printf(&text, "%zu:", length + pad);
		buf_add(&text, xs, pad);
		cell = memchr(cell, ':', whole.len - 17);
		buf_add(&text, cell + 1, (size_t)(whole.data + whole.len - cell - 1));
		must_be_equal(&text, &padded, "padded");
	}
	buf_free(&whole);
	buf_free(&padded);
	buf_free(&text);
}

/* But for bytes that are no text, and what may stand before the first line. */
static void
check_simply(const uint8_t *data, size_t size, const struct dialect *dialect, const struct buf *whole)
{
	static const char refused[] = "error\nf: ";
	bool is_refused = whole->len > sizeof refused && memcmp(whole->data, refused, sizeof refused - 1) == 0;
	if ((is_special(data, size) && size && !memchr("\"\r\n", data[0], 3)) || is_refused || is_no_text(whole))
		return;
	struct buf simple = {0};
	read_simply(data, size, dialect, &simple);
	if (simple.len > whole->len || memcmp(simple.data, whole->data, simple.len) != 0)
		must_be_equal(whole, &simple, "simply");
	buf_free(&simple);
}

/* The cells of two files, but for --excel's guard. */
static void
must_hold_same_cells(const char *a, const char *b, const struct dialect *dialect, bool excel)
{
	struct csvin *x = csvin_open("a", a, dialect), *y = csvin_open("b", b, dialect);
	must(x && y);
	for (struct record p, q;;) {
		enum csvin_result result = csvin_next(x, &p);
		must(result != CSVIN_ERROR && csvin_next(y, &q) == result);
		if (result == CSVIN_END)
			break;
		must(p.count == q.count);
		for (size_t i = 0; i < p.count; i++) {
			struct cell c = p.cells[i], d = q.cells[i];
			bool guarded = excel && d.n == c.n + 1 && d.s[0] == '\'' && memcmp(c.s, d.s + 1, c.n) == 0;
			must(guarded || bytes_equal((struct bytes){c.s, c.n}, d.s, d.n));
			must(!excel || guarded || c.n == 0 || !memchr("=@\r\n", c.s[0], 4));
			must(!guarded || !memchr("0123456789.", c.s[0], 11));
		}
	}
	csvin_close(x);
	csvin_close(y);
}

static void
check_writing(const char *path, const struct dialect *dialect)
{
	/* a heading of its own stands first: what begins a file may be no cell (a BOM, sep=) */
	struct buf all = {0}, plain = {0}, excel = {0};
	struct csvout out;
	struct dialect reads = {.delimiter = dialect->delimiter, .header_row = 1};
	csvout_start(&out, &plain, dialect->delimiter, false);
	csvout_str(&out, "heading");
	csvout_end(&out);
	read_all(path, dialect, 0, &all, &out);
	path = fuzz_file(1, plain.data, plain.len);
	all.len = 0;
	csvout_start(&out, &excel, dialect->delimiter, true);
	read_all(path, &reads, 0, &all, &out);
	must(fuzz_said.len == 0); /* what we write we can read */
	must_hold_same_cells(path, fuzz_file(2, excel.data, excel.len), &reads, true);
	/* and again: the same bytes */
	struct buf again = {0};
	csvout_start(&out, &again, dialect->delimiter, false);
	read_all(path, &reads, 0, &all, &out);
	must(again.len == plain.len && memcmp(again.data, plain.data, plain.len) == 0);
	buf_free(&again);
	buf_free(&all);
	buf_free(&plain);
	buf_free(&excel);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t seed = size;
	for (size_t i = 0; i < size; i++)
		seed = seed * 31 + data[i];
	struct dialect found = {.header_row = 1}, said = {.delimiter = ",;\t|"[seed % 4], .header_row = 1 + (long)(seed / 4 % 3)};
	struct buf whole = {0};
	const char *path = fuzz_file(0, (const char *)data, size);
	read_all(path, &found, 0, &whole, NULL);
	check_pieces(path, &found, &whole, size, seed);
	int delimiter;
	if (sscanf(buf_str(&whole), "delimiter %d", &delimiter) == 1) {
		found.delimiter = (char)delimiter;
		check_simply(data, size, &found, &whole);
		check_writing(path, &found);
	}
	read_all(path, &said, 0, &whole, NULL);
	check_simply(data, size, &said, &whole);
	check_pieces(path, &said, &whole, size, seed / 7);
	check_writing(path, &said);
	said.header_row = 1;
	if (seed % 64 == 0)
		check_block(data, size, &said, seed / 64);
	buf_free(&whole);
	return 0;
}
