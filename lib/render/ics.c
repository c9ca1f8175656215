#include "render/ics.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

enum {
	LINE_MOST = 75, /* octets of a line, without its end */
	DAY_MINUTES = 24 * 60,
	LAST_DAY = 2932896, /* 9999-12-31: a year has four digits */
};

/* --- lines of text */

struct line {
	struct buf *to;
	size_t used;
	char octets[LINE_MOST + 2];
};

static void
end_line(struct line *l)
{
	memcpy(l->octets + l->used, "\r\n", 2);
	buf_add(l->to, l->octets, l->used + 2);
}

static void
fold(struct line *l)
{
	end_line(l);
	l->octets[0] = ' ';
	l->used = 1;
}

/* Adds n octets that stay together: a character, an escape. */
static void
add_whole(struct line *l, const char *s, size_t n)
{
	if (l->used + n > LINE_MOST)
		fold(l);
	memcpy(l->octets + l->used, s, n);
	l->used += n;
}

/* Adds n octets that are a character each. */
static void
add_plain(struct line *l, const char *s, size_t n)
{
	for (size_t some; n > 0; s += some, n -= some) {
		if (l->used == LINE_MOST)
			fold(l);
		some = n < LINE_MOST - l->used ? n : LINE_MOST - l->used;
		memcpy(l->octets + l->used, s, some);
		l->used += some;
	}
}

/* Which of eight octets, the first in the lowest bits, aren't ASCII that stands for itself? The lowest high bit that is set
 * is the first one's; those above it may be wrong. */
static uint64_t
not_plain(uint64_t octets)
{
	const uint64_t each = 0x0101010101010101;
	uint64_t comma = octets ^ each * ',', semicolon = octets ^ each * ';', backslash = octets ^ each * '\\';
	uint64_t controls = (octets - each * 0x20) | (octets + each);
	return (octets | controls | (comma - each) | (semicolon - each) | (backslash - each)) & each * 0x80;
}

/* How many of the first of n octets are that? */
static size_t
plain_run(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i += 8) {
		uint64_t octets = 0; /* what is left of them after the end counts as a control */
		if (n - i >= 8)
			memcpy(&octets, s + i, 8);
		else
			memcpy(&octets, s + i, n - i);
		uint64_t others = not_plain(le64toh(octets));
		if (others)
			return i + (size_t)__builtin_ctzll(others) / 8;
	}
	return n;
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f);
}

/* Adds what stands for the character at s, of n octets; returns how many of them that was. */
static size_t
add_character(struct line *l, const char *s, size_t n)
{
	uint32_t c = 0;
	size_t len = utf8_decode(s, n, &c);
	if (len == 0) {
		add_whole(l, "\ufffd", sizeof "\ufffd" - 1);
		return 1;
	}
	if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) { /* the last two end lines for some readers */
		add_whole(l, "\\n", 2);
		return c == '\r' && n > 1 && s[1] == '\n' ? 2 : len;
	}
	if (c == '\\' || c == ';' || c == ',')
		add_whole(l, (char[]){'\\', (char)c}, 2);
	else if (c == '\t' || !is_control(c))
		add_whole(l, s, len);
	return len;
}

/* False where nothing is left of s. Leading blanks are dropped, as libical does, to which a text of blanks is a fault. */
static bool
add_text(struct line *l, const char *s)
{
	bool is_begun = false;
	size_t name_len = l->used; /* short: the first character of the text doesn't fold it */
	for (size_t left = strlen(s), n; left > 0; s += n, left -= n) {
		if (!is_begun && (*s == ' ' || *s == '\t')) {
			n = 1;
		} else if ((n = plain_run(s, left)) > 0) {
			add_plain(l, s, n);
			is_begun = true;
		} else {
			n = add_character(l, s, left);
			is_begun = is_begun || l->used > name_len;
		}
	}
	return is_begun;
}

/* Appends a property, name with its colon. False, and nothing is appended, where nothing is left of its text. */
static inline bool
put_text(struct buf *to, const char *name, const char *text)
{
	struct line l;
	l.to = to;
	l.used = (size_t)(stpcpy(l.octets, name) - l.octets);
	if (!add_text(&l, text))
		return false;
	end_line(&l);
	return true;
}

/* --- everything else is short and of known length: put_ functions write at `at`, and return where they ended */

static char *
put_digits(char *at, int number, size_t count)
{
	for (size_t i = count; i-- > 0; number /= 10)
		at[i] = (char)('0' + number % 10);
	return at + count;
}

static char *
put_number(char *at, int number)
{
	size_t count = 1;
	for (int rest = number; rest >= 10; rest /= 10)
		count++;
	return put_digits(at, number, count);
}

static char *
put_day(char *at, day d)
{
	int year, month, dayofmonth;
	date_split(d, &year, &month, &dayofmonth);
	return put_digits(put_digits(put_digits(at, year, 4), month, 2), dayofmonth, 2);
}

static char *
put_moment(char *at, day d, int minute)
{
	*put_day(at, d) = 'T';
	at = put_digits(at + sizeof "20261105T" - 1, minute / 60, 2);
	return stpcpy(put_digits(at, minute % 60, 2), "00");
}

static char *
put_all_day(char *at, day d)
{
	at = stpcpy(put_day(stpcpy(at, "DTSTART;VALUE=DATE:"), d), "\r\n");
	if (d < LAST_DAY)
		at = stpcpy(put_day(stpcpy(at, "DTEND;VALUE=DATE:"), d + 1), "\r\n");
	return at;
}

static char *
put_timed(char *at, const struct ics_event *e)
{
	at = stpcpy(put_moment(stpcpy(at, "DTSTART:"), e->start, e->start_minute), "\r\n");
	int64_t end = (int64_t)e->start_minute + e->minutes, days = end / DAY_MINUTES;
	if (e->minutes > 0 && days <= LAST_DAY - e->start) /* an end must be after its start */
		at = stpcpy(put_moment(stpcpy(at, "DTEND:"), e->start + (day)days, (int)(end % DAY_MINUTES)), "\r\n");
	return at;
}

/* An all-day event starts at 0:00, so that 9:00 of a day before it is fifteen hours before the day after that. Never a time
 * after the start, which Outlook would read as one before it: the alarm for the day itself is the evening's before. */
static char *
put_trigger(char *at, const struct ics_event *e)
{
	at = stpcpy(at, "TRIGGER:-P");
	bool all_day = e->start_minute < 0;
	int days = all_day && e->lead > 0 ? e->lead - 1 : e->lead;
	if (days > 0)
		at = stpcpy(put_number(at, days), "D");
	if (all_day)
		at = stpcpy(at, "T15H");
	else if (days == 0)
		at = stpcpy(at, "T1H");
	return stpcpy(at, "\r\n");
}

static void
put_alarm(struct buf *to, const struct ics_event *e)
{
	char fixed[96], *at = put_trigger(stpcpy(fixed, "BEGIN:VALARM\r\nACTION:DISPLAY\r\n"), e);
	buf_add(to, fixed, (size_t)(at - fixed));
	/* an alarm must say something */
	if (!put_text(to, "DESCRIPTION:", e->summary) && !put_text(to, "DESCRIPTION:", e->description))
		buf_puts(to, "DESCRIPTION:Reminder\r\n");
	buf_puts(to, "END:VALARM\r\n");
}

void
ics_start(struct ics *ics, struct buf *to, day stamp, int sequence)
{
	ics->to = to;
	char *at = put_moment(stpcpy(ics->stamped, "DTSTAMP:"), stamp, 0);
	at = stpcpy(put_number(stpcpy(at, "Z\r\nSEQUENCE:"), sequence), "\r\n");
	ics->stamped_len = (size_t)(at - ics->stamped);
	buf_puts(to, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//negpkg//calendar-remind//EN\r\n");
}

void
ics_event(struct ics *ics, const struct ics_event *e)
{
	buf_puts(ics->to, "BEGIN:VEVENT\r\n");
	put_text(ics->to, "UID:", e->uid);
	char fixed[192], *at = mempcpy(fixed, ics->stamped, ics->stamped_len);
	at = e->start_minute < 0 ? put_all_day(at, e->start) : put_timed(at, e);
	at = stpcpy(at, e->tentative ? "STATUS:TENTATIVE\r\n" : "STATUS:CONFIRMED\r\n");
	at = stpcpy(at, e->busy ? "TRANSP:OPAQUE\r\n" : "TRANSP:TRANSPARENT\r\n");
	buf_add(ics->to, fixed, (size_t)(at - fixed));
	put_text(ics->to, "SUMMARY:", e->summary);
	put_text(ics->to, "DESCRIPTION:", e->description);
	if (e->lead >= 0)
		put_alarm(ics->to, e);
	buf_puts(ics->to, "END:VEVENT\r\n");
}

void
ics_end(struct ics *ics)
{
	buf_puts(ics->to, "END:VCALENDAR\r\n");
}
