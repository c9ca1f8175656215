#include "deal/agenda.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "table/cell.h"
#include "table/sheet.h"

enum { DAYS_MOST = 3660 };

struct agenda_sheet {
	struct sheet sheet;
	size_t milestone, before, days, shift, leads, to, kind, repeat;
};

const char *
folded_name(struct arena *memory, const char *s, size_t n)
{
	struct buf b = {0};
	heading_fold(&b, s, n);
	const char *folded = arena_strndup(memory, b.len ? b.data : "", b.len);
	buf_free(&b);
	return folded;
}

static int
falling(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x < y) - (x > y);
}

/* A whole number of at most DAYS_MOST. */
static bool
read_count(const char *s, size_t n, int *out)
{
	*out = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9' || *out > DAYS_MOST)
			return false;
		*out = *out * 10 + (s[i] - '0');
	}
	return n > 0 && *out <= DAYS_MOST;
}

bool
leads_read(struct arena *memory, const char *s, size_t n, struct leads *out)
{
	const char *end = s + n;
	*out = (struct leads){arena_alloc(memory, (n / 2 + 1) * sizeof *out->list), 0};
	while (s < end) {
		const char *from = s;
		while (s < end && !strchr(" \t;,", *s))
			s++;
		if (s > from && !read_count(from, (size_t)(s - from), &out->list[out->count++]))
			return false;
		s += s < end;
	}
	if (out->count)
		qsort(out->list, out->count, sizeof *out->list, falling);
	return true;
}

static bool
fail(const struct agenda_sheet *s, size_t column, const char *why)
{
	struct place where = sheet_place(&s->sheet, column);
	struct cell c = sheet_cell(&s->sheet, column);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "%s", why);
	return false;
}

/* Which of the words does the cell hold? The first one where it is empty. */
static bool
read_word(const struct agenda_sheet *s, size_t column, const char *const *words, int *index)
{
	struct buf b = {0};
	struct cell c = sheet_cell(&s->sheet, column);
	heading_fold(&b, c.s, c.n);
	const char *word = buf_str(&b);
	for (*index = 0; words[*index] && *word && strcmp(words[*index], word) != 0;)
		++*index;
	buf_free(&b);
	return words[*index];
}

/* A whole number, perhaps with a sign; `missing` where the cell is empty. */
static bool
read_days(const struct agenda_sheet *s, size_t column, int missing, int *out)
{
	struct cell c = sheet_cell(&s->sheet, column);
	bool negative = c.n && *c.s == '-';
	*out = missing;
	if (c.n && !read_count(c.s + negative, c.n - negative, out))
		return fail(s, column, "not a whole number of days");
	if (negative)
		*out = -*out;
	return true;
}

static void
read_roles(struct agenda *a, struct agenda_entry *e, struct cell c)
{
	const char *s = c.s, *end = c.s + c.n;
	e->roles = arena_alloc(&a->memory, (c.n / 2 + 1) * sizeof *e->roles);
	while (s < end) {
		const char *from = s;
		while (s < end && *s != ';' && *s != ',')
			s++;
		const char *role = folded_name(&a->memory, from, (size_t)(s - from));
		if (*role)
			e->roles[e->role_count++] = role;
		s += s < end;
	}
}

static void
read_row(struct agenda *a, struct agenda_sheet *s)
{
	static const char *const shifts[] = {"earlier", "later", "none", NULL}, *const kinds[] = {"task", "meeting", NULL};
	struct cell name = sheet_cell(&s->sheet, s->milestone), before = sheet_cell(&s->sheet, s->before);
	struct cell leads = sheet_cell(&s->sheet, s->leads);
	struct agenda_entry e = {
		.where = sheet_place(&s->sheet, s->milestone),
		.milestone = arena_strndup(&a->memory, name.s, name.n),
		.folded = folded_name(&a->memory, name.s, name.n),
		.before_name = folded_name(&a->memory, before.s, before.n),
		.has_leads = leads.n,
		.has_kind = sheet_cell(&s->sheet, s->kind).n,
	};
	int shift, kind;
	bool ok = *e.folded || fail(s, s->milestone, "a row without a milestone");
	if (ok && agenda_find(a, e.folded))
		ok = fail(s, s->milestone, "this milestone stands twice");
	ok = (read_word(s, s->shift, shifts, &shift) || fail(s, s->shift, "earlier, later or none")) && ok;
	ok = (read_word(s, s->kind, kinds, &kind) || fail(s, s->kind, "task or meeting")) && ok;
	ok = read_days(s, s->days, 0, &e.days) && ok;
	ok = read_days(s, s->repeat, 1, &e.repeat_overdue) && ok;
	if (e.repeat_overdue < 0)
		ok = fail(s, s->repeat, "below zero");
	if (!leads_read(&a->memory, leads.s, leads.n, &e.leads))
		ok = fail(s, s->leads, "not a list of days: 14 3");
	digest_hex(e.folded, strlen(e.folded), e.name_id, NAME_ID);
	read_roles(a, &e, sheet_cell(&s->sheet, s->to));
	e.shift = (enum agenda_shift)shift;
	e.meeting = kind == 1;
	if (!ok)
		return;
	a->entries = xgrow(a->entries, a->count, &a->cap, sizeof *a->entries);
	a->entries[a->count++] = e;
}

/* Finds what each is derived from. */
static bool
link_entries(struct agenda *a)
{
	bool ok = true;
	for (size_t i = 0; i < a->count; i++) {
		struct agenda_entry *e = &a->entries[i];
		e->before = *e->before_name ? agenda_find(a, e->before_name) : NULL;
		if (*e->before_name && !e->before) {
			diag_at(&e->where, DIAG_ERROR, "%s is before a milestone that the agenda doesn't have", diag_shown(e->milestone));
			ok = false;
		}
	}
	return ok;
}

static bool
put_in_order(struct agenda *a)
{
	size_t placed = 0;
	bool *done = xcalloc(a->count + 1, sizeof *done);
	a->order = xcalloc(a->count + 1, sizeof(struct agenda_entry *));
	for (size_t before = SIZE_MAX; placed != before;) {
		before = placed;
		for (size_t i = 0; i < a->count; i++) {
			const struct agenda_entry *e = &a->entries[i];
			if (!done[i] && (!e->before || done[e->before - a->entries])) {
				a->order[placed++] = e;
				done[i] = true;
			}
		}
	}
	for (size_t i = 0; i < a->count && placed < a->count; i++)
		if (!done[i]) {
			diag_at(&a->entries[i].where, DIAG_ERROR, "%s is before itself, in a circle", diag_shown(a->entries[i].milestone));
			break;
		}
	free(done);
	return placed == a->count;
}

bool
agenda_read(struct agenda *a, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct agenda_sheet s = {0};
	if (!sheet_open(&s.sheet, path, dialect))
		return false;
	const struct sheet_binding columns[] = {
		{"milestone", &s.milestone, true}, {"before", &s.before, true}, {"days", &s.days, true}, {"shift", &s.shift, false},
		{"leads", &s.leads, false}, {"to", &s.to, false}, {"kind", &s.kind, false}, {"repeat_overdue", &s.repeat, false},
	};
	if (sheet_bind(&s.sheet, columns, sizeof columns / sizeof *columns))
		while (sheet_next(&s.sheet))
			read_row(a, &s);
	for (size_t i = 0; i < a->count; i++)
		a->entries[i].where.column = NULL; /* the sheet's, which is closed now */
	sheet_close(&s.sheet);
	return diag_errors() == before && link_entries(a) && put_in_order(a);
}

void
agenda_free(struct agenda *a)
{
	arena_free(&a->memory);
	free(a->entries);
	free(a->order);
	*a = (struct agenda){0};
}

const struct agenda_entry *
agenda_find(const struct agenda *a, const char *folded)
{
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->entries[i].folded, folded) == 0)
			return &a->entries[i];
	return NULL;
}

day
agenda_derive(const struct agenda_entry *e, day before, const struct holidays *h)
{
	day d = before - e->days;
	if (e->shift != SHIFT_NONE)
		d = workday_from(h, d, e->shift == SHIFT_EARLIER ? -1 : 1);
	return d < DAY_FIRST || d > DAY_LAST ? DAY_NONE : d;
}
