#include "deal/rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/escape.h"
#include "base/xalloc.h"
#include "deal/expression.h"
#include "table/sheet.h"

enum {
	LENGTH_MOST = 1024 * 1024, /* of a text, and of a query */
	STEP = 1000, /* of SQLite's virtual machine, between two looks at their count */
	STEPS_LEAST = 50 * 1000, STEPS_PER_ROW = 10, /* in units of STEP */
	MEMORY_MOST = 512 * 1024 * 1024, /* that a query may take on top of the sheets */
	LACKS_MOST = 64,
};

/* A column, or a whole table, that rules ask for in vain. */
struct missing {
	bool is_table;
	const struct rule_file *file; /* that lacks the column */
	const char *name;
	enum severity severity; /* the highest of its rules */
	struct buf rules;       /* their names */
	size_t rule_count;
};

/* What one rule asks for in vain. */
struct lacks {
	const char *table; /* no such sheet */
	struct lack {
		const char *column;
		const struct rule_table *of;
		bool in_choice; /* in `rows` or `per`, which say what the rule is about */
	} columns[LACKS_MOST];
	size_t count;
};

static const char *
kept(struct rules *r, const char *s, size_t n)
{
	return arena_strndup(&r->findings.memory, s, n);
}

/* Of SQLite itself. */
static bool
is_private(const char *table)
{
	return strncasecmp(table, "sqlite_", 7) == 0 || strncasecmp(table, "pragma_", 7) == 0;
}

/* Reading the sheets and calling harmless functions is allowed, and nothing else. */
static int
authorize(void *context, int action, const char *what, const char *column, const char *database, const char *trigger)
{
	const struct rules *r = context;
	(void)database, (void)trigger;
	if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (action == SQLITE_FUNCTION)
		return rule_function_allowed(column) ? SQLITE_OK : SQLITE_DENY;
	if (action != SQLITE_READ || is_private(what))
		return SQLITE_DENY;
	if (!*column)
		return SQLITE_OK; /* no column: of a query's own WITH, or one of the sheets; there is nothing else */
	for (size_t i = 0; i < r->table_count; i++)
		if (strcasecmp(r->tables[i].name, what) == 0)
			return SQLITE_OK;
	return SQLITE_DENY;
}

static int
count_steps(void *context)
{
	struct rules *r = context;
	return ++r->steps > r->steps_most;
}

/* The expressions of a rule one after the other, from 0: rows, per, check, those of the message. False behind the last. */
static bool
expression_at(const struct rule *rule, size_t i, struct clause *out)
{
	const struct clause *const clauses[] = {&rule->rows, &rule->per, &rule->check};
	const size_t count = sizeof clauses / sizeof *clauses;
	if (i >= count + rule->piece_count)
		return false;
	const struct message_piece *p = i < count ? NULL : &rule->pieces[i - count];
	*out = i < count ? *clauses[i] : (struct clause){.s = p->s, .n = p->is_expression ? p->n : 0};
	return true;
}

/* Names differ by more than the case of letters. */
static void
name_key(struct buf *key, const char *s, size_t n)
{
	key->len = 0;
	for (size_t i = 0; i < n; i++)
		buf_putc(key, (char)tolower((unsigned char)s[i]));
	buf_putc(key, '\0');
}

static void
gather_names(struct rules *r, const struct clause *clause)
{
	const char *at = clause->s, *end = at + clause->n;
	struct buf key = {0};
	for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;) {
		bool fresh;
		name_key(&key, t.s, t.n);
		group_number(&r->names, key.data, key.len, &fresh);
	}
	buf_free(&key);
}

/* Does some rule name it otherwise than as a function? */
static bool
is_named(const struct rules *r, const char *name)
{
	struct buf key = {0};
	name_key(&key, name, strlen(name));
	bool found = group_find(&r->names, key.data, key.len) != SIZE_MAX;
	buf_free(&key);
	return found;
}

bool
rules_open(struct rules *r, const struct template *template, enum stage stage, struct rule_setting setting)
{
	static const struct {
		int what, most;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, LENGTH_MOST}, {SQLITE_LIMIT_SQL_LENGTH, LENGTH_MOST}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
		{SQLITE_LIMIT_COMPOUND_SELECT, 20}, {SQLITE_LIMIT_ATTACHED, 0}, {SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	*r = (struct rules){.template = template, .stage = stage, .setting = setting};
	bool ok = sqlite3_open_v2(":memory:", &r->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE,
	    NULL) == SQLITE_OK;
	ok = ok && sqlite3_db_config(r->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
	    sqlite3_drop_modules(r->db, NULL) == SQLITE_OK && /* json_each(), dbstat and other tables of SQLite's making */
	    sqlite3_exec(r->db, "PRAGMA temp_store = memory", NULL, NULL, NULL) == SQLITE_OK &&
	    rule_functions_add(r->db, &r->setting) == SQLITE_OK && rule_table_prepare(r->db) == SQLITE_OK;
	for (size_t i = 0; ok && i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(r->db, limits[i].what, limits[i].most);
	if (!ok)
		diag(DIAG_ERROR, "the database of the rules: %s", r->db ? sqlite3_errmsg(r->db) : "out of memory");
	struct clause clause;
	for (size_t i = 0; i < template->count; i++)
		for (size_t e = 0; expression_at(&template->rules[i], e, &clause); e++)
			gather_names(r, &clause);
	return ok;
}

bool
rules_load(struct rules *r, const char *name, const struct rule_source *sources, size_t count)
{
	r->tables = xgrow(r->tables, r->table_count, &r->table_cap, sizeof *r->tables);
	struct rule_table *t = &r->tables[r->table_count++];
	*t = (struct rule_table){.name = name, .keeps_rows = r->table_count == 1};
	r->file_count += count;
	return rule_table_load(t, r->db, &r->names, sources, count, r->file_count - count, &r->findings);
}

/* A rule that doesn't count yet at this stage is worth a word, no more. */
static enum severity
severity_now(const struct rules *r, const struct rule *rule)
{
	return rule->stage > r->stage ? SEVERITY_INFO : rule->severity;
}

static void
note_missing(struct rules *r, const struct rule *rule, bool is_table, const char *name, const struct rule_file *file)
{
	struct missing *m = NULL;
	for (size_t i = 0; i < r->missing_count && !m; i++)
		if (r->missing[i].is_table == is_table && r->missing[i].file == file && strcasecmp(r->missing[i].name, name) == 0)
			m = &r->missing[i];
	if (!m) {
		r->missing = xgrow(r->missing, r->missing_count, &r->missing_cap, sizeof *r->missing);
		m = &r->missing[r->missing_count++];
		*m = (struct missing){.is_table = is_table, .file = file, .name = name};
	}
	if (severity_now(r, rule) > m->severity)
		m->severity = severity_now(r, rule);
	buf_printf(&m->rules, "%s%s", m->rule_count++ ? ", " : "", rule->name.s);
}

static bool
fail(const struct clause *clause, const char *why)
{
	diag_value(&clause->where, DIAG_ERROR, clause->s, clause->n, "%s", why);
	return false;
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

/* The table that should have had a column, as far as can be told: the one it is qualified by; else of those that the
 * expression names one whose kind of sheet has it; else the sheet. */
static const struct rule_table *
whose_column(const struct rules *r, const char *column, const char *qualifier, size_t n, const struct clause *clause)
{
	const struct rule_table *found = table_called(r, qualifier, n);
	const char *at = clause->s, *end = at + clause->n;
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
	struct lack *lack = &lacks->columns[lacks->count++];
	*lack = (struct lack){kept(r, column, strlen(column)),
		whose_column(r, column, name, dot ? (size_t)(dot - name) : 0, clause), in_choice};
	char *sql = sqlite3_mprintf("ALTER TABLE \"%w\" ADD COLUMN \"%w\"", lack->of->name, lack->column);
	sqlite3_set_authorizer(r->db, NULL, NULL);
	bool ok = sql && sqlite3_exec(r->db, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_set_authorizer(r->db, authorize, r);
	sqlite3_free(sql);
	return ok;
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
		bool lacking = table && !is_private(table) && is_named(r, table);
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
try_rule(struct rules *r, const struct rule *rule, struct lacks *lacks)
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

static void
put_query(struct buf *sql, const struct rule *rule)
{
	buf_printf(sql, "SELECT %s", rule->per.n ? "min(" RULE_ROW ")" : RULE_ROW);
	for (size_t i = 0; i < rule->piece_count; i++)
		if (rule->pieces[i].is_expression)
			buf_printf(sql, ", (%.*s\n)", (int)rule->pieces[i].n, rule->pieces[i].s);
	buf_puts(sql, " FROM sheet");
	if (rule->rows.n)
		buf_printf(sql, " WHERE (%s\n)", rule->rows.s);
	if (rule->per.n)
		buf_printf(sql, " GROUP BY %s HAVING NOT (%s\n)", rule->per.s, rule->check.s);
	else
		buf_printf(sql, " %s NOT (%s\n)", rule->rows.n ? "AND" : "WHERE", rule->check.s);
}

static void
put_value(struct buf *message, sqlite3_stmt *query, int column)
{
	struct buf b = {0};
	switch (sqlite3_column_type(query, column)) {
	case SQLITE_INTEGER:
		buf_printf(&b, "%lld", sqlite3_column_int64(query, column));
		break;
	case SQLITE_FLOAT:
		buf_printf(&b, "%.15g", sqlite3_column_double(query, column));
		break;
	case SQLITE_NULL:
		buf_puts(&b, "(none)");
		break;
	default:
		buf_puts(&b, (const char *)sqlite3_column_text(query, column));
	}
	escape_terminal_str(message, diag_shown(buf_str(&b)));
	buf_free(&b);
}

static const char *
message_of(struct rules *r, const struct rule *rule, sqlite3_stmt *query)
{
	struct buf b = {0};
	int column = 1;
	for (size_t i = 0; i < rule->piece_count; i++)
		if (rule->pieces[i].is_expression)
			put_value(&b, query, column++);
		else
			escape_terminal(&b, rule->pieces[i].s, rule->pieces[i].n);
	const char *message = kept(r, b.data ? b.data : "", b.len);
	buf_free(&b);
	return message;
}

/* The cell to look at: of the first column that the check names. */
static size_t
field_of(const struct rule *rule, const struct rule_table *sheet, const struct rule_file *file)
{
	const char *at = rule->check.s, *end = at + rule->check.n;
	for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;) {
		size_t column = rule_table_find(sheet, t.s, t.n);
		if (column != SIZE_MAX && file->columns[column] != SHEET_NONE)
			return file->columns[column] + 1;
	}
	return 1;
}

static void
add_finding(struct rules *r, const struct rule *rule, sqlite3_stmt *query)
{
	const struct rule_row *row = &r->tables[0].rows[sqlite3_column_int64(query, 0) - 1];
	findings_add(&r->findings, (struct finding){
		.file_order = row->file->order,
		.where = {.file = row->file->name, .line = row->line, .record = row->record,
			.field = field_of(rule, &r->tables[0], row->file)},
		.severity = severity_now(r, rule),
		.rule = rule->name.s,
		.message = message_of(r, rule, query),
		.subject = row->subject,
	});
}

/* SQLITE_DONE, SQLITE_ROW where `only_one` was asked for, or an error. */
static int
run_query(struct rules *r, const struct rule *rule, const char *sql, bool only_one)
{
	sqlite3_stmt *query = NULL;
	int result = sqlite3_prepare_v2(r->db, sql, -1, &query, NULL);
	r->steps = 0;
	while (result == SQLITE_OK || result == SQLITE_ROW) {
		result = sqlite3_step(query);
		if (result == SQLITE_ROW && only_one)
			break;
		if (result == SQLITE_ROW)
			add_finding(r, rule, query);
	}
	if (result == SQLITE_INTERRUPT)
		fail(&rule->check, "this rule takes too long: it may never end");
	else if (result == SQLITE_NOMEM)
		fail(&rule->check, "this rule takes more than 512 MiB of memory");
	else if (result != SQLITE_DONE && result != SQLITE_ROW)
		fail(&rule->check, sqlite3_errmsg(r->db));
	sqlite3_finalize(query);
	return result;
}

/* A rule whose check lacks a column needs it only where it concerns some row. */
static bool
concerns_rows(struct rules *r, const struct rule *rule, bool *concerns)
{
	struct buf sql = {0};
	*concerns = true;
	if (!rule->rows.n)
		return true;
	buf_printf(&sql, "SELECT 1 FROM sheet WHERE (%s\n) LIMIT 1", rule->rows.s);
	int result = run_query(r, rule, buf_str(&sql), true);
	*concerns = result == SQLITE_ROW;
	buf_free(&sql);
	return result == SQLITE_ROW || result == SQLITE_DONE;
}

static bool
report_lacks(struct rules *r, const struct rule *rule, const struct lacks *lacks)
{
	if (lacks->table) {
		note_missing(r, rule, true, lacks->table, NULL);
		return true;
	}
	bool concerns = false;
	for (size_t i = 0; i < lacks->count; i++)
		concerns |= lacks->columns[i].in_choice;
	if (!concerns && !concerns_rows(r, rule, &concerns))
		return false;
	for (size_t i = 0; i < lacks->count && concerns; i++)
		note_missing(r, rule, false, lacks->columns[i].column, &lacks->columns[i].of->files[0]);
	return true;
}

static bool
run_rule(struct rules *r, const struct rule *rule)
{
	struct lacks *lacks = xcalloc(1, sizeof *lacks);
	sqlite3_set_authorizer(r->db, NULL, NULL);
	bool ok = sqlite3_exec(r->db, "SAVEPOINT stand_ins", NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_set_authorizer(r->db, authorize, r);
	ok = ok && try_rule(r, rule, lacks);
	sqlite3_set_authorizer(r->db, NULL, NULL);
	sqlite3_exec(r->db, "ROLLBACK TO stand_ins; RELEASE stand_ins", NULL, NULL, NULL);
	sqlite3_set_authorizer(r->db, authorize, r);
	if (ok && (lacks->table || lacks->count)) {
		ok = report_lacks(r, rule, lacks);
	} else if (ok) {
		struct buf sql = {0};
		put_query(&sql, rule);
		ok = run_query(r, rule, buf_str(&sql), false) == SQLITE_DONE;
		buf_free(&sql);
	}
	free(lacks);
	return ok;
}

static bool
names_column(const struct rule *rule, const char *column)
{
	struct clause clause;
	for (size_t i = 0; expression_at(rule, i, &clause); i++) {
		const char *at = clause.s, *end = at + clause.n;
		for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;)
			if (strlen(column) == t.n && strncasecmp(column, t.s, t.n) == 0)
				return true;
	}
	return false;
}

/* Of several files read as one sheet some may lack what others have: their rows hold nothing there. */
static void
note_partly_missing(struct rules *r)
{
	const struct rule_table *sheet = &r->tables[0];
	for (size_t f = 0; f < sheet->file_count; f++)
		for (size_t c = 0; c < sheet->column_count; c++)
			for (size_t i = 0; sheet->files[f].columns[c] == SHEET_NONE && i < r->template->count; i++)
				if (names_column(&r->template->rules[i], sheet->columns[c].name))
					note_missing(r, &r->template->rules[i], false, sheet->columns[c].name, &sheet->files[f]);
}

static void
report_missing(struct rules *r)
{
	for (size_t i = 0; i < r->missing_count; i++) {
		struct missing *m = &r->missing[i];
		if (m->is_table) {
			diag(DIAG_WARNING, "no sheet %s (--sheet=%s=FILE): skipped %s", m->name, m->name, buf_str(&m->rules));
			continue;
		}
		struct buf b = {0};
		buf_puts(&b, "no column \"");
		escape_terminal_str(&b, m->name);
		buf_puts(&b, "\", which rules ask for: ");
		escape_terminal(&b, m->rules.data, m->rules.len);
		findings_add(&r->findings, (struct finding){
			.file_order = m->file->order,
			.where = {.file = m->file->name, .line = m->file->heading_line},
			.severity = m->severity,
			.rule = "missing-label",
			.message = kept(r, b.data, b.len),
			.subject = subject_none,
		});
		buf_free(&b);
	}
}

bool
rules_run(struct rules *r)
{
	bool broken = false, ok = true;
	size_t rows = 0;
	for (size_t i = 0; i < r->table_count; i++) {
		broken |= r->tables[i].broken;
		rows += r->tables[i].row_count;
	}
	r->steps_most = STEPS_LEAST + (unsigned long long)rows * STEPS_PER_ROW;
	sqlite3_progress_handler(r->db, STEP, count_steps, r);
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_MOST);
	for (size_t i = 0; !broken && i < r->template->count; i++)
		ok &= run_rule(r, &r->template->rules[i]);
	if (ok && !broken) {
		note_partly_missing(r);
		report_missing(r);
	}
	findings_sort(&r->findings);
	return ok;
}

void
rules_close(struct rules *r)
{
	for (size_t i = 0; i < r->table_count; i++)
		rule_table_free(&r->tables[i]);
	for (size_t i = 0; i < r->missing_count; i++)
		buf_free(&r->missing[i].rules);
	free(r->tables);
	free(r->missing);
	group_free(&r->names);
	findings_free(&r->findings);
	sqlite3_close(r->db);
	*r = (struct rules){0};
}
