#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cpu.h"
#include "base/xalloc.h"
#include "table/split_versions.h"

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

static const struct functions {
	void (*run)(struct split *split, const char *s, size_t n);
	size_t (*cut)(const char *s, size_t n, char delimiter, bool *disorder);
} functions[SPLIT_VERSIONS] = {
	[SPLIT_NOTHING] = {run_nothing, cut_nothing},
	[SPLIT_PORTABLE] = {split_portable_run, split_portable_cut},
#ifdef __SSE2__
	[SPLIT_SSE2] = {split_sse2_run, split_sse2_cut},
	[SPLIT_AVX2] = {split_avx2_run, split_avx2_cut},
	[SPLIT_AVX512] = {split_avx512_run, split_avx512_cut},
#endif
};

static bool
has_version(enum split_version v)
{
#ifdef __SSE2__
	return v == SPLIT_AVX512 ? cpu_has_avx512() : v == SPLIT_AVX2 ? cpu_has_avx2() : true;
#else
	return v <= SPLIT_PORTABLE;
#endif
}

static enum split_version
best_version(void)
{
	enum split_version v = SPLIT_VERSIONS - 1;
	while (!has_version(v))
		v--;
	return v;
}

static enum split_version chosen;

bool
split_choose(enum split_version v)
{
	if (!has_version(v))
		return false;
	chosen = v;
	return true;
}

void
split_init(struct split *split, char delimiter)
{
	/* 64 bytes are taken at a time, and a row has two at least; one more is put than there are */
	const size_t most = SPLIT_ENOUGH + 128;
	*split = (struct split){.delimiter = delimiter, .version = chosen ? chosen : best_version(), .end_cap = most};
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
	functions[split->version].run(split, s, n);
}

size_t
split_cut(const struct split *split, const char *s, size_t n, bool *disorder)
{
	return functions[split->version].cut(s, n, split->delimiter, disorder);
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
