/* Mail: one message for each recipient, of all that is to be told to them. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/digest.h"
#include "base/xalloc.h"
#include "calendar-remind.h"
#include "render/mail.h"

enum { MAIL_ID = 32 };

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

/* The same for the same day, recipient and reminders, so that a message sent twice can be told. */
static void
identify(const struct remind *r, const struct reminder *const *list, size_t n, char id[MAIL_ID + 1])
{
	struct buf b = {0};
	date_put(&b, r->today);
	buf_printf(&b, " %s", list[0]->to.email);
	for (size_t i = 0; i < n; i++) {
		buf_putc(&b, '\n');
		date_put(&b, list[i]->milestone->due);
		buf_printf(&b, " %d ", list[i]->moment.lead);
		milestone_key(list[i]->milestone, &b);
	}
	digest_hex(b.data, b.len, id, MAIL_ID);
	buf_free(&b);
}

/* --- all of them */

static int
by_recipient(const void *a, const void *b)
{
	const struct reminder *x = *(const struct reminder *const *)a, *y = *(const struct reminder *const *)b;
	int order = strcasecmp(x->to.email, y->to.email);
	return order ? order : x < y ? -1 : x > y;
}

static void
write_message(const struct remind *r, const struct reminder *const *list, size_t n, struct output *to)
{
	char id[MAIL_ID + 1];
	struct buf subject = {0}, body = {0};
	identify(r, list, n, id);
	put_subject(&subject, r, list, n);
	put_body(&body, r, list, n);
	const struct mail mail = {
		.from = r->from, .to = list[0]->to.email, .subject = buf_str(&subject), .day = r->today, .id = id, .body = buf_str(&body),
	};
	mail_put_mbox(&to->buf, &mail);
	output_drain(to);
	buf_free(&subject);
	buf_free(&body);
}

void
remind_put_mail(const struct remind *r, const struct reminders *due, struct output *to)
{
	struct group said = {0};
	size_t count = 0;
	const struct reminder **list = xcalloc(due->count + 1, sizeof(struct reminder *));
	for (size_t i = 0; i < due->count; i++)
		if (may_be_told(r, &due->list[i], &said))
			list[count++] = &due->list[i];
	if (count)
		qsort(list, count, sizeof *list, by_recipient);
	for (size_t i = 0, n; i < count; i += n) {
		for (n = 1; i + n < count && strcasecmp(list[i]->to.email, list[i + n]->to.email) == 0;)
			n++;
		write_message(r, list + i, n, to);
	}
	free(list);
	group_free(&said);
}

void
remind_send(const struct remind *r)
{
	(void)r;
}
