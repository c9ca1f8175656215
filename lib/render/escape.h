/* Text made harmless for XML: SVG and HTML. (base/escape.h does it for terminals.) */
#ifndef NEGPKG_RENDER_ESCAPE_H
#define NEGPKG_RENDER_ESCAPE_H

#include <stddef.h>

struct buf;

/* Appends n bytes as text or as an attribute's value in quotes of either kind. What XML 1.0 doesn't allow (control
 * characters, bytes that aren't UTF-8) and C1 controls become U+FFFD, one for each byte or character. */
void xml_text(struct buf *to, const char *s, size_t n);
void xml_str(struct buf *to, const char *s);

#endif
