/* The one source of split's versions: each includes it once, with SPLIT_NAME(run) for the names of its functions and
 * SPLIT_TARGET for what its machine has. Above it stand
 *     struct split_bytes                     64 bytes as the machine holds them
 *     split_get(s)                           gets them
 *     split_equal(&bytes, c)                 a bit for each that is c, the first one's lowest
 * and, where SPLIT_HAS_BITS or SPLIT_HAS_PUT is defined, split_parity and split_lowest or a split_put that are better than
 * those below. */

#include <string.h>

#include "base/xalloc.h"

#ifndef SPLIT_TARGET
#define SPLIT_TARGET
#endif

enum { SPLIT_ROOM = 72 }; /* for ends */
#define SPLIT_RECENT(quotes) ((quotes) & 15)

/* What the 64 bytes before have left behind: 0 or 1, but `inside`, which is all bits. */
struct split_state {
	uint64_t inside;    /* a quote is open */
	uint64_t closing;   /* the last byte closed one */
	uint64_t separator; /* it was a delimiter, LF or CR */
	uint64_t lf;
	uint64_t cr;        /* it was a CR outside of quotes */
	uint64_t cr_inside;
	uint64_t quotes;    /* a bit for each 64 bytes, whether they have some; the last ones lowest */
	size_t ends, rows;
	size_t breaks;      /* line ends within quotes */
};

/* What has a meaning in 64 bytes. */
struct split_found {
	uint64_t delimiter, lf, cr; /* outside of quotes */
	uint64_t breaks;            /* line ends within */
	uint64_t disorder;          /* text right behind a closing quote */
	bool doubled;
};

#ifndef SPLIT_HAS_BITS
/* Each bit with all below it, as XOR. */
static inline uint64_t
split_parity(uint64_t bits)
{
	for (int i = 1; i < 64; i *= 2)
		bits ^= bits << i;
	return bits;
}

/* The number of the lowest bit, anything where there is none. */
static inline uint32_t
split_lowest(uint64_t bits)
{
	return (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
}
#endif

/* A quote that would open within an unquoted cell is a character: it is dropped, and the rest looked at again. */
SPLIT_TARGET __attribute__((always_inline)) static inline struct split_found
split_find(struct split_state *st, const struct split_bytes *b, char delimiter, uint64_t quote)
{
	const uint64_t delimiters = split_equal(b, delimiter), lf = split_equal(b, '\n'), cr = split_equal(b, '\r');
	for (;;) {
		uint64_t inside = split_parity(quote) ^ st->inside, opening = quote & inside, closing = quote & ~inside;
		uint64_t separator = (delimiters | lf | cr) & ~inside;
		uint64_t after_closing = closing << 1 | st->closing, after_separator = separator << 1 | st->separator;
		uint64_t disorder = after_closing & ~(separator | quote);
		uint64_t stray = opening & ~(after_separator | after_closing);
		if (stray) {
			quote ^= stray & -stray;
			continue;
		}
		uint64_t cr_inside = cr & inside;
		struct split_found f = {delimiters & ~inside, lf & ~inside, cr & ~inside,
			cr_inside | (lf & inside & ~(cr_inside << 1 | st->cr_inside)), disorder, (opening & after_closing) != 0};
		st->inside = -(inside >> 63);
		st->closing = closing >> 63;
		st->separator = separator >> 63;
		st->cr_inside = cr_inside >> 63;
		return f;
	}
}

#ifndef SPLIT_HAS_PUT
/* Notes the positions of a mask's bits, in order; there is SPLIT_ROOM. More are written than there are: that is quicker than
 * to ask at each. */
SPLIT_TARGET static inline size_t
split_put(uint32_t *to, uint32_t at, uint64_t bits)
{
	size_t count = (size_t)__builtin_popcountll(bits);
#define SPLIT_PUT(k) (to[k] = at + split_lowest(bits), bits &= bits - 1)
	for (uint32_t *end = to + count; to < end; to += 8) {
		SPLIT_PUT(0), SPLIT_PUT(1), SPLIT_PUT(2), SPLIT_PUT(3);
		SPLIT_PUT(4), SPLIT_PUT(5), SPLIT_PUT(6), SPLIT_PUT(7);
	}
#undef SPLIT_PUT
	return count;
}
#endif

/* Notes where rows begin, behind the line ends of 64 bytes; `ends` are those of their cells, `first` is what is to be added to all
 * rows: the offset of these bytes, how many ends come before them, and the lines of the first row. Returns how many. */
SPLIT_TARGET static inline size_t
split_put_rows(struct split_row *to, struct split_row first, uint64_t lfs, uint64_t ends, uint64_t breaks)
{
	const size_t count = (size_t)__builtin_popcountll(lfs);
	size_t i = 0;
	do { /* at least once, that being quicker than to ask: what it puts where there is none counts for nothing */
		uint64_t upto = lfs ^ (lfs - 1);
		to[i].start = first.start + split_lowest(lfs) + 1;
		to[i].cells = first.cells + (uint32_t)__builtin_popcountll(ends & upto);
		to[i].lines = first.lines + (uint32_t)i;
		if (breaks)
			to[i].lines += (uint32_t)__builtin_popcountll(breaks & upto);
		lfs &= lfs - 1;
	} while (++i < count);
	return count;
}

/* Takes 64 bytes, of which some are `valid`, and which stand at offset `at`. False where something in them isn't plain: what
 * came before it is taken. */
SPLIT_TARGET __attribute__((always_inline)) static inline bool
split_take(struct split *split, struct split_state *st, const char *s, size_t at, uint64_t valid)
{
	struct split_bytes b = split_get(s);
	uint64_t quote = split_equal(&b, '"');
	struct split_found f = split_find(st, &b, split->delimiter, quote);
	uint64_t after_lf = f.lf << 1 | st->lf, after_cr = f.cr << 1 | st->cr;
	uint64_t ends = f.delimiter | f.cr | (f.lf & ~after_cr);
	uint64_t bad = (f.disorder | (after_cr & ~f.lf) | (after_lf & (f.lf | f.cr))) & valid;
	struct split_row first = {(uint32_t)at, (uint32_t)st->ends, (uint32_t)(st->rows + st->breaks + 1)};
	st->rows += split_put_rows(split->rows + st->rows + 1, first, bad ? f.lf & ((bad & -bad) - 1) : f.lf, ends, f.breaks);
	st->ends += split_put(split->ends + st->ends, (uint32_t)at, ends);
	if (f.breaks)
		st->breaks += (size_t)__builtin_popcountll(f.breaks);
	st->quotes = st->quotes << 1 | (quote != 0);
	st->lf = f.lf >> 63;
	st->cr = f.cr >> 63;
	split->quoted |= quote != 0;
	split->doubled |= f.doubled;
	return bad == 0;
}

static inline void
split_make_room(struct split *split, size_t ends)
{
	if (ends + SPLIT_ROOM > split->end_cap)
		split->ends = xgrow(split->ends, split->end_cap, &split->end_cap, sizeof *split->ends);
}

/* Are there 64 bytes more, and room for what they hold? */
static inline bool
split_has_room(const struct split *split, const struct split_state *st, size_t at, size_t n)
{
	return n - at >= 64 && st->ends + SPLIT_ROOM <= split->end_cap && (at < SPLIT_ENOUGH || st->rows == 0);
}

/* The short way, as long as there are no quotes, and haven't been for a while. Returns how far it goes. Quotes are seldom alone; to
 * change ways at each would often be guessed wrongly by the processor. */
SPLIT_TARGET __attribute__((noinline)) static size_t
split_calm(struct split *split, struct split_state *st, const char *s, size_t at, size_t n)
{
	const char delimiter = split->delimiter;
	const uint32_t lines = (uint32_t)st->breaks + 1;
	struct split_state now = *st;
	while (split_has_room(split, &now, at, n)) {
		__builtin_prefetch(s + at + 256);
		struct split_bytes b = split_get(s + at);
		uint64_t quotes = now.quotes << 1 | (split_equal(&b, '"') != 0);
		uint64_t delimiters = split_equal(&b, delimiter), lf = split_equal(&b, '\n'), cr = split_equal(&b, '\r');
		uint64_t after_lf = lf << 1 | now.lf, after_cr = cr << 1 | now.cr;
		if (SPLIT_RECENT(quotes) | (after_cr & ~lf) | (after_lf & (lf | cr)))
			break;
		uint64_t ends = delimiters | cr | (lf & ~after_cr);
		struct split_row first = {(uint32_t)at, (uint32_t)now.ends, (uint32_t)now.rows + lines};
		now.rows += split_put_rows(split->rows + now.rows + 1, first, lf, ends, 0);
		now.ends += split_put(split->ends + now.ends, (uint32_t)at, ends);
		now.quotes = quotes;
		now.separator = (delimiters | lf | cr) >> 63;
		now.lf = lf >> 63;
		now.cr = cr >> 63;
		at += 64;
	}
	*st = now;
	return at;
}

/* The same as long as all that stands in quotes is in order and holds no line end: most quotes are so. Returns how far it goes. */
SPLIT_TARGET __attribute__((noinline)) static size_t
split_tidy(struct split *split, struct split_state *st, const char *s, size_t at, size_t n)
{
	const char delimiter = split->delimiter;
	const uint32_t lines = (uint32_t)st->breaks + 1;
	struct split_state now = *st;
	uint64_t quotes = 0, doubled = 0;
	while (split_has_room(split, &now, at, n)) {
		__builtin_prefetch(s + at + 256);
		struct split_bytes b = split_get(s + at);
		uint64_t quote = split_equal(&b, '"'), delimiters = split_equal(&b, delimiter);
		uint64_t lf = split_equal(&b, '\n'), cr = split_equal(&b, '\r'), separator = delimiters | lf | cr;
		uint64_t inside = split_parity(quote) ^ now.inside, opening = quote & inside, closing = quote & ~inside;
		uint64_t after_edge = (separator | quote) << 1 | now.separator | now.closing, after_closing = closing << 1 | now.closing;
		uint64_t after_lf = lf << 1 | now.lf, after_cr = cr << 1 | now.cr;
		if ((opening & ~after_edge) | (after_closing & ~(separator | quote)) | ((lf | cr) & inside) | (after_cr & ~lf) |
		    (after_lf & (lf | cr)))
			break;
		uint64_t ends = separator & ~inside & ~(lf & after_cr);
		struct split_row first = {(uint32_t)at, (uint32_t)now.ends, (uint32_t)now.rows + lines};
		now.rows += split_put_rows(split->rows + now.rows + 1, first, lf, ends, 0);
		now.ends += split_put(split->ends + now.ends, (uint32_t)at, ends);
		quotes |= quote;
		doubled |= opening & after_closing;
		now.inside = -(inside >> 63);
		now.closing = closing >> 63;
		now.separator = (separator & ~inside) >> 63;
		now.lf = lf >> 63;
		now.cr = cr >> 63;
		now.cr_inside = 0;
		at += 64;
		now.quotes = now.quotes << 1 | (quote != 0);
		if (!(SPLIT_RECENT(now.quotes) | now.inside | now.closing))
			break;
	}
	*st = now;
	split->quoted |= quotes != 0;
	split->doubled |= doubled != 0;
	return at;
}

/* What the ways above leave: one step. False where something isn't plain: what came before it is taken. */
SPLIT_TARGET __attribute__((noinline)) static bool
split_untidy(struct split *split, struct split_state *st, const char *s, size_t at)
{
	return split_take(split, st, s, at, ~UINT64_C(0));
}

/* The last bytes, where there are less than 64. */
SPLIT_TARGET __attribute__((noinline)) static bool
split_rest(struct split *split, struct split_state *st, const char *s, size_t at, size_t n)
{
	char rest[64] = {0};
	memcpy(rest, s + at, n - at);
	return split_take(split, st, rest, at, ~(~UINT64_C(0) << (n - at)));
}

SPLIT_TARGET void
SPLIT_NAME(run)(struct split *split, const char *s, size_t n)
{
	struct split_state st = {.separator = 1, .lf = 1};
	bool plain = true;
	size_t at = 0;
	split->quoted = split->doubled = false;
	split->rows[0] = (struct split_row){0};
	while (plain && n - at >= 64 && (at < SPLIT_ENOUGH || st.rows == 0)) {
		split_make_room(split, st.ends);
		if (!(st.inside | st.closing))
			at = split_calm(split, &st, s, at, n);
		const size_t calm = at;
		at = split_tidy(split, &st, s, at, n);
		if (at == calm && split_has_room(split, &st, at, n)) {
			plain = split_untidy(split, &st, s + at, at);
			at += 64;
		}
	}
	split_make_room(split, st.ends);
	if (plain && n - at < 64)
		plain = split_rest(split, &st, s, at, n);
	split->s = s;
	split->row_count = st.rows;
	split->irregular = !plain;
	if (st.rows && split->rows[1].cells > CSVIN_CELLS_MOST) {
		split->row_count = 0;
		split->irregular = true;
	}
}

/* Of the next bytes of split_cut, up to 64, the ends of records. */
SPLIT_TARGET __attribute__((noinline)) static uint64_t
split_cut_step(struct split_state *st, const char *s, size_t n, char delimiter, bool *disorder)
{
	char rest[64] = {0};
	uint64_t valid = ~UINT64_C(0);
	if (n < 64) {
		s = memcpy(rest, s, n);
		valid = ~(valid << n);
	}
	struct split_bytes b = split_get(s);
	struct split_found f = split_find(st, &b, delimiter, split_equal(&b, '"'));
	uint64_t bad = f.disorder & valid;
	*disorder = bad != 0;
	return bad ? f.lf & ((bad & -bad) - 1) : f.lf;
}

/* Passes by what has no quotes. Returns how far. */
SPLIT_TARGET static inline size_t
split_cut_calm(struct split_state *st, const char *s, size_t at, size_t n, char delimiter, size_t *cut)
{
	const size_t from = at;
	for (struct split_bytes b; n - at >= 64; at += 64) {
		b = split_get(s + at);
		if (split_equal(&b, '"'))
			break;
	}
	if (at == from)
		return at;
	const char *lf = memrchr(s + from, '\n', at - from), last = s[at - 1];
	*cut = lf ? (size_t)(lf - s) + 1 : *cut;
	st->separator = last == delimiter || last == '\n' || last == '\r';
	return at;
}

/* Passes by quotes that are in order, until there have been none for a while. Returns how far. */
SPLIT_TARGET __attribute__((noinline)) static size_t
split_cut_tidy(struct split_state *st, const char *s, size_t at, size_t n, char delimiter, size_t *cut)
{
	struct split_state now = *st;
	size_t end = *cut;
	for (now.quotes = 1; n - at >= 64 && (SPLIT_RECENT(now.quotes) | now.inside | now.closing); at += 64) {
		struct split_bytes b = split_get(s + at);
		uint64_t quote = split_equal(&b, '"'), lf = split_equal(&b, '\n');
		uint64_t separator = split_equal(&b, delimiter) | lf | split_equal(&b, '\r');
		uint64_t inside = split_parity(quote) ^ now.inside, opening = quote & inside, closing = quote & ~inside;
		uint64_t after_edge = (separator | quote) << 1 | now.separator | now.closing, after_closing = closing << 1 | now.closing;
		if ((opening & ~after_edge) | (after_closing & ~(separator | quote)))
			break;
		uint64_t ends = lf & ~inside;
		end = ends ? at + 64 - (size_t)__builtin_clzll(ends) : end;
		now.quotes = now.quotes << 1 | (quote != 0);
		now.inside = -(inside >> 63);
		now.closing = closing >> 63;
		now.separator = (separator & ~inside) >> 63;
	}
	*st = now;
	*cut = end;
	return at;
}

SPLIT_TARGET size_t
SPLIT_NAME(cut)(const char *s, size_t n, char delimiter, bool *disorder)
{
	struct split_state st = {.separator = 1};
	size_t cut = 0;
	*disorder = false;
	for (size_t at = 0; at < n && !*disorder;) {
		if (!(st.inside | st.closing))
			at = split_cut_calm(&st, s, at, n, delimiter, &cut);
		const size_t calm = at;
		at = split_cut_tidy(&st, s, at, n, delimiter, &cut);
		if (at > calm || at == n)
			continue;
		const size_t left = n - at < 64 ? n - at : 64;
		uint64_t lf = split_cut_step(&st, s + at, left, delimiter, disorder);
		cut = lf ? at + 64 - (size_t)__builtin_clzll(lf) : cut;
		at += left;
	}
	return cut;
}
