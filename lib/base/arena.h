/* Memory for many small things that live and die together. */
#ifndef NEGPKG_ARENA_H
#define NEGPKG_ARENA_H

#include <stddef.h>

struct arena {
	struct arena_block *last;
	size_t first; /* bytes of the first block, where there are many small arenas: each block is twice as large; 0: 64 KiB */
};

/* Aligned for any type, zeroed, valid until arena_free. */
void *arena_alloc(struct arena *a, size_t size) __attribute__((returns_nonnull));
/* A terminated copy of n bytes; unaligned, so that short strings cost what they hold. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
/* A copy of n bytes, unaligned, before at least `slack` others that may be read. */
void *arena_copy(struct arena *a, const void *bytes, size_t n, size_t slack);
void arena_free(struct arena *a);

#endif
