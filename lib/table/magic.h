/* Files that are no CSV, known by their first bytes, and the commands that make CSV of them. */
#ifndef NEGPKG_MAGIC_H
#define NEGPKG_MAGIC_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { MAGIC_HEAD = 128 }; /* bytes to look at; fewer only where there are no more */

/* Appends what the file is that begins with these n bytes, and the command to run on it. False where it may be text.
 * `name`: the file's, or NULL where it comes through a pipe. */
bool magic_explain(struct buf *why, const char *head, size_t n, const char *name);

#endif
