/* The price waterfall of one position: from the list price to the money that stays, by group. */
#ifndef NEGPKG_POCKET_H
#define NEGPKG_POCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "table/decimal.h"
#include "table/group.h"

struct sheet;
struct walk_plan;

/* Columns of money, as <position>_list and so on. */
enum pocket_input {
	POCKET_LIST, POCKET_DISCOUNT, POCKET_ALLOWANCE, POCKET_REBATE, POCKET_FREIGHT, POCKET_TERMS, POCKET_COGS,
	POCKET_INCENTIVE, POCKET_INPUTS,
};

struct pocket_sums {
	decimal of[POCKET_INPUTS];
};

/* What is printed of them: invoice = list - discount - allowance; pocket = invoice - rebate - freight - terms;
 * margin = pocket - cogs + incentive; leakage = list - pocket. */
struct pocket_line {
	struct pocket_sums sums;
	decimal invoice, pocket, margin, leakage;
};

struct pocket_table {
	struct group groups;
	struct pocket_sums *sums; /* by group; owned */
	size_t cap;
	char *currency; /* of the first row that names one: money of another isn't added up; owned */
	struct place currency_at;
};

/* Reads an open sheet to its end, grouped by the plan's columns, and closes it. What can't be read is said. */
void pocket_read(struct pocket_table *t, const struct walk_plan *plan, const char *position, struct sheet *sheet);
/* The sum of some groups. False where one doesn't fit. */
bool pocket_line(const struct pocket_table *t, const size_t *groups, size_t count, struct pocket_line *out);
void pocket_free(struct pocket_table *t);

#endif
