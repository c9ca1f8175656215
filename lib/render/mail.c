#include "render/mail.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define LINE_MOST 76 /* of lines with encoded words (RFC 2047) and of quoted-printable ones (RFC 2045) */
#define WORD_START "=?utf-8?q?"
#define WORD_END "?="

/* --- addresses */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alphanumeric(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* But for % and !, by which old relays would send mail on to somebody else's domain. */
static bool
is_atext(char c)
{
	return is_alphanumeric(c) || (c && strchr("#$&'*+-/=?^_`{|}~", c));
}

static bool
is_dot_atom(const char *s, size_t n)
{
	bool after_dot = true; /* no dot begins it, ends it or follows another */
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '.' ? after_dot : !is_atext(s[i]))
			return false;
		after_dot = s[i] == '.';
	}
	return !after_dot;
}

static bool
is_label(const char *s, size_t n)
{
	if (n == 0 || n > 63 || s[0] == '-' || s[n - 1] == '-')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!is_alphanumeric(s[i]) && s[i] != '-')
			return false;
	return true;
}

bool
mail_is_domain(const char *s, size_t n)
{
	for (const char *dot; (dot = memchr(s, '.', n)); n -= (size_t)(dot + 1 - s), s = dot + 1)
		if (!is_label(s, (size_t)(dot - s)))
			return false;
	size_t digits = 0;
	while (digits < n && is_digit(s[digits]))
		digits++;
	return is_label(s, n) && digits < n; /* 192.0.2.1 would need brackets */
}

/* =?charset?q?text?= is a dot-atom, too; some readers would decode it, and see another address than a mailer does. */
static bool
has_word(const char *s, size_t n)
{
	const char *start = memmem(s, n, "=?", 2);
	return start && memmem(start + 2, n - (size_t)(start + 2 - s), "?=", 2);
}

bool
mail_is_address(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	if (!at || n > 254)
		return false;
	size_t local = (size_t)(at - s);
	return local <= 64 && is_dot_atom(s, local) && !has_word(s, local) && mail_is_domain(at + 1, n - local - 1);
}

const char *
mail_domain(const char *address)
{
	return strchr(address, '@') + 1;
}

/* --- text */

/* One character as it is sent, UTF-8. */
struct character {
	const char *s;
	size_t n;
};

static bool
is_control(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c <= 0x9f);
}

/* Takes the next character of a text that isn't at its end. */
static struct character
take(const char **text, const char *end)
{
	const char *s = *text;
	uint32_t c = 0;
	size_t n = utf8_decode(s, (size_t)(end - s), &c);
	*text += n ? n : 1;
	if (c == '\r') {
		if (*text < end && **text == '\n')
			++*text;
		return (struct character){"\n", 1};
	}
	if (n == 0 || is_control(c))
		return (struct character){"\ufffd", strlen("\ufffd")};
	return (struct character){s, n};
}

static bool
is_printable(char c) /* and no blank */
{
	return c > ' ' && c < 0x7f;
}

static size_t
sent_size(struct character c, bool plain)
{
	return plain ? 1 : 3 * c.n;
}

/* The character as it is, or its bytes as =XX. */
static void
put_character(struct buf *to, struct character c, bool plain)
{
	static const char hex[] = "0123456789ABCDEF";
	if (plain) {
		buf_add(to, c.s, 1);
		return;
	}
	for (size_t i = 0; i < c.n; i++) {
		unsigned byte = (unsigned char)c.s[i];
		buf_add(to, (char[]){'=', hex[byte >> 4], hex[byte & 15]}, 3);
	}
}

/* --- the header */

/* May the subject, which isn't empty, stand on the first line as it is? A longer one could be folded at its blanks, but not
 * where a word is too long or where blanks would end a line. */
static bool
is_plain(const char *s, size_t n)
{
	if (n > LINE_MOST - strlen("Subject: ") || s[0] == ' ' || s[n - 1] == ' ' || strstr(s, "=?"))
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] != ' ' && !is_printable(s[i]))
			return false;
	return true;
}

/* Readers drop what stands between two encoded words, so blanks are within. */
static void
put_words(struct buf *to, const char *s, const char *end)
{
	size_t column = strlen("Subject: " WORD_START);
	buf_puts(to, WORD_START);
	while (s < end) {
		struct character c = take(&s, end);
		bool blank = strchr(" \t\n", *c.s), plain = blank || (is_printable(*c.s) && !strchr("=?_", *c.s));
		if (blank)
			c = (struct character){"_", 1};
		size_t size = sent_size(c, plain);
		if (column + size + strlen(WORD_END) > LINE_MOST) {
			buf_puts(to, WORD_END "\n " WORD_START);
			column = strlen(" " WORD_START);
		}
		put_character(to, c, plain);
		column += size;
	}
	buf_puts(to, WORD_END);
}

static void
put_subject(struct buf *to, const char *s)
{
	size_t n = strlen(s);
	if (n == 0) {
		buf_puts(to, "Subject:\n");
		return;
	}
	buf_puts(to, "Subject: ");
	if (is_plain(s, n))
		buf_add(to, s, n);
	else
		put_words(to, s, s + n);
	buf_putc(to, '\n');
}

static const char *
weekday(day d)
{
	static const char names[][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"}; /* 1970-01-01 was a Thursday */
	return names[(d % 7 + 7) % 7];
}

static const char *
month_name(int month)
{
	static const char names[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	return names[month - 1];
}

static void
put_header(struct buf *to, const struct mail *m)
{
	int year, month, of_month;
	date_split(m->day, &year, &month, &of_month);
	buf_printf(to, "From: %s\nTo: %s\n", m->from, m->to);
	put_subject(to, m->subject);
	buf_printf(to, "Date: %s, %d %s %04d 00:00:00 +0000\n", weekday(m->day), of_month, month_name(month), year);
	buf_printf(to, "Message-ID: <%s@%s>\n", m->id, mail_domain(m->from));
	for (const char *const *line = m->headers; line && *line; line++)
		buf_printf(to, "%s\n", *line);
	buf_puts(to, "Auto-Submitted: auto-generated\n"
	             "MIME-Version: 1.0\n"
	             "Content-Type: text/plain; charset=utf-8\n"
	             "Content-Transfer-Encoding: quoted-printable\n");
}

/* --- the body */

/* Would a line that starts so be changed under way? A dot alone ends a message in SMTP. */
static bool
is_touched(const char *line)
{
	return *line == '.' || *line == '>' || strncmp(line, "From ", strlen("From ")) == 0;
}

static void
put_body(struct buf *to, const char *s)
{
	const char *end = s + strlen(s);
	size_t column = 0;
	while (s < end) {
		const char *start = s;
		struct character c = take(&s, end);
		if (*c.s == '\n') {
			buf_putc(to, '\n');
			column = 0;
			continue;
		}
		bool blank = *c.s == ' ' || *c.s == '\t', ends_line = s == end || *s == '\n' || *s == '\r';
		bool plain = blank ? !ends_line : is_printable(*c.s) && *c.s != '=';
		if (column + sent_size(c, plain) > LINE_MOST - strlen("=")) {
			buf_puts(to, "=\n");
			column = 0;
		}
		plain = plain && (column > 0 || !is_touched(start));
		put_character(to, c, plain);
		column += sent_size(c, plain);
	}
	if (column > 0)
		buf_putc(to, '\n');
}

void
mail_put(struct buf *to, const struct mail *m)
{
	put_header(to, m);
	buf_putc(to, '\n');
	put_body(to, m->body);
}

void
mail_put_mbox(struct buf *to, const struct mail *m)
{
	int year, month, of_month;
	date_split(m->day, &year, &month, &of_month);
	buf_printf(to, "From %s %s %s %2d 00:00:00 %04d\n", m->from, weekday(m->day), month_name(month), of_month, year);
	mail_put(to, m);
	buf_putc(to, '\n');
}
