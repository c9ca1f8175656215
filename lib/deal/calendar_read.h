/* Reads calendar and actions sheets. */
#ifndef NEGPKG_CALENDAR_READ_H
#define NEGPKG_CALENDAR_READ_H

#include <stdbool.h>

#include "deal/calendar.h"

struct dialect;

/* Adds the rows of a sheet: one with a `milestone` column is an actions sheet, else a calendar. Rows with a bad cell are left
 * out, after messages. False where the sheet as a whole can't be read. */
bool calendar_read(struct calendar *c, const char *path, const struct dialect *dialect);

#endif
