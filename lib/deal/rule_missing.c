#include "deal/rule_missing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/escape.h"
#include "base/xalloc.h"
#include "table/sheet.h"

enum { RULES_NAMED = 8 };

/* A column, or a whole table, that rules ask for in vain. */
struct missing {
	const struct rule_file *file; /* that lacks the column; NULL: it is a whole table */
	const char *name;
	enum severity severity; /* the highest of its rules */
	struct buf rules;       /* the names of the first ones */
	size_t rule_count;
};

static void
note(struct rules *r, const struct rule *rule, const char *name, const struct rule_file *file)
{
	struct missing *m = NULL;
	for (size_t i = 0; i < r->missing_count && !m; i++)
		if (r->missing[i].file == file && strcasecmp(r->missing[i].name, name) == 0)
			m = &r->missing[i];
	if (!m) {
		r->missing = xgrow(r->missing, r->missing_count, &r->missing_cap, sizeof *r->missing);
		m = &r->missing[r->missing_count++];
		*m = (struct missing){.file = file, .name = name};
	}
	if (rules_severity(r, rule) > m->severity)
		m->severity = rules_severity(r, rule);
	if (m->rule_count++ < RULES_NAMED)
		buf_printf(&m->rules, "%s%s", m->rules.len ? ", " : "", rule->name.s);
}

void
rule_missing_table(struct rules *r, const struct rule *rule, const char *name)
{
	note(r, rule, name, NULL);
}

void
rule_missing_column(struct rules *r, const struct rule *rule, const char *name, const struct rule_file *file)
{
	note(r, rule, name, file);
}

void
rule_missing_in_some_files(struct rules *r)
{
	const struct rule_table *sheet = &r->tables[0];
	for (size_t f = 0; f < sheet->file_count; f++)
		for (size_t c = 0; c < sheet->column_count; c++)
			for (size_t i = 0; sheet->files[f].columns[c] == SHEET_NONE && i < r->template->count; i++)
				if (rule_names(&r->template->rules[i], sheet->columns[c].name))
					note(r, &r->template->rules[i], sheet->columns[c].name, &sheet->files[f]);
}

void
rule_missing_report(struct rules *r)
{
	for (size_t i = 0; i < r->missing_count; i++) {
		struct missing *m = &r->missing[i];
		if (m->rule_count > RULES_NAMED)
			buf_printf(&m->rules, " and %zu more", m->rule_count - RULES_NAMED);
		if (!m->file) {
			if (!r->optional_sheets)
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
			.message = arena_strndup(&r->findings.memory, b.data, b.len),
			.subject = subject_none,
		});
		buf_free(&b);
	}
}

void
rule_missing_free(struct rules *r)
{
	for (size_t i = 0; i < r->missing_count; i++)
		buf_free(&r->missing[i].rules);
	free(r->missing);
}
