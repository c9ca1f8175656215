/* An items row in few bytes, as a package holds a million of them until they are written: decimals as whole numbers of
 * units, cells one behind the other, nothing of what isn't there.
 *
 * What is packed may be opened up to PACKED_SLACK bytes behind its end. */
#ifndef NEGPKG_PACKED_H
#define NEGPKG_PACKED_H

#include <stddef.h>
#include <stdint.h>

#include "table/decimal.h"

struct buf;
struct figures;
struct item_row;
struct node;

enum { PACKED_SLACK = 8 };

/* Appends a row of the caller's sheet number `sheet`, and behind it `cells`, which it doesn't look into. */
void packed_put(struct buf *b, const struct item_row *row, uint32_t sheet, const struct buf *cells);
/* Fills in the node (but its sheet's name and cells) and its figures, by position; texts are views into it. Returns
 * the cells. */
const unsigned char *packed_open(const unsigned char *s, uint32_t *sheet, struct node *n);

/* What packed rows are sorted by, and told apart. */
struct packed_names {
	const char *product, *phase, *currency;
	size_t sheet, line;
};
void packed_names(const unsigned char *s, struct packed_names *names);
/* The same for the customer's forecast: does it have the row's part? */
bool packed_is_forecast(const unsigned char *s, const char **customer_part);

/* The figures of all positions alone. */
void packed_put_figures(struct buf *b, const struct figures *figures);
void packed_open_figures(const unsigned char *s, struct figures *figures);

/* Text behind its length, with a NUL behind it. */
void packed_put_text(struct buf *b, const char *s, size_t n);
const unsigned char *packed_open_text(const unsigned char *s, const char **text);

#endif
