/* Preloaded: the FAILALLOC-th allocation fails; with FAILALLOC=N+ all further ones, too. The number of allocations goes to
 * the file FAILALLOC_COUNT, if that is given.
 *
 * Counts malloc, calloc and realloc as the program and its libraries call them, from the moment that libraries are loaded. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

static bool counting, sticky;
static long count, chosen;

__attribute__((constructor)) static void
start(void)
{
	const char *which = getenv("FAILALLOC");
	chosen = which ? atol(which) : 0;
	sticky = which && strchr(which, '+');
	counting = true;
}

__attribute__((destructor)) static void
finish(void)
{
	const char *path = getenv("FAILALLOC_COUNT");
	counting = false;
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
	if (fd >= 0)
		dprintf(fd, "%ld\n", count);
}

static bool
fails(void)
{
	if (!counting)
		return false;
	count++;
	bool now = count == chosen || (sticky && count > chosen);
	if (now)
		errno = ENOMEM;
	return now;
}

void *
malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *old, size_t size)
{
	return fails() ? NULL : __libc_realloc(old, size);
}
