/* A sheet about accounts or lines (overview, lines), read before it is known what it is about. */
#ifndef NEGPKG_ATTACHMENT_H
#define NEGPKG_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/kept.h"
#include "table/dialect.h"

struct arena;
struct package;

struct attachment {
	const char *role, *file; /* file NULL: not given */
	struct dialect dialect;
	bool about_lines, has_period;
	struct kept kept;
	struct attached_row *rows; /* owned */
	size_t count, cap;
};

/* Reads the sheet, where it was given, into `memory`. False after a message. */
bool attachment_read(struct attachment *a, struct arena *memory);
/* Attaches its rows, then warns of accounts or lines that none is about. False after a message. */
bool attachment_attach(const struct attachment *a, struct package *p);
/* Frees all but the dialect. */
void attachment_free(struct attachment *a);

#endif
