/* What a tool has to say on standard error, where it says it of, and the exit status that follows.
 *
 *     items.csv:18:7: error: current_price: not a number: "#REF!" (cell G17)
 *
 * One process, one stream of diagnostics: this is the only module with state of its own. */
#ifndef NEGPKG_DIAG_H
#define NEGPKG_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum diag_severity { DIAG_WARNING, DIAG_FINDING, DIAG_ERROR };

/* A cell of a sheet, or a row (field 0), or a file (line 0). */
struct place {
	const char *file;
	uintmax_t line;     /* physical line, from 1 */
	uintmax_t record;   /* row as a spreadsheet numbers it, from 1 */
	size_t field;       /* column, from 1 */
	const char *column; /* its name, or NULL */
	const char *rule;   /* what is broken there, where it has a name of its own: see diag_divert */
};

struct buf;

/* Appends the cell as a spreadsheet names it: G17. */
void place_put_cell(struct buf *b, const struct place *where);

/* `program` prefixes messages that have no place. */
void diag_start(const char *name);
void diag_limit(size_t per_severity); /* further ones are only counted (default 20) */
void diag_color(bool on);             /* the severity stands out, for a terminal */
void diag_quiet(void);                /* warnings go unprinted and uncounted */
void diag_hide_values(void);          /* cells' contents stay out of messages */

/* A message without a place: usage, a file that can't be opened. */
void diag(enum diag_severity severity, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A message about a place. */
void diag_at(const struct place *where, enum diag_severity severity, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, followed by the cell's value in quotes, escaped. */
void diag_value(const struct place *where, enum diag_severity severity, const char *value, size_t n,
    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* The last word of who can't go on, as an error without a place: takes no memory, for there may be none. */
void diag_last(const char *message);

/* Appends the line that a message would print: for who can't print when it is time to. `message` is harmless already. */
void diag_put(struct buf *b, const struct place *where, enum diag_severity severity, const char *message);

/* A word on how it went: no severity, no place, nothing with diag_quiet. */
void diag_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Messages about places go to a listener first, for who reports them otherwise: those that it takes are neither printed
 * nor counted. NULL: no listener. */
typedef bool diag_listener(void *context, const struct place *where, enum diag_severity severity, const char *message);
void diag_divert(diag_listener *to, void *context);

/* What a cell holds, for use within a message: with diag_hide_values "(hidden)". */
const char *diag_shown(const char *value);

/* What a check found in sheets that could be read: a rule broken, money lost. Exit status 1. */
void diag_finding(const char *format, ...) __attribute__((format(printf, 1, 2)));

bool diag_failed(void);     /* has there been an error? */
size_t diag_errors(void);   /* how many so far: the same before and after means that all went well */
/* Tells how many messages went unprinted; returns the exit status: 2 after an error, 1 after a finding, else 0. */
int diag_finish(void);

#endif
