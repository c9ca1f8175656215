/* The versions of split's functions that this machine's compiler makes: for split*.c alone. */
#ifndef NEGPKG_SPLIT_VERSIONS_H
#define NEGPKG_SPLIT_VERSIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table/split.h"

/* See split_numbers; powers of ten by how many places a number has. */
typedef uint64_t split_numbers_function(const struct split_column *column, size_t count, char mark, const uint64_t powers[8],
    uint64_t *out, uint64_t *given);
typedef uint64_t split_begins_function(const struct split_column *column, size_t count, const struct split_begins *begins);
typedef uint64_t split_odd_texts_function(const struct split_column *column, size_t count);

void split_portable_run(struct split *split, const char *s, size_t n);
size_t split_portable_cut(const char *s, size_t n, char delimiter, bool *disorder);
#ifdef __SSE2__
void split_sse2_run(struct split *split, const char *s, size_t n);
size_t split_sse2_cut(const char *s, size_t n, char delimiter, bool *disorder);
void split_avx2_run(struct split *split, const char *s, size_t n);
size_t split_avx2_cut(const char *s, size_t n, char delimiter, bool *disorder);
split_numbers_function split_avx2_numbers;
void split_avx512_run(struct split *split, const char *s, size_t n);
size_t split_avx512_cut(const char *s, size_t n, char delimiter, bool *disorder);
split_numbers_function split_avx512_numbers;
split_begins_function split_avx512_begins;
split_odd_texts_function split_avx512_odd_texts;
#endif

#endif
