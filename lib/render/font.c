#include "render/font.h"

#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "render/width.h"

static long
char_width(uint32_t c)
{
	if (c >= 0x80)
		return width_char(c) == 0 ? 0 : width_char(c) == 2 ? 100 : 80;
	if (c < 0x20)
		return c == '\t' || c == '\n' ? 35 : 100; /* else shown as U+FFFD */
	if (strchr(" !'(),-./:;I[]fijlrt|", (int)c))
		return 42;
	if (strchr("%@MWmw", (int)c))
		return 100;
	if ((c >= 'A' && c <= 'Z') || strchr("#&+<=>~", (int)c))
		return c == 'O' || c == 'Q' || c > 'Z' || c < 'A' ? 84 : 76;
	return 65;
}

static size_t
advance(const char *s, size_t n, long most, long *used)
{
	size_t i = 0, len;
	for (*used = 0; i < n; i += len) {
		uint32_t c = 0;
		len = utf8_decode(s + i, n - i, &c);
		long width = len > 0 ? char_width(c) : 100;
		if (width > most - *used)
			break;
		*used += width;
		if (len == 0)
			len = 1;
	}
	return i;
}

long
font_width(const char *s, size_t n)
{
	long used;
	advance(s, n, LONG_MAX, &used);
	return used;
}

size_t
font_fit(const char *s, size_t n, long hundredths)
{
	long used;
	return advance(s, n, hundredths, &used);
}
