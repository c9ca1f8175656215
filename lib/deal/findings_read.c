#include "deal/findings_read.h"

#include "table/cell.h"
#include "table/sheet.h"

static bool
read_severity(struct sheet *sheet, size_t column, enum severity *to)
{
	struct cell c = sheet_cell(sheet, column);
	for (int i = 0; i < SEVERITIES; i++)
		if (cell_is(c, severity_names[i])) {
			*to = (enum severity)i;
			return true;
		}
	struct place where = sheet_place(sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "error, warning or info");
	return false;
}

bool
findings_read(struct findings *f, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct sheet sheet;
	size_t severity = SHEET_NONE;
	enum { RULE, MESSAGE, ACCOUNT, LINE, PRODUCT, PHASE, OWNER, TEXTS };
	size_t columns[TEXTS];
	if (!sheet_open(&sheet, path, dialect))
		return false;
	const struct sheet_binding bindings[] = {
		{"severity", &severity, true}, {"rule", &columns[RULE], true}, {"message", &columns[MESSAGE], true},
		{"account", &columns[ACCOUNT], true}, {"product_line", &columns[LINE], true}, {"product", &columns[PRODUCT], true},
		{"phase", &columns[PHASE], false}, {"owner", &columns[OWNER], false},
	};
	bool bound = sheet_bind(&sheet, bindings, sizeof bindings / sizeof *bindings);
	while (bound && sheet_next(&sheet)) {
		const char *texts[TEXTS];
		struct finding one = {.where = sheet_place(&sheet, SHEET_NONE)};
		for (size_t i = 0; i < TEXTS; i++) {
			struct cell c = sheet_cell(&sheet, columns[i]); /* what a spreadsheet's error is, a message may quote */
			texts[i] = c.n ? arena_strndup(&f->memory, c.s, c.n) : "";
		}
		one.rule = texts[RULE];
		one.message = texts[MESSAGE];
		one.subject = (struct subject){texts[ACCOUNT], texts[LINE], texts[PRODUCT], texts[PHASE], texts[OWNER], ""};
		if (read_severity(&sheet, severity, &one.severity))
			findings_add(f, one);
	}
	sheet_finish(&sheet);
	sheet_close(&sheet);
	return diag_errors() == before;
}
