#include "deal/package_row.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "deal/package_id.h"
#include "deal/packed.h"
#include "deal/rank.h"
#include "deal/rollup.h"

struct finish {
	struct package *package;
	struct rank *rank;
	struct package_row row, phase;
	struct rank_list items, nodes; /* reused */
};

/* Rolls up a line's items, then ranks them. False where a figure doesn't fit. */
static bool
finish_line(struct finish *f, struct node *line)
{
	struct package *p = f->package;
	f->items.count = 0;
	for (size_t i = 0; i < line->item_count; i++) {
		const struct package_phased *phased = package_phases(p, line->items[i]);
		if (package_open_item(p, line->items[i], &f->row) || !rollup_add(line, &f->row.node))
			return false;
		p->items[line->items[i]].flags = package_row_flags(p, &f->row);
		rank_add_item(&f->items, f->rank, p, line->items[i], &f->row.node);
		for (uint32_t k = phased ? phased->first : 0; k; k = p->phases[k].next)
			if (package_open_phase(p, k, &f->row.node, &f->phase))
				return false;
	}
	rank_items(&f->items, line->items);
	return true;
}

static bool
finish_account(struct finish *f, struct node *account)
{
	for (size_t i = 0; i < account->line_count; i++)
		if (!finish_line(f, account->lines[i]) || !rollup_add(account, account->lines[i]))
			return false;
	package_id_set(f->package, account);
	rank_nodes(&f->nodes, f->rank, account->lines, account->line_count);
	return true;
}

static bool
fail(const struct package_row *row, package_trouble trouble)
{
	if (trouble)
		diag_at(&row->node.where, DIAG_ERROR, "%s", trouble);
	return trouble != NULL;
}

static bool
fail_blended(const struct package *p, size_t number, struct package_row *row)
{
	return package_phases(p, number) && package_open_item(p, number, row) == package_phases_too_large &&
	    fail(row, package_phases_too_large);
}

static bool
fail_phase(const struct package *p, uint32_t number, struct package_row *item, struct package_row *phase)
{
	size_t of = p->phases[number].item;
	return package_phases(p, of) && !package_open_item(p, of, item) &&
	    fail(phase, package_open_phase(p, number, &item->node, phase));
}

static bool
is_before(const unsigned char *a, const unsigned char *b)
{
	struct packed_names x, y;
	packed_names(a, &x);
	packed_names(b, &y);
	return x.sheet < y.sheet || (x.sheet == y.sheet && x.line < y.line);
}

/* Says which row's figures don't fit, the first one as they came, an item before its phases. False: none. */
static bool
report_row(const struct package *p)
{
	struct package_row item = {0}, phase = {0};
	bool found = false;
	for (size_t i = 1; i <= p->phase_keys.count && !found; i++)
		found = fail_blended(p, p->phased[i].item, &item);
	size_t i = 0;
	for (uint32_t k = 1; !found && (i < p->item_count || k <= p->phase_count);)
		if (k <= p->phase_count && (i == p->item_count || is_before(p->phases[k].packed, p->items[i].packed)))
			found = fail_phase(p, k++, &item, &phase);
		else
			found = fail(&item, package_open_item(p, i, &item)), i++;
	package_row_free(&item);
	package_row_free(&phase);
	return found;
}

bool
package_finish(struct package *p, const struct package_policy *policy)
{
	struct rank rank;
	p->policy = policy;
	bool known = rank_find(&rank, p, policy->sort_by), ok = true;
	struct finish f = {.package = p, .rank = &rank};
	for (size_t i = 0; i < p->account_count && ok; i++) {
		ok = finish_account(&f, p->accounts[i]);
		if (!ok && !report_row(p))
			diag(DIAG_ERROR, "the sums of account %s are too large", diag_shown(p->accounts[i]->account));
	}
	if (ok && known)
		rank_nodes(&f.nodes, &rank, p->accounts, p->account_count);
	else if (ok)
		diag(DIAG_ERROR, "--sort-by: largest, at-risk or a column of the package, not \"%s\"", policy->sort_by);
	package_row_free(&f.row);
	package_row_free(&f.phase);
	rank_list_free(&f.items);
	rank_list_free(&f.nodes);
	rank_free(&rank);
	return ok && known;
}
