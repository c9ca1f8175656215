/* What was told to whom, for the runs to come and for people: FOLDER/journal, a line per reminder, its fields apart by tabs:
 *
 *     2025-12-05  sent  2025-12-05-8f2c...  2025-12-12  7  ann@example.com  03ab...  Acme/2026/package///0
 *
 * the day of the run; sent (a command took the message) or queued (it waits for others to fetch it); the message; due date;
 * lead; recipient; id of the key; the key, its control characters escaped.
 *
 * A message's lines are a record: all of them count, or none. It is written with a ? for its first character and made durable,
 * so that there is room for it, before its message goes out; afterwards that one character makes it count. A record that still
 * has its ? is a run's that was killed: it is cut off when the journal is opened next.
 *
 * Whoever opens a journal holds the folder's lock (see outbox). */
#ifndef NEGPKG_JOURNAL_H
#define NEGPKG_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "table/date.h"
#include "table/group.h"

enum { SENT_ID = 32 }; /* hex digits */

/* One reminder. */
struct sent {
	char id[SENT_ID + 1]; /* of the key */
	day due;
	int lead;              /* days before; negative: days overdue */
	const char *recipient; /* an address; its case doesn't matter */
	const char *key;       /* any text: for people who read the journal */
};

/* MESSAGE_WAITING: a file of the outbox, not in the journal. */
enum message_state { MESSAGE_UNKNOWN, MESSAGE_WAITING, MESSAGE_QUEUED, MESSAGE_SENT };

struct journal {
	char *path; /* for messages; owned */
	int fd;
	off_t len;      /* of the records that count */
	off_t reserved; /* and of the record behind them */
	char first;     /* what makes that count */
	day last;       /* the latest run's; 0: none */
	bool uncertain; /* what the file holds isn't known: nothing more may be told until it is opened again */
	struct group told;     /* key id, due date, recipient */
	int *leads;            /* the nearest of each; owned */
	struct group messages; /* their names */
	enum message_state *states; /* of each; owned */
	size_t lead_cap, state_cap;
};

/* Opens folder's journal, empty where there is none, and cuts off what never counted. False after a message: it can't be
 * read or written, or a line isn't a journal's. `path` is the folder's, for messages. */
bool journal_open(struct journal *j, int folder, const char *path);
/* Was this key told to this recipient, for this due date, with this lead or a nearer (smaller) one? */
bool journal_has(const struct journal *j, const struct sent *s);
enum message_state journal_state(const struct journal *j, const char *message);
/* From now on the message waits, and its reminders count as told, without a line. */
void journal_wait(struct journal *j, const char *message, const struct sent *list, size_t n);

/* Writes a message's record (n > 0), which doesn't count yet. False after a message; then it isn't there. */
bool journal_reserve(struct journal *j, day today, enum message_state state, const char *message, const struct sent *list,
    size_t n);
/* Makes the record reserved last count. False after a message: then it may count, or not. */
bool journal_commit(struct journal *j);
/* Takes it back. False after a message. */
bool journal_cancel(struct journal *j);
void journal_close(struct journal *j);

#endif
