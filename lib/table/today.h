/* The day that counts as today. */
#ifndef NEGPKG_TODAY_H
#define NEGPKG_TODAY_H

#include <stdbool.h>

#include "table/date.h"

/* That of --today; NULL: the local calendar's. False after a message. */
bool today_read(const char *option, day *out);

#endif
