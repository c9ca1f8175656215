#include "deal/kept.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "table/dialect.h"

void
kept_bind(struct kept *k, const struct sheet *sheet, const char *role, const bool *carried)
{
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
			.dates = {.asked = sheet->dialect->date_format},
		};
	}
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

static bool
is_cost(const struct column *known)
{
	return known && strstr(known->name, "cost");
}

const char **
kept_read(struct kept *k, struct sheet *sheet, struct cell currency, struct cell cost_currency, struct arena *memory)
{
	const char **cells = arena_alloc(memory, k->count * sizeof *cells);
	struct buf b = {0};
	bool ok = true;
	for (size_t i = 0; i < k->count; i++) {
		b.len = 0;
		struct kept_column *column = &k->list[i];
		enum given given = put_cell(&b, column, sheet, is_cost(column->known) ? cost_currency : currency);
		struct cell c = sheet_cell(sheet, column->column);
		ok &= given != CELL_BAD;
		cells[i] = given == CELL_GIVEN ? arena_strndup(memory, b.data, b.len) : c.n ? arena_strndup(memory, c.s, c.n) : "";
	}
	buf_free(&b);
	return ok ? cells : NULL;
}

void
kept_finish(struct kept *k, const char **const *rows, size_t count, struct arena *memory)
{
	for (size_t i = 0; i < k->count; i++) {
		if (!k->list[i].known || k->list[i].known->type != COLUMN_DATE)
			continue;
		enum date_format format = datecol_format(&k->list[i].dates);
		for (size_t r = 0; format && r < count; r++) {
			const char *s = rows[r][i];
			day d;
			if (!date_parse(s, strlen(s), format, &d))
				continue; /* an ISO date, or a placeholder */
			struct buf b = {0};
			date_put(&b, d);
			rows[r][i] = arena_strndup(memory, b.data, b.len);
			buf_free(&b);
		}
	}
}
