/* The agenda: which milestones a negotiation has, how long before what, and who hears of them when. Policy, read from a
 * sheet. */
#ifndef NEGPKG_AGENDA_H
#define NEGPKG_AGENDA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "table/holidays.h"

struct dialect;

enum { NAME_ID = 16 };

/* Days ahead on which a milestone is told. */
struct leads {
	int *list; /* falling; an arena's */
	size_t count;
};

enum agenda_shift { SHIFT_EARLIER, SHIFT_LATER, SHIFT_NONE };

struct agenda_entry {
	struct place where;
	const char *milestone, *folded;
	const struct agenda_entry *before; /* what it prepares; NULL: its date is given, never derived */
	int days;
	enum agenda_shift shift;
	bool has_leads;
	struct leads leads;
	const char **roles; /* folded */
	size_t role_count;
	bool has_kind, meeting;
	int repeat_overdue; /* in days; 0: never */

	char name_id[NAME_ID + 1]; /* a digest of `folded` */
	const char *before_name;
};

struct agenda {
	struct arena memory;
	struct agenda_entry *entries; /* owned */
	size_t count, cap;
	const struct agenda_entry **order; /* each behind the one it is derived from; owned */
};

/* Reads the sheet `path`. False after messages. */
bool agenda_read(struct agenda *a, const char *path, const struct dialect *dialect);
void agenda_free(struct agenda *a);

/* The entry of this folded name, or NULL. */
const struct agenda_entry *agenda_find(const struct agenda *a, const char *folded);

/* The day of a milestone whose anchor is on `before`, moved off days on which nobody works; DAY_NONE outside of the calendar. */
day agenda_derive(const struct agenda_entry *e, day before, const struct holidays *h);

/* Reads a list of leads: whole numbers with ; , or blanks between. False where it isn't one. */
bool leads_read(struct arena *memory, const char *s, size_t n, struct leads *out);

/* A name as it is compared: see heading_fold. */
const char *folded_name(struct arena *memory, const char *s, size_t n);

#endif
