/* Memory that is there or the program ends: a filter has nothing better to do without it. */
#ifndef NEGPKG_XALLOC_H
#define NEGPKG_XALLOC_H

#include <stddef.h>

/* Each returns memory owned by the caller (free it with free), or prints one message and exits 2. */
void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size); /* zeroed */
void *xrealloc(void *old, size_t count, size_t size);
/* p, which others have allocated, or the same end where it is NULL. */
void *or_exit(void *p);
char *xstrndup(const char *s, size_t n);

/* Grows an array of `size`-byte elements so that `*cap` > `count`; returns it (perhaps moved). */
void *xgrow(void *array, size_t count, size_t *cap, size_t size);

#endif
