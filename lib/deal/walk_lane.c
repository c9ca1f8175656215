#include "deal/walk_lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "deal/total_word.h"
#include "deal/walk_reader.h"
#include "table/dialect.h"
#include "table/digits.h"
#include "table/split.h"

static struct lane_number
number_of(const struct walk_lane *l, size_t column, int places)
{
	bool settled = column == SHEET_NONE || !sheet_asks_for_mark(&l->sheet->sheet, column);
	return (struct lane_number){column, settled ? places : -1};
}

/* How the numbers of all columns are to be read, as far as that is known by now. */
static void
bind_numbers(struct walk_lane *l)
{
	const struct items_sheet *s = l->sheet;
	l->per[0] = number_of(l, s->price_per, 0);
	l->per[1] = number_of(l, s->cost_per, 0);
	l->markets[0] = number_of(l, s->market, LANE_VOLUME_PLACES);
	l->markets[1] = number_of(l, s->current_market, LANE_VOLUME_PLACES);
	for (size_t i = 0; i < l->reader->plan->position_count; i++) {
		const struct position_columns *p = &s->positions[i];
		size_t cost = p->cost == SHEET_NONE && !p->is_current ? s->cost : p->cost;
		l->positions[i] = (struct lane_position){
			number_of(l, p->volume, LANE_VOLUME_PLACES), number_of(l, p->price, LANE_UNIT_PLACES),
			number_of(l, l->reader->items.revenue_only ? SHEET_NONE : cost, LANE_UNIT_PLACES), p->is_current,
		};
	}
}

/* The columns that plain rows leave empty. False where the position is never plain. */
static bool
bind_position(struct walk_lane *l, size_t i)
{
	const struct position_columns *p = &l->sheet->positions[i];
	size_t general = p->is_current ? SHEET_NONE : l->sheet->cost, cost = p->cost == SHEET_NONE ? general : p->cost;
	bool revenue_only = l->reader->items.revenue_only;
	if (p->volume == SHEET_NONE || p->price == SHEET_NONE || (cost == SHEET_NONE && !revenue_only))
		return false;
	if (p->cost != SHEET_NONE && general != SHEET_NONE) /* which of them counts is each row's matter */
		return false;
	const size_t blanks[] = {p->revenue, p->share, p->fx, p->cost_fx, revenue_only ? SHEET_NONE : p->cogs,
		revenue_only ? SHEET_NONE : p->rebate};
	for (size_t k = 0; k < sizeof blanks / sizeof *blanks; k++)
		if (blanks[k] != SHEET_NONE)
			l->blanks[l->blank_count++] = blanks[k];
	return true;
}

static void
bind_texts(struct walk_lane *l)
{
	const struct items_sheet *s = l->sheet;
	const size_t texts[] = {s->account, s->product_line, s->customer_part, s->period};
	l->texts = xcalloc(sizeof texts / sizeof *texts, sizeof *l->texts);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		bool read_by = texts[i] == SHEET_NONE;
		for (size_t k = 0; k < l->reader->plan->by_count; k++)
			read_by |= l->by[k] == texts[i];
		if (!read_by)
			l->texts[l->text_count++] = texts[i];
	}
}

bool
walk_lane_init(struct walk_lane *l, struct walk_reader *r, struct items_sheet *s, const size_t *by)
{
	const struct walk_plan *plan = r->plan;
	*l = (struct walk_lane){.reader = r, .sheet = s, .by = by};
	lane_sums_init(&l->sums, r->table);
	bool ok = s->level == SHEET_NONE && s->phase == SHEET_NONE && !plan->has_open && !r->items.forecasts && !r->items.targets &&
	    plan->position_count <= LANE_POSITIONS && plan->step_count <= LANE_POSITIONS && s->sheet.dialect->fill_count == 0;
	l->mark = s->sheet.dialect->decimal_mark ? s->sheet.dialect->decimal_mark : '.';
	l->marks = digits_repeat(l->mark);
	l->blanks = xcalloc(plan->position_count + 1, 6 * sizeof *l->blanks);
	bind_texts(l);
	for (size_t i = 0; i < plan->position_count && ok; i++)
		ok = bind_position(l, i);
	if (ok)
		bind_numbers(l);
	else
		walk_lane_free(l);
	return ok;
}

void
walk_lane_share(struct walk_lane *l, const struct walk_lane *other)
{
	bool ok = walk_lane_init(l, other->reader, other->sheet, other->by);
	if (!ok)
		abort(); /* what has a lane has two */
	l->is_open = other->is_open;
	l->cells = other->cells;
	memcpy(l->code, other->code, sizeof l->code);
	l->code_length = other->code_length;
	l->marketless = other->marketless;
}

void
walk_lane_free(struct walk_lane *l)
{
	lane_sums_free(&l->sums);
	arena_free(&l->memory);
	buf_free(&l->scratch);
	free(l->texts);
	free(l->blanks);
	free(l->groups);
	free(l->news);
	*l = (struct walk_lane){0};
}

void
walk_lane_learn(struct walk_lane *l, const struct item_row *row)
{
	struct cell code = row->currency_code;
	const struct sheet *sheet = &l->sheet->sheet;
	l->is_open = row->cost_currency == row->currency && code.n <= LANE_CODE_MOST && sheet->row.count >= sheet->count &&
	    currency_is_plain(l->reader->currencies, row->currency);
	if (!l->is_open)
		return;
	l->cells = sheet->row.count;
	if (code.n)
		memcpy(l->code, code.s, code.n);
	l->code_length = code.n;
	l->marketless = l->reader->marketless;
	bind_numbers(l);
}

/* The row at hand, and what is known of it. */
struct lane_row {
	const struct split *split;
	const uint32_t *ends;
	uint32_t start, hash;
	size_t group, key_length;
	struct cell unit;
	uint64_t markets[2];
	struct lane_figures figures[LANE_POSITIONS];
	char key[LANE_KEY_MOST + LANE_STRIDE];
};

/* False where the cell isn't as it stands. */
static inline bool
slice(const struct lane_row *r, size_t column, struct cell *c)
{
	uint32_t from = column ? r->ends[column - 1] + 1 : r->start, to = r->ends[column];
	*c = (struct cell){r->split->s + from, to - from};
	if (*c->s != '"' || c->n == 0)
		return true;
	*c = (struct cell){c->s + 1, c->n - 2};
	return !r->split->doubled || !memchr(c->s, '"', c->n);
}

/* Like 1.23E+11: see cell_id. */
static bool
may_be_destroyed(struct cell c)
{
	size_t i = 0;
	if (c.n <= 8) {
		uint64_t other = digits_load(c.s, c.n) ^ digits_repeat('E');
		return (other - digits_repeat(1)) & ~other & digits_repeat((char)0x80);
	}
	while (i < c.n && ((c.s[i] >= '0' && c.s[i] <= '9') || c.s[i] == '.' || c.s[i] == ','))
		i++;
	return i > 0 && i < c.n && c.s[i] == 'E';
}

/* With one of these as the first or last byte a text may be something to trim, an error value, or destroyed. */
enum { ODD_FIRST = 1, ODD_LAST = 2 };
static const unsigned char odd[256] = {
	[0 ... ' '] = ODD_FIRST | ODD_LAST, ['#'] = ODD_FIRST, ['0' ... '9'] = ODD_FIRST, ['.'] = ODD_FIRST, [','] = ODD_FIRST,
	[0x80 ... 0xff] = ODD_FIRST | ODD_LAST,
};

static bool
is_plain_at_second_sight(struct cell c)
{
	unsigned char first = (unsigned char)c.s[0], last = (unsigned char)c.s[c.n - 1];
	if (first <= ' ' || last <= ' ' || first == '#' || may_be_destroyed(c))
		return false;
	return (first < 0x80 || !utf8_blank(c.s, c.n)) && (last < 0x80 || !utf8_blank_behind(c.s, c.n));
}

/* Nothing to trim, surely no error value and nothing that a spreadsheet has destroyed. */
static inline bool
is_plain_text(struct cell c)
{
	if (c.n == 0)
		return true;
	if (c.n > 6 && c.s[c.n - 4] == ':') /* Err:502 */
		return false;
	unsigned found = (odd[(unsigned char)c.s[0]] & ODD_FIRST) | (odd[(unsigned char)c.s[c.n - 1]] & ODD_LAST);
	return !found || is_plain_at_second_sight(c);
}

static inline bool
read_text(const struct lane_row *r, size_t column, struct cell *c)
{
	*c = (struct cell){"", 0};
	return column == SHEET_NONE || (slice(r, column, c) && is_plain_text(*c));
}

static inline bool
is_code(const struct walk_lane *l, struct cell c)
{
	return c.n == l->code_length && (c.n == 0 || memcmp(c.s, l->code, c.n) == 0);
}

static bool
read_texts(struct walk_lane *l, struct lane_row *r)
{
	const struct items_sheet *s = l->sheet;
	struct cell c;
	for (size_t i = 0; i < l->text_count; i++)
		if (!slice(r, l->texts[i], &c) || !is_plain_text(c))
			return false;
	for (size_t i = 0; i < l->blank_count; i++)
		if (!slice(r, l->blanks[i], &c) || c.n)
			return false;
	for (size_t i = s->sheet.count; i < l->cells; i++)
		if (!slice(r, i, &c) || c.n)
			return false;
	if (!read_text(r, s->currency, &c) || !is_code(l, c) || !read_text(r, s->cost_currency, &c) || (c.n && !is_code(l, c)))
		return false;
	return read_text(r, s->unit, &r->unit) && read_text(r, s->product, &c) && c.n &&
	    total_word_in(&l->scratch, c) == TOTAL_UNSAID;
}

/* Empty is 0. `more`: places that a price per 100 has beside its own. Inline, as it is where most time goes. */
static inline __attribute__((always_inline)) bool
read_number(const struct walk_lane *l, const struct lane_row *r, struct lane_number n, int more, uint64_t *out, bool *is_given)
{
	static const uint64_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
	struct cell c;
	uint64_t mantissa;
	unsigned places;
	*out = 0;
	*is_given = false;
	if (n.column == SHEET_NONE)
		return true;
	if (!slice(r, n.column, &c))
		return false;
	if (c.n == 0)
		return true;
	*is_given = true;
	bool in_word = c.n <= 8 && c.s - r->split->s >= 8; /* with what stands before it */
	if (in_word ? !digits_parse_word(digits_load(c.s + c.n - 8, 8), c.n, l->marks, &mantissa, &places)
	            : !digits_parse(c.s, c.n, l->mark, &mantissa, &places))
		return false;
	int free = n.places - more - (int)places;
	return free >= 0 && !__builtin_mul_overflow(mantissa, power[free], out);
}

/* 10^places: 1, 10, 100. */
static bool
read_per(const struct walk_lane *l, const struct lane_row *r, struct lane_number n, int *places)
{
	uint64_t per;
	bool is_given;
	*places = 0;
	if (n.column == SHEET_NONE)
		return true;
	if (!read_number(l, r, n, 0, &per, &is_given))
		return false;
	if (!is_given)
		return true;
	for (; per >= 10 && per % 10 == 0; per /= 10)
		++*places;
	return per == 1;
}

/* From here on a quantity is too large: see cell_quantity. */
static const uint64_t quantity_limit = UINT64_C(10000000000000) * 1000000;

static bool
read_figures(struct walk_lane *l, struct lane_row *r)
{
	bool given[2];
	int more[2];
	for (size_t i = 0; i < 2; i++)
		if (!read_number(l, r, l->markets[i], 0, &r->markets[i], &given[i]) || r->markets[i] >= quantity_limit ||
		    !read_per(l, r, l->per[i], &more[i]))
			return false;
	for (size_t i = 0; i < l->reader->plan->position_count; i++) {
		const struct lane_position *p = &l->positions[i];
		struct lane_figures *f = &r->figures[i];
		bool has_volume, has_price, has_cost;
		if (!read_number(l, r, p->volume, 0, &f->volume, &has_volume) || f->volume >= quantity_limit ||
		    !read_number(l, r, p->price, more[0], &f->price, &has_price) ||
		    !read_number(l, r, p->cost, more[1], &f->cost, &has_cost))
			return false;
		if (has_volume != has_price || (has_volume && !has_cost && p->cost.column != SHEET_NONE))
			return false;
		f->market = r->markets[p->is_current];
		f->market_given = given[p->is_current];
	}
	return true;
}

static struct lane_news *
add_news(struct walk_lane *l, const struct plain *p, size_t row)
{
	l->news = xgrow(l->news, l->news_count, &l->news_cap, sizeof *l->news);
	struct lane_news *news = &l->news[l->news_count++];
	*news = (struct lane_news){.line = p->line + p->split->rows[row].lines, .number = p->number + row};
	return news;
}

/* False where the key is too long for the lane. */
static bool
read_key(const struct walk_lane *l, struct lane_row *r)
{
	size_t n = 0;
	for (size_t i = 0; i < l->reader->plan->by_count; i++) {
		struct cell c;
		if (!read_text(r, l->by[i], &c) || c.n >= LANE_KEY_MOST - n)
			return false;
		for (size_t k = 0; k < c.n; k += LANE_STRIDE) /* there is room behind what is read: see lines.h */
			memcpy(r->key + n + k, c.s + k, LANE_STRIDE);
		n += c.n;
		r->key[n++] = '\0';
	}
	r->key_length = n;
	r->hash = group_hash(&l->sums.groups, r->key, n);
	return true;
}

static bool
is_same(struct cell c, const char *s, size_t n)
{
	return c.n == n && (n <= 8 ? digits_load(c.s, n) == digits_load(s, n) : memcmp(c.s, s, n) == 0);
}

/* A unit that the group hasn't had; of those that differ from its first one, only one matters. */
static bool
is_fresh_unit(const struct lane_group *group, struct cell unit)
{
	return unit.n && !group->mixed && (!group->unit || !is_same(unit, group->unit, group->unit_length));
}

static bool
is_marketless(const struct walk_lane *l, const struct lane_row *r)
{
	for (size_t i = 0; i < l->sums.step_count; i++) {
		const struct lane_figures *from = &r->figures[l->sums.steps[i].from], *to = &r->figures[l->sums.steps[i].to];
		if (from->volume && to->volume && (!from->market_given || !to->market_given))
			return true;
	}
	return false;
}

static void
note_news(struct walk_lane *l, const struct lane_row *r, const struct plain *p, size_t row)
{
	struct lane_group *group = &l->groups[r->group];
	bool unit = is_fresh_unit(group, r->unit), marketless = !l->marketless && is_marketless(l, r);
	if (group->known && !unit && !marketless)
		return;
	group->known = true;
	struct lane_news *news = add_news(l, p, row);
	news->group = r->group;
	news->marketless = marketless;
	l->marketless |= marketless;
	if (!unit)
		return;
	news->unit = arena_strndup(&l->memory, r->unit.s, r->unit.n);
	news->unit_length = r->unit.n;
	group->mixed = group->unit;
	if (!group->unit) {
		group->unit = news->unit;
		group->unit_length = news->unit_length;
	}
}

static void
add_columns(struct walk_lane *l, const struct lane_row *r)
{
	for (size_t i = 0; i < l->reader->plan->position_count; i++) {
		const struct lane_figures *f = &r->figures[i];
		l->volume_sums[i] += f->volume;
		l->market_seen |= f->market_given;
	}
	l->market_sums[0] += r->markets[0];
	l->market_sums[1] += r->markets[1];
}

/* False where the row isn't plain. */
static bool
read_row(struct walk_lane *l, const struct split *split, size_t row, struct lane_row *r)
{
	r->split = split;
	r->ends = split->ends + split->rows[row].cells;
	r->start = split->rows[row].start;
	return split_count(split, row) == l->cells && read_texts(l, r) && read_figures(l, r) && read_key(l, r) &&
	    lane_sums_fit(&l->sums, r->figures, l->reader->plan->position_count);
}

static void
take_row(struct walk_lane *l, const struct plain *p, size_t row, struct lane_row *r)
{
	r->group = lane_sums_group(&l->sums, r->hash, r->key, r->key_length);
	if (r->group >= l->group_count) {
		l->groups = xgrow(l->groups, l->group_count, &l->group_cap, sizeof *l->groups);
		l->groups[l->group_count++] = (struct lane_group){0};
	}
	note_news(l, r, p, row);
	lane_sums_add(&l->sums, r->group, r->figures);
	add_columns(l, r);
}

size_t
walk_lane_rows(struct walk_lane *l, const struct plain *p, size_t from)
{
	struct lane_row rows[LANE_BATCH];
	size_t row = from, count = LANE_BATCH;
	while (l->is_open && count == LANE_BATCH) {
		for (count = 0; count < LANE_BATCH && row + count < p->split->row_count; count++)
			if (!read_row(l, p->split, row + count, &rows[count]))
				break;
		for (size_t i = 0; i < count; i++)
			lane_sums_expect(&l->sums, rows[i].hash);
		for (size_t i = 0; i < count; i++)
			take_row(l, p, row + i, &rows[i]);
		row += count;
	}
	return row;
}

static void
tell(struct walk_lane *l, const struct lane_news *news, uintmax_t line, uintmax_t number)
{
	size_t *group = &l->sums.numbers[news->group];
	struct place where = {.file = l->sheet->sheet.name, .line = line + news->line, .record = number + news->number};
	if (*group == SIZE_MAX) {
		const struct group_entry *key = &l->sums.groups.entries[news->group];
		*group = walk_table_group(l->reader->table, key->key, key->n);
	}
	if (news->unit)
		walk_reader_note_unit(l->reader, *group, (struct cell){news->unit, news->unit_length}, where);
	if (news->marketless)
		walk_reader_note_marketless(l->reader, where);
}

/* Volumes of the lane as decimals. */
static void
pass_column(struct walk_lane *l, size_t column, unsigned __int128 *sum)
{
	if (*sum)
		totals_pass(&l->sheet->totals, column, (decimal)*sum * decimal_power(DECIMAL_PLACES - LANE_VOLUME_PLACES));
	*sum = 0;
}

void
walk_lane_settle(struct walk_lane *l, uintmax_t line, uintmax_t number)
{
	for (size_t i = 0; i < l->news_count; i++)
		tell(l, &l->news[i], line, number);
	l->news_count = 0;
	for (size_t i = 0; i < l->reader->plan->position_count; i++)
		pass_column(l, l->positions[i].volume.column, &l->volume_sums[i]);
	for (size_t i = 0; i < 2; i++)
		pass_column(l, l->markets[i].column, &l->market_sums[i]);
	l->reader->market_seen |= l->market_seen;
}

void
walk_lane_finish(struct walk_lane *l)
{
	if (!lane_sums_move(&l->sums, l->reader->table))
		diag(DIAG_ERROR, "the sums of a group are too large");
}
