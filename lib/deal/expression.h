/* SQL expressions of a template, taken apart as far as must be known before SQLite sees them. */
#ifndef NEGPKG_EXPRESSION_H
#define NEGPKG_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,   /* of a column, a table, a function, or a keyword; its quotes aren't part of it */
	TOKEN_STRING, /* between its quotes, as written */
	TOKEN_NUMBER,
	TOKEN_SIGN, /* any other character */
	TOKEN_BAD,  /* what an expression may not hold: s says why, and is terminated */
};

struct token {
	enum token_kind kind;
	const char *s; /* n bytes of the expression */
	size_t n;
};

/* Takes the next token at *at and moves on, up to `end`. */
struct token token_next(const char **at, const char *end);

/* Is it one expression that can stand between brackets, and nothing besides? NULL, or what is wrong with it. */
const char *expression_fault(const char *s, size_t n);

/* The next name in an expression that isn't a function's, up to `end`; an empty one at the end. */
struct token expression_next_name(const char **at, const char *end);

/* A message is text with {expressions}; {{ stands for a brace. Takes the next piece at *at, up to `end`: text, or the
 * expression where *is_expression. False at the end, or with *fault set. */
bool message_next(const char **at, const char *end, struct token *piece, bool *is_expression, const char **fault);

#endif
