/* The one source of split's versions: each includes it once, with SPLIT_NAME for the function, SPLIT_TARGET for what its
 * machine has, and above it a split_load that makes masks of 64 bytes and a split_inside that makes the prefix XOR of a
 * mask. Bit i is byte i. */

#include <string.h>

#include "base/xalloc.h"

#ifndef SPLIT_TARGET
#define SPLIT_TARGET
#endif

/* What the 64 bytes before have left behind: bits 0, but `inside`, which is all bits. */
struct split_state {
	uint64_t inside;    /* a quote is open */
	uint64_t closing;   /* the last byte closed one */
	uint64_t separator; /* it was a delimiter or line end */
	uint64_t line_end;
	uint64_t cr;        /* it was a CR outside of quotes */
	uint64_t cr_inside;
	size_t ends, rows;
	size_t breaks;      /* line ends within quotes */
};

/* The same of 64 bytes: bits that are outside of quotes, but for `breaks`. */
struct split_found {
	uint64_t delimiter, lf, cr;
	uint64_t after_cr;
	uint64_t breaks;
	uint64_t bad; /* where it is seen that a record isn't plain */
	bool doubled;
};

/* Where there are no quotes, and none is open. */
SPLIT_TARGET static inline struct split_found
split_unquoted(struct split_state *st, const struct split_masks *m)
{
	struct split_found f = {.delimiter = m->delimiter, .lf = m->lf, .cr = m->cr, .after_cr = m->cr << 1 | st->cr};
	uint64_t separator = m->delimiter | m->lf;
	f.bad = (f.after_cr & ~m->lf) | ((m->lf << 1 | st->line_end) & (m->lf | m->cr)) | (st->closing & ~(separator | m->cr));
	st->closing = 0;
	st->separator = separator >> 63;
	return f;
}

/* A quote that opens within an unquoted cell is a character: it is dropped, and the rest looked at again. */
SPLIT_TARGET static inline struct split_found
split_quoted(struct split_state *st, const struct split_masks *m)
{
	for (uint64_t quote = m->quote;;) {
		uint64_t inside = split_inside(quote) ^ st->inside, opening = quote & inside, closing = quote & ~inside;
		struct split_found f = {.delimiter = m->delimiter & ~inside, .lf = m->lf & ~inside, .cr = m->cr & ~inside};
		uint64_t separator = f.delimiter | f.lf;
		uint64_t after_closing = closing << 1 | st->closing, after_separator = separator << 1 | st->separator;
		uint64_t cr_inside = m->cr & inside;
		f.after_cr = f.cr << 1 | st->cr;
		f.bad = (f.after_cr & ~f.lf) | ((f.lf << 1 | st->line_end) & (f.lf | f.cr)) | (after_closing & ~(separator | f.cr | quote));
		uint64_t stray = opening & ~(after_separator | after_closing);
		stray &= -stray;
		if (stray && !(f.bad & (stray | (stray - 1)))) {
			quote ^= stray;
			continue;
		}
		f.doubled = opening & after_closing;
		f.breaks = cr_inside | (m->lf & inside & ~(cr_inside << 1 | st->cr_inside));
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
			to[i + k] = at + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
			bits &= bits - 1;
		}
	return count;
}

/* Takes 64 bytes that stand at offset `at`. False where something in them isn't plain: what came before it is taken. */
SPLIT_TARGET static inline bool
split_take(struct split *split, struct split_state *st, const struct split_masks *m, size_t at, uint64_t valid)
{
	struct split_found f = m->quote | st->inside ? split_quoted(st, m) : split_unquoted(st, m);
	uint64_t ends = f.delimiter | f.cr | (f.lf & ~f.after_cr);
	f.bad &= valid;
	f.lf &= f.bad ? (f.bad & -f.bad) - 1 : ~UINT64_C(0);
	split->doubled |= f.doubled;
	uint32_t before = (uint32_t)st->ends;
	st->ends += split_put(split->ends + st->ends, (uint32_t)at, ends);
	for (uint64_t lf = f.lf; lf; lf &= lf - 1) {
		uint64_t below = (lf & -lf) - 1;
		size_t row = ++st->rows;
		split->rows[row] = (struct split_row){
			(uint32_t)at + (uint32_t)__builtin_ctzll(lf) + 1,
			before + (uint32_t)__builtin_popcountll(ends & (below << 1 | 1)),
			(uint32_t)(row + st->breaks) + (f.breaks ? (uint32_t)__builtin_popcountll(f.breaks & below) : 0),
		};
	}
	if (f.breaks)
		st->breaks += (size_t)__builtin_popcountll(f.breaks);
	st->line_end = f.lf >> 63;
	st->cr = f.cr >> 63;
	return f.bad == 0;
}

SPLIT_TARGET void
SPLIT_NAME(struct split *split, const char *s, size_t n)
{
	struct split_state st = {.separator = 1, .line_end = 1};
	const uint64_t all = ~UINT64_C(0);
	struct split_masks m;
	size_t at = 0;
	bool plain = true;
	split->doubled = false;
	split->rows[0] = (struct split_row){0};
	for (; plain && n - at >= 64 && (at < SPLIT_ENOUGH || st.rows == 0); at += 64) {
		if (st.ends + 64 > split->end_cap)
			split->ends = xgrow(split->ends, split->end_cap, &split->end_cap, sizeof *split->ends);
		split_load(&m, s + at, split->delimiter);
		plain = split_take(split, &st, &m, at, all);
	}
	if (plain && n > at && n - at < 64) {
		char rest[64] = {0};
		memcpy(rest, s + at, n - at);
		if (st.ends + 64 > split->end_cap)
			split->ends = xgrow(split->ends, split->end_cap, &split->end_cap, sizeof *split->ends);
		split_load(&m, rest, split->delimiter);
		plain = split_take(split, &st, &m, at, all >> (64 - (n - at)));
	}
	split->s = s;
	split->row_count = st.rows;
	split->irregular = !plain;
	if (st.rows && split->rows[1].cells > CSVIN_CELLS_MOST) {
		split->row_count = 0;
		split->irregular = true;
	}
}
