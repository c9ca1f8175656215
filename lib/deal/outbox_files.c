#include "deal/outbox_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/input.h"
#include "base/output.h"

const char outbox_whole[] = ".eml", outbox_unfinished[] = ".tmp";

struct outbox_file
outbox_file(const char *message, const char *suffix)
{
	struct outbox_file f;
	snprintf(f.name, sizeof f.name, "%.*s%s", (int)OUTBOX_NAME, message, suffix);
	return f;
}

bool
outbox_is_file(const char *file)
{
	day d;
	return strlen(file) == OUTBOX_NAME + OUTBOX_SUFFIX && date_parse(file, OUTBOX_DAY - 1, DATE_ISO, &d) &&
	    file[OUTBOX_DAY - 1] == '-' && strspn(file + OUTBOX_DAY, "0123456789abcdef") == SENT_ID &&
	    (strcmp(file + OUTBOX_NAME, outbox_whole) == 0 || strcmp(file + OUTBOX_NAME, outbox_unfinished) == 0);
}

bool
outbox_fail(const struct outbox *o, const char *file, const char *what)
{
	diag(DIAG_ERROR, "%s%s%s: %s: %s", o->path, *file ? "/" : "", file, what, strerror(errno));
	return false;
}

bool
outbox_sync(const struct outbox *o, int folder)
{
	/* Some file systems of networks have no such thing: EINVAL. */
	return fsync(folder) == 0 || errno == EINVAL || outbox_fail(o, "", "can't be made durable");
}

bool
outbox_remove(const struct outbox *o, struct outbox_file f)
{
	return unlinkat(o->folder, f.name, 0) == 0 || outbox_fail(o, f.name, "can't be removed");
}

bool
outbox_write(const struct outbox *o, const char *message, const struct buf *text)
{
	struct outbox_file f = outbox_file(message, outbox_unfinished);
	int fd = openat(o->folder, f.name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return outbox_fail(o, f.name, "can't be made");
	bool ok = (output_write(fd, text->data, text->len) && fsync(fd) == 0) || outbox_fail(o, f.name, "can't be written");
	if (close(fd) != 0 && errno != EINTR && ok)
		ok = outbox_fail(o, f.name, "can't be closed");
	if (!ok)
		outbox_remove(o, f);
	return ok;
}

bool
outbox_publish(const struct outbox *o, const char *message)
{
	struct outbox_file from = outbox_file(message, outbox_unfinished), to = outbox_file(message, outbox_whole);
	if (renameat(o->folder, from.name, o->folder, to.name) != 0)
		return outbox_fail(o, from.name, "can't be renamed");
	return outbox_sync(o, o->folder);
}

bool
outbox_read(const struct outbox *o, const char *message, struct outbox_notes *notes, int *fd)
{
	struct outbox_file f = outbox_file(message, outbox_whole);
	struct buf text = {0};
	struct stat st;
	*notes = (struct outbox_notes){0};
	*fd = openat(o->folder, f.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
	if (*fd < 0)
		return outbox_fail(o, f.name, "can't be opened");
	bool ok = fstat(*fd, &st) == 0 && input_read(*fd, &text) && lseek(*fd, 0, SEEK_SET) == 0;
	if (!ok)
		outbox_fail(o, f.name, "can't be read");
	if (ok && (!S_ISREG(st.st_mode) || !outbox_notes_read(notes, &text))) {
		diag(DIAG_ERROR, "%s/%s: doesn't say which reminders it holds: look into it and move it away", o->path, f.name);
		ok = false;
	}
	buf_free(&text);
	if (!ok)
		close(*fd);
	return ok;
}
