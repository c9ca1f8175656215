#include "deal/template.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/expression.h"
#include "table/cell.h"
#include "table/dialect.h"
#include "table/pattern.h"
#include "table/sheet.h"

const char *const stage_names[] = {"draft", "publish", "approval", "negotiation", "closing", NULL};

/* The columns of a template; from `stage` on they may be absent. */
enum { RULE, SEVERITY, CHECK, MESSAGE, STAGE, ROWS, PER, COLUMNS, NEEDED = STAGE };
static const char *const column_names[] = {"rule", "severity", "check", "message", "stage", "rows", "per"};

static void
fail(const struct clause *c, const char *why)
{
	diag_value(&c->where, DIAG_ERROR, c->s, c->n, "%s", why);
}

static struct clause
read_clause(struct template *t, const struct sheet *sheet, size_t column)
{
	struct cell c = sheet_cell(sheet, column);
	struct clause clause = {arena_strndup(&t->memory, c.s, c.n), c.n, sheet_place(sheet, column)};
	if (clause.where.column)
		clause.where.column = arena_strndup(&t->memory, clause.where.column, strlen(clause.where.column));
	return clause;
}

static bool
read_word(const struct clause *c, const char *const *words, int *index)
{
	for (*index = 0; words[*index]; ++*index)
		if (strcmp(words[*index], c->s) == 0)
			return true;
	return false;
}

static bool
is_sign(const struct token *t, char sign)
{
	return t->kind == TOKEN_SIGN && *t->s == sign;
}

static bool
is_matches(const struct token *t)
{
	static const char name[] = "matches";
	return t->kind == TOKEN_NAME && t->n == strlen(name) && strncasecmp(t->s, name, t->n) == 0;
}

/* The patterns that stand in an expression, matches(..., 'pattern'), are tried before any row is looked at. NULL, or what
 * is wrong with one. */
static const char *
pattern_fault(const char *s, size_t n)
{
	enum { DEPTH = 200 }; /* SQLite takes no more */
	bool of_matches[DEPTH] = {false}; /* by open bracket */
	size_t depth = 0;
	const char *end = s + n, *fault = NULL;
	struct token before = {TOKEN_END, s, 0}, before_that = before;
	for (struct token t; !fault && (t = token_next(&s, end)).kind != TOKEN_END && t.kind != TOKEN_BAD && depth < DEPTH;) {
		if (is_sign(&t, '('))
			of_matches[depth++] = is_matches(&before);
		else if (is_sign(&t, ')') && depth > 0 && of_matches[--depth] && before.kind == TOKEN_STRING && is_sign(&before_that, ','))
			fault = pattern_try(before.s, before.n);
		before_that = before;
		before = t;
	}
	return fault;
}

/* Is what stands at s, within the cell c, an expression? False after a message. */
static bool
check_expression(const struct clause *c, const char *s, size_t n)
{
	const char *fault = expression_fault(s, n), *pattern = fault ? NULL : pattern_fault(s, n);
	if (fault)
		fail(c, fault);
	if (pattern)
		diag_value(&c->where, DIAG_ERROR, c->s, c->n, "matches(): %s", pattern);
	return !fault && !pattern;
}

/* A list of columns, which cells separate by ; or , and SQL by commas: each part an expression in brackets of its own. */
static const char *
read_list(struct template *t, const struct clause *clause)
{
	struct buf sql = {0};
	const char *s = clause->s, *end = s + clause->n, *from = s;
	bool ok = true;
	char quote = '\0';
	for (int depth = 0; s <= end && ok; s++) {
		char c = s < end ? *s : '\0';
		depth += !quote && c == '(';
		depth -= !quote && c == ')';
		if (quote ? c == quote : c == '\'' || c == '"')
			quote = quote ? '\0' : c;
		if (s < end && (quote || depth > 0 || (c != ',' && c != ';')))
			continue;
		ok = check_expression(clause, from, (size_t)(s - from));
		buf_printf(&sql, "%s(%.*s\n)", sql.len ? ", " : "", (int)(s - from), from);
		from = s + 1;
	}
	const char *kept = arena_strndup(&t->memory, sql.data, sql.len);
	buf_free(&sql);
	return kept;
}

static void
read_message(struct template *t, struct rule *rule)
{
	const char *at = rule->message.s, *end = at + rule->message.n, *fault;
	struct token piece;
	bool is_expression;
	struct message_piece pieces[64];
	size_t count = 0;
	while (message_next(&at, end, &piece, &is_expression, &fault)) {
		if (is_expression && !check_expression(&rule->message, piece.s, piece.n))
			return;
		if (count == sizeof pieces / sizeof *pieces)
			fault = "too long a message";
		if (fault)
			break;
		pieces[count++] = (struct message_piece){is_expression, piece.s, piece.n};
	}
	if (fault)
		fail(&rule->message, fault);
	rule->piece_count = count;
	rule->pieces = arena_alloc(&t->memory, count * sizeof *pieces);
	if (count)
		memcpy(rule->pieces, pieces, count * sizeof *pieces);
}

static void
check_name_is_new(const struct template *t, const struct clause *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->rules[i].name.s, name->s) == 0)
			fail(name, "a rule of this name stands above");
}

static void
read_rule(struct template *t, const struct sheet *sheet, const size_t *columns)
{
	struct rule r = {.rows = read_clause(t, sheet, columns[ROWS]), .per = read_clause(t, sheet, columns[PER])};
	r.name = read_clause(t, sheet, columns[RULE]);
	r.check = read_clause(t, sheet, columns[CHECK]);
	r.message = read_clause(t, sheet, columns[MESSAGE]);
	struct clause severity = read_clause(t, sheet, columns[SEVERITY]), stage = read_clause(t, sheet, columns[STAGE]);
	int index = 0;
	if (!r.name.n)
		fail(&r.name, "a rule without a name");
	check_name_is_new(t, &r.name);
	if (!read_word(&severity, severity_names, &index))
		fail(&severity, "neither error, warning nor info");
	r.severity = (enum severity)index;
	index = STAGE_DRAFT;
	if (stage.n && !read_word(&stage, stage_names, &index))
		fail(&stage, "none of draft, publish, approval, negotiation, closing");
	r.stage = (enum stage)index;
	check_expression(&r.check, r.check.s, r.check.n);
	if (r.rows.n)
		check_expression(&r.rows, r.rows.s, r.rows.n);
	r.per_sql = r.per.n ? read_list(t, &r.per) : "";
	if (!r.message.n)
		fail(&r.message, "a rule without a message");
	read_message(t, &r);
	t->rules = xgrow(t->rules, t->count, &t->cap, sizeof *t->rules);
	t->rules[t->count++] = r;
}

bool
template_read(struct template *t, const char *path)
{
	static const struct dialect dialect = {.header_row = 1};
	size_t before = diag_errors();
	*t = (struct template){0};
	struct sheet sheet;
	if (!sheet_open_as(&sheet, arena_strndup(&t->memory, path, strlen(path)), path, &dialect))
		return false;
	size_t columns[COLUMNS];
	for (size_t i = 0; i < COLUMNS; i++) {
		columns[i] = sheet_find(&sheet, column_names[i]);
		if (i < NEEDED && columns[i] == SHEET_NONE)
			sheet_report_missing(&sheet, column_names[i]);
	}
	if (diag_errors() == before)
		while (sheet_next(&sheet))
			read_rule(t, &sheet, columns);
	if (diag_errors() == before && t->count == 0)
		diag_at(&(struct place){.file = sheet.name}, DIAG_ERROR, "a template without rules");
	sheet_close(&sheet);
	return diag_errors() == before;
}

void
template_free(struct template *t)
{
	free(t->rules);
	arena_free(&t->memory);
	*t = (struct template){0};
}

bool
rule_expression(const struct rule *rule, size_t i, struct clause *out)
{
	const struct clause per = {.s = rule->per_sql, .n = strlen(rule->per_sql)}, *const clauses[] = {&rule->rows, &per, &rule->check};
	const size_t count = sizeof clauses / sizeof *clauses;
	if (i >= count + rule->piece_count)
		return false;
	const struct message_piece *p = i < count ? NULL : &rule->pieces[i - count];
	*out = i < count ? *clauses[i] : (struct clause){.s = p->s, .n = p->is_expression ? p->n : 0};
	return true;
}

bool
rule_names(const struct rule *rule, const char *name)
{
	struct clause clause;
	for (size_t i = 0; rule_expression(rule, i, &clause); i++) {
		const char *at = clause.s, *end = at + clause.n;
		for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;)
			if (strlen(name) == t.n && strncasecmp(name, t.s, t.n) == 0)
				return true;
	}
	return false;
}

void
template_gather_names(const struct template *t, struct group *names)
{
	struct clause clause;
	struct buf key = {0};
	for (size_t i = 0; i < t->count; i++)
		for (size_t e = 0; rule_expression(&t->rules[i], e, &clause); e++) {
			const char *at = clause.s, *end = at + clause.n;
			for (struct token n; (n = expression_next_name(&at, end)).kind != TOKEN_END;) {
				bool fresh;
				key.len = 0;
				for (size_t k = 0; k < n.n; k++)
					buf_putc(&key, (char)tolower((unsigned char)n.s[k]));
				buf_putc(&key, '\0');
				group_number(names, key.data, key.len, &fresh);
			}
		}
	buf_free(&key);
}
