/* A template of any bytes: what is accepted can be taken apart without a rest, and SQLite takes it, or a message says why not.
 * The rules are put to a sheet of two rows. */
#include "deal/template.h"

#include <ctype.h>
#include <string.h>

#include "base/diag.h"
#include "deal/expression.h"
#include "deal/rules.h"
#include "fuzz.h"
#include "table/dialect.h"

static const char sheet[] = "account,period,product,volume,current_price,due,owner,note\n"
                            "Acme,2026,A-1,10,1.50,2026-11-05,Ann,x\n"
                            "Bolt,2026,B-2,,n/a,,,\n";

/* Its tokens cover the text but for blanks and quotes, and its brackets close. */
static void
check_expression(const char *s, size_t n)
{
	const char *at = s, *end = s + n;
	int depth = 0;
	for (;;) {
		const char *before = at;
		struct token t = token_next(&at, end);
		must(t.kind != TOKEN_BAD);
		const char *blank = before;
		while (blank < end && isspace((unsigned char)*blank))
			blank++;
		if (t.kind == TOKEN_END) {
			must(at == end && blank == end);
			break;
		}
		must(at > before && at <= end);
		size_t quotes = t.s > blank; /* one before it, one behind it */
		must(t.s == blank + quotes && t.s + t.n + quotes == at && (quotes == 0 || memchr("'\"`[", *blank, 4)));
		must(quotes || t.n > 0);
		must(!quotes || *blank == '[' || at == end || *at != *blank); /* a doubled quote is a character */
		depth += t.kind == TOKEN_SIGN && *t.s == '(';
		depth -= t.kind == TOKEN_SIGN && *t.s == ')';
		must(depth >= 0);
	}
	must(depth == 0);
}

static void
check_rule(const struct rule *rule)
{
	must(rule->name.n && rule->message.n && rule->check.n);
	must((unsigned)rule->severity < SEVERITIES && rule->stage <= STAGE_CLOSING);
	must(!expression_fault(rule->check.s, rule->check.n));
	struct clause clause;
	for (size_t i = 0; rule_expression(rule, i, &clause); i++) {
		check_expression(clause.s, clause.n);
		const char *at = clause.s, *end = clause.s + clause.n;
		for (struct token t; (t = expression_next_name(&at, end)).kind != TOKEN_END;) {
			char *name = bytes_text((struct bytes){t.s, t.n});
			must(rule_names(rule, name));
			free(name);
		}
	}
	size_t length = 0; /* of the message, put together again */
	for (size_t i = 0; i < rule->piece_count; i++)
		length += rule->pieces[i].n + (rule->pieces[i].is_expression ? 2 : rule->pieces[i].n == 1 && *rule->pieces[i].s == '{');
	must(length == rule->message.n);
}

static void
check_running(const struct template *t)
{
	static const struct dialect dialect = {.header_row = 1};
	const struct rule_source source = {fuzz_file(1, sheet, sizeof sheet - 1), "sheet.csv", &dialect};
	struct rules r;
	must(rules_open(&r, t, STAGE_PUBLISH, (struct rule_setting){.today = 20778, .decimal_mark = '.'}));
	must(rules_load(&r, "sheet", &source, 1));
	size_t errors = diag_errors();
	fuzz_said.len = 0;
	must(rules_run(&r) == (diag_errors() == errors));
	for (size_t i = 0; i < r.findings.count; i++) {
		const struct finding *f = &r.findings.list[i];
		must(f->rule && f->message && f->where.line <= 3);
		for (const char *s = f->message; *s; s++)
			must((unsigned char)*s >= 0x20 && *s != 0x7f);
	}
	rules_close(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct template t;
	size_t errors = diag_errors();
	fuzz_said.len = 0;
	bool ok = template_read(&t, fuzz_file(0, (const char *)data, size));
	must(ok == (diag_errors() == errors));
	if (ok) {
		must(t.count > 0);
		for (size_t i = 0; i < t.count; i++)
			check_rule(&t.rules[i]);
		if (t.count <= 8)
			check_running(&t);
	}
	template_free(&t);
	return 0;
}
