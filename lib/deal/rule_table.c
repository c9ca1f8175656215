#include "deal/rule_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "table/cell.h"
#include "table/datecol.h"
#include "table/dialect.h"
#include "table/sheet.h"

enum { CELL_MOST = 1024 * 1024 };

/* The columns that tell what a row is about. */
enum { ACCOUNT, PRODUCT_LINE, PRODUCT, PHASE, OWNER, SOURCE, LEVEL, ACCOUNT_MANAGER, LABELS };
static const char *const label_names[] = {
	"account", "product_line", "product", "phase", "owner", "source", "level", "account_manager",
};

/* One file on its way into the table. */
struct loading {
	struct rule_table *table;
	sqlite3 *db;
	struct findings *findings;
	struct rule_file *file;
	struct sheet sheet;
	size_t labels[LABELS], currency, cost_currency;
	struct datecol *dates; /* by the table's columns; owned */
	bool is_package; /* its figures are our own, and a share above 1 is a matter for rules */
	struct rule_row row;  /* the current one */
	size_t first_of_row; /* finding about it */
	struct subject line; /* of the package's last line row, whose owner its items have */
	bool failed;
};

static bool
sqlite_failed(sqlite3 *db)
{
	diag(DIAG_ERROR, "the database of the rules: %s", sqlite3_errmsg(db));
	return false;
}

static const char *
kept(struct loading *l, const char *s)
{
	return arena_strndup(&l->findings->memory, s, strlen(s));
}

/* What the reader says of the sheet becomes a finding, unless the sheet can't be read at all. */
static bool
listen(void *context, const struct place *where, enum diag_severity severity, const char *message)
{
	struct loading *l = context;
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
	if (where->column)
		buf_printf(&b, "%s: ", where->column);
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

static size_t
find_key(const struct sheet *sheet, const char *name)
{
	struct buf key = {0};
	heading_fold(&key, name, strlen(name));
	size_t found = find_exactly(sheet, buf_str(&key));
	buf_free(&key);
	return found;
}

/* A heading by its name or, on a sheet of items, by one of its aliases. */
static size_t
find_heading(const struct rule_table *t, const struct sheet *sheet, const char *name)
{
	size_t found = find_key(sheet, name);
	const char *const *aliases = column_aliases(name);
	for (size_t i = 0; found == SHEET_NONE && strcmp(t->name, "items") == 0 && aliases[i]; i++)
		found = find_key(sheet, aliases[i]);
	return found;
}

/* A heading that stands twice: an error where rules read it, for nobody knows which column is meant. */
static void
report_duplicates(struct loading *l)
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

static bool
open_file(struct loading *l, const struct rule_source *source)
{
	if (!sheet_open_as(&l->sheet, l->file->name, source->path, source->dialect))
		return false;
	l->file->heading_line = l->sheet.heading_line;
	return true;
}

size_t
rule_table_find(const struct rule_table *t, const char *name, size_t n)
{
	for (size_t i = 0; i < t->column_count; i++)
		if (strlen(t->columns[i].name) == n && strncasecmp(t->columns[i].name, name, n) == 0)
			return i;
	return SIZE_MAX;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* The columns that the rules name and some file has. */
static void
choose_columns(struct rule_table *t, const struct group *names, const struct loading *files)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *name = group_cell(names, i, 0);
		bool has = false;
		for (size_t f = 0; f < t->file_count; f++)
			has |= find_heading(t, &files[f].sheet, name) != SHEET_NONE;
		if (!has || strcasecmp(name, RULE_ROW) == 0)
			continue;
		t->columns = xgrow(t->columns, t->column_count, &t->column_cap, sizeof *t->columns);
		t->columns[t->column_count++] = (struct rule_column){
			.name = name,
			.type = column_type(name, t->name),
			.is_quantity = ends_with(name, "volume"),
			.is_cost = strstr(name, "cost") != NULL,
		};
	}
	for (size_t f = 0; f < t->file_count; f++) {
		t->files[f].columns = xcalloc(t->column_count + 1, sizeof *t->files[f].columns);
		for (size_t i = 0; i < t->column_count; i++)
			t->files[f].columns[i] = find_heading(t, &files[f].sheet, t->columns[i].name);
	}
}

static bool
create_table(const struct rule_table *t, sqlite3 *db)
{
	char *sql = sqlite3_mprintf("CREATE TABLE \"%w\" (%s INTEGER PRIMARY KEY", t->name, RULE_ROW);
	for (size_t i = 0; sql && i < t->column_count; i++) {
		char *more = sqlite3_mprintf("%s, \"%w\"", sql, t->columns[i].name);
		sqlite3_free(sql);
		sql = more;
	}
	char *all = sql ? sqlite3_mprintf("%s)", sql) : NULL;
	bool ok = all && sqlite3_exec(db, all, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(all);
	sqlite3_free(sql);
	return ok || sqlite_failed(db);
}

/* Further sheets are looked things up in by account, again and again. */
static bool
index_accounts(const struct rule_table *t, sqlite3 *db)
{
	if (t->keeps_rows || rule_table_find(t, "account", strlen("account")) == SIZE_MAX)
		return true;
	char *sql = sqlite3_mprintf("CREATE INDEX \"%w by account\" ON \"%w\" (account)", t->name, t->name);
	bool ok = sql && sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(sql);
	return ok || sqlite_failed(db);
}

static sqlite3_stmt *
prepare_insert(const struct rule_table *t, sqlite3 *db)
{
	struct buf sql = {0};
	char *into = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (?", t->name);
	buf_puts(&sql, into ? into : "");
	sqlite3_free(into);
	for (size_t i = 0; i < t->column_count; i++)
		buf_puts(&sql, ",?");
	buf_puts(&sql, ")");
	sqlite3_stmt *insert = NULL;
	if (sqlite3_prepare_v2(db, buf_str(&sql), -1, &insert, NULL) != SQLITE_OK)
		sqlite_failed(db);
	buf_free(&sql);
	return insert;
}

/* A label's text in memory of the findings; the row above often has the same. */
static const char *
label(struct loading *l, int which, const char *above)
{
	struct cell c = sheet_cell(&l->sheet, l->labels[which]);
	if (strlen(above) == c.n && memcmp(above, c.s, c.n) == 0)
		return above;
	return c.n ? arena_strndup(&l->findings->memory, c.s, c.n) : "";
}

/* In a package the line's owner answers for its items, the account manager for the account. */
static void
find_owner(struct loading *l)
{
	struct subject *s = &l->row.subject;
	struct cell level = sheet_cell(&l->sheet, l->labels[LEVEL]);
	if (cell_is(level, "account"))
		s->owner = label(l, ACCOUNT_MANAGER, s->owner);
	if (cell_is(level, "line"))
		l->line = *s;
	bool of_line = l->line.owner && strcmp(l->line.account, s->account) == 0 &&
	    strcmp(l->line.product_line, s->product_line) == 0;
	if (of_line && !*s->owner)
		s->owner = l->line.owner;
}

static void
locate_row(struct loading *l)
{
	l->first_of_row = l->findings->count;
	struct subject above = l->row.subject;
	struct place where = sheet_place(&l->sheet, SHEET_NONE);
	l->row = (struct rule_row){l->file, where.line, where.record, {
		.account = label(l, ACCOUNT, above.account),
		.product_line = label(l, PRODUCT_LINE, above.product_line),
		.product = label(l, PRODUCT, above.product),
		.phase = label(l, PHASE, above.phase),
		.owner = label(l, OWNER, above.owner),
		.source = label(l, SOURCE, above.source),
	}};
	find_owner(l);
}

static enum given
read_number(struct loading *l, const struct rule_column *c, size_t column, double *out)
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
bind_cell(struct loading *l, sqlite3_stmt *insert, size_t i)
{
	const struct rule_column *c = &l->table->columns[i];
	size_t column = l->file->columns[i];
	int at = (int)i + 2;
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
insert_row(struct loading *l, sqlite3_stmt *insert)
{
	int result = sqlite3_bind_int64(insert, 1, (sqlite3_int64)++l->table->row_count);
	for (size_t i = 0; i < l->table->column_count && result == SQLITE_OK; i++)
		result = bind_cell(l, insert, i);
	if (result == SQLITE_OK && sqlite3_step(insert) == SQLITE_DONE)
		return sqlite3_reset(insert) == SQLITE_OK;
	return sqlite_failed(l->db);
}

/* Dates were kept as written until the whole column had agreed on an order. */
static bool
settle_dates(struct loading *l, size_t first_row)
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
	return ok || sqlite_failed(l->db);
}

static bool
read_rows(struct loading *l, sqlite3_stmt *insert)
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

static bool
load_file(struct loading *l, sqlite3_stmt *insert)
{
	const struct sheet *sheet = &l->sheet;
	for (size_t i = 0; i < LABELS; i++)
		l->labels[i] = find_key(sheet, label_names[i]);
	l->currency = find_key(sheet, "currency");
	l->cost_currency = find_key(sheet, "cost_currency");
	l->is_package = l->labels[LEVEL] != SHEET_NONE;
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

static bool
fill_table(struct rule_table *t, sqlite3 *db, struct loading *files)
{
	if (!create_table(t, db))
		return false;
	sqlite3_stmt *insert = prepare_insert(t, db);
	bool ok = insert && sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK;
	for (size_t i = 0; i < t->file_count && ok; i++)
		ok = load_file(&files[i], insert);
	sqlite3_finalize(insert);
	return ok && index_accounts(t, db) &&
	    (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK || sqlite_failed(db));
}

bool
rule_table_load(struct rule_table *t, sqlite3 *db, const struct group *names, const struct rule_source *sources,
    size_t count, size_t order, struct findings *findings)
{
	struct loading *files = xcalloc(count, sizeof *files);
	t->files = xcalloc(count, sizeof *t->files);
	t->file_count = count;
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		t->files[i] = (struct rule_file){.name = sources[i].name, .order = order + i};
		files[i] = (struct loading){.table = t, .db = db, .findings = findings, .file = &t->files[i]};
		ok &= open_file(&files[i], &sources[i]);
	}
	if (ok) {
		choose_columns(t, names, files);
		ok = fill_table(t, db, files);
	}
	for (size_t i = 0; i < count; i++)
		sheet_close(&files[i].sheet);
	free(files);
	return ok;
}

void
rule_table_free(struct rule_table *t)
{
	for (size_t i = 0; i < t->file_count; i++)
		free(t->files[i].columns);
	free(t->files);
	free(t->columns);
	free(t->rows);
	*t = (struct rule_table){0};
}

/* iso_date(text, format): a date as ISO has it; NULL where it is none in that format. */
static void
iso_date(sqlite3_context *context, int count, sqlite3_value **v)
{
	(void)count;
	const char *s = (const char *)sqlite3_value_text(v[0]);
	size_t n = s ? (size_t)sqlite3_value_bytes(v[0]) : 0;
	int format = sqlite3_value_int(v[1]);
	day d;
	if (!date_parse(s, n, DATE_ISO, &d) && (!format || !date_parse(s, n, (enum date_format)format, &d)))
		return;
	struct buf b = {0};
	date_put(&b, d);
	sqlite3_result_text(context, b.data, (int)b.len, SQLITE_TRANSIENT);
	buf_free(&b);
}

int
rule_table_prepare(sqlite3 *db)
{
	return sqlite3_create_function(db, "iso_date", 2, SQLITE_UTF8, NULL, iso_date, NULL, NULL);
}
