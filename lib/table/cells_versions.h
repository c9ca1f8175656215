/* The versions of cells' functions that this machine's compiler makes: for cells*.c alone. */
#ifndef NEGPKG_CELLS_VERSIONS_H
#define NEGPKG_CELLS_VERSIONS_H

#include "table/cells.h"

/* Powers of ten by how many places a number has. *given is 0 at first. */
typedef uint64_t cells_numbers_function(const struct cells *cells, size_t count, char mark, const uint64_t powers[8], uint64_t *out,
    uint64_t *given);
typedef uint64_t cells_odd_texts_function(const struct cells *cells, size_t count);
typedef uint64_t cells_begins_function(const struct cells *cells, size_t count, const struct cells_begins *begins);

#ifdef __SSE2__
cells_numbers_function cells_avx2_numbers, cells_avx512_numbers;
cells_odd_texts_function cells_avx2_odd_texts, cells_avx512_odd_texts;
cells_begins_function cells_avx512_begins;
#endif

#endif
