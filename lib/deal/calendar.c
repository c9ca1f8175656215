#include "deal/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/xalloc.h"

/* The number of a key, whose `twins` are 0 where it is fresh. */
static size_t
number_of(struct calendar *c, const struct buf *key, bool *fresh)
{
	size_t number = group_number(&c->keys, key->data, key->len, fresh);
	c->twins = xgrow(c->twins, number, &c->twin_cap, sizeof *c->twins);
	if (*fresh)
		c->twins[number] = 0;
	return number;
}

/* How many rows above have a key that this row has, too, in one of its occurrences? A row that recurs has any of them. `key` is
 * without the occurrence, which is added. */
static int
twins_above(struct calendar *c, const struct entry *e, struct buf *key)
{
	const size_t len = key->len;
	bool fresh, is_first;
	size_t all = number_of(c, key, &is_first);
	buf_putc(key, '*');
	bool recurs = !is_first && (e->months || group_find(&c->keys, key->data, key->len) != SIZE_MAX);
	if (e->months)
		number_of(c, key, &fresh);
	key->len = len;
	buf_printf(key, "%d", e->occurrence);
	size_t one = number_of(c, key, &fresh);
	int twin = recurs ? c->twins[all] + 1 : fresh ? 0 : c->twins[one] + 1;
	c->twins[one] = twin;
	if (twin > c->twins[all])
		c->twins[all] = twin;
	return twin;
}

/* Rows with the same key can't be told apart later: the second one gets a number. */
static void
count_twins(struct calendar *c, struct entry *e)
{
	const char *const parts[] = {e->account, e->period, e->subject, e->id, e->folded ? e->folded : ""};
	enum { PARTS = sizeof parts / sizeof *parts, OWN = PARTS - 1 };
	struct buf key = {0};
	for (size_t i = 0; i < OWN; i++)
		key_add(&key, parts[i], strlen(parts[i]));
	digest_hex(key.data, key.len, e->id_digest, ROW_ID);
	key_add(&key, parts[OWN], strlen(parts[OWN]));
	e->twin = twins_above(c, e, &key);
	if (e->twin) {
		buf_printf(&key, "%d", e->twin);
		digest_hex(key.data, key.len, e->id_digest, ROW_ID);
		diag_at(&e->where, DIAG_WARNING, "%s", e->folded
		    ? "a row above has the same account, period, milestone, subject and id: give each an id, so that none is mistaken for another"
		    : "a row above has the same account and period: say in period how they differ");
	}
	buf_free(&key);
}

/* The key of rows that belong together; for free(). */
static struct buf
name_key(const char *account, const char *period, const char *folded)
{
	struct buf key = {0};
	key_add(&key, account, strlen(account));
	key_add(&key, period, strlen(period));
	key_add(&key, folded, strlen(folded));
	return key;
}

void
calendar_add(struct calendar *c, const struct entry *row)
{
	struct entry *e = arena_alloc(&c->memory, sizeof *e);
	*e = *row;
	count_twins(c, e);
	c->entries = xgrow(c->entries, c->count, &c->cap, sizeof *c->entries);
	c->entries[c->count++] = e;
	struct buf key = name_key(e->account, e->period, e->folded ? e->folded : "");
	bool fresh;
	size_t number = group_number(&c->names, key.data, key.len, &fresh);
	buf_free(&key);
	c->chains = xgrow(c->chains, number, &c->chain_cap, sizeof *c->chains);
	struct entry_chain *chain = &c->chains[number];
	if (fresh)
		chain->first = e;
	else
		chain->last->next = e;
	chain->last = e;
}

struct entry *
calendar_find(const struct calendar *c, const char *account, const char *period, const char *folded)
{
	struct buf key = name_key(account, period, folded);
	size_t number = group_find(&c->names, key.data, key.len);
	buf_free(&key);
	return number == SIZE_MAX ? NULL : c->chains[number].first;
}

void
calendar_free(struct calendar *c)
{
	arena_free(&c->memory);
	group_free(&c->keys);
	group_free(&c->names);
	free(c->entries);
	free(c->chains);
	free(c->twins);
	*c = (struct calendar){0};
}
