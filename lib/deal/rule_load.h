/* A file's rows on their way into a table of the rules' database: cells typed, rows located, what is wrong made a
 * finding. */
#ifndef NEGPKG_RULE_LOAD_H
#define NEGPKG_RULE_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/rule_table.h"
#include "table/sheet.h"

struct datecol;

/* The columns that tell what a row is about. */
enum rule_label {
	LABEL_ACCOUNT, LABEL_PRODUCT_LINE, LABEL_PRODUCT, LABEL_PHASE, LABEL_OWNER, LABEL_SOURCE, LABEL_LEVEL,
	LABEL_ACCOUNT_MANAGER, LABELS,
};

/* One file on its way into the table. */
struct rule_loading {
	struct rule_table *table;
	sqlite3 *db;
	struct findings *findings;
	struct rule_file *file;
	struct sheet sheet;
	size_t labels[LABELS], currency, cost_currency;
	struct datecol *dates; /* by the table's columns; owned */
	bool is_package; /* its figures are our own, and a share above 1 is a matter for rules */
	struct rule_row row;  /* the current one */
	size_t first_of_row; /* finding about it */
	struct subject line; /* of the package's last line row, whose owner its items have */
	bool failed;
};

/* Reads the rows of l->sheet with the prepared insertion. False after a message: an I/O error, or the database's. */
bool rule_load(struct rule_loading *l, sqlite3_stmt *insert);
/* The column of a sheet whose heading folds to that of `name`, without a word; SHEET_NONE: none. */
size_t rule_load_find(const struct sheet *sheet, const char *name);
/* Says what the database says; false. */
bool rule_load_failed(sqlite3 *db);

#endif
