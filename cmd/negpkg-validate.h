/* What the parts of negpkg-validate share. */
#ifndef NEGPKG_VALIDATE_H
#define NEGPKG_VALIDATE_H

#include <stdbool.h>

#include "base/options.h"

/* Prints the templates at hand as CSV: their names and files. False after a message. */
bool validate_list_templates(const struct options *o);

#endif
