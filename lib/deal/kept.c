#include "deal/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/packed.h"
#include "table/dialect.h"

/* The kept column of that known name. */
static size_t
find_known(const struct kept *k, const char *name)
{
	for (size_t i = 0; i < k->count; i++)
		if (k->list[i].known && strcmp(k->list[i].name, name) == 0)
			return i;
	return SHEET_NONE;
}

void
kept_bind(struct kept *k, const struct sheet *sheet, const char *role, const bool *carried)
{
	static const char *const told[KEPT_TOLD] = {
		[KEPT_LEADER] = "leader", [KEPT_STRATEGIC] = "strategic", [KEPT_FLOOR_PRICE] = "floor_price",
		[KEPT_ALTERNATIVE_PRICE] = "alternative_price", [KEPT_ALTERNATIVE_QUALIFIED] = "alternative_qualified",
		[KEPT_CONCESSION_PCT] = "concession_pct",
	};
	*k = (struct kept){.role = role, .list = xcalloc(sheet->count, sizeof *k->list)};
	for (size_t i = 0; i < sheet->count; i++) {
		const struct sheet_column *c = &sheet->columns[i];
		if (carried[i])
			continue;
		const struct column *known = column_known(c->key, role);
		const char *name = known ? known->name : c->heading;
		k->list[k->count++] = (struct kept_column){
			.column = i,
			.known = known,
			.name = xstrndup(name, strlen(name)),
			.is_cost = known && strstr(known->name, "cost"),
			.dates = {.asked = sheet->dialect->date_format},
		};
	}
	for (size_t i = 0; i < KEPT_TOLD; i++)
		k->told[i] = find_known(k, told[i]);
}

void
kept_free(struct kept *k)
{
	for (size_t i = 0; i < k->count; i++)
		free(k->list[i].name);
	free(k->list);
	*k = (struct kept){0};
}

static enum given
put_number(struct buf *b, struct sheet *sheet, size_t column, struct cell currency)
{
	struct number n;
	enum given given = cell_number(sheet, column, currency, &n);
	if (given == CELL_GIVEN)
		decimal_put(b, n.value, 0);
	return given;
}

static enum given
put_fraction(struct buf *b, struct sheet *sheet, size_t column, enum column_type type)
{
	decimal value;
	enum given given = type == COLUMN_SHARE ? cell_share(sheet, column, &value) : cell_percent(sheet, column, &value);
	if (given == CELL_GIVEN)
		decimal_put(b, value, 0);
	return given;
}

/* Appends the cell as its type is written. CELL_EMPTY: it stays as it is (a placeholder, a blank). */
static enum given
put_cell(struct buf *b, struct kept_column *k, struct sheet *sheet, struct cell currency)
{
	struct cell c = sheet_cell(sheet, k->column);
	if (!k->known)
		return CELL_EMPTY;
	bool yes;
	enum given given = CELL_EMPTY;
	switch (k->known->type) {
	case COLUMN_NUMBER:
		return put_number(b, sheet, k->column, currency);
	case COLUMN_SHARE:
	case COLUMN_PERCENT:
		return put_fraction(b, sheet, k->column, k->known->type);
	case COLUMN_YESNO:
		given = cell_yes(sheet, k->column, &yes);
		if (given == CELL_GIVEN)
			buf_puts(b, yes ? "yes" : "no");
		return given;
	case COLUMN_DATE:
		if (!is_placeholder(c.s, c.n) && !datecol_look(&k->dates, c, sheet_place(sheet, k->column)))
			return CELL_BAD;
		return CELL_EMPTY;
	case COLUMN_TEXT:
	case COLUMN_ID:
		return cell_text(sheet, k->column, &c) == CELL_BAD ? CELL_BAD : CELL_EMPTY;
	}
	return given;
}

bool
kept_put(const struct kept *k, struct sheet *sheet, struct cell currency, struct cell cost_currency, struct buf *to)
{
	struct buf b = {0};
	bool ok = true;
	for (size_t i = 0; i < k->count; i++) {
		struct kept_column *column = &k->list[i];
		b.len = 0;
		enum given given = put_cell(&b, column, sheet, column->is_cost ? cost_currency : currency);
		struct cell c = sheet_cell(sheet, column->column);
		ok &= given != CELL_BAD;
		if (given == CELL_GIVEN)
			packed_put_text(to, b.data, b.len);
		else
			packed_put_text(to, c.s, c.n);
	}
	buf_free(&b);
	return ok;
}

void
kept_settle(struct kept *k)
{
	for (size_t i = 0; i < k->count; i++)
		if (k->list[i].known && k->list[i].known->type == COLUMN_DATE)
			k->list[i].format = datecol_format(&k->list[i].dates);
}

static void
open_date(const char **cell, enum date_format format, char *to)
{
	day d;
	struct buf b = {0};
	if (!date_parse(*cell, strlen(*cell), format, &d))
		return; /* an ISO date, or a placeholder */
	date_put(&b, d);
	memcpy(to, b.data, b.len);
	to[b.len] = '\0';
	buf_free(&b);
	*cell = to;
}

void
kept_open(const struct kept *k, const unsigned char *packed, const char **cells, char *dates)
{
	for (size_t i = 0; i < k->count; i++) {
		packed = packed_open_text(packed, &cells[i]);
		if (k->list[i].format)
			open_date(&cells[i], k->list[i].format, dates + i * KEPT_DATE);
	}
}
