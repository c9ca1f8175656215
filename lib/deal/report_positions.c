/* What an account or a line comes to in each position. */
#include "base/buf.h"
#include "deal/report_parts.h"

const char *
report_position_name(const struct report *r, size_t position)
{
	static const char *const names[PACKAGE_POSITIONS] = {"Current", "Initial", "Expected", "Walk-away"};
	return r->audience == AUDIENCE_CUSTOMER && position == INITIAL ? "Offer" : names[position];
}

bool
report_is_decided(const struct report *r, size_t position)
{
	return position == (r->audience == AUDIENCE_CUSTOMER ? INITIAL : EXPECTED);
}

struct aspect {
	const char *heading;
	enum package_measure measure;
	enum { MONEY, POINTS, SHARE, GROWTH } kind;
	enum package_figure target;
};

static const struct aspect aspects[] = {
	{"Revenue", PACKAGE_REVENUE, MONEY, FIGURE_TARGET_REVENUE},
	{"Revenue change %", PACKAGE_REVENUE, GROWTH, PACKAGE_FIGURES},
	{"Margin", PACKAGE_MARGIN, MONEY, FIGURE_TARGET_MARGIN},
	{"Margin change %", PACKAGE_MARGIN, GROWTH, PACKAGE_FIGURES},
	{"Margin %", PACKAGE_MARGIN_PCT, POINTS, FIGURE_TARGET_MARGIN_PCT},
	{"Share %", PACKAGE_SHARE, SHARE, FIGURE_TARGET_SHARE},
	{"Value share %", PACKAGE_VALUE_SHARE, SHARE, PACKAGE_FIGURES},
};
enum { ASPECTS = sizeof aspects / sizeof *aspects };

static struct package_value
value_of(const struct aspect *a, const struct package_row *of, size_t position)
{
	struct package_value v = of->positions[position][a->measure], none = {0};
	if (a->kind == GROWTH)
		return position == CURRENT ? none : report_growth(of->positions[CURRENT][a->measure], v);
	return a->kind == SHARE ? report_points(v) : v;
}

static struct package_value
target_of(const struct aspect *a, const struct package_row *of)
{
	struct package_value none = {0};
	if (a->target == PACKAGE_FIGURES)
		return none;
	return a->kind == SHARE ? report_points(of->figures[a->target]) : of->figures[a->target];
}

static bool
has_targets(const struct package_row *of)
{
	bool has = false;
	for (size_t i = 0; i < ASPECTS; i++)
		has |= target_of(&aspects[i], of).given;
	return has;
}

static int
places_of(const struct report *r, const struct aspect *a)
{
	return a->kind == MONEY ? r->places : 2;
}

static void
add_objectives(struct report *r, struct report_table *t, struct report_group *g, const struct aspect *const *used,
    const struct package_row *of)
{
	struct report_row *row = report_row(r, t, g, "Objective");
	for (size_t i = 0; i < t->column_count; i++)
		row->cells[i] = report_amount(r, target_of(used[i], of), places_of(r, used[i]));
	row = report_row(r, t, g, "Expected less objective");
	for (size_t i = 0; i < t->column_count; i++) {
		struct package_value target = target_of(used[i], of);
		row->cells[i] = report_change(r, report_difference(value_of(used[i], of, EXPECTED), target), places_of(r, used[i]));
	}
}

static const char *
caption(struct report *r, const struct package_row *of)
{
	struct buf b = {0};
	buf_printf(&b, "%s by position", *of->texts[TEXT_PRODUCT_LINE] ? of->texts[TEXT_PRODUCT_LINE] : of->texts[TEXT_ACCOUNT]);
	if (*of->texts[TEXT_CURRENCY])
		buf_printf(&b, ", in %s", of->texts[TEXT_CURRENCY]);
	return report_keep(r, &b);
}

/* Positions without figures of their own (the customer isn't shown what rates make of them) have no row. */
static bool
has_position(const struct package_row *of, size_t position)
{
	return of->positions[position][PACKAGE_REVENUE].given || of->positions[position][PACKAGE_MARGIN].given;
}

void
report_add_positions(struct report *r, const struct report_source *from, const struct package_row *of)
{
	const struct aspect *used[ASPECTS];
	bool any = false;
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		any |= has_position(of, p);
	if (!any)
		return;
	if (of->level == PACKAGE_ACCOUNT)
		report_section(r, 2, "Positions", "", false);
	struct report_table *t = &report_block(r, REPORT_TABLE)->table;
	t->caption = caption(r, of);
	t->row_heading = "Position";
	for (size_t i = 0; i < ASPECTS; i++)
		if (from->tree->has_measure[aspects[i].measure]) {
			used[t->column_count] = &aspects[i];
			report_column(t, aspects[i].heading);
		}
	struct report_group *g = report_group(t, NULL);
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++) {
		if (!has_position(of, p))
			continue;
		struct report_row *row = report_row(r, t, g, report_position_name(r, p));
		row->strong = report_is_decided(r, p);
		for (size_t i = 0; i < t->column_count; i++)
			row->cells[i] = (used[i]->kind == GROWTH ? report_change : report_amount)(r, value_of(used[i], of, p), places_of(r, used[i]));
	}
	if (has_targets(of))
		add_objectives(r, t, g, used, of);
}
