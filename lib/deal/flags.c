#include "deal/flags.h"

#include <string.h>

#include "base/buf.h"
#include "deal/kept.h"
#include "deal/package.h"
#include "table/number.h"

enum flag {
	CONCESSION, LEADER, STRATEGIC, BELOW_COST, BELOW_FLOOR, BELOW_ALTERNATIVE, NEW, LOST, LET_GO, PHASED, FLAGS,
};

static const struct {
	const char *name;
	bool tells_walkaway; /* only for those who may know it */
} flags[FLAGS] = {
	[CONCESSION] = {"concession", false},
	[LEADER] = {"leader", false},
	[STRATEGIC] = {"strategic", false},
	[BELOW_COST] = {"below-cost", true},
	[BELOW_FLOOR] = {"below-floor", true},
	[BELOW_ALTERNATIVE] = {"below-alternative", true},
	[NEW] = {"new", false},
	[LOST] = {"lost", false},
	[LET_GO] = {"let-go", true},
	[PHASED] = {"phased", false},
};

/* A kept cell that tells something; "" where the sheet has none. */
static const char *
cell(const struct node *n, enum kept_told what)
{
	const struct kept *k = n->own.columns;
	return k && k->told[what] != SHEET_NONE ? n->own.cells[k->told[what]] : "";
}

static bool
number(const struct node *n, enum kept_told what, decimal *out)
{
	const char *s = cell(n, what);
	struct number parsed;
	*out = 0;
	if (!*s || number_parse(s, strlen(s), '.', &parsed) != NUMBER_OK)
		return false;
	*out = parsed.value;
	return true;
}

static bool
yes(const struct node *n, enum kept_told what)
{
	return strcmp(cell(n, what), "yes") == 0;
}

/* a / b < c / d for b, d > 0, without rounding where the products fit. */
static bool
less(decimal a, decimal b, decimal c, decimal d)
{
	decimal left, right;
	return decimal_muldiv(a, d, DECIMAL_ONE, &left) && decimal_muldiv(c, b, DECIMAL_ONE, &right) && left < right;
}

/* A cut of at least the percentage from current to expected, while share, or else volume, isn't lower. */
static bool
is_concession(const struct node *n, decimal pct)
{
	const struct figures *from = &n->figures[CURRENT], *to = &n->figures[EXPECTED];
	decimal moved, bound;
	if (from->volume <= 0 || to->volume <= 0 || from->revenue <= 0)
		return false;
	/* p1 <= p0 (1 - pct/100), both times the new volume */
	if (!decimal_muldiv(from->revenue, to->volume, from->volume, &moved) ||
	    !decimal_muldiv(moved, 100 * DECIMAL_ONE - pct, 100 * DECIMAL_ONE, &bound) || to->revenue > bound)
		return false;
	struct package_amount before, after;
	if (package_amount(n, CURRENT, PACKAGE_SHARE, &before) && package_amount(n, EXPECTED, PACKAGE_SHARE, &after))
		return !less(after.value, after.whole, before.value, before.whole);
	return to->volume >= from->volume;
}

static bool
is_leader(const struct node *n, decimal share)
{
	struct package_amount current;
	return yes(n, KEPT_LEADER) || (package_amount(n, CURRENT, PACKAGE_SHARE, &current) &&
	    !less(current.value, current.whole, share, DECIMAL_ONE));
}

/* Is the walk-away's unit price below this one (per price_per, in the row's currency)? */
static bool
walkaway_below(const struct node *n, decimal price)
{
	decimal bound;
	const struct figures *f = &n->figures[WALKAWAY];
	return f->volume > 0 && decimal_muldiv(price, f->volume, n->price_per, &bound) && f->revenue < bound;
}

unsigned
flags_of(const struct node *n, const bool has[PACKAGE_POSITIONS], const struct package_policy *policy)
{
	const struct figures *current = &n->figures[CURRENT], *expected = &n->figures[EXPECTED],
	    *walkaway = &n->figures[WALKAWAY];
	const struct money *worst = &n->positions[WALKAWAY].money;
	const struct node *line = n->level == PACKAGE_PHASE ? n->parent->parent : n->parent;
	decimal pct = policy->concession_pct, price;
	if (number(line, KEPT_CONCESSION_PCT, &price) && price > 0)
		pct = price;
	const bool set[FLAGS] = {
		[CONCESSION] = is_concession(n, pct),
		[LEADER] = is_leader(n, policy->leader_share),
		[STRATEGIC] = yes(n, KEPT_STRATEGIC),
		[BELOW_COST] = walkaway->volume > 0 && worst->revenue < worst->cogs,
		[BELOW_FLOOR] = number(n, KEPT_FLOOR_PRICE, &price) && walkaway_below(n, price),
		[BELOW_ALTERNATIVE] = yes(n, KEPT_ALTERNATIVE_QUALIFIED) && number(n, KEPT_ALTERNATIVE_PRICE, &price) &&
		    walkaway_below(n, price),
		[NEW] = current->volume == 0 && expected->volume > 0,
		[LOST] = has[EXPECTED] && current->volume > 0 && expected->volume == 0,
		[LET_GO] = walkaway->volume_given && walkaway->volume == 0,
		[PHASED] = n->phased,
	};
	unsigned all = 0;
	for (unsigned i = 0; i < FLAGS; i++)
		all |= (unsigned)set[i] << i;
	return all;
}

void
package_put_flags(struct buf *b, const struct node *n, bool all)
{
	const char *separator = "";
	for (unsigned i = 0; i < FLAGS; i++) {
		if (!(n->flags >> i & 1) || (flags[i].tells_walkaway && !all))
			continue;
		buf_puts(b, separator);
		buf_puts(b, flags[i].name);
		separator = ";";
	}
}

void
flags_put_harmless(struct buf *b, const char *flag, size_t n)
{
	for (const char *end = flag + n; flag < end;) {
		const char *semicolon = memchr(flag, ';', (size_t)(end - flag));
		size_t length = (size_t)((semicolon ? semicolon : end) - flag);
		for (unsigned i = 0; i < FLAGS; i++)
			if (!flags[i].tells_walkaway && strlen(flags[i].name) == length && memcmp(flags[i].name, flag, length) == 0)
				buf_printf(b, "%s%s", b->len ? ";" : "", flags[i].name);
		flag += length + 1;
	}
}
