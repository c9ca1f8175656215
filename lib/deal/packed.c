#include "deal/packed.h"

#include <endian.h>
#include <string.h>

#include "base/buf.h"
#include "deal/items.h"
#include "deal/package.h"
#include "table/units.h"

typedef unsigned __int128 u128;

/* What a row has; the last ones are its own flags. */
enum {
	HAS_PHASE = 1, HAS_CURRENCY = 2, HAS_COST_CURRENCY = 4, HAS_PER = 8, MARKET_GIVEN = 16, CURRENT_MARKET_GIVEN = 32,
	TARGET_GIVEN = 64, FORECAST = 128,
};

/* A decimal's first byte: how many bytes follow, in which unit they count, and the sign. */
enum { BYTES = 15, WHOLE = 15, UNIT = 16, UNITS = 3 * UNIT, NEGATIVE = 64 };
static const uint64_t units[] = {1, 1000000000, 10000000000000, 1000000000000000}; /* to 15, 6, 2 and 0 places */

static char *
put_decimal(char *at, decimal value)
{
	u128 m = value < 0 ? -(u128)value : (u128)value;
	unsigned head = value < 0 ? NEGATIVE : 0;
	uint64_t n = 0;
	if (units_cents(m, &n)) {
		bool is_whole = n % 100 == 0;
		n = is_whole ? n / 100 : n;
		head |= is_whole ? 3 * UNIT : 2 * UNIT;
	} else if (units_millionths(m, &n)) {
		head |= UNIT;
	} else {
		*at = (char)(head | WHOLE);
		memcpy(at + 1, &m, sizeof m);
		return at + 1 + sizeof m;
	}
	unsigned bytes = n ? (unsigned)(8 - __builtin_clzll(n) / 8) : 0;
	*at++ = (char)(head | bytes);
	n = htole64(n);
	memcpy(at, &n, sizeof n);
	return at + bytes;
}

static const unsigned char *
open_decimal(const unsigned char *s, decimal *value)
{
	unsigned head = *s++, bytes = head & BYTES;
	u128 m = 0;
	if (bytes == WHOLE) {
		memcpy(&m, s, sizeof m);
		bytes = sizeof m;
	} else if (bytes) {
		uint64_t n;
		memcpy(&n, s, sizeof n);
		n = le64toh(n) & UINT64_MAX >> (64 - 8 * bytes);
		m = (u128)n * units[(head & UNITS) / UNIT];
	}
	*value = head & NEGATIVE ? -(decimal)m : (decimal)m;
	return s + bytes;
}

/* Seven bits a byte, the lowest first. */
static char *
put_size(char *at, uint64_t n)
{
	for (; n >= 128; n >>= 7)
		*at++ = (char)(n | 128);
	*at++ = (char)n;
	return at;
}

static const unsigned char *
open_size(const unsigned char *s, uint64_t *n)
{
	*n = *s & 127;
	for (int shift = 7; *s++ & 128; shift += 7)
		*n |= (uint64_t)(*s & 127) << shift;
	return s;
}

void
packed_put_text(struct buf *b, const char *s, size_t n)
{
	char size[16];
	buf_add(b, size, (size_t)(put_size(size, n) - size));
	buf_add(b, s, n);
	buf_putc(b, '\0');
}

const unsigned char *
packed_open_text(const unsigned char *s, const char **text)
{
	uint64_t n;
	s = open_size(s, &n);
	*text = (const char *)s;
	return s + n + 1;
}

/* A position's figures, each with a bit for its being there. */
static const size_t values[] = {
	offsetof(struct figures, volume), offsetof(struct figures, revenue), offsetof(struct figures, cogs),
	offsetof(struct figures, rebate), offsetof(struct figures, price), offsetof(struct figures, cost),
	offsetof(struct figures, share), offsetof(struct figures, market), offsetof(struct figures, fx),
	offsetof(struct figures, cost_fx),
};
enum { VALUES = sizeof values / sizeof *values };

/* What most positions have: it takes no room. */
static struct figures
usual(decimal market)
{
	return (struct figures){.market = market, .fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE};
}

static decimal *
value(struct figures *f, unsigned i)
{
	return (decimal *)(void *)((char *)f + values[i]);
}

enum { FIGURES_MOST = 3 + VALUES * 17 };

static char *
put_figures(char *at, const struct figures *figures, decimal market)
{
	struct figures f = *figures, other = usual(market);
	unsigned there = 0;
	for (unsigned i = 0; i < VALUES; i++)
		there |= (unsigned)(*value(&f, i) != *value(&other, i)) << i;
	unsigned bits = (unsigned)f.fx_known | (unsigned)f.cost_fx_known << 1 | (unsigned)f.given << 2 | (unsigned)f.volume_given << 3 |
	    (unsigned)f.price_given << 4 | (unsigned)f.cost_given << 5 | (unsigned)f.share_given << 6 | (unsigned)f.market_given << 7;
	*at++ = (char)bits;
	*at++ = (char)there;
	*at++ = (char)(there >> 8);
	for (; there; there &= there - 1)
		at = put_decimal(at, *value(&f, (unsigned)__builtin_ctz(there)));
	return at;
}

static const unsigned char *
open_figures(const unsigned char *s, struct figures *f, decimal market)
{
	unsigned bits = s[0], there = s[1] | (unsigned)s[2] << 8;
	s += 3;
	*f = usual(market);
	f->fx_known = bits & 1;
	f->cost_fx_known = bits & 2;
	f->given = bits & 4;
	f->volume_given = bits & 8;
	f->price_given = bits & 16;
	f->cost_given = bits & 32;
	f->share_given = bits & 64;
	f->market_given = bits & 128;
	for (; there; there &= there - 1)
		s = open_decimal(s, value(f, (unsigned)__builtin_ctz(there)));
	return s;
}

void
packed_put_figures(struct buf *b, const struct figures *figures)
{
	char room[PACKAGE_POSITIONS * FIGURES_MOST + PACKED_SLACK], *at = room;
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		at = put_figures(at, &figures[i], 0);
	buf_add(b, room, (size_t)(at - room));
}

void
packed_open_figures(const unsigned char *s, struct figures *figures)
{
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		s = open_figures(s, &figures[i], 0);
}

static bool
same(struct cell a, struct cell b)
{
	return a.n == b.n && (a.s == b.s || memcmp(a.s, b.s, a.n) == 0);
}

static void
put_head(struct buf *b, const struct item_row *row, uint32_t sheet)
{
	unsigned flags = (row->phase.n ? HAS_PHASE : 0) | (row->currency_code.n ? HAS_CURRENCY : 0) |
	    (same(row->currency_code, row->cost_currency_code) ? 0 : HAS_COST_CURRENCY) |
	    (row->price_per == DECIMAL_ONE && row->cost_per == DECIMAL_ONE ? 0 : HAS_PER) |
	    (row->market_given ? MARKET_GIVEN : 0) | (row->current_market_given ? CURRENT_MARKET_GIVEN : 0) |
	    (row->target_given ? TARGET_GIVEN : 0) | (row->forecast ? FORECAST : 0);
	char room[32], *at = room;
	*at++ = (char)flags;
	at = put_size(at, sheet);
	at = put_size(at, row->where.line);
	buf_add(b, room, (size_t)(at - room));
	packed_put_text(b, row->product.s, row->product.n);
	if (flags & HAS_PHASE)
		packed_put_text(b, row->phase.s, row->phase.n);
	if (flags & HAS_CURRENCY)
		packed_put_text(b, row->currency_code.s, row->currency_code.n);
	packed_put_text(b, row->customer_part.s, row->customer_part.n);
	if (flags & HAS_COST_CURRENCY)
		packed_put_text(b, row->cost_currency_code.s, row->cost_currency_code.n);
}

void
packed_put(struct buf *b, const struct item_row *row, uint32_t sheet, const struct buf *cells)
{
	char room[5 * 17 + PACKAGE_POSITIONS * FIGURES_MOST + PACKED_SLACK], *at = room;
	put_head(b, row, sheet);
	if (row->price_per != DECIMAL_ONE || row->cost_per != DECIMAL_ONE)
		at = put_decimal(put_decimal(at, row->price_per), row->cost_per);
	at = put_decimal(at, row->market);
	at = put_decimal(at, row->current_market);
	at = put_decimal(at, row->target_price);
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		at = put_figures(at, &row->figures[i], i == CURRENT ? row->current_market : row->market);
	buf_add(b, room, (size_t)(at - room));
	buf_add(b, cells->data, cells->len);
}

/* Flags, the sheet's number, the line: returns the texts. */
static const unsigned char *
open_head(const unsigned char *s, unsigned *flags, uint64_t *sheet, uint64_t *line)
{
	*flags = *s;
	s = open_size(s + 1, sheet);
	return open_size(s, line);
}

const unsigned char *
packed_open(const unsigned char *s, uint32_t *sheet, struct node *n)
{
	unsigned flags;
	uint64_t number, line;
	s = open_head(s, &flags, &number, &line);
	*sheet = (uint32_t)number;
	n->where.line = line;
	n->phase = n->currency = "";
	s = packed_open_text(s, &n->product);
	if (flags & HAS_PHASE)
		s = packed_open_text(s, &n->phase);
	if (flags & HAS_CURRENCY)
		s = packed_open_text(s, &n->currency);
	s = packed_open_text(s, &n->customer_part);
	n->cost_currency = n->currency;
	if (flags & HAS_COST_CURRENCY)
		s = packed_open_text(s, &n->cost_currency);
	n->price_per = n->cost_per = DECIMAL_ONE;
	if (flags & HAS_PER)
		s = open_decimal(open_decimal(s, &n->price_per), &n->cost_per);
	s = open_decimal(s, &n->market);
	s = open_decimal(s, &n->current_market);
	s = open_decimal(s, &n->target_price);
	n->market_given = flags & MARKET_GIVEN;
	n->current_market_given = flags & CURRENT_MARKET_GIVEN;
	n->target_given = flags & TARGET_GIVEN;
	n->forecast = flags & FORECAST;
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		s = open_figures(s, &n->figures[i], i == CURRENT ? n->current_market : n->market);
	return s;
}

void
packed_names(const unsigned char *s, struct packed_names *names)
{
	unsigned flags;
	uint64_t sheet, line;
	s = open_head(s, &flags, &sheet, &line);
	names->sheet = sheet;
	names->line = line;
	names->phase = names->currency = "";
	s = packed_open_text(s, &names->product);
	if (flags & HAS_PHASE)
		s = packed_open_text(s, &names->phase);
	if (flags & HAS_CURRENCY)
		packed_open_text(s, &names->currency);
}

bool
packed_is_forecast(const unsigned char *s, const char **customer_part)
{
	unsigned flags;
	uint64_t sheet, line;
	const char *ignored;
	s = open_head(s, &flags, &sheet, &line);
	s = packed_open_text(s, &ignored);
	if (flags & HAS_PHASE)
		s = packed_open_text(s, &ignored);
	if (flags & HAS_CURRENCY)
		s = packed_open_text(s, &ignored);
	packed_open_text(s, customer_part);
	return flags & FORECAST;
}
