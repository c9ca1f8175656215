/* What a check found in sheets: where it stands, how grave it is, which rule is broken and what it is about. */
#ifndef NEGPKG_FINDING_H
#define NEGPKG_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum severity { SEVERITY_INFO, SEVERITY_WARNING, SEVERITY_ERROR, SEVERITIES };
extern const char *const severity_names[SEVERITIES + 1];

/* What a row is about, as its own cells say it; "" where they don't. */
struct subject {
	const char *account, *product_line, *product, *phase, *owner, *source;
};
extern const struct subject subject_none;

struct finding {
	size_t file_order; /* findings stand in the order of the files, then of lines */
	struct place where; /* field 0: of a row as a whole, or of a file */
	enum severity severity;
	const char *rule, *message;
	struct subject subject;
	size_t order;
};

struct findings {
	struct arena memory; /* for what findings point to */
	struct finding *list; /* owned */
	size_t count, cap;
	size_t of_severity[SEVERITIES];
};

/* Adds a copy; strings stay the caller's (findings->memory is a good place). */
void findings_add(struct findings *f, struct finding one);
/* Puts them in the order in which they are to be read. */
void findings_sort(struct findings *f);
void findings_free(struct findings *f);

#endif
