/* Every milestone as an event of a calendar. */
#include <string.h>

#include "base/buf.h"
#include "calendar-remind.h"
#include "render/ics.h"

static void
put_words(struct buf *b, const char *const *words, size_t count, const char *between)
{
	for (size_t i = 0, n = 0; i < count; i++)
		if (words[i] && *words[i]) {
			buf_puts(b, n++ ? between : "");
			buf_puts(b, words[i]);
		}
}

static void
describe(const struct milestone *m, struct buf *b)
{
	const struct entry *owner = milestone_owner(m);
	if (*owner->owner)
		buf_puts(b, m->row->theirs ? "Theirs to do: " : "Owner: ");
	const char *const lines[] = {owner->owner, m->tentative ? "Tentative: the customer hasn't set the day." : "", m->row->note,
		m->of ? m->of->row->folder : ""};
	put_words(b, lines, sizeof lines / sizeof *lines, "\n");
}

void
remind_put_ics(const struct remind *r, struct output *to)
{
	struct ics ics;
	struct buf summary = {0}, description = {0};
	bool begun = false; /* a calendar without events isn't one */
	for (size_t i = 0; i < r->milestones.count; i++) {
		const struct milestone *m = &r->milestones.list[i];
		if (m->due == DAY_NONE)
			continue;
		if (!begun)
			ics_start(&ics, &to->buf, r->today, (int)r->sequence);
		begun = true;
		char uid[MILESTONE_UID + sizeof "@negpkg"];
		summary.len = description.len = 0;
		milestone_uid(m, uid);
		stpcpy(uid + strlen(uid), "@negpkg");
		const char *const words[] = {m->row->account, m->name, m->row->subject};
		put_words(&summary, words, sizeof words / sizeof *words, ": ");
		describe(m, &description);
		const struct leads *leads = due_leads(m, &r->leads);
		ics_event(&ics, &(struct ics_event){
			.uid = uid,
			.summary = buf_str(&summary),
			.description = buf_str(&description),
			.start = m->due,
			.start_minute = m->row->start_minute,
			.minutes = m->row->minutes,
			.lead = m->done_on != DAY_NONE || !leads->count ? -1 : leads->list[0],
			.busy = m->meeting,
			.tentative = m->tentative,
		});
		output_drain(to);
	}
	if (begun)
		ics_end(&ics);
	buf_free(&summary);
	buf_free(&description);
}
