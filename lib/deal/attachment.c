#include "deal/attachment.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/package.h"
#include "deal/totals.h"

struct attached_row {
	struct place where;
	struct cell account, period, line;
	const unsigned char *kept; /* packed */
};

static bool
keep_row(struct attachment *a, struct sheet *sheet, const size_t *keys, struct buf *kept, struct arena *memory)
{
	struct cell cells[3];
	bool ok = true;
	for (size_t i = 0; i < 3; i++) {
		ok &= cell_text(sheet, keys[i], &cells[i]) != CELL_BAD;
		cells[i].s = arena_strndup(memory, cells[i].s, cells[i].n);
	}
	kept->len = 0;
	if (!kept_put(&a->kept, sheet, (struct cell){"", 0}, (struct cell){"", 0}, kept) || !ok)
		return false;
	a->rows = xgrow(a->rows, a->count, &a->cap, sizeof *a->rows);
	a->rows[a->count++] = (struct attached_row){sheet_place(sheet, SHEET_NONE), cells[0], cells[1], cells[2],
		arena_copy(memory, kept->data, kept->len, 1)};
	return true;
}

static void
keep_rows(struct attachment *a, struct sheet *sheet, const size_t *keys, struct arena *memory)
{
	struct totals totals;
	struct buf kept = {0};
	bool *carried = xcalloc(sheet->count, sizeof *carried);
	for (size_t i = 0; i < 3; i++)
		if (keys[i] != SHEET_NONE)
			carried[keys[i]] = true;
	kept_bind(&a->kept, sheet, a->role, carried);
	free(carried);
	totals_init(&totals, sheet, a->about_lines ? keys[2] : keys[0]);
	const size_t added[] = {sheet_find(sheet, "target_revenue"), sheet_find(sheet, "target_margin")};
	for (size_t i = 0; i < 2; i++)
		totals_column(&totals, added[i]);
	while (sheet_next(sheet)) {
		struct number ignored;
		if (a->about_lines && totals_is_total(&totals)) {
			totals_leave_out(&totals, false);
			continue;
		}
		bool is_kept = keep_row(a, sheet, keys, &kept, memory);
		for (size_t i = 0; i < 2 && a->about_lines && is_kept; i++)
			totals_read(&totals, added[i], (struct cell){"", 0}, &ignored);
	}
	buf_free(&kept);
	totals_free(&totals);
}

bool
attachment_read(struct attachment *a, struct arena *memory)
{
	size_t before = diag_errors();
	struct sheet sheet;
	if (!a->file)
		return true;
	if (!sheet_open(&sheet, a->file, &a->dialect))
		return false;
	const size_t keys[] = {sheet_find(&sheet, "account"), sheet_find(&sheet, "period"),
		a->about_lines ? sheet_find(&sheet, "product_line") : SHEET_NONE};
	a->has_period = keys[1] != SHEET_NONE;
	if (keys[0] == SHEET_NONE || (a->about_lines && keys[2] == SHEET_NONE))
		sheet_report_missing(&sheet, keys[0] != SHEET_NONE ? "product_line"
		    : a->about_lines && keys[2] == SHEET_NONE ? "account, product_line" : "account");
	if (diag_errors() == before)
		keep_rows(a, &sheet, keys, memory);
	kept_settle(&a->kept);
	sheet_finish(&sheet);
	sheet_close(&sheet);
	return diag_errors() == before;
}

static struct kept_cells
open_cells(const struct attachment *a, const struct attached_row *row, struct package *p)
{
	struct kept_cells own = {&a->kept, arena_alloc(&p->memory, a->kept.count * sizeof *own.cells)};
	bool has_dates = false;
	for (size_t i = 0; i < a->kept.count; i++)
		has_dates |= a->kept.list[i].format != 0;
	kept_open(&a->kept, row->kept, own.cells, has_dates ? arena_alloc(&p->memory, a->kept.count * KEPT_DATE) : NULL);
	return own;
}

bool
attachment_attach(const struct attachment *a, struct package *p)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct attached_row *row = &a->rows[i];
		if (!package_attach(p, row->account, a->has_period ? &row->period : NULL, a->about_lines ? &row->line : NULL,
			open_cells(a, row, p), row->where))
			return false;
	}
	if (a->file)
		package_report_unattached(p, a->about_lines ? PACKAGE_LINE : PACKAGE_ACCOUNT, a->role);
	return true;
}

void
attachment_free(struct attachment *a)
{
	kept_free(&a->kept);
	free(a->rows);
	a->rows = NULL;
}
