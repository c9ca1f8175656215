#include "deal/package.h"

#include <string.h>

#include "deal/packed.h"

/* Account, line, period: as far as the node has them. */
static void
put_name(struct buf *b, const struct node *n)
{
	buf_printf(b, "%s%s%s%s%s", n->account, *n->product_line ? ", " : "", n->product_line, *n->period ? ", " : "", n->period);
}

static bool
attach_to(struct node *n, struct kept_cells own, struct place where)
{
	if (n->own.columns) {
		diag_at(&where, DIAG_ERROR, "a second row about this, after %s:%ju", n->where.file, n->where.line);
		return false;
	}
	n->own = own;
	n->where = where;
	return true;
}

/* The node of that name in that period, or, where that is NULL, the first one in any: the others are alike. */
static struct node *
find(struct package *p, struct cell account, const struct cell *period, const struct cell *line)
{
	p->key.len = 0;
	key_add(&p->key, account.s, account.n);
	if (period)
		key_add(&p->key, period->s, period->n);
	if (line)
		key_add(&p->key, line->s, line->n);
	const struct group *names = period ? &p->keys : &p->names;
	size_t number = group_find(names, p->key.data, p->key.len);
	if (number == SIZE_MAX)
		return NULL;
	return period ? p->by_key[number] : p->by_name[2 * number];
}

static bool
has_items(const struct node *n)
{
	return n->item_count > 0 || n->line_count > 0;
}

bool
package_attach(struct package *p, struct cell account, const struct cell *period, const struct cell *line,
    struct kept_cells own, struct place where)
{
	size_t matches = 0;
	for (struct node *n = find(p, account, period, line); n; n = period ? NULL : n->alike) {
		if (!attach_to(n, own, where))
			return false;
		matches += has_items(n);
	}
	if (matches)
		return true;
	struct cell none = {"", 0};
	struct node *n = line ? package_line(p, account, period ? *period : none, *line)
	                      : package_account(p, account, period ? *period : none);
	struct buf name = {0};
	put_name(&name, n);
	diag_at(&where, DIAG_WARNING, "matches no item: %s", diag_shown(buf_str(&name)));
	buf_free(&name);
	return n->own.columns == own.columns || attach_to(n, own, where);
}

/* Where the first item of a line, or of an account, stands. False where it has none. */
static bool
first_item(const struct package *p, const struct node *n, struct place *where)
{
	if (n->level == PACKAGE_ACCOUNT && n->line_count)
		n = n->lines[0];
	if (!n->item_count)
		return false;
	*where = package_place(p, &p->items[n->items[0]]);
	return true;
}

void
package_report_unattached(const struct package *p, enum package_level level, const char *sheet)
{
	struct node *const *nodes = level == PACKAGE_LINE ? p->lines : p->accounts;
	size_t count = level == PACKAGE_LINE ? p->line_count : p->account_count;
	for (size_t i = 0; i < count; i++) {
		struct place where;
		if (nodes[i]->own.columns || !first_item(p, nodes[i], &where))
			continue;
		struct buf name = {0};
		put_name(&name, nodes[i]);
		diag_at(&where, DIAG_WARNING, "no row of %s is about %s", sheet, diag_shown(buf_str(&name)));
		buf_free(&name);
	}
}

void
package_report_unforecast(const struct package *p)
{
	for (size_t i = 0; i < p->account_count; i++) {
		const struct node *account = p->accounts[i];
		bool covered = false;
		for (int report = 0; report < 2; report++)
			for (size_t l = 0; l < account->line_count; l++)
				for (size_t k = 0; k < account->lines[l]->item_count; k++) {
					const struct package_item *item = &p->items[account->lines[l]->items[k]];
					const char *part;
					bool forecast = packed_is_forecast(item->packed, &part);
					covered |= forecast;
					if (!report || !covered || forecast || !*part)
						continue;
					struct place where = package_place(p, item);
					diag_at(&where, DIAG_WARNING, "the customer's sheet has no part %s", diag_shown(part));
				}
	}
}
