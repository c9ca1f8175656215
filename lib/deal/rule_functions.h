/* The functions that rules may call: our own, and SQLite's by a positive list. */
#ifndef NEGPKG_RULE_FUNCTIONS_H
#define NEGPKG_RULE_FUNCTIONS_H

#include <stdbool.h>

#include <sqlite3.h>

#include "table/date.h"

struct rule_setting {
	day today;
	char decimal_mark; /* of numbers in text */
	enum date_format date_format; /* of dates in text; 0: ISO, and what can be read in one way only */
};

/* Registers ours; `setting` must outlive db. Returns an SQLite result code. */
int rule_functions_add(sqlite3 *db, const struct rule_setting *setting);
/* Gives a function of SQLite's a day as its result, in ISO's form. */
void rule_result_day(sqlite3_context *context, day d);
/* May a rule call a function of this name? */
bool rule_function_allowed(const char *name);

#endif
