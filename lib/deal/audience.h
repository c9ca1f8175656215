/* Who may see what of a package. What leaves the team is chosen by a positive list. */
#ifndef NEGPKG_AUDIENCE_H
#define NEGPKG_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>

struct node;
struct package;

enum audience {
	AUDIENCE_INTERNAL, /* the team and the executives: everything */
	AUDIENCE_ROOM,     /* our people at the table: no walk-away, floor or cost */
	AUDIENCE_CUSTOMER, /* the customer: its current business and our initial offer */
};
extern const char *const audience_names[]; /* ends with NULL */

/* May this audience see columns that are passed on from this sheet ("overview")? */
bool audience_sees_sheet(enum audience a, const char *role);
/* May this audience see the column of that name? */
bool audience_sees_column(enum audience a, const char *column);
/* May it see flags that tell of the walk-away? */
bool audience_sees_walkaway(enum audience a);
/* All accounts in its order: largest first, or for the customer by name. Owned by the caller. */
const struct node **audience_accounts(const struct package *p, enum audience a);
/* Hands on the rows it sees of one account, one by one, in its order: largest first, or for the customer by its own part numbers,
 * without items that have neither current business nor an initial offer. A row lives as long as the call. */
typedef void audience_take(void *context, const struct node *row);
void audience_account(const struct package *p, enum audience a, const struct node *account, audience_take *take, void *context);

#endif
