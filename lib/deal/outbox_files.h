/* The files of an outbox: their names, and what is done with them. What returns false has said why. */
#ifndef NEGPKG_OUTBOX_FILES_H
#define NEGPKG_OUTBOX_FILES_H

#include <stdbool.h>

#include "deal/outbox.h"
#include "deal/outbox_notes.h"

extern const char outbox_whole[], outbox_unfinished[]; /* suffixes */

enum {
	OUTBOX_DAY = sizeof "2025-12-05-" - 1,
	OUTBOX_NAME = OUTBOX_DAY + SENT_ID, /* a message's: no suffix */
	OUTBOX_SUFFIX = sizeof ".eml" - 1,
};

struct outbox_file {
	char name[OUTBOX_NAME + OUTBOX_SUFFIX + 1];
};

struct outbox_file outbox_file(const char *message, const char *suffix);
/* Is it a message's, whole or unfinished? */
bool outbox_is_file(const char *name);

/* Says what failed with a file of the outbox ("": the folder), and errno. Returns false. */
bool outbox_fail(const struct outbox *o, const char *file, const char *what);
/* Makes names in a folder durable: its own, or its parent. */
bool outbox_sync(const struct outbox *o, int folder);
bool outbox_remove(const struct outbox *o, struct outbox_file f);
/* Writes the unfinished file of a message, durably; where that fails there is none. */
bool outbox_write(const struct outbox *o, const char *message, const struct buf *text);
/* Makes an unfinished file a whole one, durably. */
bool outbox_publish(const struct outbox *o, const char *message);
/* Reads a whole file's notes (free them in any case); it stays open, at its beginning, in *fd. */
bool outbox_read(const struct outbox *o, const char *message, struct outbox_notes *notes, int *fd);

#endif
