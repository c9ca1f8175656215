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

enum { FEW = 4096 };

/* Where a key with this hash may stand first that isn't there yet. */
static struct group_slot *
free_slot(const struct group *g, uint32_t hash)
{
	size_t mask = g->slot_count - 1, at = hash & mask;
	while (g->slots[at].number)
		at = (at + 1) & mask;
	return &g->slots[at];
}

static void
widen(struct group *g)
{
	struct group_slot *old = g->slots;
	size_t old_count = g->slot_count;
	g->slot_count = old_count ? old_count * 2 : 64;
	g->slots = xcalloc(g->slot_count, sizeof *g->slots);
	for (size_t i = 0; i < old_count; i++)
		if (old[i].number)
			*free_slot(g, old[i].hash) = old[i];
	free(old);
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
	return group_number_of_hash(g, bytes_hash(key, n), key, n, fresh);
}

size_t
group_number_of_hash(struct group *g, uint32_t hash, const char *key, size_t n, bool *fresh)
{
	size_t number = group_find_hash(g, hash, key, n);
	*fresh = number == SIZE_MAX;
	if (!*fresh)
		return number;
	if (g->count * (g->count < FEW ? 4 : 2) >= g->slot_count) /* few may have much room */
		widen(g);
	g->entries = xgrow(g->entries, g->count, &g->entry_cap, sizeof *g->entries);
	g->entries[g->count] = (struct group_entry){arena_strndup(&g->keys, key, n), n};
	*free_slot(g, hash) = (struct group_slot){hash, (uint32_t)g->count + 1};
	return g->count++;
}

size_t
group_find(const struct group *g, const char *key, size_t n)
{
	return group_find_hash(g, bytes_hash(key, n), key, n);
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
