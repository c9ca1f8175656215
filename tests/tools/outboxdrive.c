/* Puts some reminders through an outbox, as calendar-remind does: for tests/faults/outbox.
 *
 *     outboxdrive --outbox=FOLDER [--deliver=COMMAND] [--today=DAY] */
#include <getopt.h>
#include <string.h>

#include "base/diag.h"
#include "base/output.h"
#include "deal/outbox.h"

/* Three recipients: one with several milestones, one whose keys are long, one whose task is overdue. */
static const struct plan {
	const char *recipient;
	size_t count; /* of reminders */
	int due, lead; /* days from the first of them */
	const char *key;
} plans[] = {
	{"ann@example.com", 3, 7, 7, "Acme/2026/package//"},
	{"bo@example.com", 40, 1, 1,
	    "\xe5\x83\xb9\xe6\xa0\xbc\xe4\xba\xa4\xe6\xb8\x89\xe5\x83\xb9\xe6\xa0\xbc\xe4\xba\xa4\xe6\xb8\x89"
	    "\xe5\x83\xb9\xe6\xa0\xbc\xe4\xba\xa4\xe6\xb8\x89\xe5\x83\xb9\xe6\xa0\xbc\xe4\xba\xa4\xe6\xb8\x89\t\n/2026/"},
	{"cy@example.com", 1, -3, -3, "Beta/2026/approval//"},
};

enum { MOST = 40 };

/* The reminders of a plan that weren't told; returns how many. Their keys are gathered in `keys`. */
static size_t
gather(const struct outbox *o, const struct plan *p, struct sent *list, struct buf *keys)
{
	size_t n = 0, at[MOST];
	for (size_t i = 0; i < p->count; i++) {
		struct sent s = {.due = o->today + p->due, .lead = p->lead, .recipient = p->recipient, .key = ""};
		struct buf id = {0};
		buf_printf(&id, "%032zx", i + 1000 * (size_t)(p - plans));
		memcpy(s.id, buf_str(&id), sizeof s.id);
		buf_free(&id);
		if (outbox_has(o, &s))
			continue;
		at[n] = keys->len;
		buf_printf(keys, "%s%zu", p->key, i);
		buf_putc(keys, '\0');
		list[n++] = s;
	}
	for (size_t i = 0; i < n; i++)
		list[i].key = keys->data + at[i];
	return n;
}

static void
tell(struct outbox *o, const struct plan *p, const char *command)
{
	struct sent list[MOST];
	struct buf keys = {0}, message = {0};
	char id[SENT_ID + 1];
	size_t n = gather(o, p, list, &keys);
	if (n) {
		outbox_id(o->today, list, n, id);
		buf_printf(&message, "To: %s\nMessage-ID: <%s@example.com>\n\n%zu reminders\n.\nFrom here on\n", p->recipient, id, n);
		outbox_put(o, id, &message, list, n, command);
	}
	buf_free(&message);
	buf_free(&keys);
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{"outbox", required_argument, NULL, 'o'}, {"deliver", required_argument, NULL, 'd'},
		{"today", required_argument, NULL, 't'}, {0},
	};
	const char *folder = NULL, *command = NULL;
	day today = date_from(2025, 12, 5);
	output_guard_descriptors();
	diag_start("outboxdrive");
	for (int c; (c = getopt_long(argc, argv, "", options, NULL)) != -1;)
		if (c == 'o')
			folder = optarg;
		else if (c == 'd')
			command = optarg;
		else if (c != 't' || !date_parse(optarg, strlen(optarg), DATE_ISO, &today))
			return 2;
	struct outbox o;
	if (!folder || !outbox_open(&o, folder, today))
		return 2;
	outbox_deliver_left(&o, command);
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
		tell(&o, &plans[i], command);
	outbox_close(&o);
	return diag_finish();
}
