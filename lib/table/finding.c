#include "table/finding.h"

#include <stdlib.h>

#include "base/xalloc.h"

const char *const severity_names[] = {"info", "warning", "error", NULL};
const struct subject subject_none = {"", "", "", "", "", ""};

void
findings_add(struct findings *f, struct finding one)
{
	one.order = f->count;
	f->list = xgrow(f->list, f->count, &f->cap, sizeof *f->list);
	f->list[f->count++] = one;
	f->of_severity[one.severity]++;
}

static int
in_reading_order(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	if (x->file_order != y->file_order)
		return x->file_order < y->file_order ? -1 : 1;
	if (x->where.line != y->where.line)
		return x->where.line < y->where.line ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void
findings_sort(struct findings *f)
{
	if (f->count)
		qsort(f->list, f->count, sizeof *f->list, in_reading_order);
}

void
findings_free(struct findings *f)
{
	free(f->list);
	arena_free(&f->memory);
	*f = (struct findings){0};
}
