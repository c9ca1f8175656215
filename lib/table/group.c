#include "table/group.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/xalloc.h"

void
key_add(struct buf *key, const char *s, size_t n)
{
	buf_add(key, s, n);
	buf_putc(key, '\0');
}

/* The upper half of a product depends on all bits of its factors; folded into the lower one it fits a word again. */
static uint64_t
fold(uint64_t word)
{
	unsigned __int128 product = (unsigned __int128)word * 0x9e3779b97f4a7c15;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to seven bytes as a word: each of them stands in it, some of them twice. */
static uint64_t
short_word(const char *key, size_t n)
{
	uint32_t first, last;
	if (n >= 4) {
		memcpy(&first, key, 4);
		memcpy(&last, key + n - 4, 4);
		return (uint64_t)first << 32 | last;
	}
	return n ? (uint64_t)(unsigned char)key[0] << 16 | (uint64_t)(unsigned char)key[n / 2] << 8 | (unsigned char)key[n - 1] : 0;
}

/* Eight bytes at a time, the last ones twice where there are too few of them. */
static uint32_t
hash_of(const char *key, size_t n)
{
	uint64_t h = n, word;
	if (n < 8)
		return (uint32_t)fold(h << 56 ^ short_word(key, n));
	for (size_t at = 0; at + 8 < n; at += 8) {
		memcpy(&word, key + at, 8);
		h = fold(h ^ word);
	}
	memcpy(&word, key + n - 8, 8);
	return (uint32_t)fold(h ^ word);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct group_slot *
slot_of(const struct group *g, const char *key, size_t n, uint32_t hash)
{
	size_t mask = g->slot_count - 1, at = hash & mask;
	for (; g->slots[at].number; at = (at + 1) & mask) {
		if (g->slots[at].hash != hash)
			continue;
		const struct group_entry *e = &g->entries[g->slots[at].number - 1];
		if (e->n == n && bytes_are_same(e->key, key, n))
			break;
	}
	return &g->slots[at];
}

static void
widen(struct group *g)
{
	struct group_slot *old = g->slots;
	size_t old_count = g->slot_count;
	g->slot_count = old_count ? old_count * 2 : 64;
	g->slots = xcalloc(g->slot_count, sizeof *g->slots);
	for (size_t i = 0; i < old_count; i++) {
		size_t at = old[i].hash & (g->slot_count - 1);
		while (old[i].number && g->slots[at].number)
			at = (at + 1) & (g->slot_count - 1);
		if (old[i].number)
			g->slots[at] = old[i];
	}
	free(old);
}

uint32_t
group_hash(const struct group *g, const char *key, size_t n)
{
	uint32_t hash = hash_of(key, n);
	if (g->count)
		__builtin_prefetch(&g->slots[hash & (g->slot_count - 1)]);
	return hash;
}

size_t
group_guess(const struct group *g, uint32_t hash)
{
	const struct group_slot *slot = g->count ? &g->slots[hash & (g->slot_count - 1)] : NULL;
	if (!slot || slot->hash != hash || slot->number == 0)
		return SIZE_MAX;
	__builtin_prefetch(&g->entries[slot->number - 1]);
	return slot->number - 1;
}

size_t
group_number(struct group *g, const char *key, size_t n, bool *fresh)
{
	return group_number_of_hash(g, hash_of(key, n), key, n, fresh);
}

size_t
group_number_of_hash(struct group *g, uint32_t hash, const char *key, size_t n, bool *fresh)
{
	if (g->count * 4 >= g->slot_count)
		widen(g);
	struct group_slot *slot = slot_of(g, key, n, hash);
	*fresh = slot->number == 0;
	if (*fresh) {
		g->entries = xgrow(g->entries, g->count, &g->entry_cap, sizeof *g->entries);
		g->entries[g->count] = (struct group_entry){arena_strndup(&g->keys, key, n), n};
		*slot = (struct group_slot){hash, (uint32_t)++g->count};
	}
	return slot->number - 1;
}

size_t
group_find(const struct group *g, const char *key, size_t n)
{
	if (g->count == 0)
		return SIZE_MAX;
	return (size_t)slot_of(g, key, n, hash_of(key, n))->number - 1; /* a free slot's 0 makes SIZE_MAX */
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
