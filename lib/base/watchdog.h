/* An end to what takes too much processor time, where nothing else can stop it: within one call of a library. */
#ifndef NEGPKG_WATCHDOG_H
#define NEGPKG_WATCHDOG_H

#include <stddef.h>

/* Unless watchdog_stop is called before that many seconds of processor time have passed, the process writes `last_words`
 * (n bytes, not copied) to standard error and exits 2. */
void watchdog_start(long seconds, const char *last_words, size_t n);
void watchdog_stop(void);

#endif
