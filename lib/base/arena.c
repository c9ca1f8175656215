#include "base/arena.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct arena_block {
	struct arena_block *before;
	size_t used, size;
	alignas(max_align_t) char bytes[];
};

enum { BLOCK = 64 * 1024 };

static char *
take(struct arena *a, size_t size, size_t align)
{
	struct arena_block *b = a->last;
	size_t at = b ? (b->used + align - 1) / align * align : 0;
	if (!b || at > b->size || b->size - at < size) {
		size_t usual = b ? 2 * b->size : a->first ? a->first : BLOCK;
		usual = usual < BLOCK ? usual : BLOCK;
		size_t room = size > usual ? size : usual;
		b = xmalloc(sizeof *b + room);
		*b = (struct arena_block){.before = a->last, .size = room};
		a->last = b;
		at = 0;
	}
	b->used = at + size;
	return b->bytes + at;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(take(a, size, alignof(max_align_t)), 0, size);
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = take(a, n + 1, 1);
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *
arena_copy(struct arena *a, const void *bytes, size_t n, size_t slack)
{
	char *copy = take(a, n + slack, 1);
	if (n)
		memcpy(copy, bytes, n);
	memset(copy + n, 0, slack);
	return copy;
}

void
arena_free(struct arena *a)
{
	while (a->last) {
		struct arena_block *before = a->last->before;
		free(a->last);
		a->last = before;
	}
}
