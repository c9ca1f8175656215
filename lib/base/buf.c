#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

char *
buf_grow(struct buf *b, size_t n)
{
	size_t wanted = b->cap ? b->cap : 64;
	while (wanted - b->len < n && wanted <= SIZE_MAX / 2)
		wanted *= 2;
	b->data = xrealloc(b->data, wanted, 1);
	b->cap = wanted;
	return b->data + b->len;
}

void
buf_add(struct buf *b, const char *s, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_room(b, n), s, n);
	b->len += n;
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	int n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n <= 0)
		return;
	char *at = buf_room(b, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(at, (size_t)n + 1, format, ap);
	va_end(ap);
	b->len += (size_t)n;
}

const char *
buf_str(struct buf *b)
{
	*buf_room(b, 1) = '\0';
	return b->data;
}

void
buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){0};
}
