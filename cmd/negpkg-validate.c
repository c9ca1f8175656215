/* negpkg-validate: a sheet is held to a template, row by row; what breaks a rule is named, and stopped at the gate. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "base/policy.h"
#include "base/spool.h"
#include "base/xalloc.h"
#include "deal/columns.h"
#include "deal/rules.h"
#include "deal/template.h"
#include "negpkg-validate.h"
#include "render/findings.h"
#include "table/dialect.h"
#include "table/source.h"
#include "table/today.h"

enum { SHEETS_MOST = 64 };

struct validate {
	struct options options;
	const char *template_name, *findings_file, *today;
	int stage, format, fail_on_warnings;
	bool gate, list;

	/* --sheet=NAME=FILE: names are there for SHEET: prefixes, too */
	char *sheet_names[SHEETS_MOST + 1]; /* owned */
	const char *sheet_files[SHEETS_MOST];
	size_t sheet_count;
	struct dialect dialect, sheet_dialects[SHEETS_MOST];

	struct template template;
	struct rules rules;
	struct spool spool;
};

static const struct option_spec specs[] = {
	{"template", 'T', "TEMPLATE", "what the sheet is held to: a name or a file (default negotiation-package)"},
	{"sheet", 0, "NAME=FILE", "a further sheet that rules read as the table NAME"},
	{"stage", 0, "STAGE", "draft, publish, approval, negotiation or closing: later rules are info"},
	{"gate", 0, NULL, "pass the input through where nothing fails, else nothing"},
	{"findings", 0, "FILE", "write findings there"},
	{"fail-on", 0, "error|warning", "what makes the exit status 1 (default error)"},
	{"format", 0, "text|csv|json|github", "how findings are written (default text)"},
	{"today", 0, "DATE", "the day that counts as today (default the clock's)"},
	{"list-templates", 0, NULL, "print the templates that are at hand, as CSV"},
	{0},
};

static bool
is_table_name(const char *s, size_t n)
{
	bool ok = n > 0 && !isdigit((unsigned char)*s) && strncasecmp(s, "sqlite_", 7) != 0 && strncasecmp(s, "pragma_", 7) != 0;
	for (size_t i = 0; i < n; i++)
		ok &= isalnum((unsigned char)s[i]) || s[i] == '_';
	return ok && !(n == 5 && strncasecmp(s, "sheet", 5) == 0);
}

static bool
take_sheet(struct validate *v, const char *value)
{
	const char *equals = strchr(value, '=');
	size_t n = equals ? (size_t)(equals - value) : 0;
	if (!equals || !equals[1] || !is_table_name(value, n)) {
		diag(DIAG_ERROR, "--sheet: NAME=FILE, with a NAME of letters, digits and _, not \"%s\"", value);
		return false;
	}
	for (size_t i = 0; i < v->sheet_count; i++)
		if (strlen(v->sheet_names[i]) == n && strncasecmp(v->sheet_names[i], value, n) == 0) {
			diag(DIAG_ERROR, "--sheet: \"%s\" is given twice", v->sheet_names[i]);
			return false;
		}
	if (v->sheet_count == SHEETS_MOST) {
		diag(DIAG_ERROR, "--sheet: more than %d sheets", SHEETS_MOST);
		return false;
	}
	v->sheet_names[v->sheet_count] = xstrndup(value, n);
	v->sheet_files[v->sheet_count++] = equals + 1;
	return true;
}

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const fail_on[] = {"error", "warning", NULL};
	struct validate *v = self;
	if (strcmp(name, "template") == 0)
		v->template_name = value;
	else if (strcmp(name, "sheet") == 0)
		return take_sheet(v, value);
	else if (strcmp(name, "stage") == 0)
		return option_choice("--stage", value, stage_names, &v->stage);
	else if (strcmp(name, "gate") == 0)
		v->gate = true;
	else if (strcmp(name, "findings") == 0)
		v->findings_file = value;
	else if (strcmp(name, "fail-on") == 0)
		return option_choice("--fail-on", value, fail_on, &v->fail_on_warnings);
	else if (strcmp(name, "format") == 0)
		return option_choice("--format", value, findings_format_names, &v->format);
	else if (strcmp(name, "today") == 0)
		v->today = value;
	else
		v->list = true;
	return true;
}

/* A path has a slash or ends in .csv; anything else is looked up. */
static bool
read_template(struct validate *v)
{
	const char *name = v->template_name;
	size_t n = strlen(name);
	if (strchr(name, '/') || (n > 4 && strcmp(name + n - 4, ".csv") == 0))
		return template_read(&v->template, name);
	struct buf file = {0};
	buf_printf(&file, "%s.csv", name);
	char *path = policy_find("templates", buf_str(&file));
	buf_free(&file);
	if (!path) {
		diag(DIAG_ERROR, "no template is called \"%s\" (--list-templates shows those that are)", name);
		return false;
	}
	bool ok = template_read(&v->template, path);
	free(path);
	return ok;
}

static bool
read_dialects(struct validate *v)
{
	bool ok = dialect_read(&v->dialect, &v->options, NULL);
	for (size_t i = 0; i < v->sheet_count && ok; i++)
		ok = dialect_read(&v->sheet_dialects[i], &v->options, v->sheet_names[i]);
	return ok;
}

static const char *
shown_name(const char *path)
{
	return strcmp(path, "-") == 0 ? SOURCE_STDIN : path;
}

static bool
load_sheets(struct validate *v)
{
	struct rule_source *files = xcalloc(v->options.file_count, sizeof *files);
	for (size_t i = 0; i < v->options.file_count; i++) {
		const char *path = v->options.files[i];
		files[i] = (struct rule_source){v->gate ? v->spool.path : path, shown_name(path), &v->dialect};
	}
	bool ok = rules_load(&v->rules, "sheet", files, v->options.file_count);
	free(files);
	for (size_t i = 0; i < v->sheet_count; i++) {
		const char *path = v->sheet_files[i];
		const struct rule_source file = {path, shown_name(path), &v->sheet_dialects[i]};
		ok &= rules_load(&v->rules, v->sheet_names[i], &file, 1);
	}
	return ok;
}

/* To standard output or --findings; at the gate, where standard output is the input's, to standard error. */
static bool
put_findings(const struct validate *v)
{
	struct output output;
	if (!output_open(&output, v->findings_file ? v->findings_file : v->gate ? NULL : v->options.output))
		return false;
	if (v->gate && !v->findings_file && (output.fd = dup(STDERR_FILENO)) < 0) {
		diag(DIAG_ERROR, "standard error: %s", strerror(errno));
		return false;
	}
	findings_put(&v->rules.findings, (enum findings_format)v->format, v->options.output_delimiter, v->options.excel, &output);
	return output_close(&output);
}

static bool
pass_through(const struct validate *v)
{
	struct output output;
	if (!output_open(&output, v->options.output))
		return false;
	if (spool_put(&v->spool, &output))
		return output_close(&output);
	output_abandon(&output);
	return false;
}

static void
sum_up(const struct validate *v)
{
	const struct findings *f = &v->rules.findings;
	const size_t errors = f->of_severity[SEVERITY_ERROR], warnings = f->of_severity[SEVERITY_WARNING];
	if (f->count)
		diag_note("%zu error%s, %zu warning%s, %zu info (template %s, %zu rule%s)", errors, errors == 1 ? "" : "s", warnings,
		    warnings == 1 ? "" : "s", f->of_severity[SEVERITY_INFO], v->template_name, v->template.count,
		    v->template.count == 1 ? "" : "s");
}

/* Holds the sheets to the template. Returns whether something fails; false also after a message. */
static bool
validate(struct validate *v)
{
	struct rule_setting setting = {
		.decimal_mark = v->dialect.decimal_mark ? v->dialect.decimal_mark : '.',
		.date_format = v->dialect.date_format,
	};
	bool ok = today_read(v->today, &setting.today) && read_template(v) &&
	    (!v->gate || spool_fill(&v->spool, v->options.files[0])) &&
	    rules_open(&v->rules, &v->template, (enum stage)v->stage, setting) && load_sheets(v) && rules_run(&v->rules) &&
	    !diag_failed() && put_findings(v);
	if (!ok)
		return false;
	const size_t *found = v->rules.findings.of_severity;
	bool fails = found[SEVERITY_ERROR] || (v->fail_on_warnings && found[SEVERITY_WARNING]);
	sum_up(v);
	if (v->gate && !fails)
		pass_through(v);
	return fails;
}

/* Is the file what standard output already is? */
static bool
is_standard_output(const char *path)
{
	struct stat file, out;
	return strcmp(path, "-") == 0 ||
	    (stat(path, &file) == 0 && fstat(STDOUT_FILENO, &out) == 0 && file.st_dev == out.st_dev && file.st_ino == out.st_ino);
}

static bool
may_run(const struct validate *v)
{
	bool mixed = v->gate && v->findings_file && is_standard_output(v->findings_file);
	if (v->findings_file && !*v->findings_file)
		diag(DIAG_ERROR, "--findings: a file's name is empty");
	else if (mixed)
		diag(DIAG_ERROR, "--findings=%s: at the gate standard output is for what passes", v->findings_file);
	else if (v->gate && v->options.file_count > 1)
		diag(DIAG_ERROR, "--gate passes one FILE through, not %zu", v->options.file_count);
	return !diag_failed();
}

static void
free_validate(struct validate *v)
{
	rules_close(&v->rules);
	template_free(&v->template);
	spool_free(&v->spool);
	dialect_free(&v->dialect);
	for (size_t i = 0; i < v->sheet_count; i++) {
		dialect_free(&v->sheet_dialects[i]);
		free(v->sheet_names[i]);
	}
	options_free(&v->options);
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"package", "items", "overview", "lines", "team", "approvals", "actions", "calendar",
		"bundles", "results", NULL};
	struct validate v = {
		.template_name = "negotiation-package",
		.stage = STAGE_CLOSING,
		.spool = {.fd = -1},
	};
	const struct tool tool = {
		.name = "negpkg-validate",
		.purpose = "Holds a sheet to a template of rules, and names what breaks them.",
		.files = "FILE",
		.options = specs,
		.sheets = (const char *const *)v.sheet_names,
		.take = take_option,
	};
	diag_start(tool.name);
	output_guard_descriptors();
	enum options_result result = options_parse(&v.options, &tool, &v, argc, argv);
	if (result == OPTIONS_RUN && !may_run(&v))
		result = OPTIONS_BAD;
	bool fails = false;
	if (result == OPTIONS_RUN && v.list)
		validate_list_templates(&v.options);
	else if (result == OPTIONS_RUN && v.options.columns)
		columns_print(&v.options, roles);
	else if (result == OPTIONS_RUN && read_dialects(&v))
		fails = validate(&v);
	free_validate(&v);
	int status = diag_finish();
	return result == OPTIONS_BAD ? 2 : status ? status : fails;
}
