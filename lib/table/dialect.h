/* How a sheet is written: its delimiter, its decimal mark, where its headings stand and what it calls them. */
#ifndef NEGPKG_DIALECT_H
#define NEGPKG_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

#include "table/date.h"

struct options;

struct dialect {
	char delimiter;             /* 0: find out */
	char decimal_mark;          /* 0: not said, so '.' */
	long header_row;            /* physical line of the headings, from 1 */
	enum date_format date_format; /* 0: what each column agrees on */
	/* --map and --fill-down, in the order given; the strings are the command line's */
	const char **maps; /* COLUMN=HEADING; owned */
	size_t map_count, map_cap;
	const char **fills; /* COLUMN; owned */
	size_t fill_count, fill_cap;
};

/* The options for one sheet ("customer"; NULL: the FILEs). False after a message. */
bool dialect_read(struct dialect *d, const struct options *o, const char *sheet);
void dialect_free(struct dialect *d);

#endif
