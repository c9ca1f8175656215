/* Bundles sheets, and the package that supplies what they leave open. */
#ifndef NEGPKG_BUNDLE_READ_H
#define NEGPKG_BUNDLE_READ_H

#include <stdbool.h>

#include "deal/bundle.h"

struct dialect;

/* Reads a sheet's rows into b. False after a message for each cell that is wrong. */
bool bundle_read(struct bundles *b, const char *path, const struct dialect *dialect);
/* Fills what items leave open from a package's item rows, of the expected position in report currency per unit, and from
 * its line rows. False after a message. */
bool bundle_supply(struct bundles *b, const char *path, const struct dialect *dialect);
/* What an item needs, once all is read: a cost, volumes with prices, no figure below zero. False after a message. */
bool bundle_complete(struct bundles *b);

#endif
