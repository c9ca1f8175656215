/* What both chart renderers draw: a level, the changes from it, the level they lead to. */
#ifndef NEGPKG_CHART_H
#define NEGPKG_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"

struct chart_bar {
	const char *label; /* any bytes; renderers escape them */
	decimal units;     /* of 10^-places */
	bool total;        /* a level (start, end), else a change of the level before it */
};

struct chart {
	const char *title, *subtitle; /* either may be NULL or empty */
	const struct chart_bar *bars; /* first a total, then changes, last a total; whoever calls may leave out zeros */
	size_t count;
	int places;
	const char *unit; /* of the figures (USD, %); may be NULL or empty */
};

#endif
