#include "deal/outbox.h"

#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/diag.h"
#include "base/digest.h"
#include "deal/outbox_files.h"

bool
outbox_has(const struct outbox *o, const struct sent *s)
{
	return journal_has(&o->journal, s);
}

/* Hands a waiting message over. There is room for its record before it goes, so that a full disk isn't found out only when
 * somebody has it. */
static bool
hand_over(struct outbox *o, const char *message, int fd, const struct outbox_notes *notes, const char *command)
{
	struct outbox_file f = outbox_file(message, outbox_whole);
	if (!journal_reserve(&o->journal, o->today, MESSAGE_SENT, message, notes->list, notes->count)) {
		diag(DIAG_ERROR, "%s/%s: not delivered, it waits for the next run", o->path, f.name);
		return false;
	}
	struct buf why = {0};
	bool taken = command_run(command, fd, &why);
	if (!taken) {
		diag(DIAG_ERROR, "%s/%s: not delivered, it waits for the next run: `%s` %s", o->path, f.name, command, buf_str(&why));
		journal_cancel(&o->journal);
	}
	buf_free(&why);
	if (!taken)
		return false;
	if (journal_commit(&o->journal))
		return outbox_remove(o, f);
	diag(DIAG_ERROR, "%s/%s: delivered, but the next run may do so again", o->path, f.name);
	return false;
}

/* Journals a message that others are to fetch. Its file must last as long as its record. */
static bool
queue(struct outbox *o, const char *message, const struct sent *list, size_t n)
{
	return outbox_sync(o, o->folder) && journal_reserve(&o->journal, o->today, MESSAGE_QUEUED, message, list, n) &&
	    journal_commit(&o->journal);
}

/* A waiting message goes where it is to go. */
static bool
pass_on(struct outbox *o, const char *message, const char *command)
{
	struct outbox_notes notes;
	int fd;
	bool ok = outbox_read(o, message, &notes, &fd);
	if (ok) {
		ok = command ? hand_over(o, message, fd, &notes, command) : queue(o, message, notes.list, notes.count);
		close(fd); /* only read: nothing can be lost */
	}
	outbox_notes_free(&notes);
	return ok;
}

bool
outbox_deliver_left(struct outbox *o, const char *command)
{
	bool ok = true;
	for (size_t i = 0; i < o->waiting_count && !o->journal.uncertain; i++)
		if (command || journal_state(&o->journal, o->waiting[i]) != MESSAGE_QUEUED)
			ok = pass_on(o, o->waiting[i], command) && ok;
	return ok && !o->journal.uncertain;
}

void
outbox_id(day today, const struct sent *list, size_t n, char id[SENT_ID + 1])
{
	struct buf b = {0};
	date_put(&b, today);
	for (size_t i = 0; i < n; i++) {
		buf_printf(&b, "\n%s ", list[i].id);
		date_put(&b, list[i].due);
		buf_printf(&b, " %d %s", list[i].lead, list[i].recipient);
	}
	digest_hex(b.data, b.len, id, SENT_ID);
	buf_free(&b);
}

static bool
send_new(struct outbox *o, const char *message, const struct sent *list, size_t n, const char *command)
{
	if (!outbox_publish(o, message))
		return false;
	journal_wait(&o->journal, message, list, n);
	return pass_on(o, message, command);
}

static bool
queue_new(struct outbox *o, const char *message, const struct sent *list, size_t n)
{
	if (!queue(o, message, list, n))
		return false;
	journal_wait(&o->journal, message, list, n);
	return outbox_publish(o, message);
}

bool
outbox_put(struct outbox *o, const char *id, const struct buf *message, const struct sent *list, size_t n,
    const char *command)
{
	struct buf name = {0}, text = {0};
	date_put(&name, o->today);
	buf_printf(&name, "-%s", id);
	const char *m = buf_str(&name);
	bool ok = !o->journal.uncertain; /* else all has been said */
	bool named = name.len == OUTBOX_NAME && outbox_is_file(outbox_file(m, outbox_whole).name);
	if (ok && (!named || journal_state(&o->journal, m) != MESSAGE_UNKNOWN)) {
		diag(DIAG_ERROR, "%s/%s: this is no new message's name", o->path, m);
		ok = false;
	}
	outbox_notes_put(&text, list, n);
	buf_add(&text, message->data, message->len);
	ok = ok && outbox_write(o, m, &text) && (command ? send_new(o, m, list, n, command) : queue_new(o, m, list, n));
	buf_free(&text);
	buf_free(&name);
	return ok;
}
