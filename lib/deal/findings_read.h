/* Findings read back from what negpkg-validate wrote as CSV. */
#ifndef NEGPKG_FINDINGS_READ_H
#define NEGPKG_FINDINGS_READ_H

#include <stdbool.h>

#include "table/finding.h"

struct dialect;

/* Adds them in their order: severity, rule, subject and message; their places are of no use here. False after messages. */
bool findings_read(struct findings *f, const char *path, const struct dialect *dialect);

#endif
