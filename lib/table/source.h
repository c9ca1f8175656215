/* The bytes of a file, without a byte order mark, UTF-16 as UTF-8; what is no text by its first bytes is turned away. */
#ifndef NEGPKG_SOURCE_H
#define NEGPKG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/magic.h"

enum { SOURCE_LEAST = 8 };

#define SOURCE_STDIN "<stdin>" /* what messages call standard input */

struct source {
	const char *name; /* for messages */
	int fd;
	char head[MAGIC_HEAD]; /* first bytes, read to look at */
	size_t head_at, head_len;
	void *utf16;   /* an iconv_t, or NULL where the file is UTF-8 already */
	char *raw;     /* UTF-16 bytes not yet converted; owned */
	size_t raw_len;
	bool raw_ended;
	const char *why, *rule; /* of a read that failed; see source_report */
	int error;              /* instead of why */
};

/* Opens path ("-": standard input), which messages call `name` (not copied). False after a message: it can't be
 * opened, is a folder, or is a workbook, a PDF, a compressed file; the message says which command converts it. */
bool source_open(struct source *src, const char *name, const char *path);
/* Its name for commands; NULL where it comes through a pipe. */
const char *source_file(const struct source *src);
/* Reads up to n bytes (n >= SOURCE_LEAST); 0 at the end, -1 where reading failed. */
long source_read(struct source *src, char *to, size_t n);
/* Says why it did: apart, since those who read ahead say it when its turn has come. */
void source_report(const struct source *src);
void source_close(struct source *src);

#endif
