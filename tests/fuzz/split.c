/* Any bytes, read as a sheet by masks and by libcsv alone: the same cells, lines, numbers and messages, whatever version of the
 * masks, size of blocks and of what arrives at once, however rows are asked for, and in parts as threads read them.
 * Four bytes say how: version, delimiter and ways; block; what arrives at once; a seed. */
#include "table/split.h"

#include <string.h>

#include "fuzz.h"
#include "table/csvin.h"
#include "table/dialect.h"
#include "table/lines.h"

enum { PARTS = 3 };

static uint64_t seed;

static uint64_t
any(uint64_t bound)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % bound;
}

static void
put_record(struct buf *all, const struct cell *cells, size_t count, uintmax_t line, uintmax_t number)
{
	char head[64];
	must(count > 0);
	buf_add(all, head, (size_t)snprintf(head, sizeof head, "%ju/%ju", line, number));
	for (size_t i = 0; i < count; i++) {
		buf_add(all, head, (size_t)snprintf(head, sizeof head, " %zu:", cells[i].n));
		buf_add(all, cells[i].s, cells[i].n);
	}
	buf_putc(all, '\n');
}

static void
put_plain(struct buf *all, const struct plain *plain, uintmax_t line, uintmax_t number)
{
	static struct cell cells[64 * 1024];
	struct buf text = {0};
	must(plain->split->row_count > 0);
	for (size_t i = 0; i < plain->split->row_count; i++) {
		size_t count = split_count(plain->split, i);
		must(count <= 64 * 1024);
		split_cells(plain->split, i, cells, &text);
		for (size_t k = 0; k < count; k++) {
			struct cell c = split_cell(plain->split, i, k);
			must(split_is_doubled(plain->split, i, k) || (c.s == cells[k].s && c.n == cells[k].n));
		}
		put_record(all, cells, count, line + plain->line + plain->split->rows[i].lines, number + plain->number + i);
	}
	buf_free(&text);
}

/* One record, or as many as there are at once. */
static enum csvin_result
step(struct csvin *in, struct buf *all, uintmax_t line, uintmax_t number, unsigned plain_of_four)
{
	struct plain plain;
	struct record r;
	if (any(4) < plain_of_four && csvin_plain(in, &plain)) {
		put_plain(all, &plain, line, number);
		return CSVIN_RECORD;
	}
	enum csvin_result result = csvin_next(in, &r);
	if (result == CSVIN_RECORD)
		put_record(all, r.cells, r.count, line + r.line, number + r.number);
	return result;
}

static void
put_end(struct buf *all, enum csvin_result result)
{
	must((result == CSVIN_ERROR) == (fuzz_said.len > 0));
	buf_puts(all, result == CSVIN_END ? "end\n" : "error\n");
	buf_add(all, fuzz_said.data, fuzz_said.len);
}

static void
read_whole(const char *path, const struct dialect *dialect, struct buf *all, unsigned plain_of_four)
{
	all->len = fuzz_said.len = 0;
	struct csvin *in = csvin_open("f", path, dialect);
	enum csvin_result result = in ? CSVIN_RECORD : CSVIN_ERROR;
	while (in && result == CSVIN_RECORD)
		result = step(in, all, 0, 0, plain_of_four);
	put_end(all, result);
	csvin_close(in);
}

/* In its turn. */
static void
finish_part(struct csvin *whole, struct csvin *part, struct buf *all, unsigned plain_of_four)
{
	enum csvin_result result = CSVIN_RECORD;
	for (uint64_t before = any(6); before > 0 && result == CSVIN_RECORD; before--)
		result = step(part, all, csvin_line(whole), csvin_number(whole), plain_of_four);
	if (result == CSVIN_RECORD || any(2))
		csvin_turn_part(whole, part);
	while (result == CSVIN_RECORD)
		result = step(part, all, 0, 0, plain_of_four);
	must(result == CSVIN_END);
	csvin_join_part(whole, part);
}

/* Several parts are read before the first one is worked on. */
static void
read_parts(const char *path, const struct dialect *dialect, struct buf *all, unsigned plain_of_four)
{
	all->len = fuzz_said.len = 0;
	struct csvin *whole = csvin_open("f", path, dialect), *parts[PARTS] = {NULL};
	enum csvin_result result = whole ? CSVIN_RECORD : CSVIN_ERROR;
	for (int i = 0; whole && i < PARTS; i++)
		parts[i] = csvin_part(whole);
	while (result == CSVIN_RECORD) {
		size_t had = 0, most = 1 + any(PARTS);
		while (had < most && csvin_read_part(whole, parts[had]))
			had++;
		for (size_t i = 0; i < had; i++)
			finish_part(whole, parts[i], all, plain_of_four);
		if (had < most)
			result = step(whole, all, 0, 0, plain_of_four);
	}
	put_end(all, result);
	for (int i = 0; i < PARTS; i++)
		csvin_close(parts[i]);
	csvin_close(whole);
}

static void
must_be_equal(const struct buf *a, const struct buf *b, const char *what)
{
	bool same = a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
	if (!same)
		fprintf(stderr, "--- libcsv\n%.*s--- %s\n%.*s", (int)a->len, a->data, what, (int)b->len, b->data);
	must(same);
}

/* Every version finds the same in the same bytes, and looks at no others. */
static void
check_versions(const char *s, size_t n, char delimiter)
{
	struct split first = {0};
	char *exact = malloc(n ? n : 1);
	must(exact);
	memcpy(exact, s, n);
	for (enum split_version v = SPLIT_PORTABLE; v < SPLIT_VERSIONS; v++) {
		if (!split_choose(v))
			continue;
		struct split split;
		bool disorder, first_disorder;
		split_init(&split, delimiter);
		split_run(&split, exact, n);
		size_t cut = split_cut(&split, exact, n, &disorder);
		if (v == SPLIT_PORTABLE) {
			first = split;
			must(cut >= split.rows[split.row_count].start);
			continue;
		}
		must(split.row_count == first.row_count && split.irregular == first.irregular && split.doubled == first.doubled);
		must(memcmp(split.rows, first.rows, (split.row_count + 1) * sizeof *split.rows) == 0);
		must(memcmp(split.ends, first.ends, split.rows[split.row_count].cells * sizeof *split.ends) == 0);
		must(cut == split_cut(&first, exact, n, &first_disorder) && disorder == first_disorder);
		split_free(&split);
	}
	split_free(&first);
	free(exact);
}

/* UTF-16 that is none is refused as soon as it is seen, which may be before what stands above it is read. */
static bool
is_no_utf16(const struct buf *all)
{
	return memmem(all->data, all->len, "is marked as UTF-16", 19) || memmem(all->data, all->len, "this UTF-16 file", 16);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	uint8_t ways = take_byte(&b), block = take_byte(&b), piece = take_byte(&b);
	seed = take_byte(&b);
	struct dialect dialect = {.delimiter = ",;\t|"[ways >> 2 & 3], .header_row = 1};
	const unsigned plain_of_four = ways >> 4 & 3;
	enum split_version version = SPLIT_PORTABLE + (ways & 3);
	check_versions(b.s, b.n, dialect.delimiter);

	const char *path = fuzz_file(0, b.s, b.n);
	struct buf expected = {0}, all = {0};
	fuzz_piece = 0;
	split_choose(SPLIT_NOTHING);
	lines_choose_block(4096);
	read_whole(path, &dialect, &expected, 0);
	if (!is_no_utf16(&expected)) {
		fuzz_piece = piece;
		lines_choose_block(16 + (size_t)block * (block % 8));
		split_choose(split_choose(version) ? version : SPLIT_BEST);
		read_whole(path, &dialect, &all, plain_of_four);
		must_be_equal(&expected, &all, "masks");
		read_parts(path, &dialect, &all, plain_of_four);
		must_be_equal(&expected, &all, "parts");
	}
	split_choose(SPLIT_BEST);
	lines_choose_block(0);
	fuzz_piece = 0;
	buf_free(&expected);
	buf_free(&all);
	return 0;
}
