#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "table/split_versions.h"

struct split_functions {
	void (*run)(struct split *split, const char *s, size_t n);
	size_t (*cut)(const char *s, size_t n, char delimiter, bool *disorder);
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

static const struct split_functions nothing = {run_nothing, cut_nothing};
static const struct split_functions portable = {split_portable_run, split_portable_cut};
#ifdef __SSE2__
static const struct split_functions sse2 = {split_sse2_run, split_sse2_cut}, avx2 = {split_avx2_run, split_avx2_cut},
	avx512 = {split_avx512_run, split_avx512_cut};

static bool
has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	    __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
}

static bool
has_avx512(void)
{
	return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
	    __builtin_cpu_supports("avx512vbmi2");
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
	/* 64 bytes are taken at a time, and a row has two at least */
	const size_t most = SPLIT_ENOUGH + 128;
	*split = (struct split){.delimiter = delimiter, .functions = version(chosen), .end_cap = most};
	split->ends = xmalloc(most * sizeof *split->ends);
	split->rows = xmalloc((most / 2 + 1) * sizeof *split->rows);
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

bool
split_is_doubled(const struct split *split, size_t row, size_t column)
{
	struct cell c = split_cell(split, row, column);
	return split->doubled && c.s != split->s && c.s[-1] == '"' && memchr(c.s, '"', c.n);
}

static void
put_undoubled(struct buf *text, struct cell c)
{
	for (size_t i = 0; i < c.n; i++) {
		buf_putc(text, c.s[i]);
		i += c.s[i] == '"';
	}
}

void
split_cells(const struct split *split, size_t row, struct cell *cells, struct buf *text)
{
	size_t count = split_count(split, row);
	for (size_t i = 0; i < count; i++)
		cells[i] = split_cell(split, row, i);
	text->len = 0;
	if (!split->doubled)
		return;
	/* the text may move while it grows: offsets first */
	for (size_t i = 0; i < count; i++)
		if (split_is_doubled(split, row, i)) {
			size_t from = text->len;
			put_undoubled(text, cells[i]);
			cells[i] = (struct cell){NULL, text->len - from};
		}
	size_t at = 0;
	for (size_t i = 0; i < count; i++)
		if (!cells[i].s) {
			cells[i].s = text->data + at;
			at += cells[i].n;
		}
}
