/* A calendar with all that belongs to it, from sheets written as text. */
#ifndef NEGPKG_PLANNED_H
#define NEGPKG_PLANNED_H

#include <stdbool.h>

#include "deal/milestone.h"
#include "deal/team.h"
#include "table/holidays.h"

struct planned {
	struct agenda agenda;
	struct holidays holidays;
	struct calendar calendar;
	struct milestones milestones;
	struct team team;
};

/* Sheets as text; NULL: there is none. */
struct plan {
	const char *agenda, *holidays, *calendar, *actions, *team;
	day horizon;
};

/* Writes the files agenda.csv..., reads them and derives the milestones; for functions that are run. */
bool planned_read(struct planned *p, const struct plan *plan);
void planned_free(struct planned *p);

/* The first milestone of this name and occurrence. */
const struct milestone *planned_find(const struct planned *p, const char *name, int occurrence);

#endif
