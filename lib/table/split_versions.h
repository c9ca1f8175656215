/* The versions of split_run that this machine's compiler makes: for split.c and its versions alone. */
#ifndef NEGPKG_SPLIT_VERSIONS_H
#define NEGPKG_SPLIT_VERSIONS_H

#include <stdbool.h>

#include "table/split.h"

/* Of 64 bytes, a bit for each that is the character. */
struct split_masks {
	uint64_t delimiter, lf, cr, quote;
};

void split_run_portable(struct split *split, const char *s, size_t n);
#ifdef __SSE2__
void split_run_sse2(struct split *split, const char *s, size_t n);
void split_run_avx2(struct split *split, const char *s, size_t n);
#endif

#endif
