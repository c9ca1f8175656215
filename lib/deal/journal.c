#include "deal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/escape.h"
#include "base/input.h"
#include "base/output.h"
#include "base/xalloc.h"

static const char in_doubt = '?';
static const char *const state_names[] = {[MESSAGE_QUEUED] = "queued", [MESSAGE_SENT] = "sent"};

/* A line, its strings within the text that was read. */
struct line {
	day today;
	enum message_state state;
	const char *message;
	struct sent sent;
};

static bool
fail(const struct journal *j, const char *what)
{
	diag(DIAG_ERROR, "%s: %s: %s", j->path, what, strerror(errno));
	return false;
}

/* The recipient is as a journal has it: escaped, which it may be already. */
static void
put_told(struct buf *key, const struct sent *s)
{
	key_add(key, s->id, strlen(s->id));
	date_put(key, s->due);
	buf_putc(key, '\0');
	size_t at = key->len;
	escape_terminal_str(key, s->recipient);
	for (; at < key->len; at++)
		if (key->data[at] >= 'A' && key->data[at] <= 'Z')
			key->data[at] = (char)(key->data[at] + ('a' - 'A'));
}

static void
note_told(struct journal *j, const struct sent *s)
{
	struct buf key = {0};
	put_told(&key, s);
	bool fresh;
	size_t i = group_number(&j->told, key.data, key.len, &fresh);
	buf_free(&key);
	j->leads = xgrow(j->leads, i, &j->lead_cap, sizeof *j->leads);
	if (fresh || s->lead < j->leads[i])
		j->leads[i] = s->lead;
}

static void
note_state(struct journal *j, const char *message, enum message_state state)
{
	bool fresh;
	size_t i = group_number(&j->messages, message, strlen(message), &fresh);
	j->states = xgrow(j->states, i, &j->state_cap, sizeof *j->states);
	if (fresh || state > j->states[i])
		j->states[i] = state;
}

/* Six digits at most, which is more days than there are. */
static bool
read_lead(const char *s, int *out)
{
	bool negative = *s == '-';
	s += negative;
	size_t n = strlen(s);
	if (n == 0 || n > 6 || strspn(s, "0123456789") != n)
		return false;
	*out = (int)strtol(s, NULL, 10);
	if (negative)
		*out = -*out;
	return true;
}

static bool
read_state(const char *s, enum message_state *out)
{
	for (*out = MESSAGE_QUEUED; *out <= MESSAGE_SENT; ++*out)
		if (strcmp(s, state_names[*out]) == 0)
			return true;
	return false;
}

static bool
read_line(struct line *l, char *s)
{
	enum { TODAY, STATE, MESSAGE, DUE, LEAD, RECIPIENT, ID, KEY, FIELDS };
	char *field[FIELDS];
	for (int i = 0; i < FIELDS; i++)
		if (!(field[i] = strsep(&s, "\t")))
			return false;
	if (s || strlen(field[ID]) != SENT_ID || strspn(field[ID], "0123456789abcdef") != SENT_ID)
		return false;
	memcpy(l->sent.id, field[ID], SENT_ID + 1);
	l->message = field[MESSAGE];
	l->sent.recipient = field[RECIPIENT];
	return *l->message && date_parse(field[TODAY], strlen(field[TODAY]), DATE_ISO, &l->today) &&
	    read_state(field[STATE], &l->state) && date_parse(field[DUE], strlen(field[DUE]), DATE_ISO, &l->sent.due) &&
	    read_lead(field[LEAD], &l->sent.lead);
}

/* Notes all lines that count; j->len is where they end. What follows is a record in doubt or a torn line: both only where
 * a run was killed, or the machine. */
static bool
note_lines(struct journal *j, struct buf *text)
{
	char *at = text->data, *end = text->data + text->len;
	for (size_t number = 1; at < end && *at != in_doubt; number++) {
		char *newline = memchr(at, '\n', (size_t)(end - at));
		if (!newline)
			break;
		*newline = '\0';
		struct line l;
		if (at + strlen(at) != newline || !read_line(&l, at)) {
			diag_at(&(struct place){.file = j->path, .line = number}, DIAG_ERROR, "this is no line of a journal: mend or remove it");
			return false;
		}
		note_told(j, &l.sent);
		note_state(j, l.message, l.state);
		j->last = l.today > j->last ? l.today : j->last;
		at = newline + 1;
	}
	j->len = at - text->data;
	return true;
}

/* The cut and what an earlier run may have left unsynced are made durable, for what is done next relies on it. */
static bool
read_journal(struct journal *j)
{
	struct stat st;
	if (fstat(j->fd, &st) != 0)
		return fail(j, "can't be read");
	if (!S_ISREG(st.st_mode)) {
		diag(DIAG_ERROR, "%s: is no file", j->path);
		return false;
	}
	struct buf text = {0};
	bool ok = input_read(j->fd, &text) || fail(j, "can't be read");
	buf_str(&text); /* of an empty file, too, there is something to point to */
	ok = ok && note_lines(j, &text);
	if (ok && (size_t)j->len < text.len) {
		diag(DIAG_WARNING, "%s: a run was killed: its last record, which was never finished, is cut off", j->path);
		ok = ftruncate(j->fd, j->len) == 0 || fail(j, "can't be cut");
	}
	ok = ok && (text.len == 0 || fsync(j->fd) == 0 || fail(j, "can't be made durable"));
	buf_free(&text);
	return ok;
}

bool
journal_open(struct journal *j, int folder, const char *path)
{
	struct buf own = {0};
	buf_printf(&own, "%s/journal", path);
	buf_str(&own);
	*j = (struct journal){.path = own.data};
	/* Made where it is missing: so any failure is one, and can't be taken for "none yet". */
	j->fd = openat(folder, "journal", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600);
	bool ok = j->fd >= 0 ? read_journal(j) : fail(j, "can't be opened");
	if (!ok)
		journal_close(j);
	return ok;
}

bool
journal_has(const struct journal *j, const struct sent *s)
{
	struct buf key = {0};
	put_told(&key, s);
	size_t i = group_find(&j->told, key.data, key.len);
	buf_free(&key);
	return i != SIZE_MAX && j->leads[i] <= s->lead;
}

enum message_state
journal_state(const struct journal *j, const char *message)
{
	size_t i = group_find(&j->messages, message, strlen(message));
	return i == SIZE_MAX ? MESSAGE_UNKNOWN : j->states[i];
}

void
journal_wait(struct journal *j, const char *message, const struct sent *list, size_t n)
{
	note_state(j, message, MESSAGE_WAITING);
	for (size_t i = 0; i < n; i++)
		note_told(j, &list[i]);
}

static bool
write_at(const struct journal *j, off_t at, const char *s, size_t n)
{
	return lseek(j->fd, at, SEEK_SET) == at && output_write(j->fd, s, n) && fsync(j->fd) == 0;
}

bool
journal_reserve(struct journal *j, day today, enum message_state state, const char *message, const struct sent *list,
    size_t n)
{
	if (n == 0 || j->uncertain)
		return false; /* nothing to note, or said already */
	struct buf b = {0};
	for (size_t i = 0; i < n; i++) {
		date_put(&b, today);
		buf_printf(&b, "\t%s\t%s\t", state_names[state], message);
		date_put(&b, list[i].due);
		buf_printf(&b, "\t%d\t", list[i].lead);
		escape_terminal_str(&b, list[i].recipient);
		buf_printf(&b, "\t%s\t", list[i].id);
		escape_terminal_str(&b, list[i].key);
		buf_putc(&b, '\n');
	}
	j->reserved = j->len + (off_t)b.len;
	j->first = b.data[0];
	b.data[0] = in_doubt;
	bool ok = write_at(j, j->len, b.data, b.len);
	if (!ok) {
		fail(j, "can't be written");
		journal_cancel(j);
	}
	buf_free(&b);
	return ok;
}

bool
journal_commit(struct journal *j)
{
	/* Where this fails the character may stand there all the same: only the next run's look at the file can tell. */
	j->uncertain = !write_at(j, j->len, &j->first, 1);
	if (j->uncertain)
		return fail(j, "can't be written");
	j->len = j->reserved;
	return true;
}

bool
journal_cancel(struct journal *j)
{
	j->uncertain = ftruncate(j->fd, j->len) != 0;
	return !j->uncertain || fail(j, "can't be cut");
}

void
journal_close(struct journal *j)
{
	if (j->fd >= 0)
		close(j->fd); /* what counts is durable */
	free(j->path);
	group_free(&j->told);
	free(j->leads);
	group_free(&j->messages);
	free(j->states);
	*j = (struct journal){.fd = -1};
}
