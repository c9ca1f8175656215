/* Templates put to sheets: every rule is a query of an in-memory SQLite database that may read these sheets, and nothing
 * else. What breaks a rule becomes a finding, at the row's place in its file. */
#ifndef NEGPKG_RULES_H
#define NEGPKG_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/rule_functions.h"
#include "deal/rule_table.h"
#include "deal/template.h"
#include "table/finding.h"

struct rules {
	const struct template *template;
	enum stage stage; /* rules of a later one are info */
	struct rule_setting setting;
	struct findings findings;

	sqlite3 *db;
	struct rule_table *tables; /* the first one is `sheet`; owned */
	size_t table_count, table_cap, file_count;
	struct group names; /* what expressions hold */
	struct missing *missing; /* columns and tables that rules ask for in vain; owned */
	size_t missing_count, missing_cap;
	bool optional_sheets; /* rules that ask for a sheet that isn't there are skipped without a word */
	bool exhausted; /* a rule took all time or memory: no further one is asked */
	bool standing_in; /* empty columns are up: see rule_trial */
	bool trying; /* a rule's own clauses, which may not name the key of rows */
	unsigned long long steps, steps_most; /* of the running query, in thousands */
};

/* Opens the database. `template` must outlive r. False after a message. */
bool rules_open(struct rules *r, const struct template *template, enum stage stage, struct rule_setting setting);
/* Reads files as the table `name`; the first one must be "sheet". False after a message: a file can't be read. */
bool rules_load(struct rules *r, const char *name, const struct rule_source *sources, size_t count);
/* Runs all rules, unless a file couldn't be read to its end (which is a finding then), and sorts the findings. Warns of
 * rules skipped for want of a sheet. False after a message: a rule isn't SQL, asks for what it may not have, or takes
 * too long. */
bool rules_run(struct rules *r);
void rules_close(struct rules *r);

/* What breaking a rule counts as: one of a later stage is worth a word, no more. */
enum severity rules_severity(const struct rules *r, const struct rule *rule);

#endif
