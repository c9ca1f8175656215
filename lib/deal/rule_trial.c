#include "deal/rule_trial.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "deal/expression.h"
#include "deal/rule_load.h"
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

/* Is the table one that the expression names, of a kind of sheet that has the column? */
static bool
should_have(const struct rules *r, const struct rule_table *t, const struct clause *clause, const char *column)
{
	const char *at = clause->s, *end = at + clause->n;
	struct buf key = {0};
	heading_fold(&key, column, strlen(column));
	bool has = column_known(buf_str(&key), t->name);
	buf_free(&key);
	for (struct token name; has && (name = expression_next_name(&at, end)).kind != TOKEN_END;)
		if (table_called(r, name.s, name.n) == t)
			return true;
	return false;
}

static bool
run_unlocked(struct rules *r, char *sql)
{
	rule_lockdown_set(r, false);
	bool ok = sql && sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK;
	rule_lockdown_set(r, true);
	sqlite3_free(sql);
	return ok;
}

/* Empty columns are put up for one rule only: a rule that lacks none costs the database nothing. */
static bool
begin_stand_ins(struct rules *r)
{
	if (!r->standing_in)
		r->standing_in = run_unlocked(r, sqlite3_mprintf("SAVEPOINT stand_ins")) || rule_load_failed(r->db);
	return r->standing_in;
}

static bool
end_stand_ins(struct rules *r)
{
	bool ok = !r->standing_in || run_unlocked(r, sqlite3_mprintf("ROLLBACK TO stand_ins; RELEASE stand_ins")) || rule_load_failed(r->db);
	r->standing_in = false;
	return ok;
}

/* Puts up an empty column in a table, and keeps it if the query then doesn't miss it any more. */
static bool
stands_in(struct rules *r, const struct rule_table *t, const char *column, const char *sql, const char *missed)
{
	bool helps = false;
	if (!begin_stand_ins(r))
		return false;
	run_unlocked(r, sqlite3_mprintf("SAVEPOINT stand_in"));
	if (run_unlocked(r, sqlite3_mprintf("ALTER TABLE \"%w\" ADD COLUMN \"%w\"", t->name, column))) {
		sqlite3_stmt *statement = NULL;
		int result = sqlite3_prepare_v2(r->db, sql, -1, &statement, NULL);
		sqlite3_finalize(statement);
		helps = result == SQLITE_OK || strcmp(sqlite3_errmsg(r->db), missed) != 0;
	}
	if (!helps)
		run_unlocked(r, sqlite3_mprintf("ROLLBACK TO stand_in"));
	run_unlocked(r, sqlite3_mprintf("RELEASE stand_in"));
	return helps;
}

/* Finds the table that lacks a column, so that others that are missing show, too: first among those that should have it. */
static bool
find_lack(struct rules *r, struct lacks *lacks, const char *name, const struct clause *clause, const char *sql,
    const char *missed, bool in_choice)
{
	const char *dot = strrchr(name, '.'), *column = dot ? dot + 1 : name;
	if (lacks->count == LACKS_MOST)
		return false;
	for (int likely = 1; likely >= 0; likely--)
		for (size_t i = 0; i < r->table_count; i++) {
			const struct rule_table *t = &r->tables[i];
			if (should_have(r, t, clause, column) != likely || !stands_in(r, t, column, sql, missed))
				continue;
			lacks->columns[lacks->count++] = (struct lack){kept(r, column, strlen(column)), t, in_choice};
			return true;
		}
	return false;
}

/* Does some rule name it otherwise than as a function? */
static bool
is_named(const struct rules *r, const char *name)
{
	struct buf key = {0};
	for (const char *c = name; *c; c++)
		buf_putc(&key, (char)tolower((unsigned char)*c));
	buf_putc(&key, '\0');
	bool named = group_find(&r->names, key.data, key.len) != SIZE_MAX;
	buf_free(&key);
	return named;
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
			lacking = find_lack(r, lacks, column, clause, sql, buf_str(&why), in_choice);
		if (!lacking)
			fail(clause, buf_str(&why));
		buf_free(&why);
		if (!lacking)
			return false;
	}
	return true;
}

/* The query that tries clause i of a rule alone: rows, per, check, then the message's expressions. Empty where the rule has
 * no such clause; false behind the last. */
static bool
trial_query(const struct rule *rule, size_t i, struct buf *sql, const struct clause **clause)
{
	enum { ROWS, PER, CHECK, MESSAGE };
	const struct clause *const clauses[] = {&rule->rows, &rule->per, &rule->check, &rule->message};
	struct clause text;
	sql->len = 0;
	if (!rule_expression(rule, i, &text))
		return false;
	*clause = clauses[i < MESSAGE ? i : MESSAGE];
	if (text.n == 0)
		return true;
	buf_puts(sql, i < MESSAGE || !rule->per.n ? "SELECT 1" : "SELECT (");
	if (i >= MESSAGE && rule->per.n)
		buf_printf(sql, "%.*s\n)", (int)text.n, text.s);
	buf_puts(sql, " FROM sheet");
	if (i == ROWS)
		buf_printf(sql, " WHERE (%s\n)", text.s);
	else if (rule->per.n)
		buf_printf(sql, " GROUP BY %s", rule->per_sql);
	if (i == CHECK)
		buf_printf(sql, rule->per.n ? " HAVING NOT (%s\n)" : " WHERE NOT (%s\n)", text.s);
	if (i >= MESSAGE && !rule->per.n)
		buf_printf(sql, " WHERE (%.*s\n) IS NULL", (int)text.n, text.s); /* aggregates would make it another query */
	return true;
}

static bool
try_clauses(struct rules *r, const struct rule *rule, struct lacks *lacks)
{
	struct buf sql = {0};
	const struct clause *clause;
	bool ok = true;
	for (size_t i = 0; ok && trial_query(rule, i, &sql, &clause); i++)
		if (sql.len)
			ok = try_clause(r, clause, buf_str(&sql), clause == &rule->rows || clause == &rule->per, lacks);
	buf_free(&sql);
	return ok;
}

const struct clause *
rule_blame(struct rules *r, const struct rule *rule)
{
	struct buf sql = {0};
	const struct clause *clause, *found = NULL;
	for (size_t i = 0; !found && trial_query(rule, i, &sql, &clause); i++) {
		sqlite3_stmt *query = NULL;
		int result = sql.len ? sqlite3_prepare_v2(r->db, buf_str(&sql), -1, &query, NULL) : SQLITE_DONE;
		r->steps = 0;
		while (result == SQLITE_OK || result == SQLITE_ROW)
			result = sqlite3_step(query);
		sqlite3_finalize(query);
		if (result != SQLITE_DONE)
			found = clause;
	}
	buf_free(&sql);
	return found ? found : &rule->check;
}

bool
rule_try(struct rules *r, const struct rule *rule, struct lacks *lacks)
{
	*lacks = (struct lacks){0};
	rule_lockdown_set(r, true); /* what is allowed from the first rule on, but where the database is run_unlocked */
	r->trying = true;
	bool ok = try_clauses(r, rule, lacks);
	r->trying = false;
	return end_stand_ins(r) && ok;
}
