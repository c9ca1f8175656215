/* Keys made of several cells, numbered in the order in which they first came. */
#ifndef NEGPKG_GROUP_H
#define NEGPKG_GROUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/bytes.h"

/* Two share a cache line. Keys that are no longer than most stand in it. */
enum { GROUP_NEAR = 24 };
struct group_entry {
	size_t n;
	union {
		char near[GROUP_NEAR]; /* n < GROUP_NEAR; terminated, as the other */
		const char *far;
	};
};

/* Eight share a cache line: of the keys themselves only one is looked at, where hashes are the same. */
struct group_slot {
	uint32_t hash;
	uint32_t number; /* + 1; 0: free */
};

struct group {
	struct arena far_keys;
	struct group_entry *entries; /* owned */
	size_t count, entry_cap;
	struct group_slot *slots; /* owned */
	size_t slot_count; /* a power of two */
};

static inline const char *
group_entry_key(const struct group_entry *e)
{
	return e->n < GROUP_NEAR ? e->near : e->far;
}

/* Appends one cell to a key. Its end is marked by a NUL, which no cell holds (csvin refuses it), so that keys
 * are unambiguous and their byte order is that of their cells, one after the other. */
void key_add(struct buf *key, const char *s, size_t n);

/* The number of this key, from 0; *fresh tells whether it is new. */
size_t group_number(struct group *g, const char *key, size_t n, bool *fresh);
/* The same in steps, for who has many keys at hand: what each step needs comes into the cache while the one before is done
 * for the other keys. */
static inline uint32_t
group_hash(const struct group *g, const char *key, size_t n)
{
	uint32_t hash = bytes_hash(key, n);
	if (g->count)
		__builtin_prefetch(&g->slots[hash & (g->slot_count - 1)]);
	return hash;
}

/* The number that a key with this hash most likely has, whose entry is fetched; SIZE_MAX where it surely has none. */
size_t group_guess(const struct group *g, uint32_t hash);

/* The number of a key that has this hash; SIZE_MAX where it has none. */
static inline size_t
group_find_hash(const struct group *g, uint32_t hash, const char *key, size_t n)
{
	const size_t mask = g->slot_count - 1;
	for (size_t at = hash & mask; g->count && g->slots[at].number; at = (at + 1) & mask) {
		const struct group_entry *e = &g->entries[g->slots[at].number - 1];
		if (g->slots[at].hash == hash && e->n == n && bytes_are_same(group_entry_key(e), key, n))
			return g->slots[at].number - 1;
	}
	return SIZE_MAX;
}

/* The number of a key with this hash that is new: group_find_hash doesn't find it. */
size_t group_add(struct group *g, uint32_t hash, const char *key, size_t n);

/* The number of a key; SIZE_MAX where it is unknown. */
size_t group_find(const struct group *g, const char *key, size_t n);
/* Compares two keys in byte order, like strcmp. */
int group_compare(const struct group *g, size_t a, size_t b);
/* Cell number `cell` of a key: terminated, valid until a key is added. */
const char *group_cell(const struct group *g, size_t number, size_t cell);
void group_free(struct group *g);

#endif
