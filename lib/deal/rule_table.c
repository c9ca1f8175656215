#include "deal/rule_table.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"
#include "deal/rule_functions.h"
#include "deal/rule_load.h"
#include "table/date.h"

/* A heading by its name or, on a sheet of items, by one of its aliases. */
static size_t
find_heading(const struct rule_table *t, const struct sheet *sheet, const char *name)
{
	size_t found = rule_load_find(sheet, name);
	const char *const *aliases = column_aliases(name);
	for (size_t i = 0; found == SHEET_NONE && strcmp(t->name, "items") == 0 && aliases[i]; i++)
		found = rule_load_find(sheet, aliases[i]);
	return found;
}

static bool
open_file(struct rule_loading *l, const struct rule_source *source)
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

bool
rule_row_named(const char *column)
{
	return strcasecmp(column, "rowid") == 0 || strcasecmp(column, "oid") == 0 || strcasecmp(column, RULE_ROW) == 0;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);
	return n >= m && strcasecmp(s + n - m, end) == 0;
}

/* "Ship Date" as a template would spell it: ship_date. */
static enum column_type
type_of(const char *spelled, const char *sheet)
{
	struct buf name = {0};
	for (; *spelled; spelled++)
		if (*spelled == '%')
			buf_puts(&name, "pct");
		else
			buf_putc(&name, strchr(" -\t\r\n", *spelled) ? '_' : *spelled);
	enum column_type type = column_type(buf_str(&name), sheet);
	buf_free(&name);
	return type;
}

/* A rule may spell a column otherwise than its heading, and either may tell what it holds. */
static enum column_type
type_of_column(const struct rule_table *t, const char *name, const struct rule_loading *files)
{
	enum column_type type = type_of(name, t->name);
	for (size_t f = 0; f < t->file_count && type == COLUMN_TEXT; f++) {
		size_t column = find_heading(t, &files[f].sheet, name);
		if (column != SHEET_NONE)
			type = type_of(files[f].sheet.columns[column].heading, t->name);
	}
	return type;
}

/* The columns that the rules name and some file has. */
static void
choose_columns(struct rule_table *t, const struct group *names, const struct rule_loading *files)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *name = group_cell(names, i, 0);
		bool has = false;
		for (size_t f = 0; f < t->file_count; f++)
			has |= find_heading(t, &files[f].sheet, name) != SHEET_NONE;
		if (!has || rule_row_named(name))
			continue;
		t->columns = xgrow(t->columns, t->column_count, &t->column_cap, sizeof *t->columns);
		t->columns[t->column_count++] = (struct rule_column){
			.name = name,
			.type = type_of_column(t, name, files),
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
	/* A table has a column, even one of which rules only count the rows. */
	char *sql = sqlite3_mprintf("CREATE TABLE \"%w\" (%s", t->name, t->column_count ? "" : "\"\"");
	for (size_t i = 0; sql && i < t->column_count; i++) {
		char *more = sqlite3_mprintf("%s%s\"%w\"", sql, i ? ", " : "", t->columns[i].name);
		sqlite3_free(sql);
		sql = more;
	}
	char *all = sql ? sqlite3_mprintf("%s)", sql) : NULL;
	bool ok = all && sqlite3_exec(db, all, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_free(all);
	sqlite3_free(sql);
	return ok || rule_load_failed(db);
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
	return ok || rule_load_failed(db);
}

static sqlite3_stmt *
prepare_insert(const struct rule_table *t, sqlite3 *db)
{
	struct buf sql = {0};
	char *into = sqlite3_mprintf("INSERT INTO \"%w\" VALUES (%s", t->name, t->column_count ? "?" : "NULL");
	buf_puts(&sql, into ? into : "");
	sqlite3_free(into);
	for (size_t i = 1; i < t->column_count; i++)
		buf_puts(&sql, ",?");
	buf_puts(&sql, ")");
	sqlite3_stmt *insert = NULL;
	if (sqlite3_prepare_v2(db, buf_str(&sql), -1, &insert, NULL) != SQLITE_OK)
		rule_load_failed(db);
	buf_free(&sql);
	return insert;
}

static bool
fill_table(struct rule_table *t, sqlite3 *db, struct rule_loading *files)
{
	if (!create_table(t, db))
		return false;
	sqlite3_stmt *insert = prepare_insert(t, db);
	bool ok = insert && (sqlite3_exec(db, "BEGIN", NULL, NULL, NULL) == SQLITE_OK || rule_load_failed(db));
	for (size_t i = 0; i < t->file_count && ok; i++)
		ok = rule_load(&files[i], insert);
	sqlite3_finalize(insert);
	return ok && index_accounts(t, db) &&
	    (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK || rule_load_failed(db));
}

bool
rule_table_load(struct rule_table *t, sqlite3 *db, const struct group *names, const struct rule_source *sources,
    size_t count, size_t order, struct findings *findings)
{
	struct rule_loading *files = xcalloc(count, sizeof *files);
	t->files = xcalloc(count, sizeof *t->files);
	t->file_count = count;
	bool ok = true;
	for (size_t i = 0; i < count; i++) {
		t->files[i] = (struct rule_file){.name = sources[i].name, .order = order + i};
		files[i] = (struct rule_loading){.table = t, .db = db, .findings = findings, .file = &t->files[i]};
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
	if (date_parse(s, n, DATE_ISO, &d) || (format && date_parse(s, n, (enum date_format)format, &d)))
		rule_result_day(context, d);
}

int
rule_table_prepare(sqlite3 *db)
{
	return sqlite3_create_function(db, "iso_date", 2, SQLITE_UTF8, NULL, iso_date, NULL, NULL);
}
