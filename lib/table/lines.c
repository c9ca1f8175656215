#include "table/lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/shell.h"
#include "base/utf8.h"
#include "base/xalloc.h"

static size_t block_size = LINES_BLOCK;

void
lines_choose_block(size_t size)
{
	block_size = size ? size : LINES_BLOCK;
}

static char *
new_block(size_t size)
{
	return (char *)xcalloc(1, size + 2 * (size_t)LINES_ROOM) + LINES_ROOM;
}

bool
lines_open(struct lines *l, const char *name, const char *path)
{
	*l = (struct lines){.line = 1, .size = block_size};
	if (!source_open(&l->source, name, path))
		return false;
	l->block = new_block(l->size);
	return true;
}

void
lines_init_part(struct lines *part, const struct lines *l)
{
	*part = (struct lines){.source = {.name = l->source.name, .fd = -1}, .size = l->size, .ended = true};
	part->block = new_block(part->size);
}

void
lines_give(struct lines *l, struct lines *part, size_t n)
{
	char *block = part->block;
	size_t end = l->start + n;
	memcpy(block, l->block + end, l->filled - end);
	part->block = l->block;
	part->start = l->start;
	part->end = part->filled = end;
	part->line = part->taken = 0;
	l->block = block;
	l->start = 0;
	l->end -= end;
	l->filled -= end;
}

void
lines_close(struct lines *l)
{
	source_close(&l->source);
	free(l->block ? l->block - LINES_ROOM : NULL);
	l->block = NULL;
}

/* No room for another read, of which a converted character may take a few bytes. */
static bool
is_full(const struct lines *l)
{
	return l->filled - l->start > l->size - SOURCE_LEAST;
}

bool
lines_are_filled(const struct lines *l)
{
	return l->ended || l->broken || is_full(l);
}

/* Moves the end of the text on over what was read. */
static void
check_text(struct lines *l)
{
	l->end += utf8_text(l->block + l->end, l->filled - l->end);
	size_t rest = l->filled - l->end;
	l->broken = rest > 0 && (l->ended || !utf8_may_go_on(l->block + l->end, rest));
}

bool
lines_fill_ahead(struct lines *l)
{
	if (l->failed)
		return false;
	if (l->start > 0) {
		memmove(l->block, l->block + l->start, l->filled - l->start);
		l->end -= l->start;
		l->filled -= l->start;
		l->start = 0;
	}
	if (lines_are_filled(l))
		return true;
	long got = source_read(&l->source, l->block + l->filled, l->size - l->filled);
	l->failed = got < 0;
	if (l->failed)
		return false;
	l->filled += (size_t)got;
	l->ended = got == 0;
	check_text(l);
	return true;
}

bool
lines_fill(struct lines *l)
{
	if (lines_fill_ahead(l))
		return true;
	source_report(&l->source);
	return false;
}

const char *
lines_ahead(const struct lines *l, size_t *n)
{
	*n = l->end - l->start;
	return l->block + l->start;
}

/* Where the first CR or LF is; n where there is none. In steps, so that of all lines that end with CR none is searched for an
 * LF to the end of the block. */
static size_t
line_end(const char *s, size_t n)
{
	for (size_t from = 0, step = 256; from < n; from += step, step *= 2) {
		if (step > n - from)
			step = n - from;
		const char *lf = memchr(s + from, '\n', step);
		const char *cr = memchr(s + from, '\r', lf ? (size_t)(lf - s) - from : step);
		if (cr || lf)
			return (size_t)((cr ? cr : lf) - s);
	}
	return n;
}

size_t
lines_next_length(const struct lines *l)
{
	size_t n;
	const char *s = lines_ahead(l, &n);
	size_t at = line_end(s, n);
	if (at == n)
		return 0;
	if (s[at] == '\n' || at + 1 < n)
		return at + 1 + (s[at] == '\r' && s[at + 1] == '\n');
	return l->ended || l->broken ? n : 0; /* an LF may follow */
}

bool
lines_take(struct lines *l, struct chunk *c)
{
	size_t length;
	while ((length = lines_next_length(l)) == 0 && !lines_are_filled(l))
		if (!lines_fill(l))
			return false;
	size_t n = length ? length : l->end - l->start;
	const char *s = l->block + l->start;
	if (!length && !l->ended && !l->broken)
		n -= s[n - 1] == '\r'; /* never cut a CRLF in two */
	*c = (struct chunk){s, n, length > 0};
	l->start += n;
	l->taken = c->ends_line ? 0 : l->taken + n;
	l->line += c->ends_line;
	return true;
}

void
lines_pass(struct lines *l, size_t n, uintmax_t lines)
{
	l->start += n;
	l->line += lines;
}

bool
lines_are_broken(const struct lines *l)
{
	return l->broken && l->start == l->end;
}

static void
put_conversion(struct buf *b, const char *from, const char *file)
{
	buf_printf(b, "`iconv -f %s -t UTF-8", from);
	if (file) {
		buf_putc(b, ' ');
		shell_put_file(b, file);
		buf_puts(b, " > ");
		struct buf converted = {0};
		buf_printf(&converted, "%s.utf8", file);
		shell_put_file(b, buf_str(&converted));
		buf_free(&converted);
	}
	buf_putc(b, '`');
}

void
lines_report_broken(const struct lines *l, uintmax_t record, size_t field)
{
	unsigned byte = (unsigned char)l->block[l->end];
	struct buf why = {0};
	if (byte == 0) {
		buf_printf(&why, "byte %zu of this line is NUL: this isn't a text file (or it is UTF-16 without its mark: convert it, ",
		    l->taken + 1);
		put_conversion(&why, "UTF-16LE", source_file(&l->source));
		buf_putc(&why, ')');
	} else {
		buf_printf(&why, "byte %zu of this line is 0x%02X, which isn't UTF-8: convert the file; if it is Windows-1252, "
		    "as Excel writes in the West, with ", l->taken + 1, byte);
		put_conversion(&why, "WINDOWS-1252", source_file(&l->source));
	}
	const struct place where = {.file = l->source.name, .line = l->line, .record = record, .field = record ? field : 0,
		.rule = "encoding-error"};
	diag_at(&where, DIAG_ERROR, "%s", buf_str(&why));
	buf_free(&why);
}
