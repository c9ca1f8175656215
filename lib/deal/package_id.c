#include "deal/package_id.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/sort.h"
#include "base/xalloc.h"
#include "deal/package_opened.h"
#include "deal/packed.h"

/* The rows of a line that have no further ones below them. */
struct leaves {
	const struct package *package;
	const struct node *line;
	const unsigned char **list; /* packed; owned */
	struct sort_key *order; /* by eight bytes of their products behind those that all of them share; owned */
	size_t count, cap, order_cap;
	struct buf text, other; /* scratch */
};

static void
put_text(const struct leaves *l, const unsigned char *packed, struct buf *b)
{
	struct figures figures[PACKAGE_POSITIONS];
	struct node n = {.figures = figures};
	uint32_t sheet;
	packed_open(packed, &sheet, &n);
	b->len = 0;
	const char *const names[] = {l->line->product_line, n.product, n.phase, n.currency};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		key_add(b, names[i], strlen(names[i]));
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++) {
		const struct figures *f = &figures[i];
		if (!f->given)
			continue;
		key_add(b, package_positions[i], strlen(package_positions[i]));
		const decimal values[] = {f->volume, f->revenue, f->cogs, f->rebate, f->fx, f->cost_fx};
		for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
			decimal_put(b, values[v], 0);
			buf_putc(b, '\0');
		}
	}
}

static void
add_leaf(struct leaves *l, const unsigned char *packed)
{
	l->list = xgrow(l->list, l->count, &l->cap, sizeof *l->list);
	l->order = xgrow(l->order, l->count, &l->order_cap, sizeof *l->order);
	l->list[l->count++] = packed;
}

static void
add_leaves(struct leaves *l, const struct node *line)
{
	l->line = line;
	l->count = 0;
	for (size_t i = 0; i < line->item_count; i++) {
		const struct package_phased *phased = package_phases(l->package, line->items[i]);
		if (!phased)
			add_leaf(l, l->package->items[line->items[i]].packed);
		for (uint32_t k = 0; phased && k < phased->count; k++)
			add_leaf(l, l->package->phases[phased->first + k].packed);
	}
}

static const char *
product(const unsigned char *packed)
{
	struct packed_names names;
	packed_names(packed, &names);
	return names.product;
}

/* Notes the bytes that tell products apart: most begin alike. */
static void
note_starts(struct leaves *l)
{
	const char *first = product(l->list[0]);
	size_t shared = strlen(first);
	for (size_t i = 1; i < l->count && shared > 0; i++) {
		const char *s = product(l->list[i]);
		size_t n = 0;
		while (n < shared && s[n] == first[n])
			n++;
		shared = n;
	}
	for (size_t i = 0; i < l->count; i++) {
		const char *s = product(l->list[i]) + shared;
		uint64_t start = 0;
		for (int byte = 0; byte < 8; byte++) {
			start = start << 8 | (unsigned char)*s;
			s += *s != '\0';
		}
		l->order[i] = (struct sort_key){start, (uint32_t)i};
	}
}

/* In the order of their texts' bytes, which need not be written as long as names differ. */
static int
compare(void *leaves, uint32_t a, uint32_t b)
{
	struct leaves *l = leaves;
	struct packed_names m, n;
	packed_names(l->list[a], &m);
	packed_names(l->list[b], &n);
	int order = strcmp(m.product, n.product);
	order = order ? order : strcmp(m.phase, n.phase);
	order = order ? order : strcmp(m.currency, n.currency);
	if (order)
		return order;
	put_text(l, l->list[a], &l->text);
	put_text(l, l->list[b], &l->other);
	order = memcmp(l->text.data, l->other.data, l->text.len < l->other.len ? l->text.len : l->other.len);
	return order ? order : (l->text.len > l->other.len) - (l->text.len < l->other.len);
}

static void
add_line(struct leaves *l, const struct node *line, SHA2_CTX *sha)
{
	add_leaves(l, line);
	if (l->count == 0)
		return;
	note_starts(l);
	sort_keys(l->order, l->count, compare, l);
	for (size_t i = 0; i < l->count; i++) {
		put_text(l, l->list[l->order[i].number], &l->text);
		buf_putc(&l->text, '\n');
		SHA256Update(sha, (const uint8_t *)l->text.data, l->text.len);
	}
}

static int
compare_lines(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;
	return strcmp((*x)->product_line, (*y)->product_line);
}

void
package_id_set(const struct package *p, struct node *account)
{
	struct leaves leaves = {.package = p};
	SHA2_CTX sha;
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256Init(&sha);
	SHA256Update(&sha, (const uint8_t *)account->account, strlen(account->account) + 1);
	SHA256Update(&sha, (const uint8_t *)account->period, strlen(account->period) + 1);
	struct node **lines = xcalloc(account->line_count, sizeof *lines);
	if (account->line_count) {
		memcpy(lines, account->lines, account->line_count * sizeof *lines);
		qsort(lines, account->line_count, sizeof *lines, compare_lines);
	}
	for (size_t i = 0; i < account->line_count; i++)
		add_line(&leaves, lines[i], &sha);
	SHA256Final(digest, &sha);
	free(lines);
	free(leaves.list);
	free(leaves.order);
	buf_free(&leaves.text);
	buf_free(&leaves.other);
	digest_put(digest, account->package_id, 12);
}
