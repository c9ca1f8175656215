/* The versions of split's functions that this machine's compiler makes: for split*.c alone. */
#ifndef NEGPKG_SPLIT_VERSIONS_H
#define NEGPKG_SPLIT_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/split.h"

void split_portable_run(struct split *split, const char *s, size_t n);
size_t split_portable_cut(const char *s, size_t n, char delimiter, bool *disorder);
#ifdef __SSE2__
void split_sse2_run(struct split *split, const char *s, size_t n);
size_t split_sse2_cut(const char *s, size_t n, char delimiter, bool *disorder);
void split_avx2_run(struct split *split, const char *s, size_t n);
size_t split_avx2_cut(const char *s, size_t n, char delimiter, bool *disorder);
void split_avx512_run(struct split *split, const char *s, size_t n);
size_t split_avx512_cut(const char *s, size_t n, char delimiter, bool *disorder);
#endif

#endif
