#include "deal/lane_row.h"

#include <string.h>

#include "base/utf8.h"
#include "deal/total_word.h"
#include "table/digits.h"
#include "table/split.h"

/* False where the cell isn't as it stands. */
static inline bool
slice(const struct lane_row *r, size_t column, struct cell *c)
{
	uint32_t from = column ? r->ends[column - 1] + 1 : r->start, to = r->ends[column];
	*c = (struct cell){r->split->s + from, to - from};
	if (*c->s != '"' || c->n == 0)
		return true;
	*c = (struct cell){c->s + 1, c->n - 2};
	return !r->split->doubled || !memchr(c->s, '"', c->n);
}

/* Like 1.23E+11: see cell_id. */
static bool
may_be_destroyed(struct cell c)
{
	size_t i = 0;
	if (c.n <= 8) {
		uint64_t other = digits_load(c.s, c.n) ^ digits_repeat('E');
		return (other - digits_repeat(1)) & ~other & digits_repeat((char)0x80);
	}
	while (i < c.n && ((c.s[i] >= '0' && c.s[i] <= '9') || c.s[i] == '.' || c.s[i] == ','))
		i++;
	return i > 0 && i < c.n && c.s[i] == 'E';
}

/* With one of these as the first or last byte a text may be something to trim, an error value, or destroyed. */
enum { ODD_FIRST = 1, ODD_LAST = 2 };
static const unsigned char odd[256] = {
	[0 ... ' '] = ODD_FIRST | ODD_LAST, ['#'] = ODD_FIRST, ['0' ... '9'] = ODD_FIRST, ['.'] = ODD_FIRST, [','] = ODD_FIRST,
	[0x80 ... 0xff] = ODD_FIRST | ODD_LAST,
};

static bool
is_plain_at_second_sight(struct cell c)
{
	unsigned char first = (unsigned char)c.s[0], last = (unsigned char)c.s[c.n - 1];
	if (first <= ' ' || last <= ' ' || first == '#' || may_be_destroyed(c))
		return false;
	return (first < 0x80 || !utf8_blank(c.s, c.n)) && (last < 0x80 || !utf8_blank_behind(c.s, c.n));
}

/* Nothing to trim, surely no error value and nothing that a spreadsheet has destroyed. */
static inline bool
is_plain_text(struct cell c)
{
	if (c.n == 0)
		return true;
	if (c.n > 6 && c.s[c.n - 4] == ':') /* Err:502 */
		return false;
	unsigned found = (odd[(unsigned char)c.s[0]] & ODD_FIRST) | (odd[(unsigned char)c.s[c.n - 1]] & ODD_LAST);
	return !found || is_plain_at_second_sight(c);
}

static inline bool
read_text(const struct lane_row *r, size_t column, struct cell *c)
{
	*c = (struct cell){"", 0};
	return column == SHEET_NONE || (slice(r, column, c) && is_plain_text(*c));
}

static inline bool
is_code(const struct lane_columns *lane, struct cell c)
{
	return c.n == lane->code_length && (c.n == 0 || memcmp(c.s, lane->code, c.n) == 0);
}

static bool
read_texts(const struct lane_columns *lane, struct buf *scratch, struct lane_row *r)
{
	const struct items_sheet *s = lane->sheet;
	struct cell c;
	for (size_t i = 0; i < lane->text_count; i++)
		if (!slice(r, lane->texts[i], &c) || !is_plain_text(c))
			return false;
	for (size_t i = 0; i < lane->blank_count; i++)
		if (!slice(r, lane->blanks[i], &c) || c.n)
			return false;
	for (size_t i = s->sheet.count; i < lane->cells; i++)
		if (!slice(r, i, &c) || c.n)
			return false;
	if (!read_text(r, s->currency, &c) || !is_code(lane, c) || !read_text(r, s->cost_currency, &c) || (c.n && !is_code(lane, c)))
		return false;
	return read_text(r, s->unit, &r->unit) && read_text(r, s->product, &c) && c.n &&
	    total_word_in(scratch, c) == TOTAL_UNSAID;
}

/* Empty is 0. `more`: places that a price per 100 has beside its own. Inline, as it is where most time goes. */
static inline __attribute__((always_inline)) bool
read_number(const struct lane_columns *lane, const struct lane_row *r, struct lane_number n, int more, uint64_t *out,
    bool *is_given)
{
	static const uint64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	struct cell c;
	uint64_t mantissa;
	unsigned places;
	*out = 0;
	*is_given = false;
	if (n.column == SHEET_NONE)
		return true;
	if (!slice(r, n.column, &c))
		return false;
	if (c.n == 0)
		return true;
	*is_given = true;
	bool in_word = c.n <= 8 && c.s - r->split->s >= 8; /* with what stands before it */
	if (in_word ? !digits_parse_word(digits_load(c.s + c.n - 8, 8), c.n, lane->marks, &mantissa, &places)
	            : !digits_parse(c.s, c.n, lane->mark, &mantissa, &places))
		return false;
	int free = n.places - more - (int)places;
	return free >= 0 && !__builtin_mul_overflow(mantissa, power[free], out);
}

/* 10^places: 1, 10, 100. */
static bool
read_per(const struct lane_columns *lane, const struct lane_row *r, struct lane_number n, int *places)
{
	uint64_t per;
	bool is_given;
	*places = 0;
	if (n.column == SHEET_NONE)
		return true;
	if (!read_number(lane, r, n, 0, &per, &is_given))
		return false;
	if (!is_given)
		return true;
	for (; per >= 10 && per % 10 == 0; per /= 10)
		++*places;
	return per == 1;
}

/* From here on a quantity is too large: see cell_quantity. */
static const uint64_t quantity_limit = UINT64_C(10000000000000) * 1000000;

static bool
read_figures(const struct lane_columns *lane, struct lane_row *r)
{
	bool given[2];
	int more[2];
	for (size_t i = 0; i < 2; i++)
		if (!read_number(lane, r, lane->markets[i], 0, &r->markets[i], &given[i]) || r->markets[i] >= quantity_limit ||
		    !read_per(lane, r, lane->per[i], &more[i]))
			return false;
	for (size_t i = 0; i < lane->plan->position_count; i++) {
		const struct lane_position *p = &lane->positions[i];
		struct lane_figures *f = &r->figures[i];
		bool has_volume, has_price, has_cost;
		if (!read_number(lane, r, p->volume, 0, &f->volume, &has_volume) || f->volume >= quantity_limit ||
		    !read_number(lane, r, p->price, more[0], &f->price, &has_price) ||
		    !read_number(lane, r, p->cost, more[1], &f->cost, &has_cost))
			return false;
		if (has_volume != has_price || (has_volume && !has_cost && p->cost.column != SHEET_NONE))
			return false;
		f->market = r->markets[p->is_current];
		f->market_given = given[p->is_current];
	}
	return true;
}

/* False where the key is too long for the lane. */
static bool
read_key(const struct lane_columns *lane, struct lane_row *r)
{
	size_t n = 0;
	for (size_t i = 0; i < lane->plan->by_count; i++) {
		struct cell c;
		if (!read_text(r, lane->by[i], &c) || c.n >= LANE_KEY_MOST - n)
			return false;
		for (size_t k = 0; k < c.n; k += LANE_STRIDE) /* there is room behind what is read: see lines.h */
			memcpy(r->key + n + k, c.s + k, LANE_STRIDE);
		n += c.n;
		r->key[n++] = '\0';
	}
	r->key_length = n;
	return true;
}

bool
lane_row_read(const struct lane_columns *lane, const struct split *split, size_t row, struct buf *scratch, struct lane_row *r)
{
	r->split = split;
	r->ends = split->ends + split->rows[row].cells;
	r->start = split->rows[row].start;
	return split_count(split, row) == lane->cells && read_texts(lane, scratch, r) && read_figures(lane, r) &&
	    read_key(lane, r);
}
