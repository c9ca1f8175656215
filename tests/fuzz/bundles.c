/* Bundles sheets: money is split without a cent lost, whatever it is split by; sums are sums; and the order of the rows, which
 * says nothing, changes nothing. */
#include "deal/bundle.h"

#include <string.h>

#include "base/diag.h"
#include "deal/bundle_read.h"
#include "fuzz.h"
#include "table/csvin.h"
#include "table/csvout.h"
#include "table/dialect.h"

enum { ROWS = 24 };

static const struct dialect dialect = {.header_row = 1};

static bool
settle(struct bundles *b, const char *path, enum allocation by)
{
	*b = (struct bundles){0};
	size_t errors = diag_errors();
	bool ok = bundle_read(b, path, &dialect) && bundle_complete(b) && bundles_settle(b, by);
	must(ok == (diag_errors() == errors));
	return ok;
}

/* The same sheet, its rows the other way round. */
static const char *
reversed(const char *path)
{
	struct csvin *in = csvin_open("f", path, &dialect);
	struct record r;
	struct buf rows[ROWS] = {0}, all = {0};
	size_t count = 0;
	enum csvin_result result = CSVIN_ERROR;
	while (in && count < ROWS && (result = csvin_next(in, &r)) == CSVIN_RECORD) {
		struct csvout out;
		csvout_start(&out, &rows[count++], csvin_delimiter(in), false);
		for (size_t i = 0; i < r.count; i++)
			csvout_text(&out, r.cells[i].s, r.cells[i].n);
		csvout_end(&out);
	}
	bool whole = result == CSVIN_END;
	csvin_close(in);
	for (size_t i = 0; i < count; i++) {
		const struct buf *row = &rows[i == 0 ? 0 : count - i];
		buf_add(&all, row->data, row->len);
	}
	path = whole ? fuzz_file(1, all.data, all.len) : NULL;
	for (size_t i = 0; i < count; i++)
		buf_free(&rows[i]);
	buf_free(&all);
	return path;
}

static void
add(struct bundle_sums *sums, const struct bundle_sums *more)
{
	sums->standalone_revenue += more->standalone_revenue;
	sums->standalone_margin += more->standalone_margin;
	sums->bundle_revenue += more->bundle_revenue;
	sums->rebate += more->rebate;
	sums->bundle_margin += more->bundle_margin;
	sums->delta_margin += more->delta_margin;
}

/* What was given is what arrived. */
static void
check_money(const struct bundles *b, const struct bundle *bundle)
{
	decimal given = 0, arrived = 0, revenue = 0, fixed = 0;
	for (size_t i = 0; i < b->charge_count; i++)
		if (b->charges[i].of == bundle) {
			given += b->charges[i].rebate.value;
			fixed += b->charges[i].fixed_cost.value;
		}
	for (size_t i = 0; i < bundle->item_count; i++) {
		const struct bundle_item *item = bundle->items[i];
		must(strcmp(item->bundle, bundle->name) == 0 && strcmp(item->account, bundle->account) == 0);
		given += item->own_rebate.value;
		arrived += item->rebate;
		revenue += item->affected ? 0 : item->bundle_revenue;
		must(item->rival || item->bundle_margin - item->standalone_margin == item->delta_margin);
	}
	must(arrived == given && bundle->fixed_cost == fixed);
	must(!bundle->price || revenue == bundle->price->bundle_price.value);
}

/* A verdict that its figures bear out, with a reason for each that isn't good. */
static void
check_verdict(const struct bundle *bundle)
{
	struct bundle_sums all = {0};
	enum bundle_verdict worst = BUNDLE_OK;
	size_t items = 0;
	for (size_t i = 0; i < bundle->line_count; i++) {
		const struct bundle_line *line = &bundle->lines[i];
		bool own = false, elsewhere = false; /* is something sold that shouldn't be? */
		for (size_t k = 0; k < bundle->item_count; k++)
			*(strcmp(bundle->items[k]->product_line, line->name) == 0 ? &own : &elsewhere) |= bundle->items[k]->unacceptable != NULL;
		must(line->verdict == BUNDLE_OK || line->verdict == BUNDLE_CONSENT || line->verdict == BUNDLE_UNACCEPTABLE ||
		    line->verdict == BUNDLE_SACRIFICE);
		must((line->verdict == BUNDLE_OK) == (!own && line->sums.delta_margin >= 0));
		must((line->verdict == BUNDLE_OK) == !*line->reason);
		must((line->verdict == BUNDLE_SACRIFICE) == (elsewhere && line->sums.delta_margin < 0));
		must((line->verdict == BUNDLE_UNACCEPTABLE) == (own && line->verdict != BUNDLE_SACRIFICE));
		must(i == 0 || strcmp(bundle->lines[i - 1].name, line->name) < 0);
		add(&all, &line->sums);
		worst = line->verdict > worst ? line->verdict : worst;
		items += line->count;
	}
	must(items == bundle->item_count);
	all.bundle_margin -= bundle->fixed_cost;
	all.delta_margin -= bundle->fixed_cost;
	must(memcmp(&all, &bundle->sums, sizeof all) == 0);
	if (worst < BUNDLE_DILUTIVE && all.delta_margin < 0)
		worst = BUNDLE_DILUTIVE;
	must(bundle->verdict == worst && (worst == BUNDLE_OK || *bundle->reason));
}

static void
must_be_same(const struct bundle *a, const struct bundle *b)
{
	must(strcmp(a->name, b->name) == 0 && strcmp(a->account, b->account) == 0 && strcmp(a->owner, b->owner) == 0);
	must(a->verdict == b->verdict && strcmp(a->reason, b->reason) == 0);
	must(memcmp(&a->sums, &b->sums, sizeof a->sums) == 0 && a->item_count == b->item_count && a->line_count == b->line_count);
	for (size_t i = 0; i < a->item_count; i++) {
		must(strcmp(a->items[i]->product, b->items[i]->product) == 0 && a->items[i]->rebate == b->items[i]->rebate);
		must(a->items[i]->bundle_revenue == b->items[i]->bundle_revenue);
	}
	for (size_t i = 0; i < a->line_count; i++)
		must(strcmp(a->lines[i].owner, b->lines[i].owner) == 0 && strcmp(a->lines[i].reason, b->lines[i].reason) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(0, (const char *)data, size), *back;
	fuzz_said.len = 0;
	back = reversed(path);
	fuzz_said.len = 0;
	struct bundles b, c = {0};
	const enum allocation by = (enum allocation)(size % (ALLOCATE_EQUAL + 1));
	bool ok = settle(&b, path, by);
	for (size_t i = 0; ok && i < b.count; i++) {
		check_money(&b, &b.list[i]);
		check_verdict(&b.list[i]);
	}
	if (back) {
		must(settle(&c, back, by) == ok);
		must(!ok || b.count == c.count);
		for (size_t i = 0; ok && i < b.count; i++)
			must_be_same(&b.list[i], &c.list[i]);
	}
	bundles_free(&b);
	bundles_free(&c);
	return 0;
}
