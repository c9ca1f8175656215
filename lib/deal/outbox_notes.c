#include "deal/outbox_notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static const char reminder_header[] = "X-Negpkg-Reminder: ", key_header[] = "X-Negpkg-Key: ";

enum { KEY_LINE = 60 }; /* bytes of a key in one line */

/* Without =, so that nothing in a header looks like an encoded word. */
static void
put_encoded(struct buf *b, const char *s)
{
	for (; *s; s++)
		if (*s > ' ' && *s < 0x7f && *s != '%' && *s != '=')
			buf_putc(b, *s);
		else
			buf_printf(b, "%%%02X", (unsigned char)*s);
}

void
outbox_notes_put(struct buf *to, const struct sent *list, size_t n)
{
	struct buf key = {0};
	for (size_t i = 0; i < n; i++) {
		buf_printf(to, "%s%s ", reminder_header, list[i].id);
		date_put(to, list[i].due);
		buf_printf(to, " %d ", list[i].lead);
		put_encoded(to, list[i].recipient);
		buf_putc(to, '\n');
		key.len = 0;
		put_encoded(&key, list[i].key);
		for (size_t at = 0; at < key.len; at += KEY_LINE) {
			buf_puts(to, key_header);
			buf_add(to, key.data + at, key.len - at < KEY_LINE ? key.len - at : KEY_LINE);
			buf_putc(to, '\n');
		}
	}
	buf_free(&key);
}

static int
digit(char c)
{
	static const char digits[] = "0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* A terminated copy of n encoded bytes; NULL where they are none. */
static char *
decoded(struct arena *a, const char *s, size_t n)
{
	char *text = arena_strndup(a, s, n), *to = text;
	for (size_t i = 0; i < n; i++) {
		int c = (unsigned char)s[i];
		if (c == '%') {
			int high = n - i > 2 ? digit(s[i + 1]) : -1, low = n - i > 2 ? digit(s[i + 2]) : -1;
			c = high * 16 + low;
			if (high < 0 || low < 0 || c == 0)
				return NULL;
			i += 2;
		}
		*to++ = (char)c;
	}
	*to = '\0';
	return text;
}

static bool
read_reminder(struct outbox_notes *notes, const char *s)
{
	struct sent one = {.key = ""};
	char due[11];
	int recipient = 0;
	if (sscanf(s, "%32[0-9a-f] %10[0-9-] %6d %n", one.id, due, &one.lead, &recipient) != 3 || !recipient)
		return false;
	if (strlen(one.id) != SENT_ID || !date_parse(due, strlen(due), DATE_ISO, &one.due))
		return false;
	one.recipient = decoded(&notes->strings, s + recipient, strlen(s + recipient));
	notes->list = xgrow(notes->list, notes->count, &notes->cap, sizeof *notes->list);
	notes->list[notes->count++] = one;
	return one.recipient != NULL;
}

/* Its key has been gathered from its lines. */
static bool
end_key(struct outbox_notes *notes, struct buf *key)
{
	const char *text = decoded(&notes->strings, key->data, key->len);
	if (notes->count && text)
		notes->list[notes->count - 1].key = text;
	key->len = 0;
	return text;
}

/* The value of a header line, or NULL where it is another's. */
static char *
value_of(char *line, const char *header)
{
	size_t n = strlen(header);
	return strncmp(line, header, n) == 0 ? line + n : NULL;
}

bool
outbox_notes_read(struct outbox_notes *notes, struct buf *message)
{
	*notes = (struct outbox_notes){0};
	struct buf key = {0};
	bool ok = true;
	buf_str(message);
	char *at = message->data, *newline, *value;
	for (; ok && (newline = strchr(at, '\n')); at = newline + 1) {
		*newline = '\0';
		if ((value = value_of(at, reminder_header)))
			ok = end_key(notes, &key) && read_reminder(notes, value);
		else if ((value = value_of(at, key_header)))
			buf_puts(&key, value);
		else
			break;
	}
	ok = ok && end_key(notes, &key) && notes->count > 0;
	buf_free(&key);
	return ok;
}

void
outbox_notes_free(struct outbox_notes *notes)
{
	free(notes->list);
	arena_free(&notes->strings);
	*notes = (struct outbox_notes){0};
}
