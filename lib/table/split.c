#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cpu.h"
#include "base/xalloc.h"
#include "table/split_versions.h"

struct split_functions {
	void (*run)(struct split *split, const char *s, size_t n);
	size_t (*cut)(const char *s, size_t n, char delimiter, bool *disorder);
	split_numbers_function *numbers; /* or NULL, like those below */
	split_begins_function *begins;
	split_odd_texts_function *odd_texts;
};

static void
run_nothing(struct split *split, const char *s, size_t n)
{
	(void)n;
	split->s = s;
	split->row_count = 0;
	split->irregular = true;
}

static size_t
cut_nothing(const char *s, size_t n, char delimiter, bool *disorder)
{
	(void)s, (void)n, (void)delimiter;
	*disorder = true;
	return 0;
}

static const struct split_functions nothing = {run_nothing, cut_nothing, NULL, NULL, NULL};
static const struct split_functions portable = {split_portable_run, split_portable_cut, NULL, NULL, NULL};
#ifdef __SSE2__
static const struct split_functions sse2 = {split_sse2_run, split_sse2_cut, NULL, NULL, NULL},
	avx2 = {split_avx2_run, split_avx2_cut, split_avx2_numbers, NULL, NULL},
	avx512 = {split_avx512_run, split_avx512_cut, split_avx512_numbers, split_avx512_begins, split_avx512_odd_texts};

static bool
has_avx2(void)
{
	return CPU_HAS(AVX2, "avx2") && CPU_HAS(BMI1, "bmi") && CPU_HAS(BMI2, "bmi2") && CPU_HAS(POPCNT, "popcnt") && CPU_HAS(PCLMULQDQ, "pclmul");
}

static bool
has_avx512(void)
{
	return has_avx2() && CPU_HAS(AVX512F, "avx512f") && CPU_HAS(AVX512BW, "avx512bw") && CPU_HAS(AVX512DQ, "avx512dq") &&
	    CPU_HAS(AVX512_VBMI, "avx512vbmi") && CPU_HAS(AVX512_VBMI2, "avx512vbmi2");
}
#endif

/* NULL: this machine hasn't got it. */
static const struct split_functions *
version(enum split_version v)
{
	if (v == SPLIT_NOTHING)
		return &nothing;
	if (v == SPLIT_PORTABLE)
		return &portable;
#ifdef __SSE2__
	if (v == SPLIT_SSE2)
		return &sse2;
	if (v == SPLIT_AVX2)
		return has_avx2() ? &avx2 : NULL;
	if (v == SPLIT_AVX512)
		return has_avx512() ? &avx512 : NULL;
	return has_avx512() ? &avx512 : has_avx2() ? &avx2 : &sse2;
#else
	return v == SPLIT_BEST ? &portable : NULL;
#endif
}

static enum split_version chosen;

bool
split_choose(enum split_version v)
{
	if (!version(v))
		return false;
	chosen = v;
	return true;
}

void
split_init(struct split *split, char delimiter)
{
	/* 64 bytes are taken at a time, and a row has two at least; one more is put than there are */
	const size_t most = SPLIT_ENOUGH + 128;
	*split = (struct split){.delimiter = delimiter, .functions = version(chosen), .end_cap = most};
	split->ends = xmalloc(most * sizeof *split->ends);
	split->rows = xmalloc((most / 2 + 2) * sizeof *split->rows);
}

void
split_free(struct split *split)
{
	free(split->ends);
	free(split->rows);
	*split = (struct split){0};
}

void
split_run(struct split *split, const char *s, size_t n)
{
	split->functions->run(split, s, n);
}

size_t
split_cut(const struct split *split, const char *s, size_t n, bool *disorder)
{
	return split->functions->cut(s, n, split->delimiter, disorder);
}

/* Powers of ten for numbers without places, with one, and so on; 0 for those that have too many. */
static const uint64_t *
powers(int places)
{
	static const uint64_t from[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1, 0, 0, 0, 0, 0, 0, 0, 0};
	return from + (SPLIT_PLACES_MOST - places);
}

uint64_t
split_numbers(const struct split *split, const struct split_column *column, size_t count, char mark, int places, uint64_t *out,
    uint64_t *given)
{
	if (split->functions->numbers)
		return split->functions->numbers(column, count, mark, powers(places), out, given);
	*given = 0;
	return ~UINT64_C(0) >> (SPLIT_NUMBERS_MOST - count);
}

uint64_t
split_begins(const struct split *split, const struct split_column *column, size_t count, const struct split_begins *begins)
{
	return split->functions->begins ? split->functions->begins(column, count, begins) : ~UINT64_C(0);
}

uint64_t
split_odd_texts(const struct split *split, const struct split_column *column, size_t count)
{
	return split->functions->odd_texts ? split->functions->odd_texts(column, count) : ~UINT64_C(0);
}

static bool
is_doubled(const struct split *split, struct cell c)
{
	return split->doubled && c.s != split->s && c.s[-1] == '"' && memchr(c.s, '"', c.n);
}

bool
split_is_doubled(const struct split *split, size_t row, size_t column)
{
	return is_doubled(split, split_cell(split, row, column));
}

/* Copies a cell without every other quote; returns how long it is then. */
static size_t
copy_undoubled(char *to, struct cell c)
{
	const char *from = to;
	for (const char *quote; (quote = memchr(c.s, '"', c.n));) {
		size_t upto = (size_t)(quote - c.s) + 1;
		to = mempcpy(to, c.s, upto);
		c.s += upto + 1;
		c.n -= upto + 1;
	}
	to = mempcpy(to, c.s, c.n);
	return (size_t)(to - from);
}

void
split_cells(const struct split *split, size_t row, struct cell *cells, struct buf *text)
{
	const struct split_row *r = &split->rows[row];
	size_t count = split_count(split, row), at = 0;
	text->len = 0;
	for (size_t i = 0; i < count; i++) {
		cells[i] = split_cell(split, row, i);
		if (!is_doubled(split, cells[i]))
			continue;
		if (at == 0) /* no row gets longer, so that text doesn't move from here on */
			buf_add(text, split->s + r->start, r[1].start - r->start);
		cells[i].n = copy_undoubled(text->data + at, cells[i]);
		cells[i].s = text->data + at;
		at += cells[i].n;
	}
}
