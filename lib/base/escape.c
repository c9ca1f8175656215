#include "base/escape.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* C1 controls, line separators, interlinear annotations, and all that Unicode calls default ignorable: bidirectional and
 * zero-width marks, fillers, variation selectors, the BOM, tags. They hide or reorder text, or make two names look alike. */
static bool
is_treacherous(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{0x80, 0x9f}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
		{0x200b, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
	};
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return true;
	return false;
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
