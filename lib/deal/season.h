/* The load of a contract season: how much falls into a quarter, onto a person's week, and where somebody would have to be in
 * two places. */
#ifndef NEGPKG_SEASON_H
#define NEGPKG_SEASON_H

#include <stddef.h>

#include "deal/team.h"

enum season_kind { SEASON_YEAR, SEASON_QUARTER, SEASON_WEEK, SEASON_OVERLAP, SEASON_EXECUTIVES };
extern const char *const season_kind_names[];

struct season_row {
	enum season_kind kind;
	const char *key, *period;
	size_t count;
};

struct season {
	struct arena memory;
	struct group groups;
	struct season_row *rows; /* sorted by kind, period, key; owned */
	size_t row_cap;
};

/* Counts what has a day and isn't done. The fiscal year begins with month `first_month` (1: it is the calendar's) and is named
 * after the year in which it ends. `team` may be NULL. */
void season_count(struct season *s, const struct milestones *all, const struct team *team, int first_month);
void season_free(struct season *s);

#endif
