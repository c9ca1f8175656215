#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"

enum { RAW = 64 * 1024 };

/* What is wrong with a source, by Frictionless's names. */
static const char unreadable[] = "scheme-error", no_text[] = "format-error", miscoded[] = "encoding-error";

static bool
fail(const struct source *src, const char *rule, const char *why)
{
	diag_at(&(struct place){.file = src->name, .rule = rule}, DIAG_ERROR, "%s", why);
	return false;
}

static bool
fail_all(const struct source *src, const char *rule, struct buf *why)
{
	fail(src, rule, buf_str(why));
	buf_free(why);
	return false;
}

static long
fail_to_read(struct source *src, const char *rule, const char *why)
{
	src->rule = rule;
	src->why = why;
	return -1;
}

static long
read_fd(struct source *src, char *to, size_t n)
{
	for (;;) {
		ssize_t got = read(src->fd, to, n);
		if (got >= 0)
			return got;
		if (errno != EINTR) {
			src->error = errno;
			return fail_to_read(src, unreadable, NULL);
		}
	}
}

void
source_report(const struct source *src)
{
	fail(src, src->rule, src->why ? src->why : strerror(src->error));
}

static bool
read_head(struct source *src)
{
	while (src->head_len < sizeof src->head) {
		long got = read_fd(src, src->head + src->head_len, sizeof src->head - src->head_len);
		if (got < 0) {
			source_report(src);
			return false;
		}
		if (got == 0)
			break;
		src->head_len += (size_t)got;
	}
	return true;
}

/* UTF-16 without its mark: Latin letters, so that nearly all of their upper bytes, and no others, are NUL. */
static bool
looks_wide(const struct source *src, size_t upper)
{
	size_t nuls[2] = {0}, units = src->head_len / 2;
	for (size_t i = 0; i < units * 2; i++)
		nuls[i % 2] += src->head[i] == '\0';
	return units >= 2 && nuls[!upper] == 0 && nuls[upper] >= units - units / 4;
}

static const char *
utf16_name(struct source *src)
{
	bool pair = src->head_len >= 2;
	src->head_at = 2;
	if (pair && memcmp(src->head, "\xff\xfe", 2) == 0)
		return "UTF-16LE";
	if (pair && memcmp(src->head, "\xfe\xff", 2) == 0)
		return "UTF-16BE";
	src->head_at = src->head_len >= 3 && memcmp(src->head, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	return looks_wide(src, 1) ? "UTF-16LE" : looks_wide(src, 0) ? "UTF-16BE" : NULL;
}

/* Looks at the first bytes: a byte order mark is dropped, UTF-16 converted, what is no text refused. */
static bool
look_at_head(struct source *src)
{
	struct buf why = {0};
	if (!read_head(src))
		return false;
	if (magic_explain(&why, src->head, src->head_len, source_file(src)))
		return fail_all(src, no_text, &why);
	const char *utf16 = utf16_name(src);
	if (!utf16)
		return true;
	src->raw = xmalloc(RAW);
	src->utf16 = iconv_open("UTF-8", utf16);
	if (src->utf16 != (iconv_t)-1)
		return true;
	src->utf16 = NULL;
	return fail(src, unreadable, "UTF-16 can't be converted on this system: iconv has no table for it");
}

const char *
source_file(const struct source *src)
{
	return strcmp(src->name, SOURCE_STDIN) == 0 ? NULL : src->name;
}

bool
source_open(struct source *src, const char *name, const char *path)
{
	bool standard = strcmp(path, "-") == 0;
	*src = (struct source){.name = name};
	src->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct stat st;
	bool ok = src->fd >= 0 && fstat(src->fd, &st) == 0;
	if (!ok)
		fail(src, unreadable, strerror(errno));
	else if (S_ISDIR(st.st_mode))
		ok = fail(src, unreadable, "is a folder, not a sheet");
	ok = ok && look_at_head(src);
	if (!ok)
		source_close(src);
	return ok;
}

static long
read_bytes(struct source *src, char *to, size_t n)
{
	if (src->head_at == src->head_len)
		return read_fd(src, to, n);
	size_t len = src->head_len - src->head_at;
	len = len < n ? len : n;
	memcpy(to, src->head + src->head_at, len);
	src->head_at += len;
	return (long)len;
}

static long
read_utf16(struct source *src, char *to, size_t n)
{
	for (;;) {
		if (!src->raw_ended && src->raw_len < RAW) {
			long got = read_bytes(src, src->raw + src->raw_len, RAW - src->raw_len);
			if (got < 0)
				return -1;
			src->raw_len += (size_t)got;
			src->raw_ended = got == 0;
		}
		char *in = src->raw, *out = to;
		size_t in_left = src->raw_len, out_left = n;
		size_t done = iconv((iconv_t)src->utf16, &in, &in_left, &out, &out_left);
		if (done == (size_t)-1 && errno == EILSEQ && out == to)
			return fail_to_read(src, miscoded, "this is marked as UTF-16, but isn't: convert it to UTF-8 with iconv");
		memmove(src->raw, in, in_left);
		src->raw_len = in_left;
		if (out != to)
			return out - to;
		if (src->raw_ended)
			return in_left == 0 ? 0 : fail_to_read(src, miscoded, "this UTF-16 file ends within a character");
	}
}

long
source_read(struct source *src, char *to, size_t n)
{
	return src->utf16 ? read_utf16(src, to, n) : read_bytes(src, to, n);
}

void
source_close(struct source *src)
{
	if (src->utf16)
		iconv_close((iconv_t)src->utf16);
	free(src->raw);
	if (src->fd > STDIN_FILENO)
		close(src->fd); /* only read: nothing can be lost */
	*src = (struct source){.fd = -1};
}
