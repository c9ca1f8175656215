#include "deal/rule_trial.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "deal/expression.h"
#include "deal/rule_lockdown.h"
#include "table/sheet.h"

static const char *
kept(struct rules *r, const char *s, size_t n)
{
	return arena_strndup(&r->findings.memory, s, n);
}

static void
fail(const struct clause *clause, const char *why)
{
	diag_value(&clause->where, DIAG_ERROR, clause->s, clause->n, "%s", why);
}

/* Behind the beginning of a message of SQLite; NULL where it begins otherwise. */
static const char *
behind(const char *message, const char *beginning)
{
	size_t n = strlen(beginning);
	return strncmp(message, beginning, n) == 0 ? message + n : NULL;
}

static const struct rule_table *
table_called(const struct rules *r, const char *name, size_t n)
{
	for (size_t i = 0; i < r->table_count; i++)
		if (strlen(r->tables[i].name) == n && strncasecmp(r->tables[i].name, name, n) == 0)
			return &r->tables[i];
	return NULL;
}

/* The table that a qualifier means in an expression: by its name, or by the alias that stands behind it. */
static const struct rule_table *
table_meant(const struct rules *r, const struct clause *clause, const char *qualifier, size_t n)
{
	const char *at = clause->s, *end = at + clause->n;
	const struct rule_table *before = NULL;
	for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;) {
		if (before && t.n == n && strncasecmp(t.s, qualifier, n) == 0)
			return before;
		if (t.n != 2 || strncasecmp(t.s, "as", 2) != 0)
			before = table_called(r, t.s, t.n);
	}
	return table_called(r, qualifier, n);
}

/* The table that should have had an unqualified column, as far as can be told: of those that the expression names one
 * whose kind of sheet has it; else the sheet. */
static const struct rule_table *
whose_column(const struct rules *r, const struct clause *clause, const char *column)
{
	const char *at = clause->s, *end = at + clause->n;
	const struct rule_table *found = NULL;
	struct buf key = {0};
	heading_fold(&key, column, strlen(column));
	for (struct token t; !found && (t = expression_next_name(&at, end)).kind != TOKEN_END;) {
		const struct rule_table *named = table_called(r, t.s, t.n);
		if (named && column_known(buf_str(&key), named->name))
			found = named;
	}
	buf_free(&key);
	return found ? found : &r->tables[0];
}

/* Puts up an empty column for one that is missing, so that the others that are missing show, too. */
static bool
stand_in(struct rules *r, struct lacks *lacks, const char *name, const struct clause *clause, bool in_choice)
{
	const char *dot = strrchr(name, '.'), *column = dot ? dot + 1 : name;
	if (lacks->count == LACKS_MOST)
		return false;
	const struct rule_table *of = dot ? table_meant(r, clause, name, (size_t)(dot - name)) : whose_column(r, clause, column);
	if (!of)
		return false;
	struct lack *lack = &lacks->columns[lacks->count++];
	*lack = (struct lack){kept(r, column, strlen(column)), of, in_choice};
	char *sql = sqlite3_mprintf("ALTER TABLE \"%w\" ADD COLUMN \"%w\"", lack->of->name, lack->column);
	rule_lockdown_set(r, false);
	bool ok = sql && sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK;
	rule_lockdown_set(r, true);
	sqlite3_free(sql);
	return ok;
}

/* Does some rule name it otherwise than as a function? */
static bool
is_named(const struct rules *r, const char *name)
{
	for (size_t i = 0; i < r->template->count; i++)
		if (rule_names(&r->template->rules[i], name))
			return true;
	return false;
}

/* Is a clause SQL that may be run? Tries it in a query of its own, and notes what it lacks. */
static bool
try_clause(struct rules *r, const struct clause *clause, const char *sql, bool in_choice, struct lacks *lacks)
{
	while (!lacks->table) {
		sqlite3_stmt *statement = NULL;
		int result = sqlite3_prepare_v2(r->db, sql, -1, &statement, NULL);
		sqlite3_finalize(statement);
		if (result == SQLITE_OK)
			break;
		struct buf why = {0};
		buf_puts(&why, sqlite3_errmsg(r->db));
		const char *column = behind(buf_str(&why), "no such column: "), *table = behind(buf_str(&why), "no such table: ");
		bool lacking = table && !rule_lockdown_private(table) && is_named(r, table);
		if (lacking)
			lacks->table = kept(r, table, strlen(table));
		else if (column)
			lacking = stand_in(r, lacks, column, clause, in_choice);
		if (!lacking)
			fail(clause, buf_str(&why));
		buf_free(&why);
		if (!lacking)
			return false;
	}
	return true;
}

/* Every clause alone, so that what is wrong with one can be laid at its cell. */
static bool
try_clauses(struct rules *r, const struct rule *rule, struct lacks *lacks)
{
	struct buf sql = {0};
	bool ok = true;
	if (rule->rows.n) {
		buf_printf(&sql, "SELECT 1 FROM sheet WHERE (%s\n)", rule->rows.s);
		ok = try_clause(r, &rule->rows, buf_str(&sql), true, lacks);
	}
	sql.len = 0;
	if (ok && rule->per.n) {
		buf_printf(&sql, "SELECT 1 FROM sheet GROUP BY %s", rule->per.s);
		ok = try_clause(r, &rule->per, buf_str(&sql), true, lacks);
	}
	sql.len = 0;
	if (rule->per.n)
		buf_printf(&sql, "SELECT 1 FROM sheet GROUP BY %s HAVING NOT (%s\n)", rule->per.s, rule->check.s);
	else
		buf_printf(&sql, "SELECT 1 FROM sheet WHERE NOT (%s\n)", rule->check.s);
	ok = ok && try_clause(r, &rule->check, buf_str(&sql), false, lacks);
	for (size_t i = 0; ok && i < rule->piece_count; i++) {
		const struct message_piece *p = &rule->pieces[i];
		sql.len = 0;
		if (rule->per.n)
			buf_printf(&sql, "SELECT (%.*s\n) FROM sheet GROUP BY %s", (int)p->n, p->s, rule->per.s);
		else
			buf_printf(&sql, "SELECT 1 FROM sheet WHERE (%.*s\n) IS NULL", (int)p->n, p->s);
		if (p->is_expression)
			ok = try_clause(r, &rule->message, buf_str(&sql), false, lacks);
	}
	buf_free(&sql);
	return ok;
}

bool
rule_try(struct rules *r, const struct rule *rule, struct lacks *lacks)
{
	*lacks = (struct lacks){0};
	rule_lockdown_set(r, false);
	bool ok = sqlite3_exec(r->db, "SAVEPOINT stand_ins", NULL, NULL, NULL) == SQLITE_OK;
	rule_lockdown_set(r, true);
	ok = ok && try_clauses(r, rule, lacks);
	rule_lockdown_set(r, false);
	ok &= sqlite3_exec(r->db, "ROLLBACK TO stand_ins; RELEASE stand_ins", NULL, NULL, NULL) == SQLITE_OK;
	rule_lockdown_set(r, true);
	return ok;
}
