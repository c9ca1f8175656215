#include "base/sort.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

struct sorting {
	struct sort_key *spare; /* as many as there are keys; owned */
	sort_tie *tie;
	void *context;
};

static inline bool
is_before(const struct sorting *s, const struct sort_key *a, const struct sort_key *b)
{
	return a->key != b->key ? a->key < b->key : s->tie(s->context, a->number, b->number) < 0;
}

static void
insert_all(const struct sorting *s, struct sort_key *keys, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct sort_key moved = keys[i];
		size_t at = i;
		for (; at > 0 && is_before(s, &moved, &keys[at - 1]); at--)
			keys[at] = keys[at - 1];
		keys[at] = moved;
	}
}

/* Two sorted halves become one; nothing moves where they are in order already. */
static void
merge(const struct sorting *s, struct sort_key *keys, size_t half, size_t count)
{
	if (!is_before(s, &keys[half], &keys[half - 1]))
		return;
	memcpy(s->spare, keys, half * sizeof *keys);
	size_t a = 0, b = half;
	for (struct sort_key *to = keys; a < half; to++)
		*to = b < count && is_before(s, &keys[b], &s->spare[a]) ? keys[b++] : s->spare[a++];
}

static void
sort(const struct sorting *s, struct sort_key *keys, size_t count)
{
	enum { FEW = 12 };
	if (count <= FEW) {
		insert_all(s, keys, count);
		return;
	}
	size_t half = count / 2;
	sort(s, keys, half);
	sort(s, keys + half, count - half);
	merge(s, keys, half, count);
}

void
sort_keys(struct sort_key *keys, size_t count, sort_tie *tie, void *context)
{
	struct sorting s = {xcalloc(count / 2, sizeof *keys), tie, context};
	sort(&s, keys, count);
	free(s.spare);
}
