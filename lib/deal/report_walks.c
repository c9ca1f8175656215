/* What moves an account's margin from one position to the next: the library's walks as bridges, and as a table. */
#include <string.h>

#include "base/buf.h"
#include "deal/package_walk.h"
#include "deal/report_parts.h"

static const char *const effect_names[WALK_EFFECTS] = {"volume", "mix", "mix across lines", "price", "cost", "rebate",
	"interaction", "currency", "new items", "lost items", "other"};

/* One step as printed, in units of the report's places. */
struct step {
	const char *names[2];
	decimal ends[2], effects[WALK_EFFECTS];
};

static const char *
position_name(const struct report *r, const struct walk_plan *plan, size_t position)
{
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		if (strcmp(package_positions[p], plan->positions[position]) == 0)
			return report_position_name(r, p);
	return plan->positions[position];
}

static void
add_bridge(struct report *r, struct report_block *b, const struct report_source *from, const struct step *s)
{
	struct report_bridge *bridge = report_bridge(b);
	struct buf title = {0};
	buf_printf(&title, "%s to %s", s->names[0], s->names[1]);
	*bridge = (struct report_bridge){
		.title = report_keep(r, &title),
		.measure = from->walk->revenue_only ? "Revenue" : "Gross margin",
		.currency = from->account->texts[TEXT_CURRENCY],
		.places = r->places,
	};
	bridge->bars[bridge->count++] = (struct report_bar){s->names[0], s->ends[0], true};
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		if (s->effects[i] != 0)
			bridge->bars[bridge->count++] = (struct report_bar){effect_names[i], s->effects[i], false};
	bridge->bars[bridge->count++] = (struct report_bar){s->names[1], s->ends[1], true};
}

static struct package_value
of_units(const struct report *r, decimal units)
{
	return (struct package_value){true, units * decimal_power(DECIMAL_PLACES - r->places)};
}

static void
add_ends(struct report *r, struct report_table *t, struct report_group *g, const struct step *steps, int end)
{
	struct report_row *row = report_row(r, t, g, end ? "to" : "from");
	row->strong = true;
	for (size_t i = 0; i < t->column_count; i++)
		row->cells[i] = report_amount(r, of_units(r, steps[i].ends[end]), r->places);
}

/* A column for each step, a row for each effect that some step has. */
static void
tabulate(struct report *r, struct report_block *b, const struct report_source *from, const struct step *steps)
{
	struct report_table *t = &b->table;
	struct buf caption = {0};
	buf_printf(&caption, "%s, step by step%s%s", from->walk->revenue_only ? "Revenue" : "Gross margin",
	    *from->account->texts[TEXT_CURRENCY] ? ", in " : "", from->account->texts[TEXT_CURRENCY]);
	t->caption = report_keep(r, &caption);
	t->row_heading = "Effect";
	for (size_t i = 0; i < b->count; i++)
		report_column(t, b->bridges[i].title);
	struct report_group *g = report_group(t, NULL);
	add_ends(r, t, g, steps, 0);
	for (size_t e = 0; e < WALK_EFFECTS; e++) {
		struct report_row *row = NULL;
		for (size_t i = 0; i < b->count; i++) {
			if (steps[i].effects[e] == 0)
				continue;
			row = row ? row : report_row(r, t, g, effect_names[e]);
			row->cells[i] = report_change(r, of_units(r, steps[i].effects[e]), r->places);
		}
	}
	add_ends(r, t, g, steps, 1);
}

void
report_add_walks(struct report *r, const struct report_source *from)
{
	struct step steps[PACKAGE_POSITIONS];
	size_t count = 0;
	for (size_t i = 0; from->walk && i < from->walk->plan.step_count; i++) {
		const struct walk_step *of = &from->walk->plan.steps[i];
		const struct walk_line *line =
		    package_walk_line(from->walk, from->account->texts[TEXT_ACCOUNT], from->account->texts[TEXT_PERIOD], i);
		struct step *s = &steps[count];
		if (!line)
			continue;
		s->names[0] = position_name(r, &from->walk->plan, of->from);
		s->names[1] = position_name(r, &from->walk->plan, of->to);
		decimal_foot(line->effects, WALK_EFFECTS, line->margin[0], line->margin[1], r->places, s->effects, &s->ends[0], &s->ends[1]);
		count++;
	}
	if (count == 0)
		return;
	report_section(r, 2, from->walk->revenue_only ? "What moves revenue" : "What moves the margin", "", false);
	struct report_block *b = report_block(r, REPORT_BRIDGES);
	for (size_t i = 0; i < count; i++)
		add_bridge(r, b, from, &steps[i]);
	tabulate(r, b, from, steps);
}
