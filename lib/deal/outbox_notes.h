/* Header lines in front of a waiting message that say which reminders it holds, so that it can be journaled by a later run:
 *
 *     X-Negpkg-Reminder: 03ab... 2025-12-12 7 ann@example.com
 *     X-Negpkg-Key: Acme/2026/package///0
 *
 * Recipient and key are percent-encoded, a long key goes on in further lines: no line is as long as a mail system's limit. */
#ifndef NEGPKG_OUTBOX_NOTES_H
#define NEGPKG_OUTBOX_NOTES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "deal/journal.h"

struct outbox_notes {
	struct sent *list; /* owned */
	size_t count, cap;
	struct arena strings; /* of the list */
};

void outbox_notes_put(struct buf *to, const struct sent *list, size_t n);
/* Reads those of a message. False where it has none, or they are damaged. Free them in any case. */
bool outbox_notes_read(struct outbox_notes *notes, struct buf *message);
void outbox_notes_free(struct outbox_notes *notes);

#endif
