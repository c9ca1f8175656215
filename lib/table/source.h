/* The bytes of a file, as UTF-8 text without a byte order mark; what is no text is turned away. */
#ifndef NEGPKG_SOURCE_H
#define NEGPKG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SOURCE_LEAST = 8 };

struct source {
	const char *name; /* for messages */
	int fd;
	char head[16]; /* first bytes, read to look at */
	size_t head_at, head_len;
	void *utf16;   /* an iconv_t, or NULL where the file is UTF-8 already */
	char *raw;     /* UTF-16 bytes not yet converted; owned */
	size_t raw_len;
	bool raw_ended;
};

/* Opens path ("-": standard input), which messages call `name` (not copied). False after a message: it can't be
 * opened, is a folder, or is a workbook, a PDF, a compressed file; the message says which program converts it. */
bool source_open(struct source *src, const char *name, const char *path);
/* Reads up to n bytes (n >= SOURCE_LEAST); 0 at the end, -1 after a message. */
long source_read(struct source *src, char *to, size_t n);
void source_close(struct source *src);

#endif
