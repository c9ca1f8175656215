#include "render/html.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "render/escape.h"

void
html_start(struct html *h, struct buf *to)
{
	*h = (struct html){.to = to};
	buf_puts(to, "<!DOCTYPE html>\n");
}

static void
end_tag(struct html *h)
{
	if (h->in_tag)
		buf_putc(h->to, '>');
	h->in_tag = false;
}

void
html_open(struct html *h, const char *element)
{
	assert(h->depth < HTML_DEPTH);
	html_void(h, element);
	h->open[h->depth++] = element;
}

void
html_void(struct html *h, const char *element)
{
	end_tag(h);
	buf_putc(h->to, '<');
	buf_puts(h->to, element);
	h->in_tag = true;
}

void
html_put_lines(struct buf *to, const char *s)
{
	for (size_t n; *s; s += n) {
		n = strcspn(s, "\r");
		buf_add(to, s, n);
		if (!s[n])
			continue;
		buf_putc(to, '\n');
		n += s[n + 1] == '\n' ? 2 : 1;
	}
}

static void
put_escaped(struct html *h, const char *s)
{
	struct buf lines = {0};
	if (strchr(s, '\r')) {
		html_put_lines(&lines, s);
		s = buf_str(&lines);
	}
	xml_str(h->to, s);
	buf_free(&lines);
}

void
html_attribute(struct html *h, const char *name, const char *value)
{
	assert(h->in_tag);
	buf_putc(h->to, ' ');
	buf_puts(h->to, name);
	buf_puts(h->to, "=\"");
	put_escaped(h, value);
	buf_putc(h->to, '"');
}

void
html_text(struct html *h, const char *s)
{
	end_tag(h);
	put_escaped(h, s);
}

/* A line for each element that isn't within a row or running text keeps the page readable, and diffs short. */
static bool
ends_line(const char *element)
{
	static const char *const within[] = {"td", "span", "th", "dt", "a", "b", "i", "small", "summary"};
	for (size_t i = 0; i < sizeof within / sizeof *within; i++)
		if (strcmp(within[i], element) == 0)
			return false;
	return true;
}

void
html_close(struct html *h)
{
	assert(h->depth > 0);
	const char *element = h->open[--h->depth];
	end_tag(h);
	buf_puts(h->to, "</");
	buf_puts(h->to, element);
	buf_puts(h->to, ends_line(element) ? ">\n" : ">");
}

void
html_open_class(struct html *h, const char *element, const char *class)
{
	html_open(h, element);
	if (class)
		html_attribute(h, "class", class);
}

void
html_leaf(struct html *h, const char *element, const char *class, const char *text)
{
	html_open_class(h, element, class);
	html_text(h, text);
	html_close(h);
}

struct buf *
html_markup(struct html *h)
{
	end_tag(h);
	return h->to;
}

void
html_css_string(struct html *h, const char *s)
{
	end_tag(h);
	buf_putc(h->to, '"');
	for (size_t n = strlen(s), i = 0, length; i < n; i += length) {
		uint32_t c = 0xfffd;
		length = utf8_decode(s + i, n - i, &c);
		if (length == 1 && isascii((int)c) && isalnum((int)c))
			buf_putc(h->to, (char)c);
		else
			buf_printf(h->to, "\\%06x", length && c ? (unsigned)c : 0xfffdu);
		length = length ? length : 1;
	}
	buf_putc(h->to, '"');
}
