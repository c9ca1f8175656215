/* Findings, for people, scripts and code review. */
#ifndef NEGPKG_RENDER_FINDINGS_H
#define NEGPKG_RENDER_FINDINGS_H

#include <stdbool.h>

#include "table/finding.h"

struct output;

enum findings_format { FINDINGS_TEXT, FINDINGS_CSV, FINDINGS_JSON, FINDINGS_GITHUB };
extern const char *const findings_format_names[];

/* Appends all of them, in their order. Text: a line each, which editors make a link; GitHub: workflow commands. */
void findings_put(const struct findings *f, enum findings_format format, char delimiter, bool excel, struct output *to);

#endif
