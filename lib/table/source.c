#include "table/source.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

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

static const struct magic {
	const char *bytes;
	size_t n;
	const char *message;
} magics[] = {
	{"PK\3\4", 4, "this is a workbook (.xlsx or .ods), not CSV: pipe it through `in2csv -I --sheet NAME FILE` "
	    "(csvkit), or `ssconvert FILE out.csv` (gnumeric)"},
	{"\xd0\xcf\x11\xe0", 4, "this is an old workbook (.xls), not CSV: pipe it through `in2csv -I --sheet NAME FILE` "
	    "(csvkit), or `ssconvert FILE out.csv` (gnumeric)"},
	{"\x1f\x8b", 2, "this is compressed: pipe it through `gzip -dc FILE`"},
	{"\x28\xb5\x2f\xfd", 4, "this is compressed: pipe it through `zstd -dc FILE`"},
	{"%PDF-", 5, "this is a PDF, not CSV: ask for the sheet behind it"},
	{"<!DOCTYPE", 9, "this is a web page, not CSV"},
	{"<html", 5, "this is a web page, not CSV"},
	{"<table", 6, "this is a web page, not CSV: open it in a spreadsheet and save it as CSV"},
	{"<?xml", 5, "this is XML, not CSV"},
};

static long
read_fd(struct source *src, char *to, size_t n)
{
	for (;;) {
		ssize_t got = read(src->fd, to, n);
		if (got >= 0)
			return got;
		if (errno != EINTR) {
			fail(src, unreadable, strerror(errno));
			return -1;
		}
	}
}

/* Looks at the first bytes: a byte order mark is dropped, UTF-16 converted, what is no text refused. */
static bool
look_at_head(struct source *src)
{
	while (src->head_len < sizeof src->head) {
		long got = read_fd(src, src->head + src->head_len, sizeof src->head - src->head_len);
		if (got < 0)
			return false;
		if (got == 0)
			break;
		src->head_len += (size_t)got;
	}
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (src->head_len >= magics[i].n && strncasecmp(src->head, magics[i].bytes, magics[i].n) == 0)
			return fail(src, no_text, magics[i].message);
	const char *utf16 = NULL;
	if (src->head_len >= 3 && memcmp(src->head, "\xef\xbb\xbf", 3) == 0)
		src->head_at = 3;
	else if (src->head_len >= 2 && memcmp(src->head, "\xff\xfe", 2) == 0)
		utf16 = "UTF-16LE";
	else if (src->head_len >= 2 && memcmp(src->head, "\xfe\xff", 2) == 0)
		utf16 = "UTF-16BE";
	if (utf16) {
		iconv_t cd = iconv_open("UTF-8", utf16);
		if (cd == (iconv_t)-1)
			return fail(src, unreadable, "UTF-16 can't be converted on this system: iconv has no table for it");
		src->utf16 = cd;
		src->head_at = 2;
		src->raw = xmalloc(RAW);
	}
	return true;
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
		if (done == (size_t)-1 && errno == EILSEQ) {
			fail(src, miscoded, "this is marked as UTF-16, but isn't: convert it to UTF-8 with iconv");
			return -1;
		}
		memmove(src->raw, in, in_left);
		src->raw_len = in_left;
		if (out != to)
			return out - to;
		if (src->raw_ended) {
			if (in_left == 0)
				return 0;
			fail(src, miscoded, "this UTF-16 file ends within a character");
			return -1;
		}
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
