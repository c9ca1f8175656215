#include "deal/walk_rows.h"

#include <stdlib.h>

#include "base/xalloc.h"
#include "deal/walk_crew.h"
#include "deal/walk_reader.h"
#include "table/split.h"

enum { SMALL = 1024 * 1024 }; /* bytes: a sheet of less is read before a thread has begun */

void
walk_rows_init(struct walk_rows *w, struct walk_reader *r, struct items_sheet *s, const size_t *by)
{
	*w = (struct walk_rows){.reader = r, .sheet = s, .by = by};
	w->row.figures = xcalloc(r->plan->position_count, sizeof *w->row.figures);
	w->has_lane = walk_lane_init(&w->lane, r, s, by);
	r->lane = w->has_lane ? &w->lane : NULL;
}

void
walk_rows_free(struct walk_rows *w)
{
	w->reader->lane = NULL;
	if (w->has_lane)
		walk_lane_free(&w->lane);
	buf_free(&w->key);
	buf_free(&w->text);
	free(w->cells);
	free(w->row.figures);
}

/* The reader sees what it would have seen if it had read all rows before. */
static void
take_record(struct walk_rows *w, const struct record *record)
{
	struct walk_lane *lane = w->reader->lane;
	if (lane)
		walk_lane_settle(lane, 0, 0);
	if (!sheet_take(&w->sheet->sheet, record) || !items_take(w->sheet, &w->row))
		return;
	walk_reader_add(w->reader, w->sheet, &w->row, w->by, &w->key);
	if (lane)
		walk_lane_learn(lane, &w->row);
}

void
walk_rows_take(struct walk_rows *w, const struct plain *p, size_t from)
{
	const struct split *split = p->split;
	for (size_t i = from; i < split->row_count; i++) {
		if (w->reader->lane && !w->reader->careful && (i = walk_lane_rows(w->reader->lane, p, i)) == split->row_count)
			return;
		size_t count = split_count(split, i);
		if (count > w->cell_cap) {
			w->cells = xrealloc(w->cells, count, sizeof *w->cells);
			w->cell_cap = count;
		}
		split_cells(split, i, w->cells, &w->text);
		take_record(w, &(struct record){w->cells, count, p->line + split->rows[i].lines, p->number + i});
	}
}

enum csvin_result
walk_rows_step(struct walk_rows *w, struct csvin *in)
{
	struct walk_lane *lane = w->reader->lane;
	struct plain plain;
	struct record record;
	if (lane && lane->news_count) /* before csvin says what is wrong further down */
		walk_lane_settle(lane, 0, 0);
	if (csvin_plain(in, &plain)) {
		w->bytes += plain.split->rows[plain.split->row_count].start;
		walk_rows_take(w, &plain, 0);
		return CSVIN_RECORD;
	}
	enum csvin_result result = csvin_next(in, &record);
	if (result == CSVIN_RECORD)
		take_record(w, &record);
	return result;
}

/* Threads that were asked for start at once; others where they are worth it. */
static bool
is_for_threads(const struct walk_rows *w)
{
	bool enough = w->reader->threads ? w->reader->threads > 1 : w->bytes > SMALL;
	return enough && w->has_lane && w->lane.columns.are_open && !w->reader->careful;
}

void
walk_rows_read(struct walk_rows *w)
{
	struct csvin *in = w->sheet->sheet.in;
	while (!is_for_threads(w))
		if (walk_rows_step(w, in) != CSVIN_RECORD) {
			if (w->has_lane) {
				walk_lane_settle(&w->lane, 0, 0);
				walk_lane_finish(&w->lane);
			}
			return;
		}
	walk_crew_read(w, w->reader->threads);
}
