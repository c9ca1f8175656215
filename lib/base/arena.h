/* Memory for many small things that live and die together. */
#ifndef NEGPKG_ARENA_H
#define NEGPKG_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *last;
};

/* Aligned for any type, zeroed, valid until arena_free. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull));
/* A terminated copy of n bytes; unaligned, so that short strings cost what they hold. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
void arena_free(struct arena *a);

#endif
