#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/output.h"

enum { BLOCK = 64 * 1024 };

/* What failed; "": reading the file. */
static bool
fail(const char *path, const char *what)
{
	const struct place where = {.file = strcmp(path, "-") == 0 ? "<stdin>" : path};
	diag_at(&where, DIAG_ERROR, "%s%s%s", what, *what ? ": " : "", strerror(errno));
	return false;
}

static bool
copy(int from, int to, const char *path)
{
	char block[BLOCK];
	for (;;) {
		ssize_t got = read(from, block, sizeof block);
		if (got == 0)
			return true;
		if (got < 0 && errno != EINTR)
			return fail(path, "");
		if (got > 0 && !output_write(to, block, (size_t)got))
			return fail(path, "can't be held in memory");
	}
}

static bool
create(struct spool *s, const char *name)
{
	*s = (struct spool){.fd = memfd_create("negpkg", MFD_CLOEXEC)};
	if (s->fd < 0)
		return fail(name, "can't be held in memory");
	snprintf(s->path, sizeof s->path, "/proc/self/fd/%d", s->fd);
	return true;
}

bool
spool_open(struct spool *s, const char *name, struct output *out)
{
	*out = (struct output){.fd = -1};
	if (!create(s, name))
		return false;
	out->fd = fcntl(s->fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	return out->fd >= 0 || fail(name, "can't be held in memory");
}

bool
spool_fill(struct spool *s, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	if (!create(s, path))
		return false;
	int from = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (from < 0)
		return fail(path, "");
	bool ok = copy(from, s->fd, path);
	if (!standard)
		close(from); /* only read: nothing can be lost */
	return ok;
}

bool
spool_put(const struct spool *s, struct output *out)
{
	char block[BLOCK];
	for (off_t at = 0;;) {
		ssize_t got = pread(s->fd, block, sizeof block, at);
		if (got == 0)
			return true;
		if (got < 0 && errno != EINTR)
			return fail("<memory>", "");
		if (got < 0)
			continue;
		buf_add(&out->buf, block, (size_t)got);
		output_drain(out);
		at += got;
	}
}

void
spool_free(struct spool *s)
{
	if (s->fd > STDERR_FILENO)
		close(s->fd);
	s->fd = -1;
}
