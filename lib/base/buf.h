/* A growable string of bytes. */
#ifndef NEGPKG_BUF_H
#define NEGPKG_BUF_H

#include <stddef.h>

struct buf {
	char *data; /* owned; not terminated unless buf_str was called */
	size_t len;
	size_t cap;
};

void buf_add(struct buf *b, const char *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buf_str(struct buf *b); /* terminated; valid until the next change */
void buf_free(struct buf *b);

#endif
