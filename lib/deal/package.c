#include "deal/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/flags.h"
#include "deal/kept.h"
#include "deal/package_id.h"
#include "deal/rank.h"
#include "deal/rollup.h"

const char *const package_level_names[] = {"account", "line", "item", "phase"};

void
package_init(struct package *p)
{
	*p = (struct package){0};
	blend_init(&p->phases, PACKAGE_POSITIONS);
}

void
package_free(struct package *p)
{
	for (size_t i = 0; i < p->all_count; i++)
		free(p->all[i]->children);
	free(p->all);
	free(p->accounts);
	free(p->by_key);
	free(p->by_item);
	blend_free(&p->phases);
	group_free(&p->keys);
	arena_free(&p->memory);
	*p = (struct package){0};
}

static struct node *
new_node(struct package *p, enum package_level level, struct node *parent)
{
	struct node *n = arena_alloc(&p->memory, sizeof *n);
	n->level = level;
	n->parent = parent;
	n->order = p->all_count;
	n->account = n->product_line = n->product = n->customer_part = n->period = n->phase = n->currency = n->cost_currency = "";
	p->all = xgrow(p->all, p->all_count, &p->all_cap, sizeof *p->all);
	p->all[p->all_count++] = n;
	if (parent) {
		n->account = parent->account;
		n->period = parent->period;
		n->product_line = parent->product_line;
		n->product = parent->product;
		n->customer_part = parent->customer_part;
		n->currency = parent->currency;
		parent->children = xgrow(parent->children, parent->child_count, &parent->child_cap, sizeof *parent->children);
		parent->children[parent->child_count++] = n;
	} else {
		p->accounts = xgrow(p->accounts, p->account_count, &p->account_cap, sizeof *p->accounts);
		p->accounts[p->account_count++] = n;
	}
	return n;
}

/* The slot of an account's, or line's, node. */
static struct node **
slot(struct package *p, const struct buf *key)
{
	bool fresh;
	size_t number = group_number(&p->keys, key->data, key->len, &fresh);
	p->by_key = xgrow(p->by_key, number, &p->key_cap, sizeof *p->by_key);
	if (fresh)
		p->by_key[number] = NULL;
	return &p->by_key[number];
}

static const char *
text(struct package *p, struct cell c)
{
	return c.n ? arena_strndup(&p->memory, c.s, c.n) : "";
}

static struct node *
account_node(struct package *p, struct cell account, struct cell period)
{
	struct buf key = {0};
	key_add(&key, account.s, account.n);
	key_add(&key, period.s, period.n);
	struct node **at = slot(p, &key);
	buf_free(&key);
	if (!*at) {
		struct node *n = *at = new_node(p, PACKAGE_ACCOUNT, NULL);
		n->account = text(p, account);
		n->period = text(p, period);
	}
	return *at;
}

static struct node *
line_node(struct package *p, struct cell account, struct cell period, struct cell line)
{
	struct buf key = {0};
	key_add(&key, account.s, account.n);
	key_add(&key, period.s, period.n);
	key_add(&key, line.s, line.n);
	struct node *found = *slot(p, &key);
	if (!found) {
		struct node *parent = account_node(p, account, period);
		found = new_node(p, PACKAGE_LINE, parent);
		found->product_line = text(p, line);
		*slot(p, &key) = found;
	}
	buf_free(&key);
	return found;
}

static void
fill_node(struct package *p, struct node *n, const struct item_row *row, struct kept_cells own)
{
	n->where = row->where;
	n->own = own;
	n->product = text(p, row->product);
	n->customer_part = text(p, row->customer_part);
	n->currency = text(p, row->currency_code);
	n->cost_currency = text(p, row->cost_currency_code);
	n->price_per = row->price_per;
	n->cost_per = row->cost_per;
	n->market_given = row->market_given;
	n->current_market_given = row->current_market_given;
	n->target_given = row->target_given;
	n->forecast = row->forecast;
	n->market = row->market;
	n->current_market = row->current_market;
	n->target_price = row->target_price;
	n->figures = arena_alloc(&p->memory, PACKAGE_POSITIONS * sizeof *n->figures);
	memcpy(n->figures, row->figures, PACKAGE_POSITIONS * sizeof *n->figures);
}

bool
package_add(struct package *p, const struct item_row *row, struct kept_cells own, bool blended)
{
	struct node *line = line_node(p, row->account, row->period, row->product_line);
	if (!blended) {
		fill_node(p, new_node(p, PACKAGE_ITEM, line), row, own);
		return true;
	}
	struct buf key = {0};
	key_add(&key, row->account.s, row->account.n);
	key_add(&key, row->product_line.s, row->product_line.n);
	key_add(&key, row->product.s, row->product.n);
	key_add(&key, row->period.s, row->period.n);
	size_t known = p->phases.keys.count;
	bool ok = blend_add(&p->phases, &key, row, 0);
	size_t number = group_find(&p->phases.keys, key.data, key.len);
	buf_free(&key);
	if (!ok)
		return false;
	p->by_item = xgrow(p->by_item, number, &p->item_cap, sizeof *p->by_item);
	if (number == known) {
		p->by_item[number] = new_node(p, PACKAGE_ITEM, line);
		fill_node(p, p->by_item[number], row, own);
	}
	struct node *item = p->by_item[number];
	for (size_t i = 0; i < item->child_count; i++)
		if (cell_is(row->phase, item->children[i]->phase))
			diag_at(&row->where, DIAG_WARNING, "this item%s stands in line %ju, too: both count",
			    row->phase.n ? "'s phase" : "", item->children[i]->where.line);
	struct node *phase = new_node(p, PACKAGE_PHASE, item);
	fill_node(p, phase, row, own);
	phase->phase = text(p, row->phase);
	item->phased |= row->phase.n > 0 || item->child_count > 1;
	return true;
}

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

bool
package_attach(struct package *p, struct cell account, const struct cell *period, const struct cell *line,
    struct kept_cells own, struct place where)
{
	enum package_level level = line ? PACKAGE_LINE : PACKAGE_ACCOUNT;
	size_t matches = 0;
	for (size_t i = 0; i < p->all_count; i++) {
		struct node *n = p->all[i];
		if (n->level != level || !cell_is(account, n->account) || (period && !cell_is(*period, n->period)) ||
		    (line && !cell_is(*line, n->product_line)))
			continue;
		if (!attach_to(n, own, where))
			return false;
		matches += n->child_count > 0;
	}
	if (matches)
		return true;
	struct cell none = {"", 0};
	struct node *n = line ? line_node(p, account, period ? *period : none, *line)
	                      : account_node(p, account, period ? *period : none);
	struct buf name = {0};
	put_name(&name, n);
	diag_at(&where, DIAG_WARNING, "matches no item: %s", diag_shown(buf_str(&name)));
	buf_free(&name);
	return n->own.columns == own.columns || attach_to(n, own, where);
}

static const struct node *
first_item(const struct node *n)
{
	while (n->level < PACKAGE_ITEM && n->child_count)
		n = n->children[0];
	return n->level == PACKAGE_ITEM ? n : NULL;
}

void
package_report_unattached(const struct package *p, enum package_level level, const char *sheet)
{
	for (size_t i = 0; i < p->all_count; i++) {
		const struct node *n = p->all[i], *item = n->level == level ? first_item(n) : NULL;
		if (!item || n->own.columns)
			continue;
		struct buf name = {0};
		put_name(&name, n);
		diag_at(&item->where, DIAG_WARNING, "no row of %s is about %s", sheet, diag_shown(buf_str(&name)));
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
			for (size_t l = 0; l < account->child_count; l++)
				for (size_t k = 0; k < account->children[l]->child_count; k++) {
					const struct node *item = account->children[l]->children[k];
					covered |= item->forecast;
					if (report && covered && !item->forecast && *item->customer_part)
						diag_at(&item->where, DIAG_WARNING, "the customer's sheet has no part %s",
						    diag_shown(item->customer_part));
				}
	}
}

/* An item with rows of phases: its figures are theirs, blended; what they agree in is the item's, too. */
static bool
blend_children(struct package *p, struct node *item)
{
	item->market_given = item->current_market_given = item->target_given = false;
	item->market = item->current_market = 0;
	decimal target = 0, asked = 0, part;
	bool same_target = true;
	for (size_t i = 0; i < item->child_count; i++) {
		const struct node *phase = item->children[i];
		item->forecast |= phase->forecast;
		item->market_given |= phase->market_given;
		item->current_market_given |= phase->current_market_given;
		if (!decimal_add(item->market, phase->market, &item->market) ||
		    !decimal_add(item->current_market, phase->current_market, &item->current_market))
			return false;
		if (!phase->target_given)
			continue;
		same_target &= !item->target_given || item->target_price == phase->target_price;
		item->target_given = true;
		item->target_price = phase->target_price;
		if (!decimal_mul(phase->target_price, phase->market, &part) || !decimal_add(target, part, &target) ||
		    !decimal_add(asked, phase->market, &asked))
			return false;
	}
	if (item->target_given && !same_target)
		item->target_given = asked != 0 && decimal_div(target, asked, &item->target_price);
	const struct kept_cells *first = &item->children[0]->own;
	const char **cells = arena_alloc(&p->memory, first->columns->count * sizeof *cells);
	for (size_t c = 0; c < first->columns->count; c++) {
		const char *agreed = "";
		for (size_t i = 0; i < item->child_count && agreed; i++) {
			const struct kept_cells *own = &item->children[i]->own;
			const char *cell = own->columns == first->columns ? own->cells[c] : "";
			if (*cell && *agreed && strcmp(cell, agreed) != 0)
				agreed = NULL;
			else if (*cell)
				agreed = cell;
		}
		cells[c] = agreed ? agreed : "";
	}
	item->own.cells = cells;
	return true;
}

static bool
finish_items(struct package *p, const struct package_policy *policy)
{
	for (size_t i = 0; i < p->phases.keys.count; i++) {
		struct node *item = p->by_item[i];
		if (!item->phased) {
			item->child_count = 0; /* its only row is the item */
			continue;
		}
		memcpy(item->figures, p->phases.items[i].figures, PACKAGE_POSITIONS * sizeof *item->figures);
		if (!blend_children(p, item)) {
			diag_at(&item->where, DIAG_ERROR, "the sums of this item's phases are too large");
			return false;
		}
	}
	for (size_t i = 0; i < p->all_count; i++) {
		struct node *n = p->all[i];
		bool dropped = n->level == PACKAGE_PHASE && n->parent->child_count == 0;
		if (n->level < PACKAGE_ITEM || dropped)
			continue;
		if (!rollup_item(n, policy->report_currency)) {
			diag_at(&n->where, DIAG_ERROR, "the figures of this item are too large");
			return false;
		}
		flags_set(n, p->has, policy);
	}
	return true;
}

bool
package_finish(struct package *p, const struct package_policy *policy)
{
	if (!finish_items(p, policy))
		return false;
	for (size_t i = 0; i < p->account_count; i++) {
		struct node *account = p->accounts[i];
		if (!rollup_node(account)) {
			diag(DIAG_ERROR, "the sums of account %s are too large", diag_shown(account->account));
			return false;
		}
		package_id_set(account);
	}
	return rank_package(p, policy->sort_by);
}
