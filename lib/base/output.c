#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/xalloc.h"

enum { WORTH_WRITING = 64 * 1024 };

void
output_guard_descriptors(void)
{
	/* Opened the wrong way round, so that using a stream that was closed still fails, with EBADF. */
	static const int wrong_way[] = {O_WRONLY, O_RDONLY, O_RDWR};
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", wrong_way[fd]) != fd) {
			diag_last("a standard stream is closed, and /dev/null can't stand in for it");
			exit(2);
		}
}

static void
fail(struct output *out, const char *what)
{
	if (!out->failed)
		diag(DIAG_ERROR, "%s: %s: %s", out->path ? out->path : "standard output", what, strerror(errno));
	out->failed = true;
}

/* Outputs whose temporary files must go where the program ends in the midst of things: out of memory. */
static struct output *unfinished;

static void
remove_temporaries(void)
{
	for (const struct output *out = unfinished; out; out = out->next)
		unlink(out->temporary);
}

static void
begin(struct output *out)
{
	static bool registered;
	if (!registered)
		atexit(remove_temporaries); /* there is room for 32 such functions */
	registered = true;
	out->next = unfinished;
	unfinished = out;
}

static void
end(struct output *out)
{
	struct output **at = &unfinished;
	while (*at && *at != out)
		at = &(*at)->next;
	if (*at)
		*at = out->next;
}

static bool
open_temporary(struct output *out, const struct stat *old)
{
	out->temporary = xmalloc(strlen(out->target) + sizeof ".XXXXXX");
	sprintf(out->temporary, "%s.XXXXXX", out->target);
	out->fd = mkstemp(out->temporary);
	if (out->fd < 0) {
		fail(out, "can't write beside it");
		free(out->temporary);
		out->temporary = NULL;
		return false;
	}
	begin(out);
	mode_t mask = umask(0);
	umask(mask);
	if (fchmod(out->fd, old ? old->st_mode & 07777 : 0666 & ~mask) != 0) {
		fail(out, "can't set its mode");
		return false;
	}
	return true;
}

/* What a chain of links leads to, there or not: a link stays a link, and its target is replaced. NULL, with errno, for a
 * circle, and where that can't be told. */
static char *
resolve(const char *path)
{
	char *target = xstrndup(path, strlen(path));
	for (int links = 0; links < 40; links++) {
		char to[4096];
		ssize_t n = readlink(target, to, sizeof to);
		if (n < 0 && (errno == EINVAL || errno == ENOENT))
			return target; /* no link, or nothing there */
		if (n < 0) {
			free(target);
			return NULL;
		}
		const char *slash = strrchr(target, '/');
		struct buf next = {0};
		if (to[0] != '/' && slash)
			buf_add(&next, target, (size_t)(slash - target) + 1);
		buf_add(&next, to, (size_t)n);
		buf_str(&next);
		free(target);
		target = next.data;
	}
	free(target);
	errno = ELOOP;
	return NULL;
}

bool
output_open(struct output *out, const char *path)
{
	*out = (struct output){.fd = STDOUT_FILENO};
	if (!path || strcmp(path, "-") == 0)
		return true;
	out->path = path;
	if (!*path) {
		diag(DIAG_ERROR, "--output: a file's name is empty");
		return false;
	}
	struct stat st;
	bool exists = stat(path, &st) == 0;
	if (!exists && errno != ENOENT) {
		fail(out, "can't be resolved");
	} else if (exists && !S_ISREG(st.st_mode)) {
		out->fd = open(path, O_WRONLY | O_NOCTTY);
		if (out->fd < 0)
			fail(out, "can't write");
	} else {
		out->target = resolve(path);
		if (!out->target)
			fail(out, "can't be resolved");
		else
			open_temporary(out, exists ? &st : NULL);
	}
	if (out->failed)
		output_abandon(out);
	return !out->failed;
}

bool
output_write(int fd, const char *s, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t put = write(fd, s + at, n - at);
		if (put > 0)
			at += (size_t)put;
		else if (put == 0 || errno != EINTR)
			return false;
	}
	return true;
}

static void
write_all(struct output *out)
{
	if (!out->failed && !output_write(out->fd, out->buf.data, out->buf.len))
		fail(out, "write failed");
	out->buf.len = 0;
}

void
output_drain(struct output *out)
{
	if (out->buf.len >= WORTH_WRITING)
		write_all(out);
}

bool
output_close(struct output *out)
{
	write_all(out);
	if (!out->failed && out->temporary && fsync(out->fd) != 0)
		fail(out, "can't be made durable");
	if (close(out->fd) != 0 && errno != EINTR)
		fail(out, "close failed");
	out->fd = -1;
	if (!out->failed && out->temporary && rename(out->temporary, out->target) != 0)
		fail(out, "can't be replaced");
	if (!out->failed && out->temporary) {
		end(out);
		free(out->temporary);
		out->temporary = NULL;
	}
	output_abandon(out);
	return !out->failed;
}

void
output_abandon(struct output *out)
{
	if (out->fd > STDERR_FILENO)
		close(out->fd);
	out->fd = -1;
	if (out->temporary)
		unlink(out->temporary);
	end(out);
	free(out->temporary);
	free(out->target);
	out->temporary = out->target = NULL;
	buf_free(&out->buf);
}
