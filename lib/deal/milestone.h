/* Milestones: what a calendar's negotiations need by the agenda, and what actions sheets say, each occurrence with its day. */
#ifndef NEGPKG_MILESTONE_H
#define NEGPKG_MILESTONE_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/calendar.h"
#include "table/date.h"

struct buf;

/* One occurrence of a calendar's row. */
struct negotiation {
	const struct entry *row;
	int occurrence;
	day *dates; /* by entry of the agenda, given or derived; DAY_NONE where there is none */
	struct negotiation *next; /* occurrence */
};

struct milestone {
	const struct entry *row;
	const struct agenda_entry *policy; /* NULL: the agenda doesn't know it */
	const struct negotiation *of; /* the negotiation it belongs to, or NULL */
	const char *name;
	int occurrence; /* from 0 */
	day due;    /* DAY_NONE: not known yet */
	day lapses; /* after this day nobody asks for it any more; DAY_NONE: never */
	day done_on; /* DAY_NONE: it is open */
	bool meeting, tentative;
	bool derived; /* the agenda gave its day */
	size_t order; /* as it was read */
};

/* Does an actions row stand for what its negotiation has by the agenda? */
bool milestone_overrides(const struct milestone *m);
/* The row whose owner it has: its own or, where that names nobody, its negotiation's. */
const struct entry *milestone_owner(const struct milestone *m);

struct milestones {
	const struct calendar *calendar;
	struct milestone *list; /* owned */
	size_t count, cap;
	struct arena memory;
};

/* Works out all of them, recurring ones up to the day `horizon`, in the order of the rows. */
void milestones_derive(struct milestones *all, const struct calendar *calendar, const struct holidays *holidays, day horizon);
/* By day, those without one last; then by account and period. */
void milestones_sort(struct milestones *all);
void milestones_free(struct milestones *all);

/* Appends what identifies it as long as it stands in the sheets, whatever its day:
 * account/period/milestone/subject/id/occurrence, with / % ~ and control characters as %XX. */
void milestone_key(const struct milestone *m, struct buf *to);

/* The same as a word: a digest of its row's own cells, one of its name, and the occurrence. Equal where the keys are. */
enum { MILESTONE_UID = ROW_ID + NAME_ID + 16 };
void milestone_uid(const struct milestone *m, char uid[MILESTONE_UID]);

#endif
