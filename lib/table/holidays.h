/* Working days: Monday to Friday, but for holidays. */
#ifndef NEGPKG_HOLIDAYS_H
#define NEGPKG_HOLIDAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "table/date.h"

struct holidays {
	day *list; /* rising; owned */
	size_t count, cap;
};

/* Reads a plain file: an ISO date per line, # begins a comment. False after messages. */
bool holidays_read(struct holidays *h, const char *path);
void holidays_free(struct holidays *h);

bool is_workday(const struct holidays *h, day d);
/* The nearest working day in steps of 1 or -1, d itself where it is one. */
day workday_from(const struct holidays *h, day d, int step);

#endif
