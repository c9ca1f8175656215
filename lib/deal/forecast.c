#include "deal/forecast.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "deal/items.h"
#include "table/cell.h"
#include "table/sheet.h"

struct forecast_columns {
	size_t part, account, period, phase, market, target, per;
};

static bool
read_row(struct forecasts *f, struct sheet *sheet, const struct forecast_columns *c, struct buf *key)
{
	const size_t parts[] = {c->part, c->account, c->period, c->phase};
	key->len = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct cell cell;
		if (cell_text(sheet, parts[i], &cell) == CELL_BAD)
			return false;
		if (parts[i] != SHEET_NONE)
			key_add(key, cell.s, cell.n);
	}
	struct number market, target, per;
	struct cell any = {"", 0};
	enum given market_given = cell_number(sheet, c->market, any, &market), per_given = cell_number(sheet, c->per, any, &per);
	enum given target_given = cell_number(sheet, c->target, any, &target);
	if (market_given == CELL_BAD || target_given == CELL_BAD || per_given == CELL_BAD)
		return false;
	struct place where = sheet_place(sheet, c->part);
	if (sheet_cell(sheet, c->part).n == 0) {
		diag_at(&where, DIAG_WARNING, "a row without the customer's part number: left out");
		return true;
	}
	if (per_given == CELL_GIVEN && per.value <= 0) {
		where = sheet_place(sheet, c->per);
		diag_at(&where, DIAG_ERROR, "must be above zero");
		return false;
	}
	bool fresh;
	size_t number = group_number(&f->keys, key->data, key->len, &fresh);
	if (!fresh) {
		diag_at(&where, DIAG_ERROR, "this part stands twice, also in line %ju", f->list[number].where.line);
		return false;
	}
	f->list = xgrow(f->list, number, &f->cap, sizeof *f->list);
	where.column = "customer_part";
	f->list[number] = (struct forecast){
		.where = where,
		.market_given = market_given == CELL_GIVEN,
		.target_given = target_given == CELL_GIVEN,
		.market = market.value,
		.target_price = target.value,
		.price_per = per_given == CELL_GIVEN ? per.value : DECIMAL_ONE,
	};
	return true;
}

bool
forecasts_read(struct forecasts *f, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct sheet sheet;
	if (!sheet_open(&sheet, path, dialect))
		return false;
	struct forecast_columns c = {
		.part = sheet_find(&sheet, "customer_part"),
		.account = sheet_find(&sheet, "account"),
		.period = sheet_find(&sheet, "period"),
		.phase = sheet_find(&sheet, "phase"),
		.market = sheet_find(&sheet, "market_volume"),
		.target = sheet_find(&sheet, "target_price"),
		.per = sheet_find(&sheet, "price_per"),
	};
	f->has_account = c.account != SHEET_NONE;
	f->has_period = c.period != SHEET_NONE;
	f->has_phase = c.phase != SHEET_NONE;
	if (c.part == SHEET_NONE)
		sheet_report_missing(&sheet, "customer_part");
	else if (c.market == SHEET_NONE && c.target == SHEET_NONE)
		sheet_report_missing(&sheet, "market_volume, target_price (one of them at least)");
	struct buf key = {0};
	if (diag_errors() == before)
		while (sheet_next(&sheet))
			read_row(f, &sheet, &c, &key);
	buf_free(&key);
	sheet_finish(&sheet);
	sheet_close(&sheet);
	return diag_errors() == before;
}

/* A year's forecast stands for all phases of an item: the first row without one of its own takes it. */
static void
take_market(const struct forecasts *all, const struct forecast *f, struct item_row *row)
{
	bool whole_year = row->phase.n && !all->has_phase;
	if (!f->market_given || (whole_year && (row->market_given || f->matched)))
		return;
	if (row->market_given && row->market != f->market)
		diag_at(&row->where, DIAG_WARNING, "market_volume isn't the customer's (%s:%ju), which counts", f->where.file,
		    f->where.line);
	row->market = f->market;
	row->market_given = true;
}

static bool
take_target(const struct forecast *f, struct item_row *row)
{
	decimal price = f->target_price;
	if (!f->target_given)
		return true;
	if (f->price_per != row->price_per && !decimal_muldiv(price, row->price_per, f->price_per, &price)) {
		diag_at(&f->where, DIAG_ERROR, "target_price: too large a number");
		return false;
	}
	if (row->target_given && row->target_price != price)
		diag_at(&row->where, DIAG_WARNING, "target_price isn't the customer's (%s:%ju), which counts", f->where.file,
		    f->where.line);
	row->target_price = price;
	row->target_given = true;
	return true;
}

bool
forecasts_apply(struct forecasts *f, struct item_row *row)
{
	struct buf key = {0};
	key_add(&key, row->customer_part.s, row->customer_part.n);
	if (f->has_account)
		key_add(&key, row->account.s, row->account.n);
	if (f->has_period)
		key_add(&key, row->period.s, row->period.n);
	if (f->has_phase)
		key_add(&key, row->phase.s, row->phase.n);
	size_t number = group_find(&f->keys, key.data, key.len);
	buf_free(&key);
	if (number == SIZE_MAX)
		return true;
	struct forecast *own = &f->list[number];
	if (own->matched && !row->phase.n)
		diag_at(&row->where, DIAG_WARNING, "an item above has this customer_part, too: each has the whole forecast");
	take_market(f, own, row);
	own->matched = row->forecast = true;
	return take_target(own, row);
}

void
forecasts_report_unmatched(const struct forecasts *f)
{
	for (size_t i = 0; i < f->keys.count; i++)
		if (!f->list[i].matched)
			diag_at(&f->list[i].where, DIAG_WARNING, "matches no item: %s",
			    diag_shown(group_cell(&f->keys, i, 0)));
}

void
forecasts_free(struct forecasts *f)
{
	group_free(&f->keys);
	free(f->list);
	*f = (struct forecasts){0};
}
