/* package_tree_finish: a package as the customer may see it. */
#include <stdlib.h>
#include <string.h>

#include "deal/package_read.h"

static bool
is_offered(const struct package_row *r)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		for (size_t m = 0; m < PACKAGE_MEASURES; m++)
			if (r->positions[p][m].given)
				return true;
	return false;
}

static int
compare_values(const struct package_value *a, const struct package_value *b)
{
	if (a->given != b->given)
		return a->given ? -1 : 1;
	return (a->value > b->value) - (a->value < b->value);
}

/* By all that the customer sees (the rest was never read): any other order of items that are alike would be ours. */
static int
compare(const void *x, const void *y)
{
	static const enum package_text names[] = {TEXT_CUSTOMER_PART, TEXT_ACCOUNT, TEXT_PERIOD, TEXT_PRODUCT_LINE, TEXT_PRODUCT,
		TEXT_PHASE};
	const struct package_row *a = *(struct package_row *const *)x, *b = *(struct package_row *const *)y;
	int order = 0;
	for (size_t i = 0; !order && i < sizeof names / sizeof *names; i++)
		order = strcmp(a->texts[names[i]], b->texts[names[i]]);
	for (size_t p = 0; !order && p < PACKAGE_POSITIONS; p++)
		for (size_t m = 0; !order && m < PACKAGE_MEASURES; m++)
			order = compare_values(&a->positions[p][m], &b->positions[p][m]);
	for (size_t i = 0; !order && i < PACKAGE_FIGURES; i++)
		order = compare_values(&a->figures[i], &b->figures[i]);
	for (size_t i = 0; !order && i < PACKAGE_TEXTS; i++)
		order = strcmp(a->texts[i], b->texts[i]);
	for (size_t i = 0; !order && i < a->child_count && i < b->child_count; i++)
		order = compare(&a->children[i], &b->children[i]);
	return order ? order : (a->child_count > b->child_count) - (a->child_count < b->child_count);
}

static bool
sums_up(const struct package_row *r, size_t position, enum package_measure measure)
{
	decimal sum = 0;
	for (size_t i = 0; i < r->child_count; i++) {
		const struct package_row *child = r->children[i];
		if (strcmp(child->texts[TEXT_CURRENCY], r->texts[TEXT_CURRENCY]) != 0 ||
		    !decimal_add(sum, child->positions[position][measure].value, &sum))
			return false;
	}
	return sum == r->positions[position][measure].value;
}

/* Rolled-up figures of ours include what planning rates make of other currencies. */
static void
drop_conversions(struct package_row *r)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		if (!sums_up(r, p, PACKAGE_VOLUME) || !sums_up(r, p, PACKAGE_REVENUE))
			memset(r->positions[p], 0, sizeof r->positions[p]);
}

/* Keeps what is offered: in an account or a line an item, in an item it or a phase. True where something is. */
static bool
offer_row(struct package_row *r)
{
	size_t kept = 0;
	for (size_t i = 0; i < r->child_count; i++)
		if (offer_row(r->children[i]))
			r->children[kept++] = r->children[i];
	r->child_count = kept;
	if (kept)
		qsort(r->children, kept, sizeof *r->children, compare);
	if (r->level < PACKAGE_ITEM)
		drop_conversions(r);
	return kept > 0 || (r->level >= PACKAGE_ITEM && is_offered(r));
}

static bool
offer_accounts(struct package_tree *t)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->account_count; i++)
		if (offer_row(t->accounts[i]))
			t->accounts[kept++] = t->accounts[i];
	t->account_count = kept;
	if (kept == 0) {
		diag(DIAG_ERROR, "nothing to show the customer: no item has current business or an initial offer");
		return false;
	}
	qsort(t->accounts, kept, sizeof *t->accounts, compare);
	return true;
}

bool
package_tree_finish(struct package_tree *t)
{
	if (t->account_count == 0) {
		diag(DIAG_ERROR, "the package is empty: it has no account");
		return false;
	}
	return t->audience != AUDIENCE_CUSTOMER || offer_accounts(t);
}
