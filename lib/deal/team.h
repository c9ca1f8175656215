/* The people of an account's team, and who of them hears of a milestone. */
#ifndef NEGPKG_TEAM_H
#define NEGPKG_TEAM_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/milestone.h"

struct dialect;

struct person {
	const char *account, *period, *product_line, *name, *email, *role; /* role: folded */
	bool theirs, attends, decides;
	struct person *next; /* of the same account */
};

struct team {
	struct arena memory;
	struct group accounts;
	struct person **first, **last; /* by account; owned */
	size_t first_cap, last_cap;
};

/* Reads the sheet `path`. False after messages. */
bool team_read(struct team *t, const char *path, const struct dialect *dialect);
void team_free(struct team *t);

struct recipient {
	const char *name, *email; /* "" where it isn't known */
	bool executive;
};

struct recipients {
	struct recipient *list; /* owned */
	size_t count, cap;
};

/* Who hears of m, each once. `team` may be NULL: then it is the row's owner. What the customer has to do goes to our account
 * manager, and to nobody else. False after a message: there is nobody. */
bool team_recipients(const struct team *team, const struct milestone *m, const struct calendar *calendar, struct recipients *to);

#endif
