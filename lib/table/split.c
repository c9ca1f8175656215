#include "table/split.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "table/split_versions.h"

typedef void split_runs(struct split *split, const char *s, size_t n);

static enum split_version chosen;

/* NULL where this machine hasn't got it. */
static split_runs *
version(enum split_version v)
{
#ifdef __SSE2__
	bool wide = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
	    __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul");
	if (v == SPLIT_AVX2 || (v == SPLIT_BEST && wide))
		return wide ? split_run_avx2 : NULL;
	if (v == SPLIT_SSE2 || v == SPLIT_BEST)
		return split_run_sse2;
#endif
	return v == SPLIT_PORTABLE || v == SPLIT_BEST ? split_run_portable : NULL;
}

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
	*split = (struct split){.delimiter = delimiter, .run = version(chosen), .end_cap = most};
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
	split->run(split, s, n);
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
