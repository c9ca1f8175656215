#include "deal/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/escape.h"
#include "base/watchdog.h"
#include "base/xalloc.h"
#include "deal/expression.h"
#include "deal/rule_lockdown.h"
#include "deal/rule_missing.h"
#include "deal/rule_trial.h"
#include "table/sheet.h"

static const char *
kept(struct rules *r, const char *s, size_t n)
{
	return arena_strndup(&r->findings.memory, s, n);
}

bool
rules_open(struct rules *r, const struct template *template, enum stage stage, struct rule_setting setting)
{
	*r = (struct rules){.template = template, .stage = stage, .setting = setting};
	bool ok = rule_lockdown_open(r);
	template_gather_names(template, &r->names);
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

enum severity
rules_severity(const struct rules *r, const struct rule *rule)
{
	return rule->stage > r->stage ? SEVERITY_INFO : rule->severity;
}

static bool
fail(const struct clause *clause, const char *why)
{
	diag_value(&clause->where, DIAG_ERROR, clause->s, clause->n, "%s", why);
	return false;
}

/* Bare columns of a group are those of the row of its last min() or max(): of the first row, by what stands behind the
 * check. */
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
		buf_printf(sql, " GROUP BY %s HAVING NOT (%s\n) AND min(" RULE_ROW " + 0)", rule->per_sql, rule->check.s);
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
		buf_printf(&b, "%.15g", sqlite3_column_double(query, column) + 0.0); /* never -0 */
		break;
	case SQLITE_NULL:
		buf_puts(&b, "(none)");
		break;
	default:;
		const char *text = (const char *)sqlite3_column_text(query, column);
		buf_puts(&b, text ? text : ""); /* NULL: more memory than it may take, which its next step will say */
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
		.severity = rules_severity(r, rule),
		.rule = rule->name.s,
		.message = message_of(r, rule, query),
		.subject = row->subject,
	});
}

static const char too_long[] = "this rule takes too long: it may never end";

/* Steps are counted between calls of functions; how long one of these takes is the watchdog's to see. */
static void
watch(const struct rules *r, const struct rule *rule, struct buf *last_words)
{
	enum { SECONDS = 10, ROWS_PER_SECOND = 5000 };
	diag_put(last_words, &rule->check.where, DIAG_ERROR, too_long);
	watchdog_start(SECONDS + (long)(r->tables[0].row_count / ROWS_PER_SECOND), last_words->data, last_words->len);
}

/* SQLITE_DONE, SQLITE_ROW where `only_one` was asked for, or an error. */
static int
run_query(struct rules *r, const struct rule *rule, const char *sql, bool only_one)
{
	struct buf last_words = {0};
	sqlite3_stmt *query = NULL;
	int result = sqlite3_prepare_v2(r->db, sql, -1, &query, NULL);
	r->steps = 0;
	watch(r, rule, &last_words);
	while (result == SQLITE_OK || result == SQLITE_ROW) {
		result = sqlite3_step(query);
		if (result == SQLITE_ROW && only_one)
			break;
		if (result == SQLITE_ROW)
			add_finding(r, rule, query);
	}
	struct buf why = {0};
	r->exhausted = result == SQLITE_INTERRUPT || result == SQLITE_NOMEM;
	if (result == SQLITE_INTERRUPT)
		buf_puts(&why, too_long);
	else if (result == SQLITE_NOMEM)
		buf_puts(&why, "this rule takes more than 512 MiB of memory");
	else if (result != SQLITE_DONE && result != SQLITE_ROW)
		buf_puts(&why, sqlite3_errmsg(r->db));
	sqlite3_finalize(query);
	if (why.len)
		fail(rule_blame(r, rule), buf_str(&why));
	watchdog_stop();
	buf_free(&last_words);
	buf_free(&why);
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
		rule_missing_table(r, rule, lacks->table);
		return true;
	}
	bool concerns = false;
	for (size_t i = 0; i < lacks->count; i++)
		concerns |= lacks->columns[i].in_choice;
	if (!concerns && !concerns_rows(r, rule, &concerns))
		return false;
	for (size_t i = 0; i < lacks->count && concerns; i++)
		rule_missing_column(r, rule, lacks->columns[i].column, &lacks->columns[i].of->files[0]);
	return true;
}

static bool
run_rule(struct rules *r, const struct rule *rule)
{
	struct lacks *lacks = xcalloc(1, sizeof *lacks);
	bool ok = rule_try(r, rule, lacks);
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

bool
rules_run(struct rules *r)
{
	bool broken = false, ok = true;
	for (size_t i = 0; i < r->table_count; i++)
		broken |= r->tables[i].broken;
	rule_lockdown_bound(r);
	for (size_t i = 0; !broken && !r->exhausted && i < r->template->count; i++)
		ok &= run_rule(r, &r->template->rules[i]);
	if (ok && !broken) {
		rule_missing_in_some_files(r);
		rule_missing_report(r);
	}
	findings_sort(&r->findings);
	return ok;
}

void
rules_close(struct rules *r)
{
	for (size_t i = 0; i < r->table_count; i++)
		rule_table_free(&r->tables[i]);
	rule_missing_free(r);
	free(r->tables);
	group_free(&r->names);
	findings_free(&r->findings);
	sqlite3_close(r->db);
	*r = (struct rules){0};
}
