/* What a walk compares and by which groups: from the command line and, where that is silent, from the sheets'
 * headings. */
#ifndef NEGPKG_WALK_PLAN_H
#define NEGPKG_WALK_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/columns.h"
#include "deal/walk.h"

struct sheet;

/* As the user said it; NULL where nothing was said. */
struct walk_request {
	const char *steps, *base, *by, *open;
};

/* What the headings of all FILEs say together. */
struct walk_survey {
	bool positions[PACKAGE_POSITIONS];
	bool account, product_line;
};
void walk_survey(struct walk_survey *s, const struct sheet *sheet);

struct walk_plan {
	char **positions; /* of the steps; those of --base and --open behind them; owned, as are the names */
	size_t position_count, position_cap;
	struct walk_step *steps; /* owned */
	size_t step_count;
	bool has_open;
	size_t open, open_else; /* where the first is wholly empty, the second counts */
	char **by; /* owned */
	size_t by_count;
	bool by_asked; /* its columns must be there */
	bool by_phase;
};

/* The groups alone, for what has no steps. */
bool walk_plan_choose_by(struct walk_plan *p, const struct walk_request *request, const struct walk_survey *s);
/* False after a message. Free it in any case. */
bool walk_plan_choose(struct walk_plan *p, const struct walk_request *request, const struct walk_survey *s);
void walk_plan_free(struct walk_plan *p);

#endif
