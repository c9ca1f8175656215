#include "deal/walk_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/xalloc.h"
#include "table/sheet.h"

void
walk_survey(struct walk_survey *s, const struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const char *key = sheet->columns[i].key;
		size_t n = column_position(key);
		for (size_t p = 0; n && p < PACKAGE_POSITIONS; p++)
			s->positions[p] |= strlen(package_positions[p]) == n && strncmp(package_positions[p], key, n) == 0;
	}
	s->account |= sheet_find_alias(sheet, "account", column_aliases("account")) != SHEET_NONE;
	s->product_line |= sheet_find_alias(sheet, "product_line", column_aliases("product_line")) != SHEET_NONE;
}

/* The number of a position, which becomes one of those to be read. */
static size_t
position_number(struct walk_plan *p, const char *name, size_t n)
{
	for (size_t i = 0; i < p->position_count; i++)
		if (strlen(p->positions[i]) == n && strncmp(p->positions[i], name, n) == 0)
			return i;
	p->positions = xgrow(p->positions, p->position_count, &p->position_cap, sizeof *p->positions);
	p->positions[p->position_count] = xstrndup(name, n);
	return p->position_count++;
}

static bool
choose_positions(struct walk_plan *p, const char *asked, const struct walk_survey *s)
{
	if (!asked) {
		for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
			if (s->positions[i])
				position_number(p, package_positions[i], strlen(package_positions[i]));
		return true;
	}
	size_t count;
	char **names = option_list("--steps", asked, &count);
	for (size_t i = 0; i < count; i++)
		position_number(p, names[i], strlen(names[i]));
	free(names);
	return names;
}

static bool
choose_steps(struct walk_plan *p, const struct walk_request *request, const struct walk_survey *s)
{
	if (!choose_positions(p, request->steps, s))
		return false;
	size_t count = p->position_count;
	size_t base = request->base ? position_number(p, request->base, strlen(request->base)) : 0;
	p->steps = xcalloc(p->position_count, sizeof *p->steps);
	for (size_t i = 0; i < count; i++)
		if (request->base && i != base)
			p->steps[p->step_count++] = (struct walk_step){base, i};
		else if (!request->base && i > 0)
			p->steps[p->step_count++] = (struct walk_step){i - 1, i};
	if (p->step_count == 0)
		diag(DIAG_ERROR, request->steps ? "--steps: a walk needs two positions"
		    : "a walk needs two positions, and the sheet has fewer of current, initial, expected, walkaway (--steps)");
	return p->step_count > 0;
}

static bool
choose_open(struct walk_plan *p, const char *open)
{
	if (!open)
		return true;
	const char *colon = strchr(open, ':');
	if (!colon || colon == open || !colon[1]) {
		diag(DIAG_ERROR, "--open: two positions, A:B, not \"%s\"", open);
		return false;
	}
	p->has_open = true;
	p->open = position_number(p, open, (size_t)(colon - open));
	p->open_else = position_number(p, colon + 1, strlen(colon + 1));
	return true;
}

static bool
choose_by(struct walk_plan *p, const char *asked, const struct walk_survey *s)
{
	const char *by = asked ? asked
	    : s->account && s->product_line ? "account,product_line"
	    : s->account ? "account"
	    : s->product_line ? "product_line" : "";
	p->by_asked = asked;
	p->by = option_list("--by", by, &p->by_count);
	for (size_t i = 0; i < p->by_count; i++)
		p->by_phase |= strcmp(p->by[i], "phase") == 0;
	return p->by;
}

bool
walk_plan_choose_by(struct walk_plan *p, const struct walk_request *request, const struct walk_survey *s)
{
	*p = (struct walk_plan){0};
	return choose_by(p, request->by, s);
}

bool
walk_plan_choose(struct walk_plan *p, const struct walk_request *request, const struct walk_survey *s)
{
	*p = (struct walk_plan){0};
	return choose_by(p, request->by, s) && choose_steps(p, request, s) && choose_open(p, request->open);
}

void
walk_plan_free(struct walk_plan *p)
{
	for (size_t i = 0; i < p->position_count; i++)
		free(p->positions[i]);
	free(p->positions);
	free(p->steps);
	free(p->by);
	*p = (struct walk_plan){0};
}
