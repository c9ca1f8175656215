/* What the files of negpkg-report's page share. Its structure stands in negpkg-report.h. */
#ifndef NEGPKG_NEGPKG_REPORT_HTML_H
#define NEGPKG_NEGPKG_REPORT_HTML_H

#include "deal/report.h"
#include "render/html.h"

struct output;

/* negpkg-report-style.c: the style sheet. Nothing in it names what some audience mustn't hear of. */
extern const char report_style[];

/* negpkg-report-tables.c: a mark, and a table, which is written out as it grows. */
void page_mark(struct html *h, const struct report_mark *m);
void page_table(struct html *h, const struct report_table *t, struct output *to);
/* Opens a frame in which what is too wide for a phone is moved with a finger, or the arrow keys. */
void page_frame(struct html *h);

#endif
