#include "deal/package_id.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/package.h"

struct lines {
	struct buf *list; /* owned */
	size_t count, cap;
};

static void
add_line(struct lines *lines, const struct node *n)
{
	lines->list = xgrow(lines->list, lines->count, &lines->cap, sizeof *lines->list);
	struct buf *b = &lines->list[lines->count++];
	*b = (struct buf){0};
	const char *const names[] = {n->product_line, n->product, n->phase, n->currency};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		key_add(b, names[i], strlen(names[i]));
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++) {
		const struct figures *f = &n->figures[i];
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
add_lines(struct lines *lines, const struct node *n)
{
	for (size_t i = 0; i < n->child_count; i++)
		add_lines(lines, n->children[i]);
	if (n->level >= PACKAGE_ITEM && n->child_count == 0)
		add_line(lines, n);
}

static int
compare(const void *a, const void *b)
{
	const struct buf *x = a, *y = b;
	int order = memcmp(x->data, y->data, x->len < y->len ? x->len : y->len);
	return order ? order : (x->len > y->len) - (x->len < y->len);
}

void
package_id_set(struct node *account)
{
	struct lines lines = {0};
	add_lines(&lines, account);
	if (lines.count)
		qsort(lines.list, lines.count, sizeof *lines.list, compare);
	SHA2_CTX ctx;
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256Init(&ctx);
	SHA256Update(&ctx, (const uint8_t *)account->account, strlen(account->account) + 1);
	SHA256Update(&ctx, (const uint8_t *)account->period, strlen(account->period) + 1);
	for (size_t i = 0; i < lines.count; i++) {
		SHA256Update(&ctx, (const uint8_t *)lines.list[i].data, lines.list[i].len);
		SHA256Update(&ctx, (const uint8_t *)"\n", 1);
		buf_free(&lines.list[i]);
	}
	free(lines.list);
	SHA256Final(digest, &ctx);
	static const char hex[] = "0123456789abcdef";
	for (size_t i = 0; i < 12; i++)
		account->package_id[i] = hex[digest[i / 2] >> (i % 2 ? 0 : 4) & 15];
	account->package_id[12] = '\0';
}
