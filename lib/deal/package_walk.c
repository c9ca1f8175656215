#include "deal/package_walk.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "deal/columns.h"
#include "table/sheet.h"

/* margin-walk's own groups, so that its figures are the same: accounts are sums of their lines. */
static const char groups[] = "account,period,product_line";
enum { OF_ACCOUNT = 2 };

static bool
sees(enum audience audience, const struct sheet *sheet, const char *position, const char *suffix)
{
	char *name = column_of_position(position, suffix);
	bool sees = audience_sees_column(audience, name) && sheet_find(sheet, name) != SHEET_NONE;
	free(name);
	return sees;
}

/* Settles what is walked; false after a message. Without two positions there are no steps. */
static bool
plan(struct package_walk *w, const struct sheet *sheet, enum audience audience)
{
	static const char *const stations[] = {"current", "expected", "walkaway"};
	struct walk_survey survey = {0};
	struct buf steps = {0};
	size_t count = 0;
	walk_survey(&survey, sheet);
	for (size_t i = 0; i < sizeof stations / sizeof *stations; i++)
		if (sees(audience, sheet, stations[i], "revenue") && sees(audience, sheet, stations[i], "volume")) {
			buf_printf(&steps, "%s%s", count++ ? "," : "", stations[i]);
			w->revenue_only |= !sees(audience, sheet, stations[i], "cogs");
		}
	const struct walk_request request = {.steps = buf_str(&steps), .by = groups};
	bool ok = audience == AUDIENCE_CUSTOMER || count < 2 || walk_plan_choose(&w->plan, &request, &survey);
	buf_free(&steps);
	return ok;
}

static bool
read_sheet(struct package_walk *w, struct sheet *sheet, const char *report_currency)
{
	size_t before = diag_errors();
	currencies_init(&w->currencies, w->plan.positions, w->plan.position_count, report_currency);
	walk_table_init(&w->table, w->plan.by_count, w->plan.steps, w->plan.step_count, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	w->table.needs = (struct walk_needs){0};
	walk_reader_init(&w->reader, &w->plan, w->revenue_only, &w->currencies, &w->table);
	walk_reader_read(&w->reader, sheet);
	if (diag_errors() != before || !walk_reader_finish(&w->reader) || !currencies_settle(&w->currencies))
		return false;
	if (walk_table_rows(&w->table, WALK_BY_KEY, &w->rows, &w->row_count))
		return true;
	diag(DIAG_ERROR, "the sums of the walk are too large");
	return false;
}

bool
package_walk_read(struct package_walk *w, const char *name, const char *path, const struct dialect *dialect,
    enum audience audience, const char *report_currency)
{
	struct sheet sheet;
	*w = (struct package_walk){0};
	if (!sheet_open_as(&sheet, name, path, dialect))
		return false;
	bool ok = plan(w, &sheet, audience);
	if (ok && w->plan.step_count > 0)
		ok = read_sheet(w, &sheet, report_currency);
	sheet_close(&sheet);
	return ok;
}

void
package_walk_free(struct package_walk *w)
{
	walk_reader_free(&w->reader);
	walk_table_free(&w->table);
	currencies_free(&w->currencies);
	walk_plan_free(&w->plan);
	free(w->rows);
	*w = (struct package_walk){0};
}

const struct walk_line *
package_walk_line(const struct package_walk *w, const char *account, const char *period, size_t step)
{
	for (size_t i = 0; i < w->row_count; i++) {
		const struct walk_row *row = &w->rows[i];
		if (row->depth == OF_ACCOUNT && row->step == step &&
		    strcmp(group_cell(&w->table.groups, row->group, 0), account) == 0 &&
		    strcmp(group_cell(&w->table.groups, row->group, 1), period) == 0)
			return &row->line;
	}
	return NULL;
}
