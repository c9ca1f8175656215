/* Threads that walk the parts of a sheet side by side. What they say, and what they leave behind, is the same as if one had
 * walked all of it: each walks the plain rows that a part begins with at any time, and all others when it is the part's
 * turn, in the order of the sheet. */
#ifndef NEGPKG_WALK_CREW_H
#define NEGPKG_WALK_CREW_H

#include <stddef.h>

struct walk_rows;

/* Reads the rest of the sheet with so many threads, this one among them (0: as many as there are processors for it). */
void walk_crew_read(struct walk_rows *w, size_t threads);

#endif
