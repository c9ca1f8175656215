#include "deal/walk_piece.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/walk_piece_format.h"

bool
walk_piece_is(const struct sheet *sheet)
{
	return strcmp(sheet->columns[0].heading, WALK_PIECE_TAG) == 0;
}

/* A record's cells, taken one after the other; one that is missing or no figure spoils it. */
struct record_reader {
	const struct cell *cells;
	size_t count, at;
	bool bad;
	struct arena *memory;
};

/* Blanks behind the last cell are a streaming job's (a tab where it finds no value); none of ours ends in one. */
static struct cell
take(struct record_reader *in)
{
	if (in->at < in->count) {
		struct cell c = in->cells[in->at++];
		while (in->at == in->count && c.n && (c.s[c.n - 1] == '\t' || c.s[c.n - 1] == ' '))
			c.n--;
		return c;
	}
	in->bad = true;
	return (struct cell){"", 0};
}

static const char *
take_name(struct record_reader *in)
{
	struct cell c = take(in);
	char *name = arena_strndup(in->memory, c.s, c.n), *to = name;
	for (const char *s = name; *s; s++)
		if (s[0] == '\\' && s[1])
			*to++ = *++s == 'n' ? '\n' : *s == 'r' ? '\r' : *s;
		else
			*to++ = *s;
	*to = '\0';
	return name;
}

static decimal
take_integer(struct record_reader *in)
{
	struct cell c = take(in);
	bool negative = c.n && c.s[0] == '-';
	decimal value = 0;
	in->bad |= c.n == negative;
	for (size_t i = negative; i < c.n; i++)
		in->bad |= c.s[i] < '0' || c.s[i] > '9' || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, c.s[i] - '0', &value); /* below zero there is room for one more */
	in->bad |= !negative && value < -(decimal)(((unsigned __int128)1 << 127) - 1);
	return negative || in->bad ? value : -value;
}

static size_t
take_count(struct record_reader *in)
{
	decimal n = take_integer(in);
	in->bad |= n < 0 || n > (decimal)SIZE_MAX;
	return in->bad ? 0 : (size_t)n;
}

static bool
take_place(struct record_reader *in, struct place *where)
{
	bool noted = take_count(in);
	*where = (struct place){.file = take_name(in)};
	where->line = take_count(in);
	return noted;
}

static void
take_key(struct record_reader *in, size_t cells, struct buf *key)
{
	for (size_t i = 0; i < cells; i++) {
		const char *name = take_name(in);
		key_add(key, name, strlen(name));
	}
}

static void
read_group(struct walk_reader *r, struct record_reader *in, struct buf *key, const struct place *where)
{
	take_key(in, r->plan->by_count, key);
	const char *unit = take_name(in), *other;
	size_t step = take_count(in);
	struct walk_sums sums = {0};
	for (size_t i = 0; i < WALK_COUNTS; i++)
		walk_sums_counts(&sums)[i] = take_count(in);
	for (size_t i = 0; i < WALK_DECIMALS; i++)
		walk_sums_decimals(&sums)[i] = take_integer(in);
	in->bad |= step >= r->plan->step_count || in->at != in->count;
	if (in->bad)
		return;
	size_t group = walk_table_group(r->table, key->data, key->len);
	if (*unit && !walk_table_unit(r->table, group, unit, strlen(unit), &other))
		diag_at(where, DIAG_WARNING, "a group has items in %s and in %s, and their volumes are added up", diag_shown(unit),
		    diag_shown(other));
	if (!walk_merge(&r->table->sums[group * r->plan->step_count + step], &sums))
		diag_at(where, DIAG_ERROR, "the sums of this group are too large");
}

static struct cell
cell_of(const char *s)
{
	return (struct cell){s, strlen(s)};
}

static void
read_item(struct walk_reader *r, struct record_reader *in, struct buf *key)
{
	size_t positions = r->plan->position_count;
	struct item_row row = {.figures = xcalloc(positions, sizeof *row.figures)};
	take_key(in, r->plan->by_count, key);
	size_t by_length = key->len;
	take_key(in, PIECE_IDENTITY, key);
	take_place(in, &row.where);
	const char *code = take_name(in), *cost_code = take_name(in);
	row.price_per = take_integer(in);
	row.cost_per = take_integer(in);
	for (size_t p = 0; p < positions; p++) {
		struct figures *f = &row.figures[p];
		for (size_t i = 0; i < PIECE_FIGURES; i++)
			*piece_figure(f, i) = take_integer(in);
		size_t flags = take_count(in);
		for (size_t i = 0; i < PIECE_FLAGS; i++)
			*piece_flag(f, i) = flags >> i & 1;
	}
	in->bad |= in->at != in->count;
	if (!in->bad) {
		row.currency = currency_number(r->currencies, cell_of(code), row.where);
		row.cost_currency = currency_number(r->currencies, cell_of(cost_code), row.where);
		blend_add(&r->phases, key, &row, walk_table_group(r->table, key->data, by_length));
	}
	free(row.figures);
}

static void
read_currency(struct walk_reader *r, struct record_reader *in)
{
	struct place first, lacking, other, own;
	const char *code = take_name(in);
	take_place(in, &first);
	bool lacks = take_place(in, &lacking);
	const char *rate = take_name(in);
	bool has_other = take_place(in, &other), has_own = take_place(in, &own);
	in->bad |= in->at != in->count;
	if (in->bad)
		return;
	size_t number = currency_number(r->currencies, cell_of(code), first);
	currency_seen(r->currencies, number, lacks ? &lacking : NULL, rate, has_other ? &other : NULL, has_own ? &own : NULL);
}

static bool
read_record(struct walk_reader *r, const struct buf plan[PIECE_KIND], const struct cell *cells, size_t count, struct buf *key,
    const struct place *where)
{
	struct record_reader in = {cells, count, PIECE_KIND, count < PIECE_BODY, &r->memory};
	size_t plan_cells = count < PIECE_KIND ? count : PIECE_KIND;
	for (size_t i = 0; i < plan_cells; i++)
		if (!cell_is(cells[i], plan[i].data)) {
			diag_at(where, DIAG_ERROR, "this piece is of another walk: its %s", (const char *const[]){"format", "positions",
				"steps", "groups (--by)", "measure", "open positions"}[i]);
			return false;
		}
	key->len = 0;
	struct cell kind = in.bad ? (struct cell){"", 0} : take(&in);
	if (cell_is(kind, "walk"))
		in.bad = count != PIECE_BODY;
	else if (cell_is(kind, "group"))
		read_group(r, &in, key, where);
	else if (cell_is(kind, "item"))
		read_item(r, &in, key);
	else if (cell_is(kind, "currency"))
		read_currency(r, &in);
	else
		in.bad = true;
	if (in.bad)
		diag_at(where, DIAG_ERROR, "not a record of a piece: it was cut or changed");
	return !in.bad;
}

void
walk_piece_read(struct walk_reader *r, struct sheet *sheet)
{
	struct buf plan[PIECE_KIND] = {0}, key = {0};
	piece_put_plan(plan, r->plan, r->items.revenue_only);
	/* What was read as headings is the first record, less what was blank at its end. */
	struct cell *first = xcalloc(sheet->count, sizeof *first);
	for (size_t i = 0; i < sheet->count; i++)
		first[i] = cell_of(sheet->columns[i].heading);
	struct place where = {.file = sheet->name, .line = sheet->heading_line};
	bool ok = read_record(r, plan, first, sheet->count, &key, &where);
	free(first);
	while (ok && csvin_next(sheet->in, &sheet->row) == CSVIN_RECORD) {
		where.line = sheet->row.line;
		ok = read_record(r, plan, sheet->row.cells, sheet->row.count, &key, &where);
	}
	sheet_close(sheet);
	for (size_t i = 0; i < PIECE_KIND; i++)
		buf_free(&plan[i]);
	buf_free(&key);
}

/* Reads "0>1 0>2". */
static bool
read_steps(struct walk_plan *p, const char *s)
{
	p->steps = xcalloc(strlen(s) + 1, sizeof *p->steps);
	while (*s) {
		char *end;
		struct walk_step *step = &p->steps[p->step_count++];
		step->from = strtoul(s, &end, 10);
		if (end == s || *end != '>')
			return false;
		s = end + 1;
		step->to = strtoul(s, &end, 10);
		if (end == s || (*end && *end != ' ') || step->from >= p->position_count || step->to >= p->position_count)
			return false;
		s = *end ? end + 1 : end;
	}
	return p->step_count > 0;
}

static bool
same_plan(const struct walk_plan *a, const struct walk_plan *b)
{
	struct buf x[PIECE_BODY] = {0}, y[PIECE_BODY] = {0};
	piece_put_plan(x, a, false);
	piece_put_plan(y, b, false);
	bool same = true;
	for (size_t i = 0; i < PIECE_KIND; i++) {
		same &= strcmp(x[i].data, y[i].data) == 0;
		buf_free(&x[i]);
		buf_free(&y[i]);
	}
	return same;
}

/* The options may repeat what the pieces were made with, but not contradict it. */
static bool
check_request(const struct walk_plan *made, const struct walk_request *request)
{
	struct buf positions = {0}, by = {0}, open = {0};
	struct walk_plan asked;
	struct walk_survey none = {0};
	size_t steps = 0; /* positions of the steps stand in front of those of --base and --open */
	for (size_t i = 0; i < made->step_count; i++)
		steps = made->steps[i].to >= steps ? made->steps[i].to + 1 : steps;
	piece_put_list(&positions, made->positions, steps);
	piece_put_list(&by, made->by, made->by_count);
	if (made->has_open)
		buf_printf(&open, "%s:%s", made->positions[made->open], made->positions[made->open_else]);
	bool based = made->step_count > 1 && made->steps[0].from == made->steps[1].from;
	struct walk_request all = {
		.steps = request->steps ? request->steps : positions.data,
		.base = request->base ? request->base : based && !request->steps ? made->positions[made->steps[0].from] : NULL,
		.by = request->by ? request->by : by.data,
		.open = request->open ? request->open : made->has_open ? buf_str(&open) : NULL,
	};
	bool said = request->steps || request->base || request->by || request->open;
	bool ok = !said || walk_plan_choose(&asked, &all, &none);
	if (said && ok && !same_plan(made, &asked)) {
		diag(DIAG_ERROR, "the pieces were made with other --steps, --base, --by or --open");
		ok = false;
	}
	if (said)
		walk_plan_free(&asked);
	buf_free(&positions);
	buf_free(&by);
	buf_free(&open);
	return ok;
}

bool
walk_piece_plan(const struct sheet *sheet, const struct walk_request *request, bool revenue_only, struct walk_plan *plan)
{
	struct place where = {.file = sheet->name, .line = sheet->heading_line};
	const char *cells[PIECE_BODY] = {0};
	*plan = (struct walk_plan){0};
	for (size_t i = 0; i < PIECE_KIND; i++)
		cells[i] = i < sheet->count ? sheet->columns[i].heading : "";
	struct walk_request made = {.steps = cells[PIECE_POSITIONS], .by = cells[PIECE_BY], .open = *cells[PIECE_OPEN] ? cells[PIECE_OPEN] : NULL};
	struct walk_survey none = {0};
	if (!walk_plan_choose(plan, &made, &none))
		return false;
	free(plan->steps);
	plan->step_count = 0;
	if (!read_steps(plan, cells[PIECE_STEPS])) {
		diag_at(&where, DIAG_ERROR, "not a record of a piece: it was cut or changed");
		return false;
	}
	if (strcmp(cells[PIECE_MEASURE], revenue_only ? "revenue" : "margin") != 0) {
		diag_at(&where, DIAG_ERROR, "this piece is of --measure=%s", cells[PIECE_MEASURE]);
		return false;
	}
	return check_request(plan, request);
}
