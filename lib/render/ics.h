/* Events as iCalendar (RFC 5545), for calendars to import. */
#ifndef NEGPKG_ICS_H
#define NEGPKG_ICS_H

#include <stdbool.h>
#include <stddef.h>

#include "table/date.h"

struct buf;

/* Texts are any bytes: escaped, and folded at 75 octets between characters. CR, LF, CR LF, U+2028 and U+2029 are line
 * breaks; other control characters (but TAB) and leading blanks are dropped; bytes that aren't UTF-8 become U+FFFD each. A
 * text of which nothing is left has no property. Times are local wherever they are read (floating): nobody's zone is known. */
struct ics_event {
	const char *uid;            /* ASCII without blanks, not empty; the same whenever the event is written */
	const char *summary;        /* "": none */
	const char *description;    /* "": none */
	day start;                  /* what would end after year 9999 is written without its end */
	int start_minute;           /* of the day; -1: all day */
	int minutes;                /* how long, where there is a start_minute; 0: a moment */
	int lead;                   /* days before start, for the one alarm, at 9:00 where it's all day; 0: the morning before,
	                             * or where there is a start_minute an hour before; -1: no alarm */
	bool busy;                  /* others see that the time is taken */
	bool tentative;
};

struct ics {
	struct buf *to;   /* the caller's */
	char stamped[64]; /* the lines that all events share */
	size_t stamped_len;
};

/* Begins a calendar at the end of `to`. Every event says that it was written on `stamp` at 0:00 UTC, and is the `sequence`th
 * revision (0 and up) of itself. */
void ics_start(struct ics *ics, struct buf *to, day stamp, int sequence);
void ics_event(struct ics *ics, const struct ics_event *event);
/* RFC 5545 wants at least one event before it. */
void ics_end(struct ics *ics);

#endif
