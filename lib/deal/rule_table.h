/* Sheets as tables of the database that rules read: only the columns that some rule names, typed, and where each row
 * stands in its file. */
#ifndef NEGPKG_RULE_TABLE_H
#define NEGPKG_RULE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/arena.h"
#include "deal/columns.h"
#include "table/finding.h"
#include "table/group.h"

struct dialect;

/* The key of each row, from 1: SQLite's own, so that a rule's SELECT * doesn't hold it. No rule may name it. */
#define RULE_ROW "_rowid_"
bool rule_row_named(const char *column);

/* A file to be read. */
struct rule_source {
	const char *path, *name; /* "-": standard input; what findings call it */
	const struct dialect *dialect;
};

struct rule_column {
	const char *name; /* as a rule spells it */
	enum column_type type;
	bool is_quantity, is_cost;
};

struct rule_file {
	const char *name;
	uintmax_t heading_line;
	size_t order; /* among all files of a run */
	size_t *columns; /* where it has each of the table's; SHEET_NONE where it lacks one; owned */
};

struct rule_row {
	const struct rule_file *file;
	uintmax_t line, record;
	struct subject subject;
};

struct rule_table {
	const char *name; /* "sheet", or as --sheet names it */
	struct rule_column *columns; /* owned */
	size_t column_count, column_cap;
	struct rule_file *files; /* owned */
	size_t file_count;
	struct rule_row *rows; /* by key - 1, where they are kept; owned */
	size_t row_count, row_cap;
	bool keeps_rows; /* findings are about its rows */
	bool broken; /* a file couldn't be read to its end */
};

/* Creates the table in db and reads the sources into it. `names` are those that expressions hold, one cell each; what
 * is wrong in a file becomes findings. `order` is the number of files before these. False after a message: a file can't
 * be read at all, or an I/O error. */
bool rule_table_load(struct rule_table *t, sqlite3 *db, const struct group *names, const struct rule_source *sources,
    size_t count, size_t order, struct findings *findings);
void rule_table_free(struct rule_table *t);

/* The table's column of this name (n bytes, in any case); SIZE_MAX: none. */
size_t rule_table_find(const struct rule_table *t, const char *name, size_t n);

/* Registers what loading itself calls in SQL. Returns an SQLite result code. */
int rule_table_prepare(sqlite3 *db);

#endif
