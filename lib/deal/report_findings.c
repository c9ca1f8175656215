/* Findings of negpkg-validate, each where it belongs. */
#include <string.h>

#include "base/buf.h"
#include "deal/report_parts.h"

static bool
is_line_of(const struct package_row *account, const char *line)
{
	for (size_t i = 0; i < account->child_count; i++)
		if (strcmp(account->children[i]->texts[TEXT_PRODUCT_LINE], line) == 0)
			return true;
	return false;
}

static bool
is_account_of(const struct package_tree *tree, const char *account)
{
	for (size_t i = 0; i < tree->account_count; i++)
		if (strcmp(tree->accounts[i]->texts[TEXT_ACCOUNT], account) == 0)
			return true;
	return false;
}

static void
note_finding(struct report *r, struct report_block *b, const struct finding *f)
{
	struct buf subject = {0};
	buf_puts(&subject, f->subject.product);
	if (*f->subject.phase)
		buf_printf(&subject, " %s", f->subject.phase);
	report_note(b, f->severity, severity_names[f->severity], report_keep(r, &subject), f->message);
}

static bool
is_about(const struct finding *f, const struct package_row *account, const char *line)
{
	if (strcmp(f->subject.account, account->texts[TEXT_ACCOUNT]) != 0)
		return false;
	return *line ? strcmp(f->subject.product_line, line) == 0
	             : !*f->subject.product_line || !is_line_of(account, f->subject.product_line);
}

void
report_add_findings(struct report *r, const struct report_source *from, const char *line)
{
	struct report_block *b = NULL;
	for (int s = SEVERITY_ERROR; from->findings && s >= SEVERITY_INFO; s--)
		for (size_t i = 0; i < from->findings->count; i++) {
			const struct finding *f = &from->findings->list[i];
			if ((int)f->severity != s || !is_about(f, from->account, line))
				continue;
			if (!b)
				b = report_block(r, REPORT_NOTES);
			note_finding(r, b, f);
		}
}

void
report_add_strays(struct report *r, const struct package_tree *tree, const struct findings *findings)
{
	struct report_block *b = NULL;
	for (int s = SEVERITY_ERROR; findings && s >= SEVERITY_INFO; s--)
		for (size_t i = 0; i < findings->count; i++) {
			const struct finding *f = &findings->list[i];
			if ((int)f->severity != s || is_account_of(tree, f->subject.account))
				continue;
			if (!b) {
				report_section(r, 1, "Findings about the package as a whole", "", true);
				b = report_block(r, REPORT_NOTES);
			}
			note_finding(r, b, f);
		}
}
