/* Templates: what a sheet must hold, as rows of a CSV that executives read and approve. */
#ifndef NEGPKG_TEMPLATE_H
#define NEGPKG_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "table/finding.h"
#include "table/group.h"

/* From which point of a preparation a rule counts. */
enum stage { STAGE_DRAFT, STAGE_PUBLISH, STAGE_APPROVAL, STAGE_NEGOTIATION, STAGE_CLOSING };
extern const char *const stage_names[];

/* One cell of a template: text, and where it stands. */
struct clause {
	const char *s; /* terminated; "" where the cell is empty */
	size_t n;
	struct place where;
};

/* A piece of a message: text as it is, or an expression to be filled in. */
struct message_piece {
	bool is_expression;
	const char *s;
	size_t n;
};

struct rule {
	struct clause name;
	enum severity severity;
	enum stage stage;
	struct clause rows, per, check, message; /* rows and per may be empty */
	const char *per_sql; /* each of its parts in brackets, between commas; "" */
	struct message_piece *pieces;
	size_t piece_count;
};

struct template {
	struct rule *rules; /* owned */
	size_t count, cap;
	struct arena memory;
};

/* Reads a template: columns rule, severity, check, message and, where they are there, stage, rows, per. Every
 * expression is one (see expression_fault). False after a message for each cell that is wrong. */
bool template_read(struct template *t, const char *path);
void template_free(struct template *t);

/* The expressions of a rule one after the other, from 0: rows, per, check, those of the message; text in it is empty.
 * False behind the last. */
bool rule_expression(const struct rule *rule, size_t i, struct clause *out);
/* Does an expression of the rule hold this name, in any case, otherwise than as a function's? */
bool rule_names(const struct rule *rule, const char *name);
/* Adds the names that expressions hold, in lower case, one cell each. */
void template_gather_names(const struct template *t, struct group *names);

#endif
