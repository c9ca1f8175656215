#include "deal/walk_piece_format.h"

#include "deal/walk_piece.h"

void
piece_put_list(struct buf *b, char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(b, "%s%s", i ? "," : "", names[i]);
	buf_str(b);
}

void
piece_put_plan(struct buf cells[PIECE_KIND], const struct walk_plan *p, bool revenue_only)
{
	buf_puts(&cells[PIECE_TAG], WALK_PIECE_TAG);
	piece_put_list(&cells[PIECE_POSITIONS], p->positions, p->position_count);
	for (size_t i = 0; i < p->step_count; i++)
		buf_printf(&cells[PIECE_STEPS], "%s%zu>%zu", i ? " " : "", p->steps[i].from, p->steps[i].to);
	piece_put_list(&cells[PIECE_BY], p->by, p->by_count);
	buf_puts(&cells[PIECE_MEASURE], revenue_only ? "revenue" : "margin");
	if (p->has_open)
		buf_printf(&cells[PIECE_OPEN], "%s:%s", p->positions[p->open], p->positions[p->open_else]);
	for (size_t i = 0; i < PIECE_KIND; i++)
		buf_str(&cells[i]);
}

decimal *
piece_figure(struct figures *f, size_t i)
{
	decimal *const all[PIECE_FIGURES] = {&f->volume, &f->revenue, &f->cogs, &f->rebate, &f->fx, &f->cost_fx, &f->market};
	return all[i];
}

bool *
piece_flag(struct figures *f, size_t i)
{
	bool *const all[PIECE_FLAGS] = {&f->given, &f->volume_given, &f->price_given, &f->cost_given, &f->share_given,
		&f->market_given, &f->fx_known, &f->cost_fx_known};
	return all[i];
}
