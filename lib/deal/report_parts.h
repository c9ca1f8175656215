/* How a report is put together: blocks that grow, figures as they are written. For the report's own files. */
#ifndef NEGPKG_REPORT_PARTS_H
#define NEGPKG_REPORT_PARTS_H

#include "deal/package_read.h"
#include "deal/report.h"
#include "table/finding.h"

struct buf;

/* --- blocks: each belongs to the section added last, and is valid until the next is added */

struct report_section *report_section(struct report *r, size_t depth, const char *title, const char *subtitle, bool listed);
struct report_block *report_block(struct report *r, enum report_kind kind);
/* Without a text there is no fact. */
void report_fact(struct report_block *b, const char *label, const char *text);
void report_note(struct report_block *b, enum severity tone, const char *mark, const char *subject, const char *text);
struct report_bridge *report_bridge(struct report_block *b);
void report_column(struct report_table *t, const char *heading);
struct report_group *report_group(struct report_table *t, const char *name);
struct report_row *report_row(struct report *r, struct report_table *t, struct report_group *g, const char *label);
void report_mark(struct report_group *g, enum severity tone, const char *text);
void report_remark(struct report_group *g, const char *label, const char *text);

/* --- figures */

/* What a buffer holds, kept with the report; the buffer is freed. */
const char *report_keep(struct report *r, struct buf *b);
/* Rounded half up to the places; blank where it isn't given. */
struct report_cell report_amount(struct report *r, struct package_value v, int places);
/* The same with a + where it is above zero. */
struct report_cell report_change(struct report *r, struct package_value v, int places);
/* A fraction as points: 0.4217 is 42.17. */
struct package_value report_points(struct package_value share);
/* In percent of the whole, what a part is more; blank where the whole isn't above zero. */
struct package_value report_growth(struct package_value from, struct package_value to);
struct package_value report_difference(struct package_value a, struct package_value b);
/* A price's change in percent from one position to another, from its exact revenue and volume. */
struct package_value report_price_change(const struct package_row *item, size_t from, size_t to);
/* The places that a value needs, from `least` to 9. */
int report_places(struct package_value v, int least);
/* For sentences: 12.4m, 38.2%, 1,234.50; appended. */
void report_put_short(const struct report *r, struct buf *b, decimal money);
void report_put_percent(const struct report *r, struct buf *b, decimal points, bool sign);
void report_put_price(const struct report *r, struct buf *b, struct package_value price);

/* What a position is called for those who read it: to the customer our initial position is the offer. */
const char *report_position_name(const struct report *r, size_t position);
/* Is it what the reader decides on: the expected result, or the offer? */
bool report_is_decided(const struct report *r, size_t position);

/* --- parts of an account: each adds what there is to say, or nothing */

struct report_source {
	const struct package_tree *tree;
	const struct package_row *account;
	const struct package_walk *walk;
	const struct findings *findings;
};
void report_add_summary(struct report *r, const struct report_source *from);
void report_add_attention(struct report *r, const struct report_source *from);
void report_add_positions(struct report *r, const struct report_source *from, const struct package_row *of);
void report_add_walks(struct report *r, const struct report_source *from);
void report_add_background(struct report *r, const struct report_source *from);
void report_add_line(struct report *r, const struct report_source *from, const struct package_row *line);
/* Those about a line ("": about the account as a whole), errors first. */
void report_add_findings(struct report *r, const struct report_source *from, const char *line);

#endif
