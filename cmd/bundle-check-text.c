/* bundle-check for a meeting: each bundle's verdict, and who pays. */
#include <string.h>

#include "base/escape.h"
#include "bundle-check.h"
#include "render/text_table.h"
#include "table/amount.h"

enum { COLUMNS = 8, WIDTH = 120 };

static const char *const headings[COLUMNS] = {"", "alone", "bundled", "rebate", "change", "margin %", "net price", "verdict"};
static const bool right[COLUMNS] = {false, true, true, true, true, true, true, false};
static const struct amount_signs signed_change = {"+", "-"}, plain = {"", "-"};

/* A table on its way: cells, in memory of their own. */
struct sheet_of_text {
	struct arena memory;
	const char *cells[COLUMNS]; /* of the row begun */
	const char **all; /* in memory */
	size_t rows;
	int places;
};

static const char *
kept(struct sheet_of_text *t, struct buf *b)
{
	const char *s = b->len ? arena_strndup(&t->memory, b->data, b->len) : NULL;
	buf_free(b);
	return s;
}

static const char *
money(struct sheet_of_text *t, decimal amount, struct amount_signs signs)
{
	struct buf b = {0};
	amount_put(&b, decimal_round(amount, t->places), t->places, signs);
	return kept(t, &b);
}

static const char *
percent(struct sheet_of_text *t, decimal part, decimal whole)
{
	struct buf b = {0};
	decimal units;
	if (decimal_ratio(part, whole, 4, &units))
		decimal_put_units(&b, units, 2);
	return kept(t, &b);
}

static const char *
name(struct sheet_of_text *t, const char *indent, const char *what, const char *owner)
{
	struct buf b = {0};
	buf_puts(&b, indent);
	escape_terminal_str(&b, *what ? what : "(no line)");
	if (*owner) {
		buf_puts(&b, " (");
		escape_terminal_str(&b, owner);
		buf_putc(&b, ')');
	}
	return kept(t, &b);
}

static void
put_row(struct sheet_of_text *t, const char *what, const struct bundle_sums *s, const char *net_price, const char *verdict)
{
	const char *const cells[COLUMNS] = {what, money(t, s->standalone_margin, plain), money(t, s->bundle_margin, plain),
		s->rebate ? money(t, s->rebate, plain) : NULL, money(t, s->delta_margin, signed_change),
		percent(t, s->bundle_margin, s->bundle_revenue), net_price, verdict};
	memcpy(&t->all[t->rows++ * COLUMNS], cells, sizeof cells);
}

static void
put_item(struct sheet_of_text *t, const struct bundle_item *i)
{
	const struct bundle_sums sums = {i->standalone_revenue, i->standalone_margin, i->bundle_revenue, i->rebate,
		i->bundle_margin, i->delta_margin};
	struct buf price = {0};
	if (i->net_price.given)
		decimal_put(&price, decimal_round(i->net_price.value, 4) * decimal_power(DECIMAL_PLACES - 4), 2);
	static const char *const verdicts[][2] = {{"ok", "ok; attribution fails"}, {"unacceptable", "unacceptable; attribution fails"}};
	put_row(t, name(t, "    ", i->product, ""), &sums, kept(t, &price),
	    i->affected ? "affected" : verdicts[i->unacceptable != NULL][i->attribution_fails]);
}

static void
put_table(const struct bundle *bundle, int places, struct buf *to)
{
	struct sheet_of_text t = {.places = places};
	t.all = arena_alloc(&t.memory, (3 + bundle->line_count + bundle->item_count) * COLUMNS * sizeof *t.all);
	memcpy(t.all, headings, sizeof headings);
	t.rows = 1;
	for (size_t i = 0; i < bundle->line_count; i++) {
		const struct bundle_line *line = &bundle->lines[i];
		put_row(&t, name(&t, "  ", line->name, line->owner), &line->sums, NULL, bundle_verdict_names[line->verdict]);
		for (size_t k = 0; k < line->count; k++)
			put_item(&t, line->items[k]);
	}
	if (bundle->fixed_cost) {
		const struct bundle_sums fixed = {.bundle_margin = -bundle->fixed_cost, .delta_margin = -bundle->fixed_cost};
		put_row(&t, "  fixed cost", &fixed, NULL, NULL);
	}
	put_row(&t, "  total", &bundle->sums, NULL, bundle_verdict_names[bundle->verdict]);
	text_table(to, t.all, COLUMNS, t.rows, right, WIDTH);
	arena_free(&t.memory);
}

void
bundle_put_text(const struct bundles *b, const struct options *options, struct output *to)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct bundle *bundle = &b->list[i];
		buf_puts(&to->buf, i ? "\n" : "");
		escape_terminal_str(&to->buf, bundle->name);
		if (*bundle->account) {
			buf_puts(&to->buf, ", ");
			escape_terminal_str(&to->buf, bundle->account);
		}
		buf_printf(&to->buf, ": %s\n", bundle_verdict_names[bundle->verdict]);
		if (*bundle->reason) {
			escape_terminal_str(&to->buf, bundle->reason);
			buf_putc(&to->buf, '\n');
		}
		put_table(bundle, options->places, &to->buf);
		output_drain(to);
	}
}
