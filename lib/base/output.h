/* Where the result goes: standard output, or a file that is whole or untouched. */
#ifndef NEGPKG_OUTPUT_H
#define NEGPKG_OUTPUT_H

#include <stdbool.h>

#include "base/buf.h"

struct output {
	struct buf buf;   /* append here, then output_drain */
	const char *path; /* NULL: standard output */
	char *target;     /* path with its links resolved; owned */
	char *temporary;  /* renamed to target at the end; NULL where written directly; owned */
	int fd;
	bool failed;         /* said already */
	struct output *next; /* another one with a temporary file: see output.c */
};

/* Writes all n bytes, going on after signals. False, with errno, where that fails. */
bool output_write(int fd, const char *s, size_t n);

/* Keeps file descriptors 0 to 2 taken, so that no file opened later lands on a closed standard stream.
 * Call before anything is opened. */
void output_guard_descriptors(void);

/* Opens path (NULL or "-": standard output). False after a message. */
bool output_open(struct output *out, const char *path);
/* Writes what has gathered once it is worth a system call. */
void output_drain(struct output *out);
/* Writes the rest and puts the file in its place. False after a message; then path is as it was. */
bool output_close(struct output *out);
/* Gives up: nothing more is written, path stays as it was. */
void output_abandon(struct output *out);

#endif
