/* What a meeting should look at first: what is given away, what is beyond a limit, what is missing. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/report_parts.h"

enum { NOTES_MOST = 8, GAPS = 5, NAMES_MOST = 6 };

/* Items and phases of an account, in the order of the package. */
struct items {
	const struct package_row **list; /* owned */
	size_t count, cap;
};

static void
collect(struct items *items, const struct package_row *r)
{
	if (r->level == PACKAGE_ITEM) {
		items->list = xgrow(items->list, items->count, &items->cap, sizeof *items->list);
		items->list[items->count++] = r;
		return;
	}
	for (size_t i = 0; i < r->child_count; i++)
		collect(items, r->children[i]);
}

static const char *
subject(struct report *r, const struct package_row *item)
{
	struct buf b = {0};
	buf_puts(&b, item->texts[TEXT_PRODUCT]);
	if (*item->texts[TEXT_PHASE])
		buf_printf(&b, " %s", item->texts[TEXT_PHASE]);
	if (*item->texts[TEXT_PRODUCT_LINE])
		buf_printf(&b, ", %s", item->texts[TEXT_PRODUCT_LINE]);
	return report_keep(r, &b);
}

static void
put_approver(struct buf *b, const struct package_row *item)
{
	if (*item->texts[TEXT_WALKAWAY_APPROVED_BY])
		buf_printf(b, " (approved by %s)", item->texts[TEXT_WALKAWAY_APPROVED_BY]);
}

/* --- flags, in words */

static void
put_walkaway(const struct report *r, struct buf *b, const struct package_row *item, const char *what, struct package_value limit)
{
	buf_puts(b, "walk-away ");
	report_put_price(r, b, item->positions[WALKAWAY][PACKAGE_PRICE]);
	if (limit.given) {
		buf_printf(b, ", %s ", what);
		report_put_price(r, b, limit);
	}
}

static void
put_below_cost(const struct report *r, struct buf *b, const struct package_row *item)
{
	const struct package_value *v = item->positions[WALKAWAY], none = {0};
	put_walkaway(r, b, item, "", none); /* its unit cost may be in another currency, and for another number of units */
	buf_puts(b, ", margin ");
	report_put_short(r, b, v[PACKAGE_MARGIN].value);
	if (v[PACKAGE_MARGIN_PCT].given) {
		buf_puts(b, " (");
		report_put_percent(r, b, v[PACKAGE_MARGIN_PCT].value, false);
		buf_puts(b, ")");
	}
	put_approver(b, item);
}

static void
put_below_floor(const struct report *r, struct buf *b, const struct package_row *item)
{
	put_walkaway(r, b, item, "floor", item->figures[FIGURE_FLOOR_PRICE]);
	put_approver(b, item);
}

static void
put_below_alternative(const struct report *r, struct buf *b, const struct package_row *item)
{
	const char *name = item->texts[TEXT_ALTERNATIVE];
	put_walkaway(r, b, item, *name ? name : "qualified alternative", item->figures[FIGURE_ALTERNATIVE_PRICE]);
}

static void
put_concession(const struct report *r, struct buf *b, const struct package_row *item)
{
	const struct package_value *now = item->positions[CURRENT], *then = item->positions[EXPECTED];
	report_put_price(r, b, now[PACKAGE_PRICE]);
	buf_puts(b, " \u2192 ");
	report_put_price(r, b, then[PACKAGE_PRICE]);
	buf_puts(b, " (");
	report_put_percent(r, b, item->figures[FIGURE_PRICE_CHANGE_PCT].value, true);
	buf_puts(b, ")");
	if (now[PACKAGE_SHARE].given && then[PACKAGE_SHARE].given) {
		buf_puts(b, "; share ");
		report_put_percent(r, b, report_points(now[PACKAGE_SHARE]).value, false);
		buf_puts(b, " \u2192 ");
		report_put_percent(r, b, report_points(then[PACKAGE_SHARE]).value, false);
	}
}

static const struct concern {
	const char *flag, *mark;
	enum severity tone;
	void (*put)(const struct report *r, struct buf *b, const struct package_row *item);
} concerns[] = {
	{"below-cost", "below cost", SEVERITY_ERROR, put_below_cost},
	{"below-floor", "below floor", SEVERITY_ERROR, put_below_floor},
	{"below-alternative", "below alternative", SEVERITY_WARNING, put_below_alternative},
	{"concession", "concession", SEVERITY_WARNING, put_concession},
};

static void
note_more(struct report *r, struct report_block *b, const struct concern *c, size_t more)
{
	struct buf text = {0};
	if (more == 0)
		return;
	buf_printf(&text, "and %zu more, marked in the tables below", more);
	report_note(b, c->tone, c->mark, "", report_keep(r, &text));
}

static void
note_item(struct report *r, struct report_block *b, const struct concern *c, const struct package_row *item, size_t *count)
{
	if (!package_row_flagged(item, c->flag) || (*count)++ >= NOTES_MOST)
		return;
	struct buf text = {0};
	c->put(r, &text, item);
	report_note(b, c->tone, c->mark, subject(r, item), report_keep(r, &text));
}

/* Of an item that is flagged its phases needn't be named. */
static void
note_concern(struct report *r, struct report_block *b, const struct concern *c, const struct items *items)
{
	size_t count = 0;
	for (size_t i = 0; i < items->count; i++) {
		const struct package_row *item = items->list[i];
		note_item(r, b, c, item, &count);
		for (size_t k = 0; k < item->child_count && !package_row_flagged(item, c->flag); k++)
			note_item(r, b, c, item->children[k], &count);
	}
	note_more(r, b, c, count > NOTES_MOST ? count - NOTES_MOST : 0);
}

/* --- gaps to the customer's targets */

static int
widest_first(const void *x, const void *y)
{
	const struct package_row *a = *(const struct package_row *const *)x, *b = *(const struct package_row *const *)y;
	decimal gap[2] = {a->figures[FIGURE_TARGET_GAP_PCT].value, b->figures[FIGURE_TARGET_GAP_PCT].value};
	if (gap[0] != gap[1])
		return gap[0] > gap[1] ? -1 : 1;
	return a->where.line < b->where.line ? -1 : a->where.line > b->where.line;
}

static void
note_gaps(struct report *r, struct report_block *b, const struct items *items)
{
	struct items open = {.list = xcalloc(items->count, sizeof *open.list)};
	for (size_t i = 0; i < items->count; i++)
		if (items->list[i]->figures[FIGURE_TARGET_GAP_PCT].value > 0)
			open.list[open.count++] = items->list[i];
	if (open.count)
		qsort(open.list, open.count, sizeof *open.list, widest_first);
	for (size_t i = 0; i < open.count && i < GAPS; i++) {
		const struct package_row *item = open.list[i];
		struct buf text = {0};
		buf_puts(&text, "expected ");
		report_put_price(r, &text, item->positions[EXPECTED][PACKAGE_PRICE]);
		buf_puts(&text, ", target ");
		report_put_price(r, &text, item->figures[FIGURE_TARGET_PRICE]);
		buf_puts(&text, " (");
		report_put_percent(r, &text, item->figures[FIGURE_TARGET_GAP_PCT].value, true);
		buf_puts(&text, ")");
		report_note(b, SEVERITY_INFO, "gap to target", subject(r, item), report_keep(r, &text));
	}
	free(open.list);
}

/* --- what isn't there */

static bool
lacks(const struct package_row *item, enum package_figure figure)
{
	bool sold = item->positions[EXPECTED][PACKAGE_VOLUME].value > 0, in_phases = item->child_count > 0;
	return sold && !in_phases && !item->figures[figure].given;
}

static void
note_items_without(struct report *r, struct report_block *b, const struct items *items, enum package_figure figure, const char *what)
{
	struct buf text = {0};
	size_t count = 0;
	buf_puts(&text, what);
	for (size_t i = 0; i < items->count; i++)
		if (lacks(items->list[i], figure) && count++ < NAMES_MOST)
			buf_printf(&text, "%s%s", count > 1 ? ", " : "", items->list[i]->texts[TEXT_PRODUCT]);
	if (count > NAMES_MOST)
		buf_printf(&text, " and %zu more", count - NAMES_MOST);
	const char *kept = report_keep(r, &text);
	if (count)
		report_note(b, SEVERITY_WARNING, "missing", "", kept);
}

static void
note_account_without(struct report *r, struct report_block *b, const struct package_row *account)
{
	static const struct {
		enum package_text text;
		const char *what;
	} needed[] = {
		{TEXT_OUR_OBJECTIVES, "our objectives"}, {TEXT_CUSTOMER_OBJECTIVES, "the customer's objectives"},
		{TEXT_DEADLOCK_RULE, "a deadlock rule"}, {TEXT_DEADLOCK_OWNER, "who decides in a deadlock"},
		{TEXT_DEADLOCK_PHONE, "the deadlock owner's phone"},
	};
	struct buf text = {0};
	for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
		if (!*account->texts[needed[i].text])
			buf_printf(&text, "%s%s", text.len ? ", " : "", needed[i].what);
	if (text.len)
		report_note(b, SEVERITY_WARNING, "missing", "", report_keep(r, &text));
	buf_free(&text);
}

static void
note_lines_without(struct report *r, struct report_block *b, const struct package_row *account, enum package_text needed, const char *what)
{
	struct buf text = {0};
	for (size_t i = 0; i < account->child_count; i++)
		if (!*account->children[i]->texts[needed])
			buf_printf(&text, "%s%s", text.len ? ", " : what, account->children[i]->texts[TEXT_PRODUCT_LINE]);
	if (text.len)
		report_note(b, SEVERITY_WARNING, "missing", "", report_keep(r, &text));
	buf_free(&text);
}

static void
note_missing(struct report *r, struct report_block *b, const struct package_row *account, const struct items *items)
{
	note_account_without(r, b, account);
	note_lines_without(r, b, account, TEXT_OWNER, "an owner of ");
	note_lines_without(r, b, account, TEXT_STRATEGY, "a strategy for ");
	note_items_without(r, b, items, FIGURE_TARGET_PRICE, "the customer's target price of ");
	note_items_without(r, b, items, FIGURE_MARKET_VOLUME, "the customer's need of ");
}

void
report_add_attention(struct report *r, const struct report_source *from)
{
	struct items items = {0};
	if (r->audience == AUDIENCE_CUSTOMER)
		return;
	collect(&items, from->account);
	report_section(r, 2, "For the meeting", "", false);
	/* What executives are asked may say what the room mustn't know: how far we would go. */
	if (audience_sees_walkaway(r->audience))
		report_fact(report_block(r, REPORT_FACTS), "Decisions asked", from->account->texts[TEXT_DECISIONS_ASKED]);
	struct report_block *b = report_block(r, REPORT_NOTES);
	for (size_t i = 0; i < sizeof concerns / sizeof *concerns; i++)
		note_concern(r, b, &concerns[i], &items);
	note_gaps(r, b, &items);
	note_missing(r, b, from->account, &items);
	if (b->count == 0)
		report_note(b, SEVERITY_INFO, "clear", "", "no concession, nothing beyond a limit, no gap to a target, nothing missing");
	free(items.list);
	report_add_findings(r, from, "");
}
