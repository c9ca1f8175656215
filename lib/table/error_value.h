/* What spreadsheets show where a formula has failed, in the languages they speak. */
#ifndef NEGPKG_ERROR_VALUE_H
#define NEGPKG_ERROR_VALUE_H

#include <stdbool.h>

#include "table/csvin.h"

/* #REF! and its kin, Err:502 of LibreOffice, and the #### of a column too narrow for its figure. ASCII letters in any
 * case. */
bool is_error_value(struct cell c);

#endif
