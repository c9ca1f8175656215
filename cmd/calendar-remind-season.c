/* The season's load, as rows or a table. */
#include "calendar-remind.h"
#include "deal/season.h"
#include "render/rows.h"

enum { WIDTH = 120 };

void
remind_put_season(const struct remind *r, struct output *to)
{
	struct season season = {0};
	struct rows rows;
	season_count(&season, &r->milestones, remind_team(r), (int)r->first_month);
	rows_start(&rows, &to->buf, r->format == REMIND_TEXT ? ROWS_TABLE : ROWS_CSV, r->options.output_delimiter, r->options.excel, WIDTH);
	rows_heading(&rows, "kind", false);
	rows_heading(&rows, "key", false);
	rows_heading(&rows, "period", false);
	rows_heading(&rows, "count", true);
	for (size_t i = 0; i < season.groups.count; i++) {
		const struct season_row *row = &season.rows[i];
		rows_text(&rows, season_kind_names[row->kind]);
		rows_text(&rows, row->key);
		rows_text(&rows, row->period);
		rows_units(&rows, (decimal)row->count, 0);
	}
	rows_finish(&rows);
	rows_free(&rows);
	season_free(&season);
}
