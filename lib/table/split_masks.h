/* The one source of split's versions: each includes it once, with SPLIT_NAME(run) for the names of its functions and
 * SPLIT_TARGET for what its machine has. Above it stand
 *     struct split_bytes                     64 bytes as the machine holds them
 *     split_get(s)                           gets them
 *     split_equal(&bytes, c)                 a bit for each that is c, the first one's lowest
 *     split_parity(bits)                     each bit with all below it, as XOR
 *     split_lowest(bits)                     the number of the lowest bit, anything where there is none */

#include <string.h>

#include "base/xalloc.h"

#ifndef SPLIT_TARGET
#define SPLIT_TARGET
#endif

/* What the 64 bytes before have left behind: 0 or 1, but `inside`, which is all bits. */
struct split_state {
	uint64_t inside;    /* a quote is open */
	uint64_t closing;   /* the last byte closed one */
	uint64_t separator; /* it was a delimiter, LF or CR */
	uint64_t lf;
	uint64_t cr;        /* it was a CR outside of quotes */
	uint64_t cr_inside;
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

SPLIT_TARGET static inline struct split_found
split_find_unquoted(struct split_state *st, const struct split_bytes *b, char delimiter)
{
	struct split_found f = {.delimiter = split_equal(b, delimiter), .lf = split_equal(b, '\n'), .cr = split_equal(b, '\r')};
	uint64_t separator = f.delimiter | f.lf | f.cr;
	f.disorder = st->closing & ~separator;
	st->closing = 0;
	st->separator = separator >> 63;
	return f;
}

/* A quote that would open within an unquoted cell is a character: it is dropped, and the rest looked at again. */
SPLIT_TARGET static inline struct split_found
split_find_quoted(struct split_state *st, const struct split_bytes *b, char delimiter, uint64_t quote)
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

/* Notes the positions of a mask's bits, in order; there is room for 64. More are written than there are: that is quicker
 * than to ask at each. */
SPLIT_TARGET static inline size_t
split_put(uint32_t *to, uint32_t at, uint64_t bits)
{
	size_t count = (size_t)__builtin_popcountll(bits);
	for (size_t i = 0; i < count; i += 8)
		for (size_t k = 0; k < 8; k++) {
			to[i + k] = at + split_lowest(bits);
			bits &= bits - 1;
		}
	return count;
}

/* Notes where rows begin, behind the line ends; `ends` are those of the cells. */
SPLIT_TARGET static inline void
split_put_rows(struct split *split, struct split_state *st, const struct split_found *f, uint64_t lfs, uint64_t ends, size_t at)
{
	for (; lfs; lfs &= lfs - 1) {
		uint64_t below = (lfs & -lfs) - 1;
		size_t row = ++st->rows;
		struct split_row *r = &split->rows[row];
		r->start = (uint32_t)at + split_lowest(lfs) + 1;
		r->cells = (uint32_t)(st->ends + (size_t)__builtin_popcountll(ends & (below << 1 | 1)));
		r->lines = (uint32_t)(row + st->breaks);
		if (f->breaks)
			r->lines += (uint32_t)__builtin_popcountll(f->breaks & below);
	}
}

/* Takes 64 bytes, of which some are `valid`, and which stand at offset `at`. False where something in them isn't plain: what
 * came before it is taken. */
SPLIT_TARGET static inline bool
split_take(struct split *split, struct split_state *st, const char *s, size_t at, uint64_t valid)
{
	struct split_bytes b = split_get(s);
	uint64_t quote = split_equal(&b, '"');
	struct split_found f = quote | st->inside ? split_find_quoted(st, &b, split->delimiter, quote) :
	    split_find_unquoted(st, &b, split->delimiter);
	uint64_t after_lf = f.lf << 1 | st->lf, after_cr = f.cr << 1 | st->cr;
	uint64_t ends = f.delimiter | f.cr | (f.lf & ~after_cr);
	uint64_t bad = (f.disorder | (after_cr & ~f.lf) | (after_lf & (f.lf | f.cr))) & valid;
	split_put_rows(split, st, &f, bad ? f.lf & ((bad & -bad) - 1) : f.lf, ends, at);
	st->ends += split_put(split->ends + st->ends, (uint32_t)at, ends);
	if (f.breaks)
		st->breaks += (size_t)__builtin_popcountll(f.breaks);
	st->lf = f.lf >> 63;
	st->cr = f.cr >> 63;
	split->doubled |= f.doubled;
	return bad == 0;
}

static inline void
split_make_room(struct split *split, size_t ends)
{
	if (ends + 64 > split->end_cap)
		split->ends = xgrow(split->ends, split->end_cap, &split->end_cap, sizeof *split->ends);
}

SPLIT_TARGET void
SPLIT_NAME(run)(struct split *split, const char *s, size_t n)
{
	struct split_state st = {.separator = 1, .lf = 1};
	bool plain = true;
	split->doubled = false;
	split->rows[0] = (struct split_row){0};
	size_t at = 0;
	for (; plain && n - at >= 64 && (at < SPLIT_ENOUGH || st.rows == 0); at += 64) {
		split_make_room(split, st.ends);
		plain = split_take(split, &st, s + at, at, ~UINT64_C(0));
	}
	if (plain && n - at < 64) {
		char rest[64] = {0};
		memcpy(rest, s + at, n - at);
		split_make_room(split, st.ends);
		plain = split_take(split, &st, rest, at, ~(~UINT64_C(0) << (n - at)));
	}
	split->s = s;
	split->row_count = st.rows;
	split->irregular = !plain;
	if (st.rows && split->rows[1].cells > CSVIN_CELLS_MOST) {
		split->row_count = 0;
		split->irregular = true;
	}
}

/* Only quotes matter, and line ends: where there are none of the former, there is little to do. */
SPLIT_TARGET static inline uint64_t
split_cut_lf(struct split_state *st, const char *s, bool separated, char delimiter, uint64_t valid, bool *disorder)
{
	struct split_bytes b = split_get(s);
	uint64_t quote = split_equal(&b, '"');
	if (!(quote | st->inside | st->closing))
		return split_equal(&b, '\n');
	st->separator = separated;
	struct split_found f = split_find_quoted(st, &b, delimiter, quote);
	uint64_t bad = f.disorder & valid;
	*disorder = bad != 0;
	return bad ? f.lf & ((bad & -bad) - 1) : f.lf;
}

SPLIT_TARGET size_t
SPLIT_NAME(cut)(const char *s, size_t n, char delimiter, bool *disorder)
{
	struct split_state st = {0};
	size_t cut = 0;
	*disorder = false;
	for (size_t at = 0; at < n && !*disorder; at += 64) {
		char rest[64] = {0};
		size_t left = n - at;
		bool separated = at == 0 || s[at - 1] == delimiter || s[at - 1] == '\n' || s[at - 1] == '\r';
		if (left < 64)
			memcpy(rest, s + at, left);
		uint64_t lf = split_cut_lf(&st, left < 64 ? rest : s + at, separated, delimiter,
		    left < 64 ? ~(~UINT64_C(0) << left) : ~UINT64_C(0), disorder);
		if (lf)
			cut = at + 64 - (size_t)__builtin_clzll(lf);
	}
	return cut;
}
