#include "deal/team.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"
#include "table/cell.h"
#include "table/sheet.h"

/* --- the sheet */

struct team_sheet {
	struct sheet sheet;
	size_t account, period, product_line, person, email, role, side, attends, decides;
};

static bool
read_text(struct team *t, struct sheet *sheet, size_t column, const char **to)
{
	struct cell c;
	*to = "";
	if (cell_text(sheet, column, &c) == CELL_BAD)
		return false;
	if (c.n && !is_placeholder(c.s, c.n))
		*to = arena_strndup(&t->memory, c.s, c.n);
	return true;
}

static void
keep(struct team *t, const struct person *row)
{
	bool fresh;
	size_t number = group_number(&t->accounts, row->account, strlen(row->account), &fresh);
	struct person *p = arena_alloc(&t->memory, sizeof *p);
	*p = *row;
	t->first = xgrow(t->first, number, &t->first_cap, sizeof(struct person *));
	t->last = xgrow(t->last, number, &t->last_cap, sizeof(struct person *));
	if (fresh)
		t->first[number] = p;
	else
		t->last[number]->next = p;
	t->last[number] = p;
}

static void
read_row(struct team *t, struct team_sheet *s)
{
	struct person p = {0};
	const char *role, *side;
	bool ok = read_text(t, &s->sheet, s->account, &p.account);
	ok = read_text(t, &s->sheet, s->period, &p.period) && ok;
	ok = read_text(t, &s->sheet, s->product_line, &p.product_line) && ok;
	ok = read_text(t, &s->sheet, s->person, &p.name) && ok;
	ok = read_text(t, &s->sheet, s->email, &p.email) && ok;
	ok = read_text(t, &s->sheet, s->role, &role) && ok;
	ok = read_text(t, &s->sheet, s->side, &side) && ok;
	ok = cell_yes(&s->sheet, s->attends, &p.attends) != CELL_BAD && ok;
	ok = cell_yes(&s->sheet, s->decides, &p.decides) != CELL_BAD && ok;
	if (!ok)
		return;
	p.role = folded_name(&t->memory, role, strlen(role));
	p.theirs = strcasecmp(side, "us") != 0 && *side;
	keep(t, &p);
}

bool
team_read(struct team *t, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct team_sheet s = {0};
	if (!sheet_open(&s.sheet, path, dialect))
		return false;
	const struct sheet_binding columns[] = {
		{"account", &s.account, true}, {"period", &s.period, false}, {"product_line", &s.product_line, false},
		{"person", &s.person, true}, {"email", &s.email, true}, {"role", &s.role, true}, {"side", &s.side, false},
		{"attends", &s.attends, false}, {"decides", &s.decides, false},
	};
	if (sheet_bind(&s.sheet, columns, sizeof columns / sizeof *columns))
		while (sheet_next(&s.sheet))
			read_row(t, &s);
	sheet_close(&s.sheet);
	return diag_errors() == before;
}

void
team_free(struct team *t)
{
	arena_free(&t->memory);
	group_free(&t->accounts);
	free(t->first);
	free(t->last);
	*t = (struct team){0};
}

/* --- who hears of it */

/* One and the same person stands in a team in several roles. */
static void
add(struct recipients *to, const char *name, const char *email, bool executive)
{
	if (!*name && !*email)
		return;
	for (size_t i = 0; i < to->count; i++) {
		struct recipient *r = &to->list[i];
		if (*email && *r->email ? strcasecmp(r->email, email) == 0 : strcasecmp(r->name, name) == 0) {
			r->executive |= executive;
			r->email = *r->email ? r->email : email;
			return;
		}
	}
	to->list = xgrow(to->list, to->count, &to->cap, sizeof *to->list);
	to->list[to->count++] = (struct recipient){name, email, executive};
}

static void
add_person(struct recipients *to, const struct person *p)
{
	add(to, p->name, p->email, strcmp(p->role, "executive") == 0);
}

static const struct person *
people_of(const struct team *t, const char *account)
{
	size_t number = t ? group_find(&t->accounts, account, strlen(account)) : SIZE_MAX;
	return number == SIZE_MAX ? NULL : t->first[number];
}

/* The person of the team that a row's owner is, by address or, where it has none, by name; NULL: none. */
static const struct person *
owner_in_team(const struct team *t, const struct entry *owner)
{
	const struct person *p = *owner->owner || *owner->email ? people_of(t, owner->account) : NULL;
	while (p && (*owner->email && *p->email ? strcasecmp(p->email, owner->email) : strcasecmp(p->name, owner->owner)) != 0)
		p = p->next;
	return p;
}

/* Unless the customer's own people are meant. */
static void
add_owner(const struct team *t, const struct entry *owner, struct recipients *to)
{
	const struct person *p = owner_in_team(t, owner);
	if (!p)
		add(to, owner->owner, owner->email, false);
	else if (!p->theirs)
		add(to, *owner->owner ? owner->owner : p->name, *owner->email ? owner->email : p->email, false);
}

/* An empty cell on either side means all. */
static bool
agree(const char *a, const char *b)
{
	return !*a || !*b || strcmp(a, b) == 0;
}

static bool
has_role(const struct person *p, const char *role)
{
	return strcmp(p->role, role) == 0 || (p->attends && strcmp(role, "attends") == 0) ||
	    (p->decides && strcmp(role, "decides") == 0);
}

static void
add_role(const struct team *t, const struct entry *row, const char *product_line, const char *role, struct recipients *to)
{
	for (const struct person *p = people_of(t, row->account); p; p = p->next)
		if (!p->theirs && agree(p->period, row->period) && agree(p->product_line, product_line) && has_role(p, role))
			add_person(to, p);
}

static void
add_account_managers(const struct team *t, const struct entry *row, const struct calendar *calendar, struct recipients *to)
{
	add_role(t, row, "", "accountmanager", to);
	if (to->count)
		return;
	const struct entry *found = calendar_find(calendar, row->account, row->period, "");
	for (size_t i = 0; i < calendar->count && !found; i++)
		if (!calendar->entries[i]->folded && strcmp(calendar->entries[i]->account, row->account) == 0)
			found = calendar->entries[i];
	if (found)
		add_owner(t, found, to);
}

/* Attendees are people of the team, by name or address. */
static void
add_attendees(const struct team *t, const struct entry *row, struct recipients *to)
{
	for (const char *s = row->attendees; *s;) {
		s += strspn(s, " ;,");
		size_t n = strcspn(s, ";,"), kept = n;
		while (kept && s[kept - 1] == ' ')
			kept--;
		for (const struct person *p = people_of(t, row->account); p && kept; p = p->next) {
			bool named = strlen(p->name) == kept && strncasecmp(p->name, s, kept) == 0;
			bool addressed = strlen(p->email) == kept && strncasecmp(p->email, s, kept) == 0;
			if (!p->theirs && agree(p->period, row->period) && (named || addressed))
				add_person(to, p);
		}
		s += n;
	}
}

bool
team_recipients(const struct team *team, const struct milestone *m, const struct calendar *calendar, struct recipients *to)
{
	const struct entry *row = m->row, *owner = milestone_owner(m);
	to->count = 0;
	if (row->theirs) {
		add_account_managers(team, row, calendar, to);
		if (!to->count)
			diag_at(&row->where, DIAG_ERROR, "the customer has to do this, and no account manager is known to ask for it");
		return to->count;
	}
	for (size_t i = 0; team && m->policy && i < m->policy->role_count; i++) {
		if (strcmp(m->policy->roles[i], "owner") == 0)
			add_owner(team, owner, to);
		else
			add_role(team, row, row->product_line, m->policy->roles[i], to);
	}
	if (!to->count || owner->folded)
		add_owner(team, owner, to);
	if (row->folded && m->meeting)
		add_attendees(team, row, to);
	if (!to->count)
		diag_at(&row->where, DIAG_ERROR, *owner->owner || *owner->email ? "%s: nobody to remind: its owner is the customer's"
		                                                                : "%s: nobody to remind: it has no owner",
		    diag_shown(m->name));
	return to->count;
}
