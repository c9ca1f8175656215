#include "planned.h"

#include <string.h>

#include "deal/calendar_read.h"
#include "helpers.h"
#include "table/dialect.h"

static const struct dialect plain = {.decimal_mark = '.'};

static bool
has_file(const char *name, const char *text)
{
	if (text)
		put_text(name, text);
	return text;
}

bool
planned_read(struct planned *p, const struct plan *plan)
{
	*p = (struct planned){0};
	p->calendar.agenda = &p->agenda;
	bool ok = !has_file("agenda.csv", plan->agenda) || agenda_read(&p->agenda, "agenda.csv", &plain);
	ok = (!has_file("holidays.txt", plan->holidays) || holidays_read(&p->holidays, "holidays.txt")) && ok;
	ok = (!has_file("team.csv", plan->team) || team_read(&p->team, "team.csv", &plain)) && ok;
	ok = ok && (!has_file("calendar.csv", plan->calendar) || calendar_read(&p->calendar, "calendar.csv", &plain));
	ok = ok && (!has_file("actions.csv", plan->actions) || calendar_read(&p->calendar, "actions.csv", &plain));
	if (ok) {
		milestones_derive(&p->milestones, &p->calendar, &p->holidays, plan->horizon);
		milestones_sort(&p->milestones);
	}
	return ok;
}

void
planned_free(struct planned *p)
{
	milestones_free(&p->milestones);
	calendar_free(&p->calendar);
	team_free(&p->team);
	holidays_free(&p->holidays);
	agenda_free(&p->agenda);
}

const struct milestone *
planned_find(const struct planned *p, const char *name, int occurrence)
{
	for (size_t i = 0; i < p->milestones.count; i++)
		if (strcmp(p->milestones.list[i].name, name) == 0 && p->milestones.list[i].occurrence == occurrence)
			return &p->milestones.list[i];
	return NULL;
}
