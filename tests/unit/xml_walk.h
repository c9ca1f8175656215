/* An independent, strict walk over XML of the kind we write: elements, attributes, text, references. */
#ifndef NEGPKG_XML_WALK_H
#define NEGPKG_XML_WALK_H

#include <stddef.h>

/* NULL where s is one well-formed element and nothing but a newline after it; else what is wrong. */
const char *xml_fault(const char *s, size_t n);

#endif
