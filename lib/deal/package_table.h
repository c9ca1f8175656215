/* The package as a table: which columns it has, and what stands in them. */
#ifndef NEGPKG_PACKAGE_TABLE_H
#define NEGPKG_PACKAGE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "deal/audience.h"

struct csvout;
struct kept;
struct node;
struct package;

struct package_table {
	const struct package *package;
	enum audience audience;
	const char *report_currency;
	int places;    /* least decimals of money */
	bool has_rates; /* the sheets know currencies: rates are written filled in */
	struct package_column *columns; /* owned */
	size_t count, cap;
	struct kept_map *maps; /* where each sheet has the table's further columns; owned */
	size_t map_count;
	struct buf scratch;
};

/* Lays out the columns: the package's own, then those of the kept sheets in that order, each name once. */
void package_table_init(struct package_table *t, const struct package *p, enum audience audience,
    const char *report_currency, int places, bool has_rates, const struct kept *const *kept, size_t kept_count);
void package_table_free(struct package_table *t);
void package_table_put_headings(const struct package_table *t, struct csvout *out);
void package_table_put_row(struct package_table *t, const struct node *n, struct csvout *out);

#endif
