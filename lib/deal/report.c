#include "deal/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/report_parts.h"
#include "table/amount.h"

void
report_init(struct report *r, enum audience audience, const char *title, int places, const char *minus)
{
	static const char *const titles[] = {"Negotiation package", "Negotiation package", "Offer"};
	static const char *const secrecy[] = {"Confidential", "Confidential", ""};
	*r = (struct report){
		.title = title ? title : titles[audience], .secrecy = secrecy[audience], .audience = audience, .places = places, .minus = minus,
	};
}

static void
free_group(struct report_group *g)
{
	free(g->marks);
	free(g->rows);
	free(g->remarks);
}

static void
free_block(struct report_block *b)
{
	for (size_t i = 0; i < b->table.group_count; i++)
		free_group(&b->table.groups[i]);
	free(b->table.groups);
	free(b->table.columns);
	free(b->facts);
	free(b->notes);
	free(b->bridges);
}

void
report_free(struct report *r)
{
	for (size_t i = 0; i < r->count; i++) {
		for (size_t k = 0; k < r->sections[i].count; k++)
			free_block(&r->sections[i].blocks[k]);
		free(r->sections[i].blocks);
	}
	free(r->sections);
	arena_free(&r->memory);
	*r = (struct report){0};
}

/* --- blocks */

struct report_section *
report_section(struct report *r, size_t depth, const char *title, const char *subtitle, bool listed)
{
	r->sections = xgrow(r->sections, r->count, &r->cap, sizeof *r->sections);
	struct report_section *s = &r->sections[r->count++];
	*s = (struct report_section){.depth = depth, .title = title, .subtitle = subtitle, .listed = listed};
	return s;
}

struct report_block *
report_block(struct report *r, enum report_kind kind)
{
	struct report_section *s = &r->sections[r->count - 1];
	s->blocks = xgrow(s->blocks, s->count, &s->cap, sizeof *s->blocks);
	s->blocks[s->count] = (struct report_block){.kind = kind};
	return &s->blocks[s->count++];
}

void
report_fact(struct report_block *b, const char *label, const char *text)
{
	if (!*text)
		return;
	b->facts = xgrow(b->facts, b->count, &b->cap, sizeof *b->facts);
	b->facts[b->count++] = (struct report_fact){label, text};
}

void
report_note(struct report_block *b, enum severity tone, const char *mark, const char *subject, const char *text)
{
	b->notes = xgrow(b->notes, b->count, &b->cap, sizeof *b->notes);
	b->notes[b->count++] = (struct report_note){{tone, mark}, subject, text};
}

struct report_bridge *
report_bridge(struct report_block *b)
{
	b->bridges = xgrow(b->bridges, b->count, &b->cap, sizeof *b->bridges);
	b->bridges[b->count] = (struct report_bridge){0};
	return &b->bridges[b->count++];
}

void
report_column(struct report_table *t, const char *heading)
{
	t->columns = xgrow(t->columns, t->column_count, &t->column_cap, sizeof *t->columns);
	t->columns[t->column_count++] = heading;
}

struct report_group *
report_group(struct report_table *t, const char *name)
{
	t->groups = xgrow(t->groups, t->group_count, &t->group_cap, sizeof *t->groups);
	t->groups[t->group_count] = (struct report_group){.name = name, .known_as = "", .terms = ""};
	return &t->groups[t->group_count++];
}

struct report_row *
report_row(struct report *r, struct report_table *t, struct report_group *g, const char *label)
{
	g->rows = xgrow(g->rows, g->row_count, &g->row_cap, sizeof *g->rows);
	struct report_row *row = &g->rows[g->row_count++];
	*row = (struct report_row){.label = label};
	row->cells = arena_alloc(&r->memory, t->column_count * sizeof *row->cells);
	for (size_t i = 0; i < t->column_count; i++)
		row->cells[i].text = "";
	return row;
}

void
report_mark(struct report_group *g, enum severity tone, const char *text)
{
	g->marks = xgrow(g->marks, g->mark_count, &g->mark_cap, sizeof *g->marks);
	g->marks[g->mark_count++] = (struct report_mark){tone, text};
}

void
report_remark(struct report_group *g, const char *label, const char *text)
{
	if (!*text)
		return;
	g->remarks = xgrow(g->remarks, g->remark_count, &g->remark_cap, sizeof *g->remarks);
	g->remarks[g->remark_count++] = (struct report_fact){label, text};
}

/* --- figures */

const char *
report_keep(struct report *r, struct buf *b)
{
	const char *s = b->len ? arena_strndup(&r->memory, b->data, b->len) : "";
	buf_free(b);
	return s;
}

static struct report_cell
write_cell(struct report *r, struct package_value v, int places, const char *plus)
{
	struct buf b = {0};
	if (!v.given)
		return (struct report_cell){"", false};
	decimal units = decimal_round(v.value, places);
	amount_put(&b, units, places, (struct amount_signs){plus, r->minus});
	return (struct report_cell){report_keep(r, &b), units < 0};
}

struct report_cell
report_amount(struct report *r, struct package_value v, int places)
{
	return write_cell(r, v, places, "");
}

struct report_cell
report_change(struct report *r, struct package_value v, int places)
{
	return write_cell(r, v, places, "+");
}

struct package_value
report_points(struct package_value share)
{
	share.given = share.given && decimal_mul(share.value, 100 * DECIMAL_ONE, &share.value);
	return share;
}

/* units of 0.01 points */
static struct package_value
of_units(bool fits, decimal units)
{
	return (struct package_value){fits, fits ? units * decimal_power(DECIMAL_PLACES - 2) : 0};
}

struct package_value
report_growth(struct package_value from, struct package_value to)
{
	decimal change, units = 0;
	bool fits = from.given && to.given && from.value > 0 && decimal_sub(to.value, from.value, &change) &&
	    decimal_ratio(change, from.value, 4, &units);
	return of_units(fits, units);
}

struct package_value
report_difference(struct package_value a, struct package_value b)
{
	struct package_value out = {0};
	out.given = a.given && b.given && decimal_sub(a.value, b.value, &out.value);
	return out;
}

struct package_value
report_price_change(const struct package_row *item, size_t from, size_t to)
{
	const struct package_value *a = item->positions[from], *b = item->positions[to];
	struct package_value moved = {0};
	/* the old price on the new volume */
	moved.given = a[PACKAGE_VOLUME].value > 0 && b[PACKAGE_VOLUME].value > 0 && a[PACKAGE_REVENUE].given &&
	    decimal_muldiv(a[PACKAGE_REVENUE].value, b[PACKAGE_VOLUME].value, a[PACKAGE_VOLUME].value, &moved.value);
	return report_growth(moved, b[PACKAGE_REVENUE]);
}

int
report_places(struct package_value v, int least)
{
	int places = least;
	while (v.given && places < 9 && v.value % decimal_power(DECIMAL_PLACES - places) != 0)
		places++;
	return places;
}

void
report_put_short(const struct report *r, struct buf *b, decimal money)
{
	static const struct {
		int power;
		const char *unit;
	} scales[] = {{9, "bn"}, {6, "m"}, {3, "k"}, {0, ""}};
	decimal magnitude = money < 0 ? -money : money;
	size_t i = 0;
	/* what would round to 1,000.0k is 1.0m */
	while (scales[i].power > 0 && magnitude < decimal_power(DECIMAL_PLACES + scales[i].power - 5) * 99995)
		i++;
	amount_put(b, decimal_round(money / decimal_power(scales[i].power), 1), 1, (struct amount_signs){"", r->minus});
	buf_puts(b, scales[i].unit);
}

void
report_put_percent(const struct report *r, struct buf *b, decimal points, bool sign)
{
	amount_put(b, decimal_round(points, 1), 1, (struct amount_signs){sign ? "+" : "", r->minus});
	buf_puts(b, "%");
}

void
report_put_price(const struct report *r, struct buf *b, struct package_value price)
{
	int places = report_places(price, 2);
	amount_put(b, decimal_round(price.value, places), places, (struct amount_signs){"", r->minus});
}

/* --- the whole */

void
report_add_account(struct report *r, const struct package_tree *tree, const struct package_row *account,
    const struct package_walk *walk, const struct findings *findings)
{
	const struct report_source from = {tree, account, walk, findings};
	report_add_summary(r, &from);
	report_add_attention(r, &from);
	report_add_positions(r, &from, account);
	report_add_walks(r, &from);
	report_add_background(r, &from);
	for (size_t i = 0; i < account->child_count; i++)
		report_add_line(r, &from, account->children[i]);
}
