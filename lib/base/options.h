/* The command line: options that all tools share, and each tool's own, from tables that also write --help. */
#ifndef NEGPKG_OPTIONS_H
#define NEGPKG_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct option_spec {
	const char *name;
	int letter;      /* 0: none */
	const char *arg; /* NULL: takes no value */
	const char *help;
};

struct tool {
	const char *name;
	const char *purpose;              /* one line */
	const char *files;                /* what FILE is, for the usage line */
	const struct option_spec *options; /* its own; ends with a NULL name */
	const char *const *sheets;        /* names that may prefix a sheet option (customer:...); ends with NULL */
	/* Takes one of its own options. False after a message. */
	bool (*take)(void *self, const char *name, const char *value);
};

/* --delimiter, --map and the like: how a sheet is to be read; lib/table/dialect makes sense of them. */
struct sheet_option {
	const char *sheet; /* NULL: the FILEs */
	const char *name;
	const char *value;
};

struct options {
	const char *output;    /* NULL: standard output */
	char output_delimiter;
	bool excel;
	int places;
	bool columns; /* --columns was asked for */
	struct sheet_option *sheet_options; /* owned; values point into argv */
	size_t sheet_option_count, sheet_option_cap;
	char **files; /* never empty: "-" where none was named */
	size_t file_count;
};

enum options_result { OPTIONS_RUN, OPTIONS_DONE, OPTIONS_BAD };

/* Reads argv. DONE: --help or --version was answered (exit 0). BAD: a message was printed (exit 2). */
enum options_result options_parse(struct options *o, const struct tool *tool, void *self, int argc, char **argv);
void options_free(struct options *o);

/* A whole number from least to most; false after a message that names the option. */
bool option_number(const char *option, const char *value, long least, long most, long *out);
/* One of a NULL-ended list of words; *index tells which. False after a message that lists them. */
bool option_choice(const char *option, const char *value, const char *const *words, int *index);
/* Splits "a,b,c" into *count strings, in one block for free(). Empty text is an empty list; an empty name among
 * others is NULL, with *count 0, after a message that names the option. */
char **option_list(const char *option, const char *value, size_t *count);

#endif
