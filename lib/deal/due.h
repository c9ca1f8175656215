/* What is to be told today: milestones whose lead or day has come, and tasks that are overdue. */
#ifndef NEGPKG_DUE_H
#define NEGPKG_DUE_H

#include <stdbool.h>
#include <stddef.h>

#include "deal/team.h"

enum due_status { DUE_UPCOMING, DUE_DUE, DUE_OVERDUE };
extern const char *const due_status_names[];

/* The moment of a milestone that counts today: the latest one that has come. */
struct moment {
	day on;
	int lead; /* days ahead; negative: days overdue */
};

/* Leads of a milestone: its row's, else the agenda's, else these. */
const struct leads *due_leads(const struct milestone *m, const struct leads *otherwise);

/* False where nothing is to be told of it any more, or yet. */
bool due_moment(const struct milestone *m, const struct leads *otherwise, day today, struct moment *out);

/* Who is to be told what today. */
struct reminder {
	const struct milestone *milestone;
	struct moment moment;
	struct recipient to;
};

struct reminders {
	struct reminder *list; /* owned */
	size_t count, cap;
};

/* Collects them for the moments after the day `since`, each recipient's once; in the order of the milestones. Milestones without
 * anybody to tell are left out, after messages. */
void reminders_collect(struct reminders *r, const struct milestones *all, const struct team *team, const struct leads *otherwise,
    day since, day today);
void reminders_free(struct reminders *r);

enum due_status due_status(const struct milestone *m, day today);

#endif
