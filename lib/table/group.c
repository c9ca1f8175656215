#include "table/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

void
key_add(struct buf *key, const char *s, size_t n)
{
	buf_add(key, s, n);
	buf_putc(key, '\0');
}

/* FNV-1a over words, with a final mix. */
static uint64_t
hash_of(const char *key, size_t n)
{
	uint64_t h = 0xcbf29ce484222325 ^ n, word;
	for (; n >= 8; key += 8, n -= 8) {
		memcpy(&word, key, 8);
		h = (h ^ word) * 0x9e3779b97f4a7c15;
		h ^= h >> 32;
	}
	for (; n; key++, n--)
		h = (h ^ (unsigned char)*key) * 0x100000001b3;
	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9;
	return h ^ h >> 32;
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t
slot_of(const struct group *g, const char *key, size_t n, uint64_t hash)
{
	size_t mask = g->slot_count - 1, slot = hash & mask;
	for (; g->slots[slot]; slot = (slot + 1) & mask) {
		const struct group_entry *e = &g->entries[g->slots[slot] - 1];
		if (e->hash == hash && e->n == n && (n == 0 || memcmp(e->key, key, n) == 0))
			break;
	}
	return slot;
}

static void
widen(struct group *g)
{
	free(g->slots);
	g->slot_count = g->slot_count ? g->slot_count * 2 : 64;
	g->slots = xcalloc(g->slot_count, sizeof *g->slots);
	for (size_t i = 0; i < g->count; i++)
		g->slots[slot_of(g, g->entries[i].key, g->entries[i].n, g->entries[i].hash)] = i + 1;
}

size_t
group_number(struct group *g, const char *key, size_t n, bool *fresh)
{
	if (g->count * 2 >= g->slot_count)
		widen(g);
	uint64_t hash = hash_of(key, n);
	size_t slot = slot_of(g, key, n, hash);
	*fresh = g->slots[slot] == 0;
	if (*fresh) {
		g->entries = xgrow(g->entries, g->count, &g->entry_cap, sizeof *g->entries);
		g->entries[g->count] = (struct group_entry){arena_strndup(&g->keys, key, n), n, hash};
		g->slots[slot] = ++g->count;
	}
	return g->slots[slot] - 1;
}

size_t
group_find(const struct group *g, const char *key, size_t n)
{
	if (g->count == 0)
		return SIZE_MAX;
	return g->slots[slot_of(g, key, n, hash_of(key, n))] - 1; /* a free slot's 0 makes SIZE_MAX */
}

int
group_compare(const struct group *g, size_t a, size_t b)
{
	const struct group_entry *x = &g->entries[a], *y = &g->entries[b];
	int order = memcmp(x->key, y->key, x->n < y->n ? x->n : y->n);
	return order ? order : (x->n > y->n) - (x->n < y->n);
}

const char *
group_cell(const struct group *g, size_t number, size_t cell)
{
	const char *s = g->entries[number].key;
	for (; cell > 0; cell--)
		s += strlen(s) + 1;
	return s;
}

void
group_free(struct group *g)
{
	arena_free(&g->keys);
	free(g->entries);
	free(g->slots);
	*g = (struct group){0};
}
