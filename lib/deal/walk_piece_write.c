#include "deal/walk_piece.h"

#include <string.h>

#include "base/output.h"
#include "deal/walk_piece_format.h"
#include "table/csvout.h"

struct writer {
	struct csvout csv;
	struct buf plan[PIECE_KIND];
	struct buf scratch;
};

/* A name in one line: \ n r behind a backslash. */
static void
put_name(struct writer *w, const char *s)
{
	w->scratch.len = 0;
	for (; *s; s++)
		if (*s == '\\' || *s == '\n' || *s == '\r') {
			buf_putc(&w->scratch, '\\');
			buf_putc(&w->scratch, *s == '\n' ? 'n' : *s == '\r' ? 'r' : '\\');
		} else {
			buf_putc(&w->scratch, *s);
		}
	csvout_text(&w->csv, w->scratch.data ? w->scratch.data : "", w->scratch.len);
}

static void
begin(struct writer *w, const char *kind)
{
	for (size_t i = 0; i < PIECE_KIND; i++)
		csvout_text(&w->csv, w->plan[i].data, w->plan[i].len);
	csvout_str(&w->csv, kind);
}

static void
put_count(struct writer *w, size_t n)
{
	csvout_units(&w->csv, (decimal)n, 0);
}

static void
put_place(struct writer *w, bool noted, const struct place *where)
{
	put_count(w, noted);
	put_name(w, noted ? where->file : "");
	put_count(w, noted ? (size_t)where->line : 0);
}

/* The cells of a key, the number of which is known. */
static void
put_key(struct writer *w, const struct group *keys, size_t number, size_t cells)
{
	for (size_t i = 0; i < cells; i++)
		put_name(w, group_cell(keys, number, i));
}

static void
write_groups(struct writer *w, const struct walk_table *t, struct output *output)
{
	for (size_t g = 0; g < t->groups.count; g++)
		for (size_t step = 0; step < t->step_count; step++) {
			struct walk_sums sums = t->sums[g * t->step_count + step];
			begin(w, "group");
			put_key(w, &t->groups, g, t->by_count);
			put_name(w, t->units[g].first ? t->units[g].first : "");
			put_count(w, step);
			for (size_t i = 0; i < WALK_COUNTS; i++)
				put_count(w, walk_sums_counts(&sums)[i]);
			for (size_t i = 0; i < WALK_DECIMALS; i++)
				csvout_units(&w->csv, walk_sums_decimals(&sums)[i], 0);
			csvout_end(&w->csv);
			output_drain(output);
		}
}

static void
write_items(struct writer *w, const struct walk_reader *r, struct output *output)
{
	const struct blend *b = &r->phases;
	for (size_t n = 0; n < b->keys.count; n++) {
		const struct blended *item = &b->items[n];
		begin(w, "item");
		put_key(w, &b->keys, n, r->plan->by_count + PIECE_IDENTITY);
		put_place(w, true, &item->first);
		put_name(w, r->currencies->list[item->currency].code);
		put_name(w, r->currencies->list[item->cost_currency].code);
		csvout_units(&w->csv, item->price_per, 0);
		csvout_units(&w->csv, item->cost_per, 0);
		for (size_t p = 0; p < r->plan->position_count; p++) {
			struct figures f = item->figures[p];
			size_t flags = 0;
			for (size_t i = 0; i < PIECE_FIGURES; i++)
				csvout_units(&w->csv, *piece_figure(&f, i), 0);
			for (size_t i = 0; i < PIECE_FLAGS; i++)
				flags |= (size_t)*piece_flag(&f, i) << i;
			put_count(w, flags);
		}
		csvout_end(&w->csv);
		output_drain(output);
	}
}

static void
write_currencies(struct writer *w, const struct currencies *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct currency *cur = &c->list[i];
		if (!cur->first.file)
			continue;
		begin(w, "currency");
		put_name(w, cur->code);
		put_place(w, true, &cur->first);
		put_place(w, cur->lacks_rate, &cur->lacking);
		put_name(w, cur->lacks_rate ? cur->lacking_rate : "");
		put_place(w, cur->other_rate, &cur->other);
		put_place(w, cur->own_rate, &cur->own);
		csvout_end(&w->csv);
	}
}

bool
walk_piece_write(const struct walk_reader *r, struct output *output)
{
	struct writer w = {0};
	if (r->whole.keys.count || r->phased.count) {
		diag(DIAG_ERROR, "--partial can't tell a package's phases apart from its items: give it the items sheets");
		return false;
	}
	csvout_start(&w.csv, &output->buf, ',', false);
	piece_put_plan(w.plan, r->plan, r->items.revenue_only);
	begin(&w, "walk");
	csvout_end(&w.csv);
	write_currencies(&w, r->currencies);
	write_groups(&w, r->table, output);
	write_items(&w, r, output);
	for (size_t i = 0; i < PIECE_KIND; i++)
		buf_free(&w.plan[i]);
	buf_free(&w.scratch);
	return true;
}
