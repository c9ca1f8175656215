/* A bar chart for a terminal. */
#ifndef NEGPKG_BARS_H
#define NEGPKG_BARS_H

#include <stdbool.h>
#include <stddef.h>

#include "render/chart.h"

struct buf;

enum { BARS_WIDTH_LEAST = 40 };

/* Appends the chart's title, its subtitle and unit, and a line for each bar: label, bar from a common zero (negative
 * to the left), signed figure. No line is wider than `width` columns, which is taken as at least BARS_WIDTH_LEAST:
 * labels are cut, and figures that would take more than half are written to four digits (1.235e12). Bars are eighth
 * blocks of UTF-8, or in ascii # for changes and = for totals; labels keep their own characters. */
void bars_text(struct buf *to, const struct chart *chart, size_t width, bool ascii);

#endif
