#include "deal/rank.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "base/xalloc.h"
#include "deal/package.h"
#include "deal/packed.h"

static int
compare_names(const struct rank_entry *a, const struct rank_entry *b)
{
	if (a->node) {
		const char *const x[] = {a->node->account, a->node->period, a->node->product_line};
		const char *const y[] = {b->node->account, b->node->period, b->node->product_line};
		int order = 0;
		for (size_t i = 0; i < sizeof x / sizeof *x && !order; i++)
			order = strcmp(x[i], y[i]);
		return order;
	}
	struct packed_names x, y;
	packed_names(a->packed, &x);
	packed_names(b->packed, &y);
	int order = strcmp(x.product, y.product);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static int
compare(const struct rank_entry *a, const struct rank_entry *b)
{
	if (a->blank != b->blank)
		return a->blank ? 1 : -1;
	if (a->text && b->text && strcmp(a->text, b->text) != 0)
		return strcmp(a->text, b->text);
	if (a->figure != b->figure)
		return a->figure < b->figure ? 1 : -1;
	return compare_names(a, b);
}

static int
break_tie(void *list, uint32_t a, uint32_t b)
{
	const struct rank_list *l = list;
	return compare(&l->list[a], &l->list[b]);
}

static int
compare_entries(const void *a, const void *b)
{
	return compare(a, b);
}

static struct rank_entry *
add(struct rank_list *l)
{
	l->list = xgrow(l->list, l->count, &l->cap, sizeof *l->list);
	l->order = xgrow(l->order, l->count, &l->order_cap, sizeof *l->order);
	struct rank_entry *e = &l->list[l->count++];
	*e = (struct rank_entry){0};
	return e;
}

void
rank_add_item(struct rank_list *l, struct rank *r, const struct package *p, uint32_t number, const struct node *open)
{
	struct rank_entry *e = add(l);
	e->number = number;
	e->packed = p->items[number].packed;
	rank_weigh(e, open, r);
	if (e->text && rank_is_passing(r))
		e->text = arena_strndup(&l->texts, e->text, strlen(e->text));
}

/* A figure as a key: the larger, the smaller; those that don't differ in their upper bits are equal. Blanks come last. */
static uint64_t
key_of(const struct rank_entry *e, int shift)
{
	return e->blank ? UINT64_MAX : (UINT64_MAX >> 2) - (uint64_t)(int64_t)(e->figure >> shift);
}

/* How many bits of the figures don't fit a key. */
static int
spare_bits(const struct rank_list *l)
{
	unsigned __int128 all = 0;
	for (size_t i = 0; i < l->count; i++) {
		decimal figure = l->list[i].figure;
		all |= figure < 0 ? ~(unsigned __int128)figure : (unsigned __int128)figure;
	}
	int bits = 0;
	while (all >> bits >> 60)
		bits++;
	return bits;
}

static bool
has_text(const struct rank_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->list[i].text)
			return true;
	return false;
}

/* Puts the entries' numbers in order, those of nodes and of items alike. Texts among figures follow no total order: what comes
 * of them is as the C library sorts. */
static void
sort(struct rank_list *l, uint32_t *numbers)
{
	if (has_text(l)) {
		qsort(l->list, l->count, sizeof *l->list, compare_entries);
		for (size_t i = 0; i < l->count; i++)
			numbers[i] = l->list[i].number;
		return;
	}
	int shift = spare_bits(l);
	for (size_t i = 0; i < l->count; i++)
		l->order[i] = (struct sort_key){key_of(&l->list[i], shift), (uint32_t)i};
	sort_keys(l->order, l->count, break_tie, l);
	for (size_t i = 0; i < l->count; i++)
		numbers[i] = l->list[l->order[i].number].number;
}

void
rank_items(struct rank_list *l, uint32_t *numbers)
{
	sort(l, numbers);
}

void
rank_nodes(struct rank_list *l, struct rank *r, struct node **nodes, size_t count)
{
	l->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct rank_entry *e = add(l);
		e->node = nodes[i];
		rank_weigh(e, nodes[i], r);
		e->number = (uint32_t)i;
	}
	uint32_t *numbers = xcalloc(count, sizeof *numbers);
	struct node **sorted = xcalloc(count, sizeof *sorted);
	sort(l, numbers);
	for (size_t i = 0; i < count; i++) {
		sorted[i] = nodes[numbers[i]];
		sorted[i]->rank = i + 1;
	}
	if (count)
		memcpy(nodes, sorted, count * sizeof *nodes);
	free(sorted);
	free(numbers);
}

void
rank_list_free(struct rank_list *l)
{
	free(l->list);
	free(l->order);
	arena_free(&l->texts);
	*l = (struct rank_list){0};
}
