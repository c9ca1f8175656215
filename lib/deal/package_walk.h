/* The walks of each account of a package: current to expected, expected to walk-away, by margin-walk's own means. */
#ifndef NEGPKG_PACKAGE_WALK_H
#define NEGPKG_PACKAGE_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/audience.h"
#include "deal/walk_reader.h"

struct package_walk {
	bool revenue_only; /* costs aren't there, or not for this audience: it is revenue that is walked */
	struct walk_plan plan; /* no steps: there is nothing to walk */
	struct currencies currencies;
	struct walk_table table;
	struct walk_reader reader;
	struct walk_row *rows; /* owned */
	size_t row_count;
};

/* Reads a package that messages call `name` (not copied). Its report currency must outlive the walk. The customer's has no
 * steps, and the room's doesn't lead to the walk-away. False after a message; free it in any case. */
bool package_walk_read(struct package_walk *w, const char *name, const char *path, const struct dialect *dialect,
    enum audience audience, const char *report_currency);
void package_walk_free(struct package_walk *w);

/* The line of an account (with its period) in one step; NULL where the package has no item of it. */
const struct walk_line *package_walk_line(const struct package_walk *w, const char *account, const char *period, size_t step);

#endif
