#include "table/holidays.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/xalloc.h"

static int
compare(const void *a, const void *b)
{
	day x = *(const day *)a, y = *(const day *)b;
	return (x > y) - (x < y);
}

static size_t
without_comment(const char *line, size_t n)
{
	const char *comment = memchr(line, '#', n);
	if (comment)
		n = (size_t)(comment - line);
	while (n && strchr(" \t\r\n", line[n - 1]))
		n--;
	return n;
}

bool
holidays_read(struct holidays *h, const char *path)
{
	FILE *in = fopen(path, "r");
	if (!in) {
		diag(DIAG_ERROR, "%s: %s", path, strerror(errno));
		return false;
	}
	size_t before = diag_errors(), cap = 0;
	struct place where = {.file = path, .field = 1};
	char *line = NULL;
	errno = 0;
	for (ssize_t got; (got = getline(&line, &cap, in)) >= 0; errno = 0) {
		where.line++;
		where.record++;
		const char *s = line;
		size_t n = (size_t)got;
		if (where.line == 1 && n >= 3 && memcmp(s, "\xEF\xBB\xBF", 3) == 0)
			s += 3, n -= 3;
		n = without_comment(s, n);
		h->list = xgrow(h->list, h->count, &h->cap, sizeof *h->list);
		if (n == 0)
			continue;
		if (date_parse(s, n, DATE_ISO, &h->list[h->count]))
			h->count++;
		else
			diag_value(&where, DIAG_ERROR, s, n, "not a date like 2026-12-25");
	}
	if (ferror(in) || errno == ENOMEM)
		diag(DIAG_ERROR, "%s: %s", path, strerror(errno));
	free(line);
	fclose(in);
	if (h->count)
		qsort(h->list, h->count, sizeof *h->list, compare);
	return diag_errors() == before;
}

void
holidays_free(struct holidays *h)
{
	free(h->list);
	*h = (struct holidays){0};
}

bool
is_workday(const struct holidays *h, day d)
{
	return date_weekday(d) < 5 && !(h->count && bsearch(&d, h->list, h->count, sizeof d, compare));
}

day
workday_from(const struct holidays *h, day d, int step)
{
	while (!is_workday(h, d))
		d += step;
	return d;
}
