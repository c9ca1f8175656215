/* Whether a rule can be run: each of its clauses tried alone, so that what is wrong can be laid at its cell, and what it
 * asks for in vain. */
#ifndef NEGPKG_RULE_TRIAL_H
#define NEGPKG_RULE_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/rules.h"

enum { LACKS_MOST = 64 };

/* What one rule asks for in vain. */
struct lacks {
	const char *table; /* no such sheet; NULL: all are there */
	struct lack {
		const char *column;
		const struct rule_table *of;
		bool in_choice; /* in `rows` or `per`, which say what the rule is about */
	} columns[LACKS_MOST];
	size_t count;
};

/* False after a message: a clause isn't SQL, or asks for what it may not have. */
bool rule_try(struct rules *r, const struct rule *rule, struct lacks *lacks);
/* Which clause of a rule is it that fails when it is run? */
const struct clause *rule_blame(struct rules *r, const struct rule *rule);

#endif
