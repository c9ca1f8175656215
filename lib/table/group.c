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
	const size_t mask = g->slot_count - 1;
	for (size_t at = hash & mask; g->count && g->slots[at].number; at = (at + 1) & mask)
		if (g->slots[at].hash == hash) {
			__builtin_prefetch(&g->entries[g->slots[at].number - 1]);
			return g->slots[at].number - 1;
		}
	return SIZE_MAX;
}

size_t
group_number(struct group *g, const char *key, size_t n, bool *fresh)
{
	uint32_t hash = bytes_hash(key, n);
	size_t number = group_find_hash(g, hash, key, n);
	*fresh = number == SIZE_MAX;
	return *fresh ? group_add(g, hash, key, n) : number;
}

size_t
group_add(struct group *g, uint32_t hash, const char *key, size_t n)
{
	if (g->count * (g->count < FEW ? 4 : 2) >= g->slot_count) /* few may have much room */
		widen(g);
	g->entries = xgrow(g->entries, g->count, &g->entry_cap, sizeof *g->entries);
	struct group_entry *e = &g->entries[g->count];
	*e = (struct group_entry){.n = n};
	if (n >= GROUP_NEAR)
		e->far = arena_strndup(&g->far_keys, key, n);
	else if (n)
		memcpy(e->near, key, n);
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
	int order = memcmp(group_entry_key(x), group_entry_key(y), x->n < y->n ? x->n : y->n);
	return order ? order : (x->n > y->n) - (x->n < y->n);
}

const char *
group_cell(const struct group *g, size_t number, size_t cell)
{
	const char *s = group_entry_key(&g->entries[number]);
	for (; cell > 0; cell--)
		s += strlen(s) + 1;
	return s;
}

void
group_free(struct group *g)
{
	arena_free(&g->far_keys);
	free(g->entries);
	free(g->slots);
	*g = (struct group){0};
}
