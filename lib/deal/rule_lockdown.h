/* The rules' database: SQLite in memory, with everything taken away but reading the sheets. */
#ifndef NEGPKG_RULE_LOCKDOWN_H
#define NEGPKG_RULE_LOCKDOWN_H

#include <stdbool.h>

struct rules;

/* Opens r->db, as yet without sheets and without its authorizer. False after a message. */
bool rule_lockdown_open(struct rules *r);
/* From now on queries may read the sheets and call harmless functions, and nothing else; or anything, for our own. */
void rule_lockdown_set(struct rules *r, bool locked);
/* Bounds the steps and the memory of each query, now that all sheets are read. */
void rule_lockdown_bound(struct rules *r);
/* Does a name belong to SQLite itself? */
bool rule_lockdown_private(const char *table);

#endif
