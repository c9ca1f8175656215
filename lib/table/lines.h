/* A file as physical lines of text: blocks are read, their bytes held to UTF-8, line ends found and lines counted. */
#ifndef NEGPKG_LINES_H
#define NEGPKG_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/source.h"

/* Around a block there is some room: any 16 bytes that begin or end in the text, or at its ends, may be looked at. */
enum { LINES_BLOCK = 256 * 1024, LINES_ROOM = 16 };

struct lines {
	struct source source;
	char *block;       /* of `size` bytes; owned, with the room around it */
	size_t size;
	size_t start, end; /* text not taken yet */
	size_t filled;     /* of the bytes read; from end on they aren't known to be text */
	bool ended;        /* there are no more bytes to read */
	bool broken;       /* the byte at end is no text */
	bool failed;       /* reading did */
	uintmax_t line;    /* of the next byte, from 1 */
	size_t taken;      /* bytes of that line taken already */
};

/* A line with its LF, CRLF or CR or, where it doesn't fit the block, a piece of one. */
struct chunk {
	const char *s;
	size_t n; /* 0 at the end of the text */
	bool ends_line;
};

/* Opens path, which messages call `name` (not copied). False after a message. */
bool lines_open(struct lines *l, const char *name, const char *path);
void lines_close(struct lines *l);
/* For tests: those opened from now on have blocks of so many bytes, twice SOURCE_LEAST or more; 0: LINES_BLOCK. */
void lines_choose_block(size_t size);

/* Makes room and reads on, as long as there is some of both. False after a message: the file can't be read. */
bool lines_fill(struct lines *l);
/* The same without the message: lines_fill says it when it is asked. */
bool lines_fill_ahead(struct lines *l);
/* The text in the block that isn't taken yet. */
const char *lines_ahead(const struct lines *l, size_t *n);
/* Is there nothing to gain from another lines_fill? */
bool lines_are_filled(const struct lines *l);
/* The length of the next line with its end; 0 where that isn't in the block yet. */
size_t lines_next_length(const struct lines *l);

/* Takes the next chunk, a view that lives until the next call; an empty one at the end of the file, and before bytes
 * that are no text (lines_are_broken). False after a message. */
bool lines_take(struct lines *l, struct chunk *c);
/* Takes so many bytes of the text ahead, which are as many whole lines. */
void lines_pass(struct lines *l, size_t n, uintmax_t lines);
/* What was taken comes before a byte that is no text, with nothing between them. */
bool lines_are_broken(const struct lines *l);
/* Lines of their own, for what lines_give gives them; the name is that of l. */
void lines_init_part(struct lines *part, const struct lines *l);
/* The next n bytes of the text ahead, which are whole lines, become all that part has, and its first line is numbered 0. Blocks are
 * exchanged, and only what is left is copied. Counts no lines. */
void lines_give(struct lines *l, struct lines *part, size_t n);

/* Says so, with the place: row and cell as a spreadsheet counts them, 0 where they aren't known. */
void lines_report_broken(const struct lines *l, uintmax_t record, size_t field);

#endif
