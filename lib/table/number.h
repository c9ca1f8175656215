/* A number as people and spreadsheets write it. */
#ifndef NEGPKG_NUMBER_H
#define NEGPKG_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "table/decimal.h"

struct number {
	decimal value;
	int places;       /* decimals written: 0.160 has 3 */
	char currency[4]; /* of a sign or code beside it ("USD" for $), or "" */
	bool is_code;     /* one that no other currency shows: an ISO code, a sign like US$ */
	bool percent;     /* a % stood behind it; value is as written: 45 for 45% */
	bool ambiguous;   /* like 1.234: whether . is a decimal mark or groups can't be told */
};

enum number_result {
	NUMBER_OK,
	NUMBER_EMPTY,   /* nothing, blanks, or a placeholder: n/a na tbd tba ? */
	NUMBER_BAD,     /* no number */
	NUMBER_GROUPED, /* digits grouped otherwise than by three: 1,23 */
	NUMBER_LARGE,   /* doesn't fit a decimal */
};

/* Reads n bytes with `mark` ('.' or ',') as the decimal mark. Accepted: 1234.5  1,234.50  $1,234.50
 * 1234.50 EUR  (1,234.50)  -5  5-  1.5E+3  45%  and a lone - for zero. Digits beyond the fifteenth place are
 * rounded half to even. */
enum number_result number_parse(const char *s, size_t n, char mark, struct number *out);

/* Is the cell empty, or a placeholder for what isn't known yet? */
bool is_placeholder(const char *s, size_t n);

/* May a cell that shows this number stand in a row of `currency` (an ISO code of n bytes)? A $ is shown by every
 * dollar, kr by every krone. */
bool number_fits_currency(const struct number *shown, const char *currency, size_t n);

#endif
