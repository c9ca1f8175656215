#include "deal/package_opened.h"

#include <stdlib.h>

#include "base/crew.h"
#include "base/xalloc.h"
#include "deal/package_id.h"
#include "deal/packed.h"
#include "deal/rank.h"
#include "deal/rollup.h"

/* One of those who finish accounts. */
struct finish {
	struct package *package;
	struct rank rank;
	struct package_opened row;
	struct rank_list items, nodes; /* reused */
	size_t failed;                 /* the first account whose figures don't fit; SIZE_MAX: none */
};

/* Rolls up a line's items, then ranks them. False where a figure doesn't fit. */
static bool
finish_line(struct finish *f, struct node *line)
{
	struct package *p = f->package;
	f->items.count = 0;
	for (size_t i = 0; i < line->item_count; i++) {
		package_expect_items(p, line, i);
		if (package_open_item(p, line->items[i], &f->row) || !rollup_add(line, &f->row.node))
			return false;
		p->items[line->items[i]].flags = package_opened_flags(p, &f->row);
		rank_add_item(&f->items, &f->rank, p, line->items[i], &f->row.node);
		for (size_t k = 0; k < f->row.phase_count; k++)
			if (package_open_phase(p, &f->row, k))
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
	rank_nodes(&f->nodes, &f->rank, account->lines, account->line_count);
	return true;
}

/* The first row, as they came, whose figures don't fit. */
struct failure {
	struct place where;
	package_trouble trouble;
	size_t sheet;
};

static void
note_failure(struct failure *f, const unsigned char *packed, const struct package_opened *row, package_trouble trouble)
{
	struct packed_names names;
	packed_names(packed, &names);
	bool earlier = names.sheet < f->sheet || (names.sheet == f->sheet && names.line < f->where.line);
	if (trouble && (!f->trouble || earlier))
		*f = (struct failure){row->node.where, trouble, names.sheet};
}

/* Blended figures are looked at before all others. */
static void
find_blended(const struct package *p, struct failure *f)
{
	struct package_opened row = {0};
	for (size_t i = 0; i < p->item_count; i++)
		if (package_phases(p, i) && package_open_item(p, i, &row) == package_phases_too_large)
			note_failure(f, p->items[i].packed, &row, package_phases_too_large);
	package_opened_free(&row);
}

static void
find_rows(const struct package *p, struct failure *f)
{
	struct package_opened item = {0};
	for (size_t i = 0; i < p->item_count; i++) {
		const struct package_phased *phased = package_phases(p, i);
		note_failure(f, p->items[i].packed, &item, package_open_item(p, i, &item));
		for (size_t k = 0; k < item.phase_count; k++)
			note_failure(f, p->phases[phased->first + k].packed, &item.phases[k], package_open_phase(p, &item, k));
	}
	package_opened_free(&item);
}

/* Says which row's figures don't fit. False: none. */
static bool
report_row(const struct package *p)
{
	struct failure f = {0};
	find_blended(p, &f);
	if (!f.trouble)
		find_rows(p, &f);
	if (f.trouble)
		diag_at(&f.where, DIAG_ERROR, "%s", f.trouble);
	return f.trouble != NULL;
}

static void
finish_some(struct crew *crew, void *worker, size_t from, size_t to)
{
	struct finish *f = worker;
	(void)crew;
	for (size_t i = from; i < to && f->failed == SIZE_MAX; i++)
		if (!finish_account(f, f->package->accounts[i]))
			f->failed = i;
}

size_t
package_workers(const struct package *p)
{
	enum { SMALL = 20000 }; /* items: fewer are done before a thread has begun */
	return p->item_count < SMALL ? 1 : crew_processors();
}

/* False after a message. Accounts have nothing to do with each other. */
static bool
finish_accounts(struct package *p, const struct rank *rank)
{
	const size_t count = package_workers(p);
	struct finish *finishers = xcalloc(count, sizeof *finishers);
	size_t failed = SIZE_MAX;
	for (size_t i = 0; i < count; i++)
		finishers[i] = (struct finish){.package = p, .rank = *rank, .failed = SIZE_MAX};
	crew_run(p->account_count, finishers, sizeof *finishers, count, finish_some);
	for (size_t i = 0; i < count; i++) {
		struct finish *f = &finishers[i];
		failed = f->failed < failed ? f->failed : failed;
		package_opened_free(&f->row);
		rank_list_free(&f->items);
		rank_list_free(&f->nodes);
	}
	free(finishers);
	if (failed != SIZE_MAX && !report_row(p))
		diag(DIAG_ERROR, "the sums of account %s are too large", diag_shown(p->accounts[failed]->account));
	return failed == SIZE_MAX;
}

bool
package_finish(struct package *p, const struct package_policy *policy)
{
	struct rank rank;
	struct rank_list accounts = {0};
	p->policy = policy;
	bool known = rank_find(&rank, p, policy->sort_by), ok = finish_accounts(p, &rank);
	if (ok && known)
		rank_nodes(&accounts, &rank, p->accounts, p->account_count);
	else if (ok)
		diag(DIAG_ERROR, "--sort-by: largest, at-risk or a column of the package, not \"%s\"", policy->sort_by);
	rank_list_free(&accounts);
	rank_free(&rank);
	return ok && known;
}
