#include "deal/calendar_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "table/cell.h"
#include "table/datecol.h"
#include "table/dialect.h"
#include "table/sheet.h"

/* The columns of text, and where a row has them. */
static const struct text_column {
	const char *name;
	size_t offset;
	bool actions, calendar; /* on which sheet */
} texts[] = {
	{"account", offsetof(struct entry, account), true, true},
	{"period", offsetof(struct entry, period), true, true},
	{"product_line", offsetof(struct entry, product_line), true, true},
	{"owner", offsetof(struct entry, owner), true, true},
	{"email", offsetof(struct entry, email), true, true},
	{"folder", offsetof(struct entry, folder), false, true},
	{"access", offsetof(struct entry, access), false, true},
	{"date_source", offsetof(struct entry, date_source), false, true},
	{"id", offsetof(struct entry, id), true, false},
	{"milestone", offsetof(struct entry, milestone), true, false},
	{"subject", offsetof(struct entry, subject), true, false},
	{"kind", offsetof(struct entry, kind), true, false},
	{"side", offsetof(struct entry, side), true, false},
	{"promised_to", offsetof(struct entry, promised_to), true, false},
	{"start_time", offsetof(struct entry, start_time), true, false},
	{"minutes", offsetof(struct entry, minutes_text), true, false},
	{"attendees", offsetof(struct entry, attendees), true, false},
	{"leads", offsetof(struct entry, leads_text), true, true},
	{"status", offsetof(struct entry, status), true, false},
	{"decision", offsetof(struct entry, decision), true, false},
	{"note", offsetof(struct entry, note), true, true},
};

enum { TEXTS = sizeof texts / sizeof *texts };

struct date_column {
	size_t column;
	struct datecol order;
};

struct calendar_sheet {
	struct sheet sheet;
	struct calendar *calendar;
	bool actions;
	size_t texts[TEXTS];
	size_t recurrence, must_win, occurrence;
	struct date_column due, start_on, done_on;
	struct date_column *dates; /* of a calendar, by entry of the agenda; owned */
};

static bool
fail(const struct calendar_sheet *s, size_t column, const char *why)
{
	struct place where = sheet_place(&s->sheet, column);
	struct cell c = sheet_cell(&s->sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return false;
}

static const char **
text_of(struct entry *e, size_t i)
{
	return (const char **)(void *)((char *)e + texts[i].offset);
}

/* --- the columns of a sheet */

static struct date_column
bind_date(const struct calendar_sheet *s, const char *name)
{
	return (struct date_column){sheet_find(&s->sheet, name), {.asked = s->sheet.dialect->date_format}};
}

/* approval_date gives the approval, premeeting_date the pre-meeting: any milestone of the agenda may have such a column. */
static void
bind_dates(struct calendar_sheet *s)
{
	const struct agenda *agenda = s->calendar->agenda;
	s->dates = xcalloc(agenda->count + 1, sizeof *s->dates);
	bool any = false;
	for (size_t i = 0; i < agenda->count; i++) {
		struct buf name = {0};
		buf_printf(&name, "%s_date", agenda->entries[i].milestone);
		s->dates[i] = bind_date(s, buf_str(&name));
		any |= s->dates[i].column != SHEET_NONE;
		buf_free(&name);
	}
	if (!any)
		sheet_report_missing(&s->sheet, "negotiation_date (of a calendar), or milestone (of an actions sheet)");
}

static bool
bind(struct calendar_sheet *s)
{
	size_t before = diag_errors();
	s->actions = sheet_find(&s->sheet, "milestone") != SHEET_NONE;
	for (size_t i = 0; i < TEXTS; i++)
		s->texts[i] = (s->actions ? texts[i].actions : texts[i].calendar) ? sheet_find(&s->sheet, texts[i].name) : SHEET_NONE;
	s->recurrence = sheet_find(&s->sheet, "recurrence");
	s->must_win = sheet_find(&s->sheet, "must_win");
	s->occurrence = s->actions ? sheet_find(&s->sheet, "occurrence") : SHEET_NONE;
	s->due = s->start_on = s->done_on = (struct date_column){.column = SHEET_NONE};
	if (s->actions) {
		s->due = bind_date(s, "due");
		s->start_on = bind_date(s, "start_on");
		s->done_on = bind_date(s, "done_on");
		if (s->due.column == SHEET_NONE && s->done_on.column == SHEET_NONE)
			sheet_report_missing(&s->sheet, "due");
	} else {
		bind_dates(s);
		if (sheet_find(&s->sheet, "account") == SHEET_NONE)
			sheet_report_missing(&s->sheet, "account");
	}
	return diag_errors() == before;
}

/* --- the cells of a row */

static bool
read_date(struct calendar_sheet *s, struct date_column *d, day *out)
{
	struct cell c = sheet_cell(&s->sheet, d->column);
	*out = DAY_NONE;
	return is_placeholder(c.s, c.n) || datecol_read(&d->order, c, sheet_place(&s->sheet, d->column), out);
}

static size_t
column_of(const struct calendar_sheet *s, size_t offset)
{
	for (size_t i = 0; i < TEXTS; i++)
		if (texts[i].offset == offset)
			return s->texts[i];
	return SHEET_NONE;
}
#define COLUMN_OF(s, member) column_of(s, offsetof(struct entry, member))

static bool
read_texts(struct calendar_sheet *s, struct entry *e)
{
	struct arena *memory = &s->calendar->memory;
	bool ok = true;
	for (size_t i = 0; i < TEXTS; i++) {
		struct cell c;
		*text_of(e, i) = "";
		if (cell_text(&s->sheet, s->texts[i], &c) == CELL_BAD)
			ok = false;
		else if (c.n)
			*text_of(e, i) = arena_strndup(memory, c.s, c.n);
	}
	const char *addresses[] = {e->email};
	if (is_placeholder(addresses[0], strlen(addresses[0])))
		e->email = "";
	return ok;
}

/* 9:00, 09:00:00, 4:30 pm. -1 where it is no time. */
static int
minute_of(const char *s)
{
	int hour = 0, minute = 0, digits = 0;
	for (; *s >= '0' && *s <= '9' && digits < 3; s++, digits++)
		hour = hour * 10 + (*s - '0');
	if (digits == 0 || digits > 2)
		return -1;
	if (*s == ':') {
		for (digits = 0, s++; *s >= '0' && *s <= '9' && digits < 3; s++, digits++)
			minute = minute * 10 + (*s - '0');
		if (digits != 2)
			return -1;
		if (strncmp(s, ":00", 3) == 0)
			s += 3;
	} else if (!strpbrk(s, "aApP")) {
		return -1;
	}
	s += strspn(s, " ");
	bool pm = *s == 'p' || *s == 'P', half = pm || *s == 'a' || *s == 'A';
	if (half) {
		if ((s[1] != 'm' && s[1] != 'M') || s[2] || hour < 1 || hour > 12)
			return -1;
		hour = hour % 12 + (pm ? 12 : 0);
	} else if (*s) {
		return -1;
	}
	return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

static bool
read_time(struct calendar_sheet *s, struct entry *e)
{
	enum { A_WEEK = 7 * 24 * 60 };
	size_t column = COLUMN_OF(s, minutes_text);
	struct number n;
	e->start_minute = -1;
	e->minutes = 60;
	bool timed = !is_placeholder(e->start_time, strlen(e->start_time));
	if (timed && (e->start_minute = minute_of(e->start_time)) < 0)
		return fail(s, COLUMN_OF(s, start_time), "not a time of day like 14:30");
	enum given given = column == SHEET_NONE ? CELL_EMPTY : cell_quantity(&s->sheet, column, &n);
	if (given == CELL_GIVEN && (n.value < 0 || n.value > A_WEEK * DECIMAL_ONE || n.value % DECIMAL_ONE))
		return fail(s, column, "not a whole number of minutes");
	if (given == CELL_GIVEN)
		e->minutes = (int)(n.value / DECIMAL_ONE);
	return given != CELL_BAD;
}

static bool
read_recurrence(struct calendar_sheet *s, struct entry *e)
{
	static const struct {
		const char *word;
		int months;
	} words[] = {{"", 0}, {"none", 0}, {"annual", 12}, {"annually", 12}, {"yearly", 12}, {"semiannual", 6}, {"semiannually", 6},
		{"halfyearly", 6}, {"quarterly", 3}, {"monthly", 1}};
	struct cell c = sheet_cell(&s->sheet, s->recurrence);
	const char *word = is_placeholder(c.s, c.n) ? "" : folded_name(&s->calendar->memory, c.s, c.n);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i].word, word) == 0) {
			e->months = words[i].months;
			return true;
		}
	return fail(s, s->recurrence, "annual, semi-annual, quarterly or monthly");
}

static bool
read_occurrence(struct calendar_sheet *s, struct entry *e)
{
	struct number n;
	enum given given = s->occurrence == SHEET_NONE ? CELL_EMPTY : cell_quantity(&s->sheet, s->occurrence, &n);
	if (given == CELL_GIVEN && (n.value < 0 || n.value > 100000 * DECIMAL_ONE || n.value % DECIMAL_ONE))
		return fail(s, s->occurrence, "not the number of an occurrence");
	e->occurrence = given == CELL_GIVEN ? (int)(n.value / DECIMAL_ONE) : 0;
	return given != CELL_BAD;
}

/* Which side has to do it? A word that isn't known could hide a customer's commitment: refused. */
static bool
read_side(struct calendar_sheet *s, struct entry *e)
{
	static const char *const ours[] = {"", "us", "we", "ours", "our", NULL}, *const theirs[] = {"them", "they", "theirs", "customer", NULL};
	const char *side = folded_name(&s->calendar->memory, e->side, strlen(e->side));
	for (size_t i = 0; theirs[i]; i++)
		e->theirs |= strcmp(theirs[i], side) == 0;
	for (size_t i = 0; ours[i] && !e->theirs; i++)
		if (strcmp(ours[i], side) == 0)
			return true;
	return e->theirs || fail(s, COLUMN_OF(s, side), "us or them");
}

static bool
read_leads(struct calendar_sheet *s, struct entry *e)
{
	size_t n = strlen(e->leads_text);
	e->has_leads = !is_placeholder(e->leads_text, n);
	return !e->has_leads || leads_read(&s->calendar->memory, e->leads_text, n, &e->leads) ||
	    fail(s, COLUMN_OF(s, leads_text), "not a list of days: 14 3");
}

static bool
read_milestone(struct calendar_sheet *s, struct entry *e)
{
	e->folded = folded_name(&s->calendar->memory, e->milestone, strlen(e->milestone));
	digest_hex(e->folded, strlen(e->folded), e->name_id, NAME_ID);
	const char *kind = folded_name(&s->calendar->memory, e->kind, strlen(e->kind));
	e->what = strcmp(kind, "task") == 0 ? ENTRY_TASK : strcmp(kind, "meeting") == 0 ? ENTRY_MEETING : ENTRY_OPEN;
	e->policy = agenda_find(s->calendar->agenda, e->folded);
	bool ok = *e->folded || fail(s, COLUMN_OF(s, milestone), "a row without a milestone");
	ok = read_date(s, &s->due, &e->due) && ok;
	ok = read_date(s, &s->start_on, &e->start_on) && ok;
	ok = read_date(s, &s->done_on, &e->done_on) && ok;
	return read_side(s, e) && ok;
}

static bool
read_negotiation(struct calendar_sheet *s, struct entry *e)
{
	struct calendar *c = s->calendar;
	bool ok = *e->account || fail(s, COLUMN_OF(s, account), "a negotiation without an account");
	e->due = e->start_on = e->done_on = DAY_NONE;
	e->customers_date = strcmp(folded_name(&c->memory, e->date_source, strlen(e->date_source)), "customer") == 0;
	e->dates = arena_alloc(&c->memory, (c->agenda->count + 1) * sizeof *e->dates);
	for (size_t i = 0; i < c->agenda->count; i++)
		ok = read_date(s, &s->dates[i], &e->dates[i]) && ok;
	return ok;
}

static void
read_row(struct calendar_sheet *s)
{
	struct entry e = {.where = sheet_place(&s->sheet, SHEET_NONE)};
	bool ok = read_texts(s, &e);
	ok = (s->actions ? read_milestone(s, &e) : read_negotiation(s, &e)) && ok;
	ok = read_time(s, &e) && ok;
	ok = read_leads(s, &e) && ok;
	ok = read_recurrence(s, &e) && ok;
	ok = read_occurrence(s, &e) && ok;
	ok = cell_yes(&s->sheet, s->must_win, &e.must_win) != CELL_BAD && ok;
	if (ok)
		calendar_add(s->calendar, &e);
}

bool
calendar_read(struct calendar *c, const char *path, const struct dialect *dialect)
{
	struct calendar_sheet s = {.calendar = c};
	if (!sheet_open(&s.sheet, path, dialect)) {
		c->broken = true;
		return false;
	}
	bool ok = bind(&s);
	if (ok)
		while (sheet_next(&s.sheet))
			read_row(&s);
	c->broken |= !ok || s.sheet.broken;
	sheet_finish(&s.sheet);
	sheet_close(&s.sheet);
	free(s.dates);
	return ok;
}
