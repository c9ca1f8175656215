/* Messages on their way: a folder in which each is a file until it is known to have arrived, and a journal of what was told.
 * Whatever kills a run, the next one goes on from what it finds there:
 *
 *     NAME.tmp, not in the journal   half written: removed, its reminders are still to be told
 *     NAME.tmp, journal: queued      whole: renamed to NAME.eml
 *     NAME.eml, not in the journal   waits for a command: handed to the next run's, unchanged
 *     NAME.eml, journal: queued      waits for others to fetch it, or for a run with a command
 *     NAME.eml or .tmp, journal: sent   removed
 *
 * NAME is the day and an id: 2025-12-05-8f2c... With a command, a message is a file first, then handed over, then journaled as
 * sent, then removed: killed in between, it is handed over once more, the same bytes. Without one it is journaled as queued
 * before it gets its name: whoever fetches *.eml finds only what is known to be told.
 *
 * FOLDER/lock keeps a second run out. Other files there are left alone. */
#ifndef NEGPKG_OUTBOX_H
#define NEGPKG_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "deal/journal.h"

struct outbox {
	const char *path;
	int folder, lock;
	day today;
	struct journal journal;
	char **waiting; /* names of the messages that waited when it was opened, in order; owned */
	size_t waiting_count, waiting_cap;
};

/* Opens the folder, made with mode 0700 where it is missing (its parents are not), and tidies it as above. `path` isn't copied.
 * False after a message: it can't be opened or tidied, another run is at work, a later day's run was there, something in it
 * can't be understood. */
bool outbox_open(struct outbox *o, const char *path, day today);
/* Was this reminder told: is it in the journal or in a waiting message, with this lead or a nearer one? */
bool outbox_has(const struct outbox *o, const struct sent *s);
/* Hands the messages that waited to the command, in order of their names. False after messages about those it didn't take:
 * they go on waiting. NULL: they are journaled as queued. */
bool outbox_deliver_left(struct outbox *o, const char *command);

/* The id of a message that holds these reminders (n > 0), for its file and its Message-ID: the same for the same ones on the
 * same day, and for no others. */
void outbox_id(day today, const struct sent *list, size_t n, char id[SENT_ID + 1]);
/* Takes in a message (RFC 5322, its lines ending in LF; headers of ours are put before it) that holds these reminders, and hands
 * it to the command; NULL: it stays for others to fetch. False after a message: then it waits for the next run, or its reminders
 * are to be told anew. */
bool outbox_put(struct outbox *o, const char *id, const struct buf *message, const struct sent *list, size_t n,
    const char *command);
void outbox_close(struct outbox *o);

#endif
