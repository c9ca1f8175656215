/* calendar-remind: what is due today, and who is to be told, so that no preparation starts too late. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/policy.h"
#include "base/xalloc.h"
#include "calendar-remind.h"
#include "deal/calendar_read.h"
#include "deal/columns.h"
#include "render/mail.h"
#include "table/today.h"

static const struct option_spec specs[] = {
	{"today", 0, "DATE", "the day that counts as today (default the clock's)"},
	{"since", 0, "DATE", "tell what has come after that day, too"},
	{"list", 0, NULL, "print every milestone, as an actions sheet"},
	{"check", 0, NULL, "print what is wrong with the calendar"},
	{"season", 0, NULL, "print the load by quarter, person and week, and collisions"},
	{"agenda", 0, "FILE", "which milestones a negotiation has (default the installed agenda)"},
	{"team", 0, "FILE", "who has which role (default: the owner of each row is told)"},
	{"leads", 0, "DAYS", "days ahead where neither row nor agenda says them (default 28,14,7,1)"},
	{"holidays", 0, "FILE", "days on which nobody works, one a line"},
	{"fiscal-year-start", 0, "MM", "month in which the fiscal year begins (default 01)"},
	{"sequence", 0, "N", "revision of calendar events (default 0)"},
	{"format", 0, "csv|text|ics|mail", "how the result is written (default csv)"},
	{"from", 0, "ADDRESS", "who sends the mail"},
	{"allow-domain", 0, "DOMAIN", "mail may go to this domain, too (repeatable)"},
	{"outbox", 0, "DIR", "put mail there, each reminder once"},
	{"deliver", 0, "COMMAND", "hand mail of the outbox to this command"},
	{0},
};

static bool
take_leads(struct remind *r, const char *value)
{
	if (leads_read(&r->memory, value, strlen(value), &r->leads))
		return true;
	diag(DIAG_ERROR, "--leads: days like 28,14,7,1, not \"%s\"", value);
	return false;
}

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const formats[] = {"csv", "text", "ics", "mail", NULL};
	struct remind *r = self;
	const struct {
		const char *name;
		const char **to;
	} texts[] = {
		{"today", &r->today_text}, {"since", &r->since_text}, {"agenda", &r->agenda_file}, {"team", &r->team_file},
		{"holidays", &r->holidays_file}, {"from", &r->from}, {"outbox", &r->outbox}, {"deliver", &r->deliver},
	};
	const struct {
		const char *name;
		bool *to;
	} modes[] = {{"list", &r->list}, {"check", &r->check}, {"season", &r->season}};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		if (strcmp(texts[i].name, name) == 0) {
			*texts[i].to = value;
			return true;
		}
	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++)
		if (strcmp(modes[i].name, name) == 0)
			return *modes[i].to = true;
	if (strcmp(name, "leads") == 0)
		return take_leads(r, value);
	if (strcmp(name, "fiscal-year-start") == 0)
		return option_number("--fiscal-year-start", value, 1, 12, &r->first_month);
	if (strcmp(name, "sequence") == 0)
		return option_number("--sequence", value, 0, 2147483647, &r->sequence);
	if (strcmp(name, "format") == 0)
		return option_choice("--format", value, formats, &r->format);
	if (!mail_is_domain(value, strlen(value))) {
		diag(DIAG_ERROR, "--allow-domain: a domain like example.com, not \"%s\"", value);
		return false;
	}
	r->domains = xgrow(r->domains, r->domain_count, &r->domain_cap, sizeof *r->domains);
	r->domains[r->domain_count++] = value;
	return true;
}

static const char *const sheets[] = {"agenda", "team", NULL};

static const struct tool tool = {
	.name = "calendar-remind",
	.purpose = "Tells who has to do what, when its time has come.",
	.files = "FILE",
	.options = specs,
	.sheets = sheets,
	.take = take_option,
};

/* Options that don't go together. */
static bool
may_run(struct remind *r)
{
	if (r->list + r->check + r->season > 1)
		diag(DIAG_ERROR, "--list, --check and --season: one of them");
	else if (r->deliver && !r->outbox)
		diag(DIAG_ERROR, "--deliver: needs --outbox=DIR, which remembers what was sent");
	else if (r->outbox && (r->list || r->check || r->season || (r->format >= 0 && r->format != REMIND_MAIL)))
		diag(DIAG_ERROR, "--outbox: is for mail");
	else if (r->outbox && r->options.output)
		diag(DIAG_ERROR, "--output: mail goes to the outbox");
	else if (r->format == REMIND_MAIL && (r->list || r->check || r->season))
		diag(DIAG_ERROR, "--format=mail: is for reminders");
	else if (r->format == REMIND_ICS && (r->check || r->season))
		diag(DIAG_ERROR, "--format=ics: is for milestones");
	else if ((r->outbox || r->format == REMIND_MAIL) && !r->from)
		diag(DIAG_ERROR, "mail needs --from=ADDRESS");
	else if (r->from && !mail_is_address(r->from, strlen(r->from)))
		diag(DIAG_ERROR, "--from: an address like sales@example.com, not \"%s\"", r->from);
	else if (r->outbox && !*r->outbox)
		diag(DIAG_ERROR, "--outbox: a folder's name is empty");
	else if (r->deliver && !r->deliver[strspn(r->deliver, " \t\n")])
		diag(DIAG_ERROR, "--deliver: an empty command would take everything, and deliver nothing");
	if (r->outbox)
		r->format = REMIND_MAIL;
	else if (r->format < 0)
		r->format = REMIND_CSV;
	return !diag_failed();
}

static bool
read_days(struct remind *r)
{
	if (!today_read(r->today_text, &r->today))
		return false;
	r->since = r->outbox ? DAY_NONE : r->today - 1;
	if (r->since_text && !date_parse(r->since_text, strlen(r->since_text), DATE_ISO, &r->since)) {
		diag(DIAG_ERROR, "--since: a date like 2026-11-05, not \"%s\"", r->since_text);
		return false;
	}
	if (r->since > r->today)
		diag(DIAG_ERROR, "--since: %s is yet to come", r->since_text);
	return !diag_failed();
}

static bool
read_agenda(struct remind *r)
{
	char *found = r->agenda_file ? NULL : policy_find("", "agenda.csv");
	const char *path = r->agenda_file ? r->agenda_file : found ? arena_strndup(&r->memory, found, strlen(found)) : NULL;
	free(found);
	if (!path)
		diag(DIAG_ERROR, "no agenda.csv is installed: name one with --agenda=FILE");
	return path && agenda_read(&r->agenda, path, &r->agenda_dialect);
}

/* Policy must be whole; of the sheets a file or row that can't be read is said, and the others count. */
static bool
read_all(struct remind *r)
{
	if (!dialect_read(&r->dialect, &r->options, NULL) || !dialect_read(&r->agenda_dialect, &r->options, "agenda") ||
	    !dialect_read(&r->team_dialect, &r->options, "team") || !read_days(r) || !read_agenda(r) ||
	    (r->holidays_file && !holidays_read(&r->holidays, r->holidays_file)) ||
	    (r->team_file && !team_read(&r->team, r->team_file, &r->team_dialect)))
		return false;
	r->calendar.agenda = &r->agenda;
	bool any = false;
	for (size_t i = 0; i < r->options.file_count; i++)
		any |= calendar_read(&r->calendar, r->options.files[i], &r->dialect);
	day horizon = date_add_months(r->today, 12);
	if (any)
		milestones_derive(&r->milestones, &r->calendar, &r->holidays, horizon == DAY_NONE ? DAY_LAST : horizon);
	if (r->format != REMIND_ICS) /* calendars sort for themselves */
		milestones_sort(&r->milestones);
	return any;
}

const struct team *
remind_team(const struct remind *r)
{
	return r->team_file ? &r->team : NULL;
}

static void
put_reminders(const struct remind *r, const struct reminders *due, struct output *to)
{
	if (r->format == REMIND_MAIL)
		remind_put_mail(r, due, to);
	else if (r->format == REMIND_TEXT)
		remind_put_due_text(r, due, to);
	else
		remind_put_due(r, due, to);
}

static void
put_list(const struct remind *r, struct output *to)
{
	if (r->format == REMIND_ICS)
		remind_put_ics(r, to);
	else if (r->format == REMIND_TEXT)
		remind_put_list_text(r, to);
	else
		remind_put_list(r, to);
}

/* A file whose sheets weren't read to their ends would take the place of one that may be whole. */
static bool
may_answer(const struct remind *r)
{
	if (!r->calendar.broken || !r->options.output)
		return true;
	diag(DIAG_ERROR, "%s is left as it was", diag_shown(r->options.output));
	return false;
}

/* Prints or sends what was asked for. Returns whether --check found an error. */
static bool
answer(const struct remind *r)
{
	struct output output;
	struct reminders due = {0};
	bool found = false, ok = true;
	if (!r->check && !r->season && !r->list && r->format != REMIND_ICS)
		reminders_collect(&due, &r->milestones, remind_team(r), &r->leads, r->since, r->today);
	if (r->outbox) {
		remind_send(r, &due);
	} else if (output_open(&output, r->options.output)) {
		if (r->check)
			ok = remind_check(r, &output, &found);
		else if (r->season)
			remind_put_season(r, &output);
		else if (r->list || r->format == REMIND_ICS) /* a calendar has all of them, whatever the day */
			put_list(r, &output);
		else
			put_reminders(r, &due, &output);
		if (ok)
			found &= output_close(&output);
		else
			output_abandon(&output);
	}
	reminders_free(&due);
	return found;
}

static void
free_remind(struct remind *r)
{
	milestones_free(&r->milestones);
	calendar_free(&r->calendar);
	team_free(&r->team);
	holidays_free(&r->holidays);
	agenda_free(&r->agenda);
	dialect_free(&r->dialect);
	dialect_free(&r->agenda_dialect);
	dialect_free(&r->team_dialect);
	arena_free(&r->memory);
	free(r->domains);
	options_free(&r->options);
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"calendar", "actions", "team", "agenda", NULL};
	struct remind r = {.format = -1, .first_month = 1};
	bool found = false;
	diag_start(tool.name);
	output_guard_descriptors();
	take_leads(&r, "28,14,7,1");
	enum options_result result = options_parse(&r.options, &tool, &r, argc, argv);
	if (result == OPTIONS_RUN && r.options.columns)
		columns_print(&r.options, roles);
	else if (result == OPTIONS_RUN && !may_run(&r))
		result = OPTIONS_BAD;
	else if (result == OPTIONS_RUN && read_all(&r) && may_answer(&r))
		found = answer(&r);
	free_remind(&r);
	int status = diag_finish();
	return result == OPTIONS_BAD ? 2 : status ? status : found;
}
