/* What the parts of calendar-remind share. */
#ifndef NEGPKG_CALENDAR_REMIND_H
#define NEGPKG_CALENDAR_REMIND_H

#include "base/options.h"
#include "base/output.h"
#include "deal/due.h"
#include "deal/milestone.h"
#include "deal/team.h"
#include "table/dialect.h"

enum remind_format { REMIND_CSV, REMIND_TEXT, REMIND_ICS, REMIND_MAIL };

struct remind {
	struct options options;
	const char *today_text, *since_text, *agenda_file, *team_file, *holidays_file, *from, *outbox, *deliver;
	const char **domains; /* --allow-domain; owned */
	size_t domain_count, domain_cap;
	bool list, check, season;
	int format; /* of enum remind_format; -1: not said */
	long sequence, first_month;

	day today, since;
	struct arena memory;
	struct leads leads;
	struct dialect dialect, agenda_dialect, team_dialect;
	struct agenda agenda;
	struct holidays holidays;
	struct team team;
	struct calendar calendar;
	struct milestones milestones;
};

/* The team, NULL where none was given. */
const struct team *remind_team(const struct remind *r);

/* Appends how far off a day is: today, in 3 days, 2 days late. */
void remind_put_when(struct buf *b, int days_left);

/* Each appends its rows. */
void remind_put_due(const struct remind *r, const struct reminders *due, struct output *to);
void remind_put_due_text(const struct remind *r, const struct reminders *due, struct output *to);
void remind_put_list(const struct remind *r, struct output *to);
void remind_put_list_text(const struct remind *r, struct output *to);
void remind_put_season(const struct remind *r, struct output *to);
void remind_put_ics(const struct remind *r, struct output *to);
/* Holds the list to the template `calendar`; appends what is found. *found: whether an error is. False after a message. */
bool remind_check(const struct remind *r, struct output *to, bool *found);
void remind_put_mail(const struct remind *r, const struct reminders *due, struct output *to);
/* By the outbox: what waits there first, then what wasn't told yet. */
void remind_send(const struct remind *r, const struct reminders *due);

#endif
