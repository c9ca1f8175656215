#include "deal/currency.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "table/cell.h"
#include "table/sheet.h"

void
currencies_init(struct currencies *c, char *const *positions, size_t count, const char *report)
{
	*c = (struct currencies){.positions = positions, .position_count = count, .report = report};
}

void
currencies_free(struct currencies *c)
{
	for (size_t i = 0; i < c->count; i++) {
		free(c->list[i].code);
		free(c->list[i].lacking_rate);
		free(c->list[i].rates);
		free(c->list[i].rate_given);
	}
	free(c->list);
	*c = (struct currencies){0};
}

static bool
same_code(const char *code, struct cell cell)
{
	if (strlen(code) != cell.n)
		return false;
	for (size_t i = 0; i < cell.n; i++)
		if (code[i] != toupper((unsigned char)cell.s[i]))
			return false;
	return true;
}

static size_t
find(const struct currencies *c, struct cell code)
{
	for (size_t i = 0; i < c->count; i++)
		if (same_code(c->list[i].code, code))
			return i;
	return c->count;
}

static size_t
find_or_add(struct currencies *c, struct cell code)
{
	size_t i = find(c, code);
	if (i < c->count)
		return i;
	c->list = xgrow(c->list, c->count, &c->cap, sizeof *c->list);
	struct currency *new = &c->list[c->count++];
	*new = (struct currency){.code = xstrndup(code.s, code.n)};
	for (char *s = new->code; *s; s++)
		*s = (char)toupper((unsigned char)*s);
	return i;
}

size_t
currency_number(struct currencies *c, struct cell code, struct place where)
{
	size_t i = find_or_add(c, code);
	if (!c->list[i].first.file) {
		where.column = "currency";
		c->list[i].first = where;
	}
	return i;
}

/* Keeps the first place; its column's name may not live as long. */
static void
note(bool *noted, struct place *first, struct place where)
{
	if (*noted)
		return;
	*noted = true;
	*first = where;
	first->column = NULL;
}

void
currency_given(struct currencies *c, size_t currency, size_t position, decimal rate, struct place where)
{
	struct currency *cur = &c->list[currency];
	if (rate == DECIMAL_ONE)
		note(&cur->own_rate, &cur->own, where);
	else
		note(&cur->other_rate, &cur->other, where);
	if (cur->rates && cur->rate_given[position] && cur->rates[position] != rate && !cur->differs) {
		cur->differs = true;
		diag_at(&where, DIAG_WARNING, "isn't the rate of --fx; the sheet's own counts");
	}
}

static void
note_lacking(struct currency *cur, const struct place *where, const char *rate)
{
	if (cur->lacks_rate)
		return;
	cur->lacks_rate = true;
	cur->lacking = *where;
	cur->lacking.column = "currency";
	cur->lacking_rate = xstrndup(rate, strlen(rate));
}

void
currency_seen(struct currencies *c, size_t currency, const struct place *lacking, const char *lacking_rate,
    const struct place *other, const struct place *own)
{
	struct currency *cur = &c->list[currency];
	if (lacking)
		note_lacking(cur, lacking, lacking_rate);
	if (other)
		note(&cur->other_rate, &cur->other, *other);
	if (own)
		note(&cur->own_rate, &cur->own, *own);
}

bool
currency_rate(struct currencies *c, size_t currency, size_t position, const struct place *where, const char *column,
    decimal *rate)
{
	struct currency *cur = &c->list[currency];
	*rate = DECIMAL_ONE;
	if (cur->rates && cur->rate_given[position]) {
		*rate = cur->rates[position];
		if (where)
			currency_given(c, currency, position, *rate, *where);
		return true;
	}
	if (where)
		note_lacking(cur, where, column);
	return where != NULL;
}

bool
currency_is_plain(const struct currencies *c, size_t currency)
{
	const struct currency *cur = &c->list[currency];
	for (size_t i = 0; i < c->position_count; i++) {
		bool given = cur->rates && cur->rate_given[i];
		if (given ? cur->rates[i] != DECIMAL_ONE || !cur->own_rate : !cur->lacks_rate)
			return false;
	}
	return true;
}

static bool
read_rates(struct currencies *c, struct sheet *sheet, size_t code_column, const size_t *columns)
{
	struct cell code;
	struct place where = sheet_place(sheet, code_column);
	enum given named = cell_text(sheet, code_column, &code);
	if (named != CELL_GIVEN) {
		if (named == CELL_EMPTY)
			diag_at(&where, DIAG_ERROR, "a row of rates without a currency");
		return false;
	}
	size_t number = find_or_add(c, code);
	struct currency *cur = &c->list[number];
	if (cur->rates) {
		diag_value(&where, DIAG_ERROR, code.s, code.n, "this currency stands twice");
		return false;
	}
	cur->rates = xcalloc(c->position_count, sizeof *cur->rates);
	cur->rate_given = xcalloc(c->position_count, sizeof *cur->rate_given);
	for (size_t i = 0; i < c->position_count; i++) {
		struct number n;
		enum given given = cell_number(sheet, columns[i], (struct cell){"", 0}, &n);
		if (given == CELL_GIVEN && n.value <= 0) {
			where = sheet_place(sheet, columns[i]);
			diag_at(&where, DIAG_ERROR, "a rate must be above zero");
		}
		cur->rate_given[i] = given == CELL_GIVEN;
		cur->rates[i] = n.value;
	}
	return true;
}

bool
currencies_read(struct currencies *c, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct sheet sheet;
	if (!sheet_open(&sheet, path, dialect))
		return false;
	size_t code = sheet_find(&sheet, "currency");
	size_t *columns = xcalloc(c->position_count, sizeof *columns);
	for (size_t i = 0; i < c->position_count; i++)
		columns[i] = sheet_find(&sheet, c->positions[i]);
	if (code == SHEET_NONE)
		sheet_report_missing(&sheet, "currency");
	while (code != SHEET_NONE && sheet_next(&sheet))
		read_rates(c, &sheet, code, columns);
	sheet_finish(&sheet);
	sheet_close(&sheet);
	free(columns);
	return diag_errors() == before;
}

/* The next currency with a code that some row has, from `i` on. */
static size_t
next_used(const struct currencies *c, size_t i)
{
	while (i < c->count && (!c->list[i].first.file || !c->list[i].code[0]))
		i++;
	return i;
}

static void
choose_report(struct currencies *c)
{
	size_t only = next_used(c, 0);
	bool several = next_used(c, only + 1) < c->count;
	if (only == c->count)
		c->report = ""; /* no row names one */
	else if (several || c->list[only].other_rate) /* one with a rate is converted into another */
		c->report = "USD";
	else
		c->report = c->list[only].code;
}

static void
say_lacking(const struct currencies *c, const struct currency *cur)
{
	const struct currency *differs = NULL;
	for (size_t i = next_used(c, 0); i < c->count && !differs; i = next_used(c, i + 1))
		if (&c->list[i] != cur)
			differs = &c->list[i];
	if (differs)
		diag_at(&cur->lacking, DIAG_ERROR, "%s without %s, where %s:%ju has %s: mixed currencies need rates "
		    "(--fx=FILE, or columns like %s)", diag_shown(cur->code), cur->lacking_rate, differs->first.file,
		    differs->first.line, diag_shown(differs->code), cur->lacking_rate);
	else
		diag_at(&cur->lacking, DIAG_ERROR, "%s without %s: to report in %s takes a rate (--fx=FILE, or columns like %s)",
		    diag_shown(cur->code), cur->lacking_rate, c->report, cur->lacking_rate);
}

bool
currencies_settle(struct currencies *c)
{
	bool ok = true, asked = c->report;
	if (!asked)
		choose_report(c);
	for (size_t i = 0; i < c->count; i++) {
		const struct currency *cur = &c->list[i];
		bool reported = strcasecmp(cur->code, c->report) == 0;
		if (!cur->first.file)
			continue;
		if (!cur->code[0] && c->report[0] && next_used(c, 0) < c->count)
			diag_at(&cur->first, DIAG_WARNING, "a row without a currency is taken as %s", diag_shown(c->report));
		if (reported && cur->other_rate)
			diag_at(&cur->other, DIAG_WARNING, "%s is reported, but its own rate isn't 1 (--report-currency?)",
			    *cur->code ? diag_shown(cur->code) : "a row's unnamed currency");
		if (asked && !reported && *cur->code && cur->own_rate && !cur->other_rate)
			diag_at(&cur->own, DIAG_WARNING, "%s has a rate of 1, but %s is reported (--report-currency?)",
			    diag_shown(cur->code), diag_shown(c->report));
		if (cur->lacks_rate && cur->code[0] && !reported) {
			say_lacking(c, cur);
			ok = false;
		}
	}
	return ok;
}
