/* bundle-check as rows: CSV and JSON. */
#include <string.h>

#include "bundle-check.h"
#include "render/rows.h"

static const struct {
	const char *name;
	bool figure;
} headings[] = {
	{"level", false}, {"bundle", false}, {"account", false}, {"product_line", false}, {"product", false}, {"owner", false},
	{"standalone_revenue", true}, {"standalone_margin", true}, {"bundle_revenue", true}, {"rebate", true},
	{"bundle_margin", true}, {"delta_margin", true}, {"margin_pct", true}, {"net_price", true}, {"floor_price", true},
	{"attributed_price", true}, {"effective_price", true}, {"attribution", false}, {"verdict", false}, {"reason", false},
	/* only where there are customer prices: */
	{"category_turnover", true}, {"category_profit", true}, {"breakeven_rate", true},
};

enum { HEADINGS = sizeof headings / sizeof *headings, OF_CUSTOMERS = 3, PRICE_PLACES = 6 };

struct bundle_rows {
	struct rows rows;
	const struct bundles *bundles;
	int places;
};

static void
put_texts(struct bundle_rows *r, const char *level, const struct bundle *bundle, const char *line, const char *product,
    const char *owner)
{
	const char *const texts[] = {level, bundle->name, bundle->account, line, product, owner};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		rows_text(&r->rows, texts[i]);
}

static void
put_sums(struct bundle_rows *r, const struct bundle_sums *s)
{
	rows_units(&r->rows, decimal_round(s->standalone_revenue, r->places), r->places);
	rows_units(&r->rows, decimal_round(s->standalone_margin, r->places), r->places);
	rows_units(&r->rows, decimal_round(s->bundle_revenue, r->places), r->places);
	rows_decimal(&r->rows, s->rebate, r->places);
	rows_units(&r->rows, decimal_round(s->bundle_margin, r->places), r->places);
	rows_units(&r->rows, decimal_round(s->delta_margin, r->places), r->places);
	rows_percent(&r->rows, s->bundle_margin, s->bundle_revenue);
}

static void
put_price(struct bundle_rows *r, struct maybe price, int least)
{
	if (price.given)
		rows_decimal(&r->rows, decimal_round(price.value, PRICE_PLACES) * decimal_power(DECIMAL_PLACES - PRICE_PLACES), least);
	else
		rows_blank(&r->rows);
}

static void
put_blanks(struct bundle_rows *r, size_t count)
{
	while (count-- > 0)
		rows_blank(&r->rows);
}

static void
put_item(struct bundle_rows *r, const struct bundle *bundle, const struct bundle_item *i)
{
	const struct bundle_sums sums = {i->standalone_revenue, i->standalone_margin, i->bundle_revenue, i->rebate,
		i->bundle_margin, i->delta_margin};
	put_texts(r, "item", bundle, i->product_line, i->product, i->owner);
	put_sums(r, &sums);
	put_price(r, i->net_price, 4);
	if (i->floor_price.given && i->floor_price.volume == 0)
		rows_decimal(&r->rows, i->floor_price.value, 2); /* as it was given */
	else
		put_price(r, i->floor_price, 2);
	put_price(r, i->attributed_price, 4);
	put_price(r, i->effective_price, 4);
	rows_text(&r->rows, !i->attributed_price.given ? "" : i->attribution_fails ? "fail" : "pass");
	rows_text(&r->rows, i->affected ? "affected" : i->unacceptable ? "unacceptable" : "ok");
	rows_text(&r->rows, i->unacceptable ? i->unacceptable : "");
	put_blanks(r, r->bundles->has_customer_prices ? OF_CUSTOMERS : 0);
}

static void
put_line(struct bundle_rows *r, const struct bundle *bundle, const struct bundle_line *line)
{
	put_texts(r, "line", bundle, line->name, "", line->owner);
	put_sums(r, &line->sums);
	put_blanks(r, 5);
	rows_text(&r->rows, bundle_verdict_names[line->verdict]);
	rows_text(&r->rows, line->reason);
	put_blanks(r, r->bundles->has_customer_prices ? OF_CUSTOMERS : 0);
	for (size_t i = 0; i < line->count; i++)
		put_item(r, bundle, line->items[i]);
}

static void
put_category(struct bundle_rows *r, const struct bundle *bundle)
{
	const struct maybe *const money[] = {&bundle->category_turnover, &bundle->category_profit};
	for (size_t i = 0; i < 2; i++)
		if (money[i]->given)
			rows_units(&r->rows, decimal_round(money[i]->value, r->places), r->places);
		else
			rows_blank(&r->rows);
	if (bundle->breakeven_rate.given)
		rows_units(&r->rows, decimal_round(bundle->breakeven_rate.value, 4), 4);
	else
		rows_blank(&r->rows);
}

static void
put_bundle(struct bundle_rows *r, const struct bundle *bundle)
{
	put_texts(r, "bundle", bundle, "", "", bundle->owner);
	put_sums(r, &bundle->sums);
	put_blanks(r, 5);
	rows_text(&r->rows, bundle_verdict_names[bundle->verdict]);
	rows_text(&r->rows, bundle->reason);
	if (r->bundles->has_customer_prices)
		put_category(r, bundle);
	for (size_t i = 0; i < bundle->line_count; i++)
		put_line(r, bundle, &bundle->lines[i]);
}

void
bundle_put_rows(const struct bundles *b, enum bundle_format format, const struct options *options, struct output *to)
{
	struct bundle_rows r = {.bundles = b, .places = options->places};
	rows_start(&r.rows, &to->buf, format == BUNDLE_JSON ? ROWS_JSON : ROWS_CSV, options->output_delimiter, options->excel, 0);
	for (size_t i = 0; i < HEADINGS - (b->has_customer_prices ? 0 : OF_CUSTOMERS); i++)
		rows_heading(&r.rows, headings[i].name, headings[i].figure);
	for (size_t i = 0; i < b->count; i++) {
		put_bundle(&r, &b->list[i]);
		output_drain(to);
	}
	rows_finish(&r.rows);
	rows_free(&r.rows);
}
