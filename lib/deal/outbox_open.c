#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "deal/outbox.h"
#include "deal/outbox_files.h"

/* The folder's own name is its parent's to keep. Who may not read that hasn't made it. */
static bool
sync_parent(const struct outbox *o)
{
	int parent = openat(o->folder, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return errno == EACCES || outbox_fail(o, "..", "can't be opened");
	bool ok = outbox_sync(o, parent);
	close(parent); /* only read: nothing can be lost */
	return ok;
}

static bool
open_folder(struct outbox *o)
{
	if (mkdir(o->path, 0700) != 0 && errno != EEXIST)
		return outbox_fail(o, "", "can't be made");
	o->folder = open(o->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	if (o->folder < 0 && errno == ENOTDIR) {
		diag(DIAG_ERROR, "%s: is no folder (and no link is followed)", o->path);
		return false;
	}
	if (o->folder < 0 || fstat(o->folder, &st) != 0)
		return outbox_fail(o, "", "can't be opened");
	if (st.st_mode & S_IWOTH) {
		diag(DIAG_ERROR, "%s: anybody may write there, and what waits there is sent: chmod o-w", o->path);
		return false;
	}
	return true;
}

static bool
lock_folder(struct outbox *o)
{
	o->lock = openat(o->folder, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0600);
	if (o->lock < 0)
		return outbox_fail(o, "lock", "can't be opened");
	if (flock(o->lock, LOCK_EX | LOCK_NB) == 0)
		return true;
	if (errno != EWOULDBLOCK)
		return outbox_fail(o, "lock", "can't be locked");
	diag(DIAG_ERROR, "%s: another run is at work there", o->path);
	return false;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of our files, sorted. False after a message. */
static bool
list_folder(struct outbox *o)
{
	int fd = openat(o->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d) {
		outbox_fail(o, "", "can't be read");
		if (fd >= 0)
			close(fd);
		return false;
	}
	struct dirent *e;
	while (errno = 0, e = readdir(d))
		if (outbox_is_file(e->d_name)) {
			o->waiting = xgrow(o->waiting, o->waiting_count, &o->waiting_cap, sizeof *o->waiting);
			o->waiting[o->waiting_count++] = xstrndup(e->d_name, strlen(e->d_name));
		}
	bool ok = errno == 0 || outbox_fail(o, "", "can't be read");
	closedir(d);
	if (o->waiting_count)
		qsort(o->waiting, o->waiting_count, sizeof *o->waiting, compare);
	return ok;
}

/* What becomes of a file that an earlier run left: see outbox.h. *waits: the message is to be kept. */
static bool
settle(struct outbox *o, const char *file, bool *waits)
{
	char message[OUTBOX_NAME + 1];
	snprintf(message, sizeof message, "%s", file);
	enum message_state state = journal_state(&o->journal, message);
	bool named = strcmp(file + OUTBOX_NAME, outbox_whole) == 0;
	*waits = named ? state != MESSAGE_SENT : state == MESSAGE_QUEUED;
	if (!*waits)
		return outbox_remove(o, outbox_file(message, file + OUTBOX_NAME));
	if (!named)
		return outbox_publish(o, message);
	if (state == MESSAGE_QUEUED)
		return true;
	struct outbox_notes notes;
	int fd;
	bool ok = outbox_read(o, message, &notes, &fd);
	if (ok) {
		close(fd);
		journal_wait(&o->journal, message, notes.list, notes.count);
	}
	outbox_notes_free(&notes);
	return ok;
}

static bool
settle_all(struct outbox *o)
{
	size_t kept = 0;
	bool ok = true;
	for (size_t i = 0; i < o->waiting_count; i++) {
		char *file = o->waiting[i];
		bool waits = false;
		ok = ok && settle(o, file, &waits);
		if (waits) {
			file[OUTBOX_NAME] = '\0';
			o->waiting[kept++] = file;
		} else
			free(file);
	}
	o->waiting_count = kept;
	return ok;
}

/* A clock that went back would have everything told again. */
static bool
check_day(const struct outbox *o)
{
	day last = o->journal.last, d;
	for (size_t i = 0; i < o->waiting_count; i++)
		if (date_parse(o->waiting[i], OUTBOX_DAY - 1, DATE_ISO, &d) && d > last)
			last = d;
	if (last <= o->today)
		return true;
	struct buf text = {0};
	date_put(&text, last);
	buf_puts(&text, ", which is later than today, ");
	date_put(&text, o->today);
	diag(DIAG_ERROR, "%s: a run was there on %s", o->path, buf_str(&text));
	buf_free(&text);
	return false;
}

bool
outbox_open(struct outbox *o, const char *path, day today)
{
	*o = (struct outbox){.path = path, .today = today, .folder = -1, .lock = -1, .journal = {.fd = -1}};
	bool ok = open_folder(o) && lock_folder(o) && journal_open(&o->journal, o->folder, path) && list_folder(o) && check_day(o);
	/* An empty journal may be new, and so may the folder: their names must last before anything is journaled. */
	if (ok && o->journal.len == 0)
		ok = outbox_sync(o, o->folder) && sync_parent(o);
	ok = ok && settle_all(o);
	if (!ok)
		outbox_close(o);
	return ok;
}

void
outbox_close(struct outbox *o)
{
	for (size_t i = 0; i < o->waiting_count; i++)
		free(o->waiting[i]);
	free(o->waiting);
	journal_close(&o->journal);
	if (o->folder >= 0)
		close(o->folder);
	if (o->lock >= 0)
		close(o->lock); /* which lets it go */
	*o = (struct outbox){.folder = -1, .lock = -1, .journal = {.fd = -1}};
}
