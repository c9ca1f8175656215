#include "deal/rule_load.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/escape.h"
#include "base/xalloc.h"
#include "table/cell.h"
#include "table/datecol.h"
#include "table/dialect.h"

enum { CELL_MOST = 1024 * 1024 }; /* as the database has it */

static const char *const label_names[] = {
	"account", "product_line", "product", "phase", "owner", "source", "level", "account_manager",
};

bool
rule_load_failed(sqlite3 *db)
{
	diag(DIAG_ERROR, "the database of the rules: %s", sqlite3_errmsg(db));
	return false;
}

static const char *
kept(struct rule_loading *l, const char *s)
{
	return arena_strndup(&l->findings->memory, s, strlen(s));
}

/* What the reader says of the sheet becomes a finding, unless the sheet can't be read at all. */
static bool
listen(void *context, const struct place *where, enum diag_severity severity, const char *message)
{
	struct rule_loading *l = context;
	const char *rule = where->rule;
	if (rule && (strcmp(rule, "scheme-error") == 0 || strcmp(rule, "format-error") == 0)) {
		l->failed = true;
		return false;
	}
	if (!rule)
		rule = !where->field ? "source-error" : severity == DIAG_ERROR ? "type-error" : "type-warning";
	l->table->broken |= severity == DIAG_ERROR && !where->field;
	/* Rules may spell one column in two ways: its cells are said once. */
	for (size_t i = l->first_of_row; where->field && i < l->findings->count; i++)
		if (l->findings->list[i].file_order == l->file->order && l->findings->list[i].where.line == where->line &&
		    l->findings->list[i].where.field == where->field)
			return true;
	struct buf b = {0};
	if (where->column) {
		escape_terminal_str(&b, where->column);
		buf_puts(&b, ": ");
	}
	buf_puts(&b, message);
	struct finding one = {
		.file_order = l->file->order,
		.where = *where,
		.severity = severity == DIAG_ERROR ? SEVERITY_ERROR : SEVERITY_WARNING,
		.rule = rule,
		.message = kept(l, buf_str(&b)),
		.subject = where->line && where->line == l->row.line ? l->row.subject : subject_none,
	};
	one.where.column = NULL;
	buf_free(&b);
	findings_add(l->findings, one);
	return true;
}

static size_t
find_exactly(const struct sheet *sheet, const char *key)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (strcmp(sheet->columns[i].key, key) == 0)
			return i;
	return SHEET_NONE;
}

size_t
rule_load_find(const struct sheet *sheet, const char *name)
{
	struct buf key = {0};
	heading_fold(&key, name, strlen(name));
	size_t found = find_exactly(sheet, buf_str(&key));
	buf_free(&key);
	return found;
}

/* A heading that stands twice: an error where rules read it, for nobody knows which column is meant. */
static void
report_duplicates(struct rule_loading *l)
{
	const struct sheet *sheet = &l->sheet;
	for (size_t i = 0; i < sheet->count; i++) {
		const struct sheet_column *c = &sheet->columns[i];
		size_t first = find_exactly(sheet, c->key);
		if (!*c->key || first == i)
			continue;
		bool is_read = false;
		for (size_t k = 0; k < l->table->column_count; k++)
			is_read |= l->file->columns[k] == first;
		struct place where = {sheet->name, sheet->heading_line, sheet->heading_record, i + 1, NULL, "duplicate-label"};
		diag_value(&where, is_read ? DIAG_ERROR : DIAG_WARNING, c->heading, strlen(c->heading),
		    "this heading stands twice, also in column %zu", first + 1);
	}
}

/* A label's text in memory of the findings; the row above often has the same. */
static const char *
label(struct rule_loading *l, int which, const char *above)
{
	struct cell c = sheet_cell(&l->sheet, l->labels[which]);
	if (strlen(above) == c.n && memcmp(above, c.s, c.n) == 0)
		return above;
	return c.n ? arena_strndup(&l->findings->memory, c.s, c.n) : "";
}

/* In a package the line's owner answers for its items, the account manager for the account. */
static void
find_owner(struct rule_loading *l)
{
	struct subject *s = &l->row.subject;
	struct cell level = sheet_cell(&l->sheet, l->labels[LABEL_LEVEL]);
	if (cell_is(level, "account"))
		s->owner = label(l, LABEL_ACCOUNT_MANAGER, s->owner);
	if (cell_is(level, "line"))
		l->line = *s;
	bool of_line = l->line.owner && strcmp(l->line.account, s->account) == 0 &&
	    strcmp(l->line.product_line, s->product_line) == 0;
	if (of_line && !*s->owner)
		s->owner = l->line.owner;
}

static void
locate_row(struct rule_loading *l)
{
	l->first_of_row = l->findings->count;
	struct subject above = l->row.subject;
	struct place where = sheet_place(&l->sheet, SHEET_NONE);
	l->row = (struct rule_row){l->file, where.line, where.record, {
		.account = label(l, LABEL_ACCOUNT, above.account),
		.product_line = label(l, LABEL_PRODUCT_LINE, above.product_line),
		.product = label(l, LABEL_PRODUCT, above.product),
		.phase = label(l, LABEL_PHASE, above.phase),
		.owner = label(l, LABEL_OWNER, above.owner),
		.source = label(l, LABEL_SOURCE, above.source),
	}};
	find_owner(l);
}

static enum given
read_number(struct rule_loading *l, const struct rule_column *c, size_t column, double *out)
{
	struct number n;
	struct cell currency = sheet_cell(&l->sheet, c->is_cost && l->cost_currency != SHEET_NONE ? l->cost_currency : l->currency);
	enum given given;
	struct cell cell = sheet_cell(&l->sheet, column);
	bool has_sign = cell.n && cell.s[cell.n - 1] == '%';
	if (c->type == COLUMN_SHARE && (!l->is_package || has_sign))
		given = cell_share(&l->sheet, column, &n.value);
	else if (c->type == COLUMN_PERCENT)
		given = cell_percent(&l->sheet, column, &n.value);
	else if (c->is_quantity)
		given = cell_quantity(&l->sheet, column, &n);
	else
		given = cell_number(&l->sheet, column, currency, &n);
	if (given == CELL_GIVEN)
		*out = decimal_double(n.value);
	return given;
}

/* Binds one cell to a parameter: a value of the column's type, or NULL. */
static int
bind_cell(struct rule_loading *l, sqlite3_stmt *insert, size_t i)
{
	const struct rule_column *c = &l->table->columns[i];
	size_t column = l->file->columns[i];
	int at = (int)i + 1;
	struct cell cell = sheet_cell(&l->sheet, column);
	double number;
	bool yes;
	if (column == SHEET_NONE || is_placeholder(cell.s, cell.n))
		return sqlite3_bind_null(insert, at);
	switch (c->type) {
	case COLUMN_NUMBER:
	case COLUMN_SHARE:
	case COLUMN_PERCENT:
		if (read_number(l, c, column, &number) == CELL_GIVEN)
			return sqlite3_bind_double(insert, at, number);
		return sqlite3_bind_null(insert, at);
	case COLUMN_YESNO:
		if (cell_yes(&l->sheet, column, &yes) == CELL_GIVEN)
			return sqlite3_bind_text(insert, at, yes ? "yes" : "no", -1, SQLITE_STATIC);
		return sqlite3_bind_null(insert, at);
	case COLUMN_DATE:
		if (cell_text(&l->sheet, column, &cell) != CELL_GIVEN || !datecol_look(&l->dates[i], cell, sheet_place(&l->sheet, column)))
			return sqlite3_bind_null(insert, at);
		break;
	case COLUMN_ID:
		if (cell_id(&l->sheet, column, &cell) != CELL_GIVEN)
			return sqlite3_bind_null(insert, at);
		break;
	case COLUMN_TEXT:
		if (cell_text(&l->sheet, column, &cell) != CELL_GIVEN)
			return sqlite3_bind_null(insert, at);
		break;
	}
	if (cell.n > CELL_MOST) {
		struct place where = sheet_place(&l->sheet, column);
		diag_at(&where, DIAG_ERROR, "a cell of more than 1 MiB");
		return sqlite3_bind_null(insert, at);
	}
	return sqlite3_bind_text(insert, at, cell.s, (int)cell.n, SQLITE_STATIC);
}

static bool
insert_row(struct rule_loading *l, sqlite3_stmt *insert)
{
	int result = SQLITE_OK;
	l->table->row_count++; /* which is the row's key */
	for (size_t i = 0; i < l->table->column_count && result == SQLITE_OK; i++)
		result = bind_cell(l, insert, i);
	if (result == SQLITE_OK && sqlite3_step(insert) == SQLITE_DONE)
		return sqlite3_reset(insert) == SQLITE_OK;
	return rule_load_failed(l->db);
}

/* Dates were kept as written until the whole column had agreed on an order. */
static bool
settle_dates(struct rule_loading *l, size_t first_row)
{
	bool ok = true;
	for (size_t i = 0; i < l->table->column_count && ok; i++) {
		struct datecol *dates = &l->dates[i];
		if (dates->common == 0 && !dates->asked)
			continue; /* all ISO */
		char *sql = sqlite3_mprintf("UPDATE \"%w\" SET \"%w\" = iso_date(\"%w\", %d) WHERE " RULE_ROW " > %lld",
		    l->table->name, l->table->columns[i].name, l->table->columns[i].name, (int)datecol_format(dates),
		    (long long)first_row);
		ok = sql && sqlite3_exec(l->db, sql, NULL, NULL, NULL) == SQLITE_OK;
		sqlite3_free(sql);
	}
	return ok || rule_load_failed(l->db);
}

static bool
read_rows(struct rule_loading *l, sqlite3_stmt *insert)
{
	struct rule_table *t = l->table;
	size_t first_row = t->row_count;
	while (sheet_next(&l->sheet)) {
		locate_row(l);
		if (!insert_row(l, insert))
			return false;
		if (!t->keeps_rows)
			continue;
		t->rows = xgrow(t->rows, t->row_count - 1, &t->row_cap, sizeof *t->rows);
		t->rows[t->row_count - 1] = l->row;
	}
	if (!l->is_package)
		sheet_finish(&l->sheet);
	return settle_dates(l, first_row) && !l->failed;
}

bool
rule_load(struct rule_loading *l, sqlite3_stmt *insert)
{
	const struct sheet *sheet = &l->sheet;
	for (size_t i = 0; i < LABELS; i++)
		l->labels[i] = rule_load_find(sheet, label_names[i]);
	l->currency = rule_load_find(sheet, "currency");
	l->cost_currency = rule_load_find(sheet, "cost_currency");
	l->is_package = l->labels[LABEL_LEVEL] != SHEET_NONE;
	l->row.subject = subject_none;
	l->dates = xcalloc(l->table->column_count + 1, sizeof *l->dates);
	for (size_t i = 0; i < l->table->column_count; i++)
		l->dates[i].asked = sheet->dialect->date_format;
	diag_divert(listen, l);
	report_duplicates(l);
	bool ok = read_rows(l, insert);
	diag_divert(NULL, NULL);
	free(l->dates);
	return ok;
}
