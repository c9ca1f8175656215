/* Mail: one message for each recipient, of all that is to be told to them. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "calendar-remind.h"
#include "deal/outbox.h"
#include "render/mail.h"

/* --- to whom mail may go */

static bool
is_allowed_domain(const struct remind *r, const char *domain)
{
	bool allowed = strcasecmp(domain, mail_domain(r->from)) == 0;
	for (size_t i = 0; i < r->domain_count; i++)
		allowed |= strcasecmp(domain, r->domains[i]) == 0;
	return allowed;
}

/* An address that may not be written to is said once; what stands behind it in the sheets would only say it again. */
static bool
may_be_told(const struct remind *r, const struct reminder *one, struct group *said)
{
	const char *address = one->to.email;
	const struct place *where = &one->milestone->row->where;
	size_t n = strlen(address);
	bool is_address = mail_is_address(address, n), fresh;
	if (is_address && is_allowed_domain(r, mail_domain(address)))
		return true;
	const char *name = n ? address : one->to.name;
	group_number(said, name, strlen(name), &fresh);
	if (!fresh)
		return false;
	if (!n)
		diag_value(where, DIAG_ERROR, name, strlen(name), "%s can't be mailed, there is no address of", diag_shown(one->milestone->name));
	else if (!is_address)
		diag_value(where, DIAG_ERROR, address, n, "not an address that mail can go to");
	else
		diag_value(where, DIAG_ERROR, address, n, "mail goes to %s only, and to each --allow-domain", mail_domain(r->from));
	return false;
}

/* --- a message */

static void
put_name(struct buf *b, const struct milestone *m)
{
	const char *const words[] = {m->row->account, m->row->period};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (*words[i]) {
			buf_puts(b, words[i]);
			buf_putc(b, ' ');
		}
	buf_puts(b, m->name);
	if (*m->row->subject) {
		buf_puts(b, ", ");
		buf_puts(b, m->row->subject);
	}
}

static void
put_subject(struct buf *b, const struct remind *r, const struct reminder *const *list, size_t n)
{
	put_name(b, list[0]->milestone);
	buf_puts(b, ": ");
	remind_put_when(b, list[0]->milestone->due - r->today);
	if (n > 1)
		buf_printf(b, " (and %zu more)", n - 1);
}

static void
put_line(struct buf *b, const char *what, const char *text)
{
	if (*text)
		buf_printf(b, "    %s%s\n", what, text);
}

static void
put_body(struct buf *b, const struct remind *r, const struct reminder *const *list, size_t n)
{
	bool task = false;
	for (size_t i = 0; i < n; i++) {
		const struct milestone *m = list[i]->milestone;
		buf_puts(b, i ? "\n" : "");
		date_put(b, m->due);
		buf_puts(b, "  ");
		put_name(b, m);
		buf_puts(b, "\n    ");
		remind_put_when(b, m->due - r->today);
		buf_puts(b, m->tentative ? ", tentative: the customer hasn't set the day\n" : "\n");
		put_line(b, "at ", m->row->start_time);
		put_line(b, m->row->theirs ? "theirs to do: " : "owner: ", milestone_owner(m)->owner);
		put_line(b, "", m->row->note);
		put_line(b, "folder: ", m->of ? m->of->row->folder : "");
		task |= !m->meeting;
	}
	if (task)
		buf_puts(b, "\nWhat is done gets its done_on in the sheet of actions; then nobody asks again.\n");
}

/* --- all of them */

/* What may be mailed, by recipient. */
struct letters {
	const struct remind *remind;
	const struct reminder **list; /* owned */
	struct sent *sent; /* the same for the journal; owned */
	size_t count;
	struct arena memory;
};

static int
by_recipient(const void *a, const void *b)
{
	const struct reminder *x = *(const struct reminder *const *)a, *y = *(const struct reminder *const *)b;
	int order = strcasecmp(x->to.email, y->to.email);
	return order ? order : x < y ? -1 : x > y;
}

static struct sent
sent_of(struct letters *l, const struct reminder *one)
{
	struct buf key = {0};
	milestone_key(one->milestone, &key);
	struct sent s = {
		.due = one->milestone->due,
		.lead = one->moment.lead,
		.recipient = one->to.email,
		.key = arena_strndup(&l->memory, key.data, key.len),
	};
	digest_hex(key.data, key.len, s.id, SENT_ID);
	buf_free(&key);
	return s;
}

static void
gather(struct letters *l, const struct remind *r, const struct reminders *due)
{
	struct group said = {0};
	*l = (struct letters){.remind = r, .list = xcalloc(due->count + 1, sizeof(struct reminder *))};
	for (size_t i = 0; i < due->count; i++)
		if (may_be_told(r, &due->list[i], &said))
			l->list[l->count++] = &due->list[i];
	if (l->count)
		qsort(l->list, l->count, sizeof *l->list, by_recipient);
	l->sent = xcalloc(l->count + 1, sizeof *l->sent);
	for (size_t i = 0; i < l->count; i++)
		l->sent[i] = sent_of(l, l->list[i]);
	group_free(&said);
}

static void
free_letters(struct letters *l)
{
	arena_free(&l->memory);
	free(l->list);
	free(l->sent);
}

/* How many from i on go to the same recipient? */
static size_t
together(const struct letters *l, size_t i)
{
	size_t n = 1;
	while (i + n < l->count && strcasecmp(l->list[i]->to.email, l->list[i + n]->to.email) == 0)
		n++;
	return n;
}

/* Appends the message of n reminders from i on. */
static void
write_message(const struct letters *l, size_t i, size_t n, struct buf *to, void put(struct buf *, const struct mail *))
{
	const struct remind *r = l->remind;
	char id[SENT_ID + 1];
	struct buf subject = {0}, body = {0};
	outbox_id(r->today, l->sent + i, n, id);
	put_subject(&subject, r, l->list + i, n);
	put_body(&body, r, l->list + i, n);
	put(to, &(struct mail){.from = r->from, .to = l->list[i]->to.email, .subject = buf_str(&subject), .day = r->today, .id = id,
	    .body = buf_str(&body)});
	buf_free(&subject);
	buf_free(&body);
}

void
remind_put_mail(const struct remind *r, const struct reminders *due, struct output *to)
{
	struct letters l;
	gather(&l, r, due);
	for (size_t i = 0, n; i < l.count; i += n) {
		n = together(&l, i);
		write_message(&l, i, n, &to->buf, mail_put_mbox);
		output_drain(to);
	}
	free_letters(&l);
}

/* Leaves out what was told already. */
static void
drop_told(struct letters *l, const struct outbox *outbox)
{
	size_t kept = 0;
	for (size_t i = 0; i < l->count; i++)
		if (!outbox_has(outbox, &l->sent[i])) {
			l->list[kept] = l->list[i];
			l->sent[kept++] = l->sent[i];
		}
	l->count = kept;
}

static void
send_one(const struct letters *l, size_t i, size_t n, struct outbox *outbox)
{
	struct buf message = {0};
	char id[SENT_ID + 1];
	outbox_id(l->remind->today, l->sent + i, n, id);
	write_message(l, i, n, &message, mail_put);
	outbox_put(outbox, id, &message, l->sent + i, n, l->remind->deliver); /* says itself what fails; the others are sent */
	buf_free(&message);
}

void
remind_send(const struct remind *r, const struct reminders *due)
{
	struct outbox outbox;
	struct letters l;
	if (!outbox_open(&outbox, r->outbox, r->today))
		return;
	gather(&l, r, due);
	drop_told(&l, &outbox);
	outbox_deliver_left(&outbox, r->deliver);
	for (size_t i = 0, n; i < l.count; i += n) {
		n = together(&l, i);
		send_one(&l, i, n, &outbox);
	}
	free_letters(&l);
	outbox_close(&outbox);
}
