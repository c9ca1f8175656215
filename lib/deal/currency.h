/* Currencies of a run: which were seen, which is reported, and what one of each is worth.
 *
 * A rate is report currency for one of the currency, for one position. A row without a rate counts 1 to 1
 * until the end, where currencies_settle says whether that was right: it is only for the report currency. */
#ifndef NEGPKG_CURRENCY_H
#define NEGPKG_CURRENCY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "table/csvin.h"
#include "table/decimal.h"

struct dialect;

struct currency {
	char *code;          /* upper case; "" where the row has none; owned */
	struct place first;  /* the row that brought it */
	bool lacks_rate;     /* some row had none ... */
	struct place lacking; /* ... this one first, ... */
	char *lacking_rate;  /* ... for want of this column; owned */
	bool other_rate, own_rate; /* some row had a rate that isn't 1, or that is ... */
	struct place other, own;   /* ... these first */
	bool differs;        /* from that of --fx: said already */
	decimal *rates;      /* of --fx, by position; owned, or NULL */
	bool *rate_given;
};

struct currencies {
	char *const *positions; /* their names */
	size_t position_count;
	struct currency *list; /* owned */
	size_t count, cap;
	const char *report; /* --report-currency, or NULL; after currencies_settle the one that is reported */
};

void currencies_init(struct currencies *c, char *const *positions, size_t count, const char *report);
void currencies_free(struct currencies *c);

/* Reads --fx=FILE: currency, and a column for each position. False after a message. */
bool currencies_read(struct currencies *c, const char *path, const struct dialect *dialect);

/* The number of a row's currency. `where` is kept. */
size_t currency_number(struct currencies *c, struct cell code, struct place where);
/* The rate of a position where its row gives none: that of --fx, or 1 for now. True where it is known. A row
 * that counts (`where`) and lacks it is remembered; `column` names what a message would ask for. */
bool currency_rate(struct currencies *c, size_t currency, size_t position, const struct place *where, const char *column,
    decimal *rate);
/* Notes a rate that a row gives for a position; a warning where --fx has another. */
void currency_given(struct currencies *c, size_t currency, size_t position, decimal rate, struct place where);

/* Is one of it worth 1 in every position where its row says nothing else, and is there nothing left to note of such a row? */
bool currency_is_plain(const struct currencies *c, size_t currency);

/* The same for what another run has noted: places that aren't NULL. */
void currency_seen(struct currencies *c, size_t currency, const struct place *lacking, const char *lacking_rate,
    const struct place *other, const struct place *own);

/* After the last row: finds the report currency (the option, else the only currency, else USD). False after a
 * message: rows of different currencies without rates. */
bool currencies_settle(struct currencies *c);

#endif
