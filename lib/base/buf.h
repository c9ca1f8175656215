/* A growable string of bytes. */
#ifndef NEGPKG_BUF_H
#define NEGPKG_BUF_H

#include <stddef.h>

struct buf {
	char *data; /* owned; not terminated unless buf_str was called */
	size_t len;
	size_t cap;
};

/* Room for n more bytes behind those there are: who writes them moves len on. */
char *buf_grow(struct buf *b, size_t n);
static inline char *
buf_room(struct buf *b, size_t n)
{
	return b->cap - b->len >= n ? b->data + b->len : buf_grow(b, n);
}

void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
static inline void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->len++;
}
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buf_str(struct buf *b); /* terminated; valid until the next change */
void buf_free(struct buf *b);

#endif
