#include "deal/bundle_verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"

const char *const bundle_verdict_names[] = {"ok", "consent", "dilutive", "unacceptable", "sacrifice", NULL};

/* What a change of margin takes away, in the digits that the change itself is printed with. */
static void
put_loss(struct buf *to, decimal delta)
{
	decimal_put_units(to, -decimal_round(delta, 2), 2);
}

/* What is below a floor, rounded as far as that still shows; else in full. */
static void
put_below(struct buf *to, decimal figure, decimal floor, int places)
{
	decimal unit = decimal_power(DECIMAL_PLACES - places), rounded = decimal_round(figure, places) * unit;
	decimal_put(to, rounded < floor ? rounded : figure, 2);
}

/* "; " between reasons. */
static void
put_next(struct buf *to)
{
	if (to->len)
		buf_puts(to, "; ");
}

static const char *
kept(struct bundles *b, struct buf *text)
{
	const char *s = text->len ? arena_strndup(&b->memory, text->data, text->len) : "";
	buf_free(text);
	return s;
}

/* Is the item bad business? Compares totals, so that nothing is rounded; false where they don't fit. */
static bool
judge_item(struct bundles *b, struct bundle_item *i)
{
	struct buf why = {0};
	decimal floor, margin, least, net = i->bundle_revenue - i->rebate;
	i->unacceptable = NULL;
	if (i->affected || i->bundle_volume.value <= 0)
		return true;
	bool ok = decimal_mul(i->floor_price.value, i->bundle_volume.value, &floor) &&
	    decimal_mul(i->bundle_margin, 100 * DECIMAL_ONE, &margin) &&
	    decimal_mul(i->floor_margin_pct.value, i->bundle_revenue, &least);
	if (!ok) {
		diag_at(&i->where, DIAG_ERROR, "too large a figure");
		return false;
	}
	if (i->floor_price.given && net < floor) {
		buf_puts(&why, "net price ");
		put_below(&why, i->net_price.value, i->floor_price.value, 6);
		buf_puts(&why, " is below its floor price ");
		decimal_put(&why, decimal_round(i->floor_price.value, 6) * decimal_power(DECIMAL_PLACES - 6), 2);
	}
	if (i->floor_margin_pct.given && margin < least) {
		put_next(&why);
		decimal pct;
		buf_puts(&why, "its margin ");
		if (i->bundle_revenue != 0 && decimal_div(margin, i->bundle_revenue, &pct)) {
			put_below(&why, pct, i->floor_margin_pct.value, 2);
			buf_puts(&why, "% ");
		}
		buf_puts(&why, "is below its floor of ");
		decimal_put(&why, i->floor_margin_pct.value, 0);
		buf_puts(&why, "%");
	}
	if (i->bundle_margin <= 0) {
		put_next(&why);
		buf_puts(&why, "it earns nothing");
	}
	if (why.len)
		i->unacceptable = kept(b, &why);
	return true;
}

static void
put_line(struct buf *to, const struct bundle_line *line)
{
	buf_puts(to, *line->name ? line->name : "(no line)");
	if (*line->owner)
		buf_printf(to, " (%s)", line->owner);
}

/* "OX-25G of Optical Transceivers: net price 27.00 is below..." */
static void
put_item(struct buf *to, const struct bundle_item *i)
{
	buf_printf(to, "%s of %s (%s)", i->product, *i->product_line ? i->product_line : "(no line)", i->unacceptable);
}

/* The unacceptable items among these, but for those of one line (NULL: all): the first ones, and how many more. */
static void
put_unacceptable(struct buf *to, struct bundle_item *const *items, size_t count, const struct bundle_line *except)
{
	enum { NAMED = 20 };
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		if (!items[i]->unacceptable || (except && strcmp(items[i]->product_line, except->name) == 0))
			continue;
		if (found++ >= NAMED)
			continue;
		buf_puts(to, found > 1 ? ", " : "");
		put_item(to, items[i]);
	}
	if (found > NAMED)
		buf_printf(to, " and %zu more", found - NAMED);
}

/* How many items of a line are unacceptable. */
static size_t
count_unacceptable(const struct bundle_line *line)
{
	size_t count = 0;
	for (size_t i = 0; i < line->count; i++)
		count += line->items[i]->unacceptable != NULL;
	return count;
}

static void
judge_line(struct bundles *b, struct bundle_item *const *unacceptable, size_t count, struct bundle_line *line)
{
	struct buf why = {0};
	decimal delta = line->sums.delta_margin;
	size_t own = count_unacceptable(line);
	if (delta < 0 && count > own) {
		line->verdict = BUNDLE_SACRIFICE;
		buf_puts(&why, "pays ");
		put_loss(&why, delta);
		buf_puts(&why, " for ");
		put_unacceptable(&why, unacceptable, count, line);
	} else if (own) {
		line->verdict = BUNDLE_UNACCEPTABLE;
		put_unacceptable(&why, line->items, line->count, NULL);
	} else if (delta < 0) {
		line->verdict = BUNDLE_CONSENT;
		buf_puts(&why, "gives up ");
		put_loss(&why, delta);
		buf_puts(&why, *line->owner ? ": its owner must agree" : ": whoever owns it must agree");
	}
	line->reason = kept(b, &why);
}

/* The lines of one verdict that pay, each with its reason. */
static void
put_lines(struct buf *to, const struct bundle *bundle, enum bundle_verdict verdict)
{
	for (size_t i = 0; i < bundle->line_count; i++) {
		const struct bundle_line *line = &bundle->lines[i];
		if (line->verdict != verdict)
			continue;
		put_next(to);
		put_line(to, line);
		buf_printf(to, " %s", line->reason);
	}
}

/* The customer gains nothing from a bundle that shrinks its own category. */
static void
put_category(struct buf *to, const struct bundle *bundle)
{
	const struct {
		const char *what;
		const struct maybe *figure;
	} figures[] = {{"turnover", &bundle->category_turnover}, {"profit", &bundle->category_profit}};
	for (size_t i = 0; i < 2; i++)
		if (figures[i].figure->given && figures[i].figure->value <= 0) {
			put_next(to);
			buf_printf(to, "the customer's %s in the category doesn't rise", figures[i].what);
		}
}

bool
bundle_judge(struct bundles *b, struct bundle *bundle)
{
	bool ok = true;
	enum bundle_verdict worst = BUNDLE_OK;
	struct bundle_item **unacceptable = xcalloc(bundle->item_count, sizeof *unacceptable);
	size_t count = 0;
	for (size_t i = 0; i < bundle->item_count; i++) {
		ok &= judge_item(b, bundle->items[i]);
		if (bundle->items[i]->unacceptable)
			unacceptable[count++] = bundle->items[i];
	}
	for (size_t i = 0; i < bundle->line_count && ok; i++) {
		judge_line(b, unacceptable, count, &bundle->lines[i]);
		if (bundle->lines[i].verdict > worst)
			worst = bundle->lines[i].verdict;
	}
	if (worst < BUNDLE_DILUTIVE && bundle->sums.delta_margin < 0)
		worst = BUNDLE_DILUTIVE;
	free(unacceptable);
	bundle->verdict = worst;
	struct buf why = {0};
	if (worst == BUNDLE_DILUTIVE) {
		buf_puts(&why, "it loses ");
		put_loss(&why, bundle->sums.delta_margin);
		put_lines(&why, bundle, BUNDLE_CONSENT);
	} else if (worst == BUNDLE_UNACCEPTABLE) {
		put_unacceptable(&why, bundle->items, bundle->item_count, NULL);
	} else {
		put_lines(&why, bundle, worst);
	}
	if (worst == BUNDLE_OK)
		why.len = 0;
	put_category(&why, bundle);
	bundle->reason = kept(b, &why);
	return ok;
}
