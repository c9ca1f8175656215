#include "render/escape.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

static const char *
entity(uint32_t c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	case '\r': return "&#13;"; /* a parser would make it LF */
	default: return NULL;
	}
}

static bool
is_refused(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f) || c == 0xfffe || c == 0xffff;
}

/* The bytes from here on that stand as they are; most text is nothing else. */
static size_t
plain(const char *s, size_t n)
{
	size_t i = 0;
	while (i < n && s[i] >= ' ' && s[i] < 0x7f && s[i] != '&' && s[i] != '<' && s[i] != '>' && s[i] != '"' && s[i] != '\'')
		i++;
	return i;
}

void
xml_text(struct buf *to, const char *s, size_t n)
{
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t c = 0;
		len = plain(s + i, n - i);
		if (len > 0) {
			buf_add(to, s + i, len);
			continue;
		}
		len = utf8_decode(s + i, n - i, &c);
		const char *instead = len == 0 || is_refused(c) ? "\ufffd" : NULL;
		if (len > 0 && entity(c))
			instead = entity(c);
		if (len == 0)
			len = 1;
		if (instead)
			buf_puts(to, instead);
		else
			buf_add(to, s + i, len);
	}
}

void
xml_str(struct buf *to, const char *s)
{
	xml_text(to, s, strlen(s));
}
