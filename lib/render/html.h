/* A writer of HTML: elements that close in the order in which they were opened, text and attributes that are always
 * escaped. There is no way around it but the two for markup that is ours: a style sheet, and another renderer's SVG. */
#ifndef NEGPKG_HTML_H
#define NEGPKG_HTML_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum { HTML_DEPTH = 16 };

struct html {
	struct buf *to;
	const char *open[HTML_DEPTH]; /* names of the elements that are open */
	size_t depth;
	bool in_tag; /* attributes may follow */
};

/* Writes the doctype. The buffer is the caller's. */
void html_start(struct html *h, struct buf *to);

/* Names of elements and attributes are literals of ours. */
void html_open(struct html *h, const char *element);
/* One of the element just opened. */
void html_attribute(struct html *h, const char *name, const char *value);
void html_text(struct html *h, const char *s);
void html_close(struct html *h); /* the innermost */
/* An element that has no content; its attributes may follow. */
void html_void(struct html *h, const char *element);

/* Shorthands: with a class (NULL: none), and with all there is in it. */
void html_open_class(struct html *h, const char *element, const char *class);
void html_leaf(struct html *h, const char *element, const char *class, const char *text);

/* Where another renderer of markup may write, in place of text. */
struct buf *html_markup(struct html *h);
/* Appends text with all its line ends as \n, as html_text has them: HTML knows no way to write a carriage return. For what
 * another renderer is handed. */
void html_put_lines(struct buf *to, const char *s);
/* A string within a style sheet (quotes included), whatever it holds: all but letters and digits is escaped. */
void html_css_string(struct html *h, const char *s);

#endif
