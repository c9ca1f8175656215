/* Findings of negpkg-validate, each where it belongs. */
#include <string.h>

#include "base/buf.h"
#include "deal/report_parts.h"

static bool
has_line(const struct package_row *account, const char *line)
{
	for (size_t i = 0; i < account->child_count; i++)
		if (strcmp(account->children[i]->texts[TEXT_PRODUCT_LINE], line) == 0)
			return true;
	return false;
}

/* The account that it stands at, or NULL. Findings tell no period: of an account's periods the first that has the line. */
static const struct package_row *
home_of(const struct package_tree *tree, const struct finding *f)
{
	const struct package_row *first = NULL;
	for (size_t i = 0; i < tree->account_count; i++) {
		const struct package_row *account = tree->accounts[i];
		if (strcmp(account->texts[TEXT_ACCOUNT], f->subject.account) != 0)
			continue;
		if (!*f->subject.product_line || has_line(account, f->subject.product_line))
			return account;
		first = first ? first : account;
	}
	return first;
}

/* Is it about this line, or, where that is "", about the account but none of its lines? */
static bool
is_about(const struct finding *f, const struct report_source *from, const char *line)
{
	const char *of = f->subject.product_line;
	return strcmp(f->subject.account, from->account->texts[TEXT_ACCOUNT]) == 0 &&
	    (*line ? strcmp(of, line) == 0 : !*of || !has_line(from->account, of)) && home_of(from->tree, f) == from->account;
}

static bool
begins_with(const char *message, const char *name)
{
	size_t n = strlen(name);
	return strncmp(message, name, n) == 0 && strchr(" :,;", message[n]); /* or nothing follows */
}

static void
put_part(struct buf *b, const char *part)
{
	buf_printf(b, "%s%s", b->len && *part ? ", " : "", part);
}

/* What neither the heading above it (of this account and line, "" where of none) nor its message says first. */
static const char *
subject_of(struct report *r, const struct finding *f, const char *account, const char *line)
{
	struct buf b = {0};
	if (*f->subject.phase || !begins_with(f->message, f->subject.product))
		buf_puts(&b, f->subject.product);
	if (*f->subject.phase)
		buf_printf(&b, "%s%s", b.len ? " " : "", f->subject.phase);
	if (!*line)
		put_part(&b, f->subject.product_line);
	if (!*account)
		put_part(&b, f->subject.account);
	return report_keep(r, &b);
}

static void
note_finding(struct report *r, struct report_block *b, const struct finding *f, const char *account, const char *line)
{
	report_note(b, f->severity, severity_names[f->severity], subject_of(r, f, account, line), f->message);
}

void
report_add_findings(struct report *r, const struct report_source *from, const char *line)
{
	struct report_block *b = NULL;
	for (int s = SEVERITY_ERROR; from->findings && s >= SEVERITY_INFO; s--)
		for (size_t i = 0; i < from->findings->count; i++) {
			const struct finding *f = &from->findings->list[i];
			if ((int)f->severity != s || !is_about(f, from, line))
				continue;
			b = b ? b : report_block(r, REPORT_NOTES);
			note_finding(r, b, f, from->account->texts[TEXT_ACCOUNT], line);
		}
}

void
report_add_strays(struct report *r, const struct package_tree *tree, const struct findings *findings)
{
	struct report_block *b = NULL;
	for (int s = SEVERITY_ERROR; findings && s >= SEVERITY_INFO; s--)
		for (size_t i = 0; i < findings->count; i++) {
			const struct finding *f = &findings->list[i];
			if ((int)f->severity != s || home_of(tree, f))
				continue;
			if (!b) {
				report_section(r, 1, "Findings about the package as a whole", "", true);
				b = report_block(r, REPORT_NOTES);
			}
			note_finding(r, b, f, "", "");
		}
}
