/* What a page about a package says, in the order in which it is read: sections of blocks. Whoever draws it need know
 * nothing of negotiations. Texts may hold any bytes; figures are written already: grouped, rounded half up, with a sign. */
#ifndef NEGPKG_REPORT_H
#define NEGPKG_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "deal/audience.h"
#include "deal/walk.h"
#include "table/finding.h"

struct package_row;
struct package_tree;
struct package_walk;

/* A short label that stands out: a flag, a severity. */
struct report_mark {
	enum severity tone;
	const char *text;
};

struct report_fact {
	const char *label, *text;
};

struct report_note {
	struct report_mark mark;
	const char *subject; /* "": of the section's own */
	const char *text;
};

struct report_cell {
	const char *text; /* "": blank */
	bool below_zero;
};

struct report_row {
	const char *label;
	bool strong;               /* what the meeting decides on */
	struct report_cell *cells; /* one for each column */
};

/* Rows about one thing (an item). */
struct report_group {
	const char *name;  /* NULL: the table has no groups, and this is all of it */
	const char *known_as, *terms; /* the customer's name for it; what its figures are in */
	bool inner;        /* a part of the group before it */
	struct report_mark *marks;
	size_t mark_count, mark_cap;
	struct report_row *rows;
	size_t row_count, row_cap;
	struct report_fact *remarks;
	size_t remark_count, remark_cap;
};

struct report_table {
	const char *caption, *group_heading, *row_heading; /* group_heading NULL: no groups */
	const char **columns; /* of figures, right-aligned */
	size_t column_count, column_cap;
	struct report_group *groups;
	size_t group_count, group_cap;
};

struct report_bar {
	const char *label;
	decimal units; /* of 10^-places */
	bool total;
};

enum { REPORT_BARS = WALK_EFFECTS + 2 };

/* A bridge from one level to another. */
struct report_bridge {
	const char *title, *measure, *currency;
	int places;
	struct report_bar bars[REPORT_BARS];
	size_t count;
};

enum report_kind { REPORT_LEAD, REPORT_FACTS, REPORT_NOTES, REPORT_TABLE, REPORT_BRIDGES };

struct report_block {
	enum report_kind kind;
	const char *lead; /* a paragraph that stands out */
	struct report_fact *facts;
	struct report_note *notes;
	struct report_bridge *bridges;
	size_t count, cap; /* of facts, notes or bridges */
	struct report_table table; /* with bridges: the figures of all of them */
};

struct report_section {
	size_t depth;      /* 1: an account, 2: a part of it */
	const char *title, *subtitle; /* either may be "" */
	bool listed;       /* in the contents */
	bool apart;        /* on paper it has pages of its own, which name it; what comes before the first shares its pages */
	struct report_block *blocks;
	size_t count, cap;
};

struct report {
	const char *title;
	const char *secrecy; /* a word for every page: who else must not see it; "": anybody may */
	enum audience audience;
	int places;        /* of money */
	const char *minus; /* the sign of what is below zero; borrowed */
	struct arena memory;
	struct report_section *sections; /* owned, as is what is in them */
	size_t count, cap;
};

/* `title` NULL: what it usually is. Neither it nor `minus` is copied. */
void report_init(struct report *r, enum audience audience, const char *title, int places, const char *minus);
void report_free(struct report *r);

/* Adds the sections of an account: what it amounts to, what needs attention, its positions, its walks, its lines. Names are
 * borrowed from the tree, the walk and the findings, which may be NULL. */
void report_add_account(struct report *r, const struct package_tree *tree, const struct package_row *account,
    const struct package_walk *walk, const struct findings *findings);
/* Adds a section of the findings about no account of the tree, if there are any. */
void report_add_strays(struct report *r, const struct package_tree *tree, const struct findings *findings);

#endif
