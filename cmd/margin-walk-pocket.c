/* margin-walk --waterfall: the prices of one position from list to pocket. */
#include "base/diag.h"
#include "deal/pocket.h"
#include "margin-walk.h"
#include "table/group_tree.h"

/* Money as printed, half up; the steps of a waterfall are sums, and each is rounded for itself. */
static void
put_pocket(const struct margin_walk *w, const struct pocket_line *line, struct rows *rows)
{
	const decimal *of = line->sums.of;
	const decimal money[] = {of[POCKET_LIST], of[POCKET_DISCOUNT], of[POCKET_ALLOWANCE], line->invoice, of[POCKET_REBATE],
		of[POCKET_FREIGHT], of[POCKET_TERMS], line->pocket, of[POCKET_COGS], of[POCKET_INCENTIVE], line->margin};
	for (size_t i = 0; i < sizeof money / sizeof *money; i++)
		rows_units(rows, decimal_round(money[i], w->options.places), w->options.places);
	rows_percent(rows, line->margin, line->pocket);
	rows_units(rows, decimal_round(line->leakage, w->options.places), w->options.places);
}

static void
put_pockets(const struct margin_walk *w, const struct pocket_table *t, const struct group_tree *tree, struct rows *rows)
{
	static const char *const names[] = {"list", "discount", "allowance", "invoice", "rebate", "freight", "terms", "pocket",
		"cogs", "incentive", "margin", "margin_pct", "leakage"};
	rows_heading(rows, "level", false);
	for (size_t i = 0; i < w->plan.by_count; i++)
		rows_heading(rows, w->plan.by[i], false);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		rows_heading(rows, names[i], true);
	for (size_t i = 0; i < tree->count; i++) {
		const struct group_node *node = &tree->nodes[i];
		struct pocket_line line;
		if (!pocket_line(t, node->groups, node->count, &line))
			diag(DIAG_ERROR, "the sums are too large");
		rows_text(rows, node->depth ? w->plan.by[node->depth - 1] : "total");
		for (size_t c = 0; c < w->plan.by_count; c++)
			rows_text(rows, c < node->depth ? group_cell(&t->groups, node->groups[0], c) : "");
		put_pocket(w, &line, rows);
	}
}

/* Says which of the finest groups cost more than they bring; that is a finding. */
static void
report_negative_pockets(const struct margin_walk *w, const struct pocket_table *t, const struct group_tree *tree)
{
	for (size_t i = 0; i < tree->count; i++) {
		const struct group_node *node = &tree->nodes[i];
		struct pocket_line line;
		if (node->depth < w->plan.by_count || !pocket_line(t, node->groups, node->count, &line) || line.margin >= 0)
			continue;
		struct buf name = {0};
		for (size_t c = 0; c < w->plan.by_count; c++)
			buf_printf(&name, "%s%s", c ? ", " : "", group_cell(&t->groups, node->groups[0], c));
		diag_finding("negative pocket margin: %s", *buf_str(&name) ? diag_shown(name.data) : "total");
		buf_free(&name);
	}
}

void
run_waterfall(struct margin_walk *w, struct sheet *open, const struct walk_survey *survey)
{
	struct pocket_table table = {0};
	struct group_tree tree = {0};
	struct output output;
	struct rows rows;
	bool ok = walk_plan_choose_by(&w->plan, &w->request, survey);
	for (size_t i = 0; ok && i < w->options.file_count; i++)
		if (open[i].in || sheet_open(&open[i], w->options.files[i], &w->dialect))
			pocket_read(&table, &w->plan, w->waterfall, &open[i]);
	if (ok && !diag_failed() && group_tree_build(&tree, &table.groups, w->plan.by_count, NULL, NULL) &&
	    output_open(&output, w->options.output)) {
		rows_start(&rows, &output.buf, w->format == JSON ? ROWS_JSON : w->format == TEXT ? ROWS_TABLE : ROWS_CSV,
		    w->options.output_delimiter, w->options.excel, terminal_width());
		put_pockets(w, &table, &tree, &rows);
		rows_finish(&rows);
		rows_free(&rows);
		if (diag_failed())
			output_abandon(&output);
		else if (output_close(&output))
			report_negative_pockets(w, &table, &tree);
	}
	group_tree_free(&tree);
	pocket_free(&table);
}
