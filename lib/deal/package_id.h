/* A short name for an account's positions, so that an approval says what it approved. */
#ifndef NEGPKG_PACKAGE_ID_H
#define NEGPKG_PACKAGE_ID_H

struct node;
struct package;

/* Sets the account's package_id: the first 12 hex digits of the SHA-256 over its items' positions, in an order
 * that doesn't depend on the sheet's: one line per item or phase with its names, currencies, volumes, totals
 * and rates, the lines sorted by bytes. Prose and order don't change it; any volume, total or rate does. */
void package_id_set(const struct package *p, struct node *account);

#endif
