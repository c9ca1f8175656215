#include "base/xalloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"

void *
or_exit(void *p)
{
	if (!p) {
		diag_last("out of memory");
		exit(2);
	}
	return p;
}

void *
xmalloc(size_t size)
{
	return or_exit(malloc(size ? size : 1));
}

void *
xcalloc(size_t count, size_t size)
{
	return or_exit(calloc(count ? count : 1, size ? size : 1));
}

void *
xrealloc(void *old, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		return or_exit(NULL);
	return or_exit(realloc(old, count && size ? count * size : 1));
}

char *
xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);
	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *
xgrow(void *array, size_t count, size_t *cap, size_t size)
{
	if (count < *cap)
		return array;
	if (*cap > SIZE_MAX / 2)
		return or_exit(NULL);
	size_t wanted = *cap ? *cap * 2 : 16;
	array = xrealloc(array, wanted, size);
	*cap = wanted;
	return array;
}
