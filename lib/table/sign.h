/* Signs and ISO codes of currencies, as they stand beside a figure. */
#ifndef NEGPKG_SIGN_H
#define NEGPKG_SIGN_H

#include <stdbool.h>
#include <stddef.h>

/* The length of the sign or code that begins (ends) the n bytes, 0 where there is none. Fills in the code ("USD" for $),
 * and whether no other currency shows itself so: an ISO code, a sign like US$. A code alone is no figure's. */
size_t sign_before(const char *s, size_t n, char code[4], bool *is_code);
size_t sign_behind(const char *s, size_t n, char code[4], bool *is_code);

/* Is the sign that stands for `code` also that of `currency` (three letters, any case)? $ is shown by every dollar. */
bool sign_may_show(const char *code, const char *currency);

#endif
