#include "deal/due.h"

#include <stdlib.h>

#include "base/xalloc.h"

const char *const due_status_names[] = {"upcoming", "due", "overdue", NULL};

const struct leads *
due_leads(const struct milestone *m, const struct leads *otherwise)
{
	return m->row->has_leads ? &m->row->leads : m->policy && m->policy->has_leads ? &m->policy->leads : otherwise;
}

enum due_status
due_status(const struct milestone *m, day today)
{
	return today < m->due ? DUE_UPCOMING : today == m->due ? DUE_DUE : DUE_OVERDUE;
}

bool
due_moment(const struct milestone *m, const struct leads *otherwise, day today, struct moment *out)
{
	if (m->done_on != DAY_NONE || m->due == DAY_NONE || (m->lapses != DAY_NONE && today > m->lapses))
		return false;
	if (today >= m->due) {
		int repeat = m->policy ? m->policy->repeat_overdue : 1, late = repeat ? (today - m->due) / repeat * repeat : 0;
		*out = (struct moment){m->due + late, -late};
		return true;
	}
	const struct leads *leads = due_leads(m, otherwise);
	for (size_t i = leads->count; i-- > 0;) /* the nearest first */
		if (leads->list[i] >= m->due - today) {
			*out = (struct moment){m->due - leads->list[i], leads->list[i]};
			return true;
		}
	return false;
}

void
reminders_collect(struct reminders *r, const struct milestones *all, const struct team *team, const struct leads *otherwise,
    day since, day today)
{
	struct recipients people = {0};
	for (size_t i = 0; i < all->count; i++) {
		const struct milestone *m = &all->list[i];
		struct moment moment;
		if (!due_moment(m, otherwise, today, &moment) || moment.on <= since || !team_recipients(team, m, all->calendar, &people))
			continue;
		for (size_t p = 0; p < people.count; p++) {
			r->list = xgrow(r->list, r->count, &r->cap, sizeof *r->list);
			r->list[r->count++] = (struct reminder){m, moment, people.list[p]};
		}
	}
	free(people.list);
}

void
reminders_free(struct reminders *r)
{
	free(r->list);
	*r = (struct reminders){0};
}
