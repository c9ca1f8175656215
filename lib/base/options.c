#include "base/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/xalloc.h"

#ifndef NEGPKG_VERSION
#define NEGPKG_VERSION "unknown"
#endif

static const struct option_spec shared[] = {
	{"delimiter", 'd', "[SHEET:]C", "input delimiter: a character, tab or auto"},
	{"output-delimiter", 'D', "C", "output delimiter (default ,)"},
	{"tsv", 't', NULL, "both are TAB"},
	{"output", 'o', "FILE", "write FILE, whole or not at all"},
	{"map", 0, "[SHEET:]COLUMN=HEADING", "the sheet calls COLUMN \"HEADING\""},
	{"header-row", 0, "[SHEET:]N", "the headings stand in line N"},
	{"fill-down", 0, "[SHEET:]COLUMN", "an empty cell takes the value above"},
	{"decimal", 0, "[SHEET:]MARK", "decimal mark of numbers in the input: . or ,"},
	{"date-format", 0, "[SHEET:]F", "iso, mdy, dmy, ymd, serial or serial1904"},
	{"excel", 0, NULL, "output for a spreadsheet: BOM, CRLF, no formulas"},
	{"places", 0, "N", "decimals of printed money (default 2)"},
	{"max-errors", 0, "N", "messages printed before they are only counted (default 20)"},
	{"color", 0, "auto|always|never", "colours in messages (default auto: on a terminal)"},
	{"hide-values", 0, NULL, "messages don't show what a cell holds"},
	{"columns", 0, NULL, "print the columns the tool knows, as CSV"},
	{"quiet", 'q', NULL, "no warnings"},
	{"help", 'h', NULL, "print this help"},
	{"version", 'V', NULL, "print the version"},
	{0},
};

static const char *const sheet_option_names[] = {
	"delimiter", "map", "header-row", "fill-down", "decimal", "date-format", NULL,
};

static int
word_index(const char *const *words, const char *word, size_t n)
{
	for (int i = 0; words && words[i]; i++)
		if (strlen(words[i]) == n && strncmp(words[i], word, n) == 0)
			return i;
	return -1;
}

static void
put_help(struct buf *b, const struct option_spec *specs)
{
	for (; specs->name; specs++) {
		struct buf left = {0};
		if (specs->letter)
			buf_printf(&left, "  -%c, --%s", specs->letter, specs->name);
		else
			buf_printf(&left, "      --%s", specs->name);
		if (specs->arg)
			buf_printf(&left, "=%s", specs->arg);
		buf_printf(b, left.len > 32 ? "%s\n%-34s%s\n" : "%-34s%s%s\n", buf_str(&left),
		    left.len > 32 ? "" : specs->help, left.len > 32 ? specs->help : "");
		buf_free(&left);
	}
}

static enum options_result
print_text(struct buf *b)
{
	bool ok = fwrite(b->data, 1, b->len, stdout) == b->len;
	ok = fflush(stdout) == 0 && ok;
	if (!ok)
		diag(DIAG_ERROR, "standard output: write failed: %s", strerror(errno));
	buf_free(b);
	return ok ? OPTIONS_DONE : OPTIONS_BAD;
}

static enum options_result
help(const struct tool *tool)
{
	struct buf b = {0};
	buf_printf(&b, "Usage: %s [OPTION]... [%s]...\n%s\n\n", tool->name, tool->files, tool->purpose);
	put_help(&b, tool->options);
	buf_puts(&b, "\nEvery tool:\n");
	put_help(&b, shared);
	buf_printf(&b, "\nWith no %s, or where it is -, standard input is read.\n", tool->files);
	if (tool->sheets[0]) {
		buf_puts(&b, "SHEET: is one of");
		for (size_t i = 0; tool->sheets[i]; i++)
			buf_printf(&b, " %s:", tool->sheets[i]);
		buf_puts(&b, "; without it the option means the FILEs.\n");
	}
	buf_printf(&b, "Exit status: 0 clean, 1 findings, 2 trouble. See man %s, negpkg(5), negpkg(7).\n", tool->name);
	return print_text(&b);
}

static enum options_result
version(const struct tool *tool)
{
	struct buf b = {0};
	buf_printf(&b, "%s (negpkg) %s\n", tool->name, NEGPKG_VERSION);
	return print_text(&b);
}

static bool
take_delimiter(struct options *o, const char *value)
{
	if (strcmp(value, "tab") == 0)
		value = "\t";
	if (strlen(value) != 1 || strchr("\"\r\n", value[0])) {
		diag(DIAG_ERROR, "--output-delimiter: one character or tab, not \"%s\"", value);
		return false;
	}
	o->output_delimiter = value[0];
	return true;
}

static void
add_sheet_option(struct options *o, const char *name, const char *value)
{
	o->sheet_options = xgrow(o->sheet_options, o->sheet_option_count, &o->sheet_option_cap,
	    sizeof *o->sheet_options);
	o->sheet_options[o->sheet_option_count++] = (struct sheet_option){.name = name, .value = value};
}

/* Which options mean a sheet of their own: known only when all are read, for options can name sheets, too. */
static void
settle_sheet_options(struct options *o, const struct tool *tool)
{
	for (size_t i = 0; i < o->sheet_option_count; i++) {
		struct sheet_option *s = &o->sheet_options[i];
		const char *colon = strchr(s->value, ':');
		int sheet = colon ? word_index(tool->sheets, s->value, (size_t)(colon - s->value)) : -1;
		if (sheet >= 0) {
			s->sheet = tool->sheets[sheet];
			s->value = colon + 1;
		}
	}
}

/* auto: standard error is a terminal that shows colours, and nobody said NO_COLOR. */
static bool
take_color(const char *value)
{
	static const char *const words[] = {"auto", "always", "never", NULL};
	int when;
	if (!option_choice("--color", value, words, &when))
		return false;
	const char *term = getenv("TERM"), *no_color = getenv("NO_COLOR");
	bool terminal = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0 && !(no_color && *no_color);
	diag_color(when == 1 || (when == 0 && terminal));
	return true;
}

static bool
take_shared(struct options *o, const char *name, const char *value)
{
	long n;
	if (word_index(sheet_option_names, name, strlen(name)) >= 0) {
		add_sheet_option(o, name, value);
	} else if (strcmp(name, "tsv") == 0) {
		o->output_delimiter = '\t';
		add_sheet_option(o, "delimiter", "tab");
	} else if (strcmp(name, "output-delimiter") == 0) {
		return take_delimiter(o, value);
	} else if (strcmp(name, "output") == 0) {
		o->output = value;
	} else if (strcmp(name, "excel") == 0) {
		o->excel = true;
	} else if (strcmp(name, "places") == 0) {
		if (!option_number("--places", value, 0, 15, &n))
			return false;
		o->places = (int)n;
	} else if (strcmp(name, "max-errors") == 0) {
		if (!option_number("--max-errors", value, 1, 1000000000, &n))
			return false;
		diag_limit((size_t)n);
	} else if (strcmp(name, "color") == 0) {
		return take_color(value);
	} else if (strcmp(name, "hide-values") == 0) {
		diag_hide_values();
	} else if (strcmp(name, "columns") == 0) {
		o->columns = true;
	} else if (strcmp(name, "quiet") == 0) {
		diag_quiet();
	}
	return true;
}

/* getopt_long's own tables, made from ours: shared options first, then the tool's. */
struct getopt_tables {
	const struct option_spec *spec[64];
	struct option longs[65];
	char letters[2 * 64 + 2];
	int count, shared_count;
};

static void
add_specs(struct getopt_tables *t, const struct option_spec *specs)
{
	char *letters = t->letters + strlen(t->letters);
	for (; specs->name; specs++) {
		t->spec[t->count] = specs;
		t->longs[t->count] = (struct option){
			.name = specs->name,
			.has_arg = specs->arg ? required_argument : no_argument,
			.val = specs->letter ? specs->letter : 256 + t->count,
		};
		if (specs->letter) {
			*letters++ = (char)specs->letter;
			if (specs->arg)
				*letters++ = ':';
		}
		t->count++;
	}
}

static int
spec_of(const struct getopt_tables *t, int val)
{
	for (int i = 0; i < t->count; i++)
		if (t->longs[i].val == val)
			return i;
	return -1;
}

/* getopt's own messages would print words of the command line as they are, and file names come there by patterns. */
static void
report_bad(const struct getopt_tables *t, const char *word)
{
	const size_t n = strcspn(word, "=");
	const int i = optopt ? spec_of(t, optopt) : -1;
	int alike = 0;
	for (int k = 0; k < t->count; k++)
		alike += n > 2 && strncmp(t->longs[k].name, word + 2, n - 2) == 0;
	const char letter[] = {'-', i >= 0 ? (char)t->spec[i]->letter : '\0', ',', ' ', '\0'};
	if (i >= 0 && t->spec[i]->arg)
		diag(DIAG_ERROR, "%s--%s: a value is missing", letter[1] ? letter : "", t->spec[i]->name);
	else if (i >= 0)
		diag(DIAG_ERROR, "--%s takes no value", t->spec[i]->name);
	else if (optopt)
		diag(DIAG_ERROR, "no option is called \"-%c\"", optopt);
	else if (alike > 1)
		diag(DIAG_ERROR, "several options begin with \"%.*s\"", (int)n, word);
	else
		diag(DIAG_ERROR, "no option is called \"%.*s\"", (int)n, word);
}

enum options_result
options_parse(struct options *o, const struct tool *tool, void *self, int argc, char **argv)
{
	take_color("auto");
	*o = (struct options){.output_delimiter = ',', .places = 2};
	struct getopt_tables t = {0};
	add_specs(&t, shared);
	t.shared_count = t.count;
	add_specs(&t, tool->options);
	static char *standard_input[] = {"-"};
	opterr = 0;
	for (int val; (val = getopt_long(argc, argv, t.letters, t.longs, NULL)) != -1;) {
		int i = spec_of(&t, val);
		if (i < 0) {
			report_bad(&t, argv[optind - 1]);
			fprintf(stderr, "Try '%s --help'.\n", tool->name);
			return OPTIONS_BAD;
		}
		if (t.spec[i]->letter == 'h')
			return help(tool);
		if (t.spec[i]->letter == 'V')
			return version(tool);
		bool ok = i < t.shared_count ? take_shared(o, t.spec[i]->name, optarg)
		                             : tool->take(self, t.spec[i]->name, optarg);
		if (!ok)
			return OPTIONS_BAD;
	}
	settle_sheet_options(o, tool);
	o->files = optind < argc ? argv + optind : standard_input;
	o->file_count = optind < argc ? (size_t)(argc - optind) : 1;
	return OPTIONS_RUN;
}

void
options_free(struct options *o)
{
	free(o->sheet_options);
	o->sheet_options = NULL;
}

bool
option_number(const char *option, const char *value, long least, long most, long *out)
{
	char *end;
	errno = 0;
	*out = strtol(value, &end, 10);
	if (end == value || *end || errno || *out < least || *out > most || (*value != '-' && !isdigit((unsigned char)*value))) {
		diag(DIAG_ERROR, "%s: a whole number from %ld to %ld, not \"%s\"", option, least, most, value);
		return false;
	}
	return true;
}

bool
option_choice(const char *option, const char *value, const char *const *words, int *index)
{
	*index = word_index(words, value, strlen(value));
	if (*index >= 0)
		return true;
	struct buf list = {0};
	for (size_t i = 0; words[i]; i++)
		buf_printf(&list, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
	diag(DIAG_ERROR, "%s: %s, not \"%s\"", option, buf_str(&list), value);
	buf_free(&list);
	return false;
}

char **
option_list(const char *option, const char *value, size_t *count)
{
	size_t n = value[0] ? 1 : 0;
	for (const char *c = value; *c; c++)
		n += *c == ',';
	/* One block: the pointers, then the text they point into. */
	size_t head = (n + 1) * sizeof(char *), len = strlen(value) + 1;
	char **list = xmalloc(head + len);
	char *text = (char *)list + head;
	memcpy(text, value, len);
	for (size_t i = 0; i < n; i++) {
		text += strspn(text, " ");
		if (*text == ',' || *text == '\0') {
			diag(DIAG_ERROR, "%s: an empty name in \"%s\"", option, value);
			free(list);
			*count = 0;
			return NULL;
		}
		list[i] = text;
		char *end = text + strcspn(text, ","), *behind = *end ? end + 1 : end;
		while (end > text && end[-1] == ' ')
			end--;
		*end = '\0';
		text = behind;
	}
	list[n] = NULL;
	*count = n;
	return list;
}
