/* What several suites need: figures written as text, and a process of its own for what prints messages. */
#ifndef NEGPKG_HELPERS_H
#define NEGPKG_HELPERS_H

#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "table/decimal.h"

/* Parse and print without the code under test. Results of show_ functions live for some calls. */
decimal units(const char *integer); /* "-123": a number of units */
decimal dec(const char *s);         /* "-12.5": that decimal, exactly */
const char *show_units(decimal units);
const char *show_dec(decimal d); /* "-12.5": no needless zeros */

#define assert_units(actual, expected) ck_assert_str_eq(show_units(actual), expected)
#define assert_dec(actual, expected) ck_assert_str_eq(show_dec(actual), expected)

/* xorshift64*: the same numbers on every machine. */
uint64_t random_next(uint64_t *state);
uint64_t random_below(uint64_t *state, uint64_t bound);

/* What a function did in a process of its own, in an empty folder that is removed afterwards. Messages go to err,
 * what it appends to `out` to out; status is that of diag_finish, 128 + signal, or 99 after a leak. */
struct ran {
	char *out, *err;
	int status;
};
struct ran run(void (*f)(struct buf *out, void *arg), void *arg);
void ran_free(struct ran *r);
/* Built with a sanitizer, whose realloc copies every time: what grows for long takes minutes. */
bool is_sanitized(void);
/* Lines in s. */
size_t lines_of(const char *s);

/* Writes a file; for functions that are run. */
void put_file(const char *name, const char *text, size_t n);
void put_text(const char *name, const char *text);
/* Reads one, whole. Terminated; owned by the caller. NULL where there is none. */
char *get_file(const char *name);

#endif
