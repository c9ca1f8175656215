/* CSV records, quoted only where they must be. */
#ifndef NEGPKG_CSVOUT_H
#define NEGPKG_CSVOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"

struct buf;

struct csvout {
	struct buf *to;
	char delimiter;
	bool excel; /* BOM, CRLF, and ' before text that a spreadsheet would run */
	size_t cells;  /* of the record begun */
	size_t record; /* where it begins in `to` */
};

void csvout_start(struct csvout *out, struct buf *to, char delimiter, bool excel);
void csvout_text(struct csvout *out, const char *s, size_t n);
void csvout_str(struct csvout *out, const char *s);
void csvout_units(struct csvout *out, decimal units, int places); /* see decimal_put_units */
void csvout_decimal(struct csvout *out, decimal value, int least); /* see decimal_put */
/* part / whole in percent with two decimals, rounded half up; empty where the whole is 0. */
void csvout_percent(struct csvout *out, decimal part, decimal whole);
void csvout_end(struct csvout *out);

#endif
