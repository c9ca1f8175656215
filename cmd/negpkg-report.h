/* What negpkg-report's files share: its two renderers of one report. */
#ifndef NEGPKG_NEGPKG_REPORT_H
#define NEGPKG_NEGPKG_REPORT_H

#include "deal/report.h"

struct chart;
struct chart_bar;
struct output;

/* negpkg-report-html.c: one page that needs nothing from outside. Its structure, for who tests or styles it:
 *
 *     body > p.secrecy              the word for every page, if there is one
 *          > header > h1, nav > ul  contents, where there is more than one thing
 *          > main > section#a1      an account: h2, then
 *                   > p.lead
 *                   > section#a1-2  a part of it: h3, then blocks
 *
 * Blocks are p.lead; dl.facts > div > dt, dd; ul.notes > li (.same: its mark is that of the one
 * before) > span.mark, span > b, text; div.scroll > table; figure > div.scroll > svg;
 * details > div.scroll > table. A table has a caption, thead with th[scope=col], and a tbody for each group of rows: tr > th[scope=row],
 * td. A group with a name (an item; tbody.inner: a phase) has it in th[scope=rowgroup] > span.name, beside span.known,
 * span.terms and span.mark; its remarks are td.remarks of its last row. tr.strong is what is decided on, td.minus is below
 * zero. A mark is also .error, .warning or .info. */
void put_html(const struct report *r, struct output *to);

/* negpkg-report-text.c: the same for a terminal of 120 columns. */
void put_text(const struct report *r, struct output *to);

/* A bridge as both renderers' charts want it; `bars` has room for all of it. Labels are borrowed. */
struct chart bridge_chart(const struct report_bridge *bridge, struct chart_bar *bars);

#endif
