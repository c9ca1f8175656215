/* negpkg-report: a negotiation package as the page that is approved, or as the offer that the customer gets. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "base/spool.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/findings_read.h"
#include "deal/package_read.h"
#include "deal/package_walk.h"
#include "negpkg-report.h"
#include "table/dialect.h"
#include "table/source.h"

enum format { HTML, TEXT };

/* A PACKAGE, held in memory: it is read twice, and may come through a pipe. */
struct file {
	const char *name;
	struct spool spool;
	struct package_walk walk;
	size_t accounts; /* the tree has this many with it and those before it */
};

struct negpkg_report {
	struct options options;
	struct dialect dialect, findings_dialect;
	const char *findings_file, *title;
	int audience, format;

	struct file *files; /* one for each of the options'; owned */
	struct package_tree tree;
	struct findings findings;
	struct report report;
};

static const struct option_spec specs[] = {
	{"audience", 0, "internal|room|customer", "who will read it"},
	{"findings", 0, "FILE", "findings of negpkg-validate (--format=csv), shown where they belong"},
	{"title", 0, "TEXT", "heading of the page"},
	{"format", 0, "html|text", "a page for a browser, or for a terminal"},
	{0},
};

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const formats[] = {"html", "text", NULL};
	struct negpkg_report *n = self;
	if (strcmp(name, "audience") == 0)
		return option_choice("--audience", value, audience_names, &n->audience);
	if (strcmp(name, "format") == 0)
		return option_choice("--format", value, formats, &n->format);
	if (strcmp(name, "title") == 0 && value[strspn(value, " ")] == '\0') {
		diag(DIAG_ERROR, "--title: a page needs a heading");
		return false;
	}
	*(strcmp(name, "findings") == 0 ? &n->findings_file : &n->title) = value;
	return true;
}

static const char *const sheets[] = {"findings", NULL};

static const struct tool tool = {
	.name = "negpkg-report",
	.purpose = "Makes a page of a negotiation package, for the executives, the room or the customer.",
	.files = "PACKAGE",
	.options = specs,
	.sheets = sheets,
	.take = take_option,
};

/* Findings quote floors, costs and walk-aways. */
static bool
may_tell_findings(const struct negpkg_report *n)
{
	if (!n->findings_file || n->audience == AUDIENCE_INTERNAL)
		return true;
	diag(DIAG_ERROR, "--findings tells what --audience=%s keeps back", audience_names[n->audience]);
	return false;
}

static bool
read_packages(struct negpkg_report *n)
{
	bool ok = true;
	package_tree_init(&n->tree, (enum audience)n->audience);
	n->files = xcalloc(n->options.file_count, sizeof *n->files);
	for (size_t i = 0; i < n->options.file_count; i++) {
		struct file *f = &n->files[i];
		const char *path = n->options.files[i];
		f->name = strcmp(path, "-") == 0 ? SOURCE_STDIN : path;
		ok &= spool_fill(&f->spool, path) && package_tree_read(&n->tree, f->name, f->spool.path, &n->dialect);
		f->accounts = n->tree.account_count;
	}
	return ok;
}

/* What a second reading would warn of was said in the first, or is margin-walk's to say. */
static bool
drop_warning(void *context, const struct place *where, enum diag_severity severity, const char *message)
{
	(void)context, (void)where, (void)message;
	return severity == DIAG_WARNING;
}

static bool
walk_packages(struct negpkg_report *n)
{
	bool ok = true;
	size_t first = 0;
	diag_divert(drop_warning, NULL);
	for (size_t i = 0; i < n->options.file_count; first = n->files[i++].accounts) {
		struct file *f = &n->files[i];
		if (f->accounts > first)
			ok &= package_walk_read(&f->walk, f->name, f->spool.path, &n->dialect, (enum audience)n->audience,
			    n->tree.accounts[first]->texts[TEXT_CURRENCY]);
	}
	diag_divert(NULL, NULL);
	return ok;
}

static bool
read_all(struct negpkg_report *n)
{
	return read_packages(n) && package_tree_finish(&n->tree) &&
	    (n->audience == AUDIENCE_CUSTOMER || walk_packages(n)) &&
	    (!n->findings_file || findings_read(&n->findings, n->findings_file, &n->findings_dialect));
}

static void
compose(struct negpkg_report *n)
{
	const struct findings *findings = n->findings_file ? &n->findings : NULL;
	const struct file *f = n->files;
	report_init(&n->report, (enum audience)n->audience, n->title, n->options.places,
	    n->format == HTML ? "\u2212" : "-");
	report_add_strays(&n->report, &n->tree, findings);
	for (size_t i = 0; i < n->tree.account_count; i++) {
		while (i >= f->accounts && f + 1 < n->files + n->options.file_count)
			f++;
		report_add_account(&n->report, &n->tree, n->tree.accounts[i], &f->walk, findings);
	}
}

/* What one customer is offered is nothing for another. */
static void
warn_of_several_customers(const struct package_tree *t)
{
	size_t other = 1;
	while (other < t->account_count && strcmp(t->accounts[0]->texts[TEXT_ACCOUNT], t->accounts[other]->texts[TEXT_ACCOUNT]) == 0)
		other++;
	if (t->audience == AUDIENCE_CUSTOMER && other < t->account_count)
		diag(DIAG_WARNING, "this page holds the offers to %s and %s: neither may see it", diag_shown(t->accounts[0]->texts[TEXT_ACCOUNT]),
		    diag_shown(t->accounts[other]->texts[TEXT_ACCOUNT]));
}

static bool
print(const struct negpkg_report *n)
{
	struct output output;
	if (!output_open(&output, n->options.output))
		return false;
	(n->format == HTML ? put_html : put_text)(&n->report, &output);
	return output_close(&output);
}

static void
free_all(struct negpkg_report *n)
{
	report_free(&n->report);
	findings_free(&n->findings);
	package_tree_free(&n->tree);
	for (size_t i = 0; n->files && i < n->options.file_count; i++) {
		package_walk_free(&n->files[i].walk);
		spool_free(&n->files[i].spool);
	}
	free(n->files);
	dialect_free(&n->dialect);
	dialect_free(&n->findings_dialect);
	options_free(&n->options);
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"package", "items", "overview", "lines", NULL};
	struct negpkg_report n = {0};
	output_guard_descriptors();
	diag_start(tool.name);
	enum options_result result = options_parse(&n.options, &tool, &n, argc, argv);
	if (result == OPTIONS_RUN && n.options.columns) {
		columns_print(&n.options, roles);
	} else if (result == OPTIONS_RUN && may_tell_findings(&n) && dialect_read(&n.dialect, &n.options, NULL) &&
	    dialect_read(&n.findings_dialect, &n.options, "findings") && read_all(&n)) {
		warn_of_several_customers(&n.tree);
		compose(&n);
		print(&n);
	}
	free_all(&n);
	return result == OPTIONS_BAD ? 2 : diag_finish();
}
