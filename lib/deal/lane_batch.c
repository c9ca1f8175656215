#include "deal/lane_batch.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "deal/total_word.h"
#include "table/digits.h"
#include "table/lines.h"
#include "table/split.h"

_Static_assert((int)LANE_ROWS == (int)CELLS_MOST, "a batch is read at once");

/* A column of the batch; without one, of empty cells. */
static struct cells
column_of(const struct lane_batch *b, size_t column)
{
	static const char nothing[2 * LINES_ROOM];
	static const uint32_t nowhere = LINES_ROOM;
	if (column == SHEET_NONE)
		return (struct cells){.s = nothing, .from = &nowhere, .to = &nowhere, .version = b->split->version};
	return cells_of(b->split, b->row, column);
}

/* Like 1.23E+11: see cell_id. */
static bool
may_be_destroyed(struct cell c)
{
	size_t i = 0;
	while (i < c.n && ((c.s[i] >= '0' && c.s[i] <= '9') || c.s[i] == '.' || c.s[i] == ','))
		i++;
	return i > 0 && i < c.n && c.s[i] == 'E';
}

/* Nothing to trim, surely no error value (Err:502) and nothing that a spreadsheet has destroyed. */
static bool
is_plain_text(struct cell c)
{
	if (c.n == 0)
		return true;
	unsigned char first = (unsigned char)c.s[0], last = (unsigned char)c.s[c.n - 1];
	if (first <= ' ' || last <= ' ' || first == '#' || (c.n > 6 && c.s[c.n - 4] == ':') || may_be_destroyed(c))
		return false;
	return (first < 0x80 || !utf8_blank(c.s, c.n)) && (last < 0x80 || !utf8_blank_behind(c.s, c.n));
}

/* Are the bytes of a cell its text? */
static bool
is_as_it_stands(const struct lane_batch *b, struct cell c)
{
	return !b->split->doubled || !memchr(c.s, '"', c.n);
}

/* A column whose texts are plain, up to the first other one. */
static struct cells
texts_of(struct lane_batch *b, size_t column)
{
	const struct cells cells = column_of(b, column);
	uint64_t left = b->split->doubled ? ~UINT64_C(0) : cells_odd_texts(&cells, b->count);
	for (left &= lane_batch_rows(b); left; left &= left - 1) {
		size_t row = (size_t)__builtin_ctzll(left);
		struct cell c = cells_at(&cells, row);
		if (!is_as_it_stands(b, c) || !is_plain_text(c)) {
			b->count = row;
			break;
		}
	}
	return cells;
}

static void
check_blanks(struct lane_batch *b, size_t column)
{
	const struct cells cells = column_of(b, column);
	for (size_t row = 0; row < b->count; row++)
		if (cells_at(&cells, row).n)
			b->count = row;
}

static bool
is_code(const struct lane_columns *lane, struct cell c)
{
	return c.n == lane->code_length && bytes_are_same(c.s, lane->code, c.n);
}

/* `or_none`: nothing is the currency, too. Without a column that is so anyway: see lane_columns_learn. */
static void
check_codes(struct lane_batch *b, const struct lane_columns *lane, size_t column, bool or_none)
{
	if (column == SHEET_NONE)
		return;
	const struct cells cells = texts_of(b, column);
	for (size_t row = 0; row < b->count; row++) {
		struct cell c = cells_at(&cells, row);
		if (!is_code(lane, c) && !(or_none && c.n == 0))
			b->count = row;
	}
}

/* Names that are surely none of a total. */
static void
check_products(struct lane_batch *b, const struct lane_columns *lane, size_t column, struct buf *scratch)
{
	const struct cells cells = texts_of(b, column);
	uint64_t left = cells_begins(&cells, b->count, &lane->total_words);
	for (left &= lane_batch_rows(b); left; left &= left - 1) {
		size_t row = (size_t)__builtin_ctzll(left);
		struct cell c = cells_at(&cells, row);
		if (c.n == 0 || total_word_in(scratch, c) != TOTAL_UNSAID) {
			b->count = row;
			return;
		}
	}
}

/* One that cells_numbers has left: longer, most of the time. */
static bool
read_long(const struct lane_columns *lane, struct cell c, struct lane_number n, uint64_t *out)
{
	static const uint64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	uint64_t mantissa;
	unsigned places;
	if (!digits_parse(c.s, c.n, lane->mark, &mantissa, &places) || n.places < (int)places)
		return false;
	return !__builtin_mul_overflow(mantissa, power[n.places - (int)places], out) && *out < n.limit;
}

/* Empty is 0. Returns a bit for each cell that isn't. */
static uint64_t
read_numbers(struct lane_batch *b, const struct lane_columns *lane, struct lane_number n, uint64_t out[LANE_ROWS])
{
	if (b->count == 0)
		return 0;
	const struct cells cells = column_of(b, n.column);
	uint64_t given, left = cells_numbers(&cells, b->count, lane->mark, n.places, out, &given);
	for (left &= lane_batch_rows(b); left; left &= left - 1) {
		size_t row = (size_t)__builtin_ctzll(left);
		struct cell c = cells_at(&cells, row);
		out[row] = 0;
		if (c.n && !read_long(lane, c, n, &out[row])) {
			b->count = row;
			break;
		}
		given = (given & ~(UINT64_C(1) << row)) | (uint64_t)(c.n > 0) << row;
	}
	return given;
}

/* Prices per so many, which divides them: those of one. */
static void
divide(struct lane_batch *b, const uint64_t per[LANE_ROWS], uint64_t given, uint64_t figures[LANE_ROWS])
{
	for (size_t row = 0; row < b->count; row++) {
		uint64_t divisor = given >> row & 1 ? per[row] : 1;
		if (divisor == 0 || figures[row] % divisor != 0)
			b->count = row;
		else
			figures[row] /= divisor;
	}
}

/* Rows of which a bit is set aren't plain. */
static void
leave(struct lane_batch *b, uint64_t rows)
{
	if (rows & lane_batch_rows(b))
		b->count = (size_t)__builtin_ctzll(rows);
}

static void
read_figures(struct lane_batch *b, const struct lane_columns *lane)
{
	struct lane_figures *f = &b->figures;
	uint64_t per[2][LANE_ROWS], per_given[2];
	for (size_t i = 0; i < 2; i++) {
		f->market_given[i] = read_numbers(b, lane, lane->markets[i], f->market[i]);
		per_given[i] = read_numbers(b, lane, lane->per[i], per[i]);
	}
	for (size_t i = 0; i < lane->plan->position_count; i++) {
		const struct lane_position *p = &lane->positions[i];
		f->at[i].is_current = p->is_current;
		uint64_t volume = read_numbers(b, lane, p->volume, f->at[i].volume);
		uint64_t price = read_numbers(b, lane, p->price, f->at[i].price);
		uint64_t cost = read_numbers(b, lane, p->cost, f->at[i].cost);
		leave(b, (volume ^ price) | (p->cost.column != SHEET_NONE ? volume & ~cost : 0));
		if (per_given[0])
			divide(b, per[0], per_given[0], f->at[i].price);
		if (per_given[1])
			divide(b, per[1], per_given[1], f->at[i].cost);
	}
}

/* The cells of a column, put behind the keys. Keys that get too long aren't the lane's. */
static void
add_to_keys(struct lane_batch *b, size_t column)
{
	const struct cells cells = texts_of(b, column);
	for (size_t row = 0; row < b->count; row++) {
		struct lane_key *key = &b->keys[row];
		struct cell c = cells_at(&cells, row);
		if (c.n >= LANE_KEY_MOST - key->n) {
			b->count = row;
			return;
		}
		for (size_t k = 0; k < c.n; k += LANE_STRIDE) /* there is room behind what is read: see lines.h */
			memcpy(key->s + key->n + k, c.s + k, LANE_STRIDE);
		key->n += c.n;
		key->s[key->n++] = '\0';
	}
}

static void
read_keys(struct lane_batch *b, const struct lane_columns *lane)
{
	for (size_t row = 0; row < b->count; row++)
		b->keys[row].n = 0;
	for (size_t i = 0; i < lane->plan->by_count; i++)
		add_to_keys(b, lane->by[i]);
}

static void
check_cells(struct lane_batch *b, const struct lane_columns *lane, struct buf *scratch)
{
	const struct items_sheet *s = lane->sheet;
	for (size_t i = 0; i < lane->text_count; i++)
		texts_of(b, lane->texts[i]);
	for (size_t i = 0; i < lane->blank_count; i++)
		check_blanks(b, lane->blanks[i]);
	for (size_t i = s->sheet.count; i < lane->cells; i++)
		check_blanks(b, i);
	check_codes(b, lane, s->currency, false);
	check_codes(b, lane, s->cost_currency, true);
	check_products(b, lane, s->product, scratch);
}

void
lane_batch_texts(struct lane_batch *b, const struct lane_columns *lane, const struct split *split, size_t row, size_t most,
    struct buf *scratch)
{
	b->split = split;
	b->row = row;
	b->count = 0;
	while (b->count < most && split_count(split, row + b->count) == lane->cells)
		b->count++;
	if (b->count == 0)
		return;
	check_cells(b, lane, scratch);
	b->units = texts_of(b, lane->sheet->unit);
	read_keys(b, lane);
}

void
lane_batch_figures(struct lane_batch *b, const struct lane_columns *lane)
{
	if (b->count)
		read_figures(b, lane);
}
