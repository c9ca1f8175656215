/* Strings of JSON. */
#ifndef NEGPKG_JSON_H
#define NEGPKG_JSON_H

#include <stddef.h>

struct buf;

/* Appends n bytes as a string in its quotes. Bytes that aren't UTF-8 become U+FFFD each; U+2028, U+2029 and the
 * slash of "</" are escaped, so that the JSON may stand within a script. */
void json_string(struct buf *to, const char *s, size_t n);

#endif
