#include "table/cells.h"

#include "table/cells_versions.h"

/* NULL: all are left. */
struct functions {
	cells_numbers_function *numbers;
	cells_odd_texts_function *odd_texts;
	cells_begins_function *begins;
};

static const struct functions functions[SPLIT_VERSIONS] = {
#ifdef __SSE2__
	[SPLIT_AVX2] = {cells_avx2_numbers, cells_avx2_odd_texts, NULL},
	[SPLIT_AVX512] = {cells_avx512_numbers, cells_avx512_odd_texts, cells_avx512_begins},
#endif
};

/* Powers of ten for numbers without places, with one, and so on; 0 for those that have too many. */
static const uint64_t *
powers(int places)
{
	static const uint64_t from[] = {1000000000, 100000000, 10000000, 1000000, 100000, 10000, 1000, 100, 10, 1, 0, 0, 0, 0, 0, 0, 0, 0};
	return from + (CELLS_PLACES_MOST - places);
}

uint64_t
cells_numbers(const struct cells *cells, size_t count, char mark, int places, uint64_t *out, uint64_t *given)
{
	cells_numbers_function *f = functions[cells->version].numbers;
	*given = 0;
	return f ? f(cells, count, mark, powers(places), out, given) : ~UINT64_C(0);
}

uint64_t
cells_odd_texts(const struct cells *cells, size_t count)
{
	cells_odd_texts_function *f = functions[cells->version].odd_texts;
	return f ? f(cells, count) : ~UINT64_C(0);
}

uint64_t
cells_begins(const struct cells *cells, size_t count, const struct cells_begins *begins)
{
	cells_begins_function *f = functions[cells->version].begins;
	return f ? f(cells, count, begins) : ~UINT64_C(0);
}
