/* The rows of calendar and actions sheets: what is due when, as the team wrote it. */
#ifndef NEGPKG_CALENDAR_H
#define NEGPKG_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/agenda.h"
#include "table/group.h"

enum { ROW_ID = 32 };

enum entry_kind { ENTRY_OPEN, ENTRY_TASK, ENTRY_MEETING }; /* open: the agenda says, or whether it has a time */

/* A row of an actions sheet (one milestone), or of a calendar (a negotiation, which has no `milestone`). Text is "" where
 * the row has none; days are DAY_NONE. */
struct entry {
	struct place where;
	const char *account, *period, *product_line, *owner, *email, *folder, *access, *date_source;
	const char *id, *milestone, *subject, *kind, *side, *promised_to, *start_time, *minutes_text, *attendees, *leads_text, *status,
	    *decision, *note;
	const char *folded; /* the milestone's name, as it is compared; NULL: a negotiation */
	const struct agenda_entry *policy; /* of an actions row, where the agenda knows its milestone */
	bool must_win, theirs; /* theirs: the customer has to do it */
	bool has_leads;
	struct leads leads;
	int occurrence; /* of its due date: the list of milestones writes each as a row of its own */
	int months; /* from one occurrence to the next; 0: none */
	day due, start_on, done_on;
	day *dates; /* of a negotiation, by entry of the agenda */
	int start_minute; /* of the day; -1: none */
	int minutes;
	bool customers_date; /* of a negotiation: the customer has set it */
	enum entry_kind what;
	char id_digest[ROW_ID + 1], name_id[NAME_ID + 1]; /* see milestone_uid */
	int twin; /* how many rows above have the same key */
	struct negotiation *first; /* of a negotiation, its first occurrence: see milestone.h */
	struct entry *next; /* with the same account and period, and milestone if it has one */
};

struct entry_chain {
	struct entry *first, *last;
};

struct calendar {
	struct arena memory;
	const struct agenda *agenda; /* must outlive it */
	struct entry **entries; /* in the order of the rows; owned, what they point to is in memory */
	size_t count, cap;
	struct group keys; /* account, period, subject, id, milestone; and each occurrence of these, * for all of a row that recurs */
	int *twins; /* by key, the highest number; owned */
	size_t twin_cap;
	struct group names; /* account, period, milestone */
	struct entry_chain *chains; /* by name; owned */
	size_t chain_cap;
	bool broken; /* some file couldn't be read to its end */
};

/* Adds a copy of the row; its strings must live in c->memory. */
void calendar_add(struct calendar *c, const struct entry *row);
/* The first row of this account, period and milestone (folded; "": a negotiation), which leads to the others; or NULL. */
struct entry *calendar_find(const struct calendar *c, const char *account, const char *period, const char *folded);
void calendar_free(struct calendar *c);

#endif
