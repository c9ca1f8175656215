#include "base/escape.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* C1 controls, zero-width and bidirectional marks, line separators, the BOM, tags: what hides or reorders text. */
static bool
is_treacherous(uint32_t c)
{
	return (c >= 0x80 && c <= 0x9f) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

void
escape_terminal(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c;
		len = utf8_decode(s + i, n - i, &c);
		if (len == 0) {
			len = 1;
			buf_printf(b, "\\x%02x", (unsigned char)s[i]);
		} else if (c == '\n' || c == '\t' || c == '\r') {
			buf_puts(b, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
		} else if (c < 0x20 || c == 0x7f) {
			buf_printf(b, "\\x%02x", c);
		} else if (is_treacherous(c)) {
			buf_printf(b, "\\u{%x}", c);
		} else {
			buf_add(b, s + i, len);
		}
	}
}

void
escape_terminal_str(struct buf *b, const char *s)
{
	escape_terminal(b, s, strlen(s));
}
