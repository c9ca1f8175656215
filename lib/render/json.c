#include "render/json.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Appends what stands for the ASCII character c; before is the one that precedes it. */
static void
put_ascii(struct buf *to, char c, char before)
{
	static const char plain[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
	const char *at = c ? strchr(plain, c) : NULL;
	if (at)
		buf_printf(to, "\\%c", letters[at - plain]);
	else if ((unsigned char)c < 0x20)
		buf_printf(to, "\\u%04x", (unsigned)c);
	else if (c == '/' && before == '<')
		buf_puts(to, "\\/");
	else
		buf_putc(to, c);
}

void
json_string(struct buf *to, const char *s, size_t n)
{
	buf_putc(to, '"');
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c = 0;
		len = utf8_decode(s + i, n - i, &c);
		if (len == 0) {
			buf_puts(to, "\ufffd");
			len = 1;
		} else if (len == 1) {
			put_ascii(to, s[i], i > 0 ? s[i - 1] : '\0');
		} else if (c == 0x2028 || c == 0x2029) {
			buf_printf(to, "\\u%04x", c);
		} else {
			buf_add(to, s + i, len);
		}
	}
	buf_putc(to, '"');
}
