/* Where policy files (templates, the agenda) are kept. */
#ifndef NEGPKG_POLICY_H
#define NEGPKG_POLICY_H

#include <stddef.h>

/* The folders that are looked at, first one first, NULL-ended; free each and the array. `kind` is a folder's name within
 * share ("templates"), or "". They are $NEGPKG_TEMPLATES, the installed one, and share beside the executable's folder. */
char **policy_folders(const char *kind);
void policy_folders_free(char **folders);
/* The first of these that holds the file; owned by the caller. NULL where none does. */
char *policy_find(const char *kind, const char *file);

#endif
