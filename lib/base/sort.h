/* Sorts many things by keys of 64 bits; what those leave equal, a function tells apart. Stable. */
#ifndef NEGPKG_SORT_H
#define NEGPKG_SORT_H

#include <stddef.h>
#include <stdint.h>

struct sort_key {
	uint64_t key;
	uint32_t number; /* the caller's */
};

/* Like strcmp, for the numbers of two things with equal keys. */
typedef int sort_tie(void *context, uint32_t a, uint32_t b);

void sort_keys(struct sort_key *keys, size_t count, sort_tie *tie, void *context);

#endif
