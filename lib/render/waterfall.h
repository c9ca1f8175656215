/* Waterfall charts as one SVG document. */
#ifndef NEGPKG_WATERFALL_H
#define NEGPKG_WATERFALL_H

#include <stddef.h>

#include "render/chart.h"

struct buf;

/* Appends a document with one chart below the other, each a scale of its own: a row for each bar, label to the
 * left, signed figure to the right. It needs nothing from outside, follows a reader's dark mode, and is the same
 * bytes for the same charts. Labels that don't fit are cut; rows hold them in full as a title. */
void waterfall_svg(
    struct buf *to, const struct chart *charts, size_t count, const char *title, const char *description);

/* Appends a document with one of several charts that are compared, all of one unit: columns and scale are those of all. */
void waterfall_svg_of(
    struct buf *to, const struct chart *charts, size_t count, size_t which, const char *title, const char *description);

#endif
