/* A copy of the input, held until it is known whether it may pass. */
#ifndef NEGPKG_SPOOL_H
#define NEGPKG_SPOOL_H

#include <stdbool.h>

struct output;

struct spool {
	int fd;
	char path[32]; /* opens the copy from its beginning, any number of times */
};

/* Copies `path` ("-": standard input) into memory. False after a message. */
bool spool_fill(struct spool *s, const char *path);
/* An empty one, for what is written to `out` until that is closed; messages call it `name`. False after a message. */
bool spool_open(struct spool *s, const char *name, struct output *out);
/* Appends the copy, byte for byte. False after a message. */
bool spool_put(const struct spool *s, struct output *out);
void spool_free(struct spool *s);

#endif
