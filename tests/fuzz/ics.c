/* Events of any text: lines as RFC 5545 has them, nothing but the properties asked for, and unfolded they say what was said. */
#include "render/ics.h"

#include <string.h>

#include "fuzz.h"

/* The text as it is to arrive: see ics.h. */
static void
put_expected(struct buf *to, const char *s)
{
	size_t before = to->len;
	for (size_t n = strlen(s), length; n > 0; s += length, n -= length) {
		length = fuzz_character(s, n);
		bool c1 = length == 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0, crlf = n > 1 && s[0] == '\r' && s[1] == '\n';
		bool separator = length == 3 && (memcmp(s, "\u2028", 3) == 0 || memcmp(s, "\u2029", 3) == 0);
		if (length == 0)
			buf_puts(to, "\ufffd");
		else if (*s == '\n' || *s == '\r' || separator)
			buf_putc(to, '\n');
		else if ((*s == ' ' || *s == '\t') ? to->len > before : !c1 && (unsigned char)*s >= 0x20 && *s != 0x7f)
			buf_add(to, s, length);
		length = crlf ? 2 : length ? length : 1;
	}
}

/* Unfolds, after a look at each line as it stands. */
static void
unfold(struct buf *to, const struct buf *from)
{
	for (size_t i = 0; i < from->len;) {
		const char *end = memmem(from->data + i, from->len - i, "\r\n", 2);
		must(end);
		size_t n = (size_t)(end - from->data) - i;
		must(n > 0 && n <= 75);
		for (size_t k = i, length; k < i + n; k += length) { /* no line ends within a character */
			length = fuzz_character(from->data + k, i + n - k);
			must(length > 0 && ((unsigned char)from->data[k] >= 0x20 || from->data[k] == '\t') && from->data[k] != 0x7f);
		}
		bool folded = from->data[i] == ' ';
		must(!folded || to->len > 0);
		if (folded)
			to->len--;
		buf_add(to, from->data + i + folded, n - folded);
		buf_putc(to, '\n');
		i += n + 2;
	}
}

static void
put_unescaped(struct buf *to, struct bytes value)
{
	for (size_t i = 0; i < value.n; i++) {
		must(value.s[i] != ',' && value.s[i] != ';');
		if (value.s[i] != '\\') {
			buf_putc(to, value.s[i]);
			continue;
		}
		must(++i < value.n && memchr("n\\,;", value.s[i], 4));
		buf_putc(to, value.s[i] == 'n' ? '\n' : value.s[i]);
	}
}

/* A property that stands first in what is left, where `text` has something to say. */
static void
take_text(struct bytes *lines, const char *name, const char *text)
{
	struct buf expected = {0}, found = {0};
	put_expected(&expected, text);
	size_t n = strlen(name);
	if (expected.len) {
		struct bytes line = take_up_to(lines, '\n');
		must(line.n > n && memcmp(line.s, name, n) == 0);
		put_unescaped(&found, (struct bytes){line.s + n, line.n - n});
		must(found.len == expected.len && memcmp(found.data, expected.data, found.len) == 0);
	}
	buf_free(&expected);
	buf_free(&found);
}

static struct bytes
take_line(struct bytes *lines, const char *start)
{
	struct bytes line = take_up_to(lines, '\n');
	must(line.n >= strlen(start) && memcmp(line.s, start, strlen(start)) == 0);
	return line;
}

static bool
has_text(const char *s)
{
	struct buf b = {0};
	put_expected(&b, s);
	bool any = b.len > 0;
	buf_free(&b);
	return any;
}

static void
check_event(struct bytes *lines, const struct ics_event *e)
{
	take_line(lines, "BEGIN:VEVENT");
	take_text(lines, "UID:", e->uid);
	take_line(lines, "DTSTAMP:20261121T000000Z");
	take_line(lines, "SEQUENCE:7");
	bool all_day = e->start_minute < 0, ends = all_day ? e->start < DAY_LAST : e->minutes > 0 &&
	    e->start + ((int64_t)e->start_minute + e->minutes) / 1440 <= DAY_LAST;
	struct bytes start = take_line(lines, all_day ? "DTSTART;VALUE=DATE:" : "DTSTART:");
	must(start.n == (all_day ? 27 : 23));
	if (ends) {
		struct bytes end = take_line(lines, all_day ? "DTEND;VALUE=DATE:" : "DTEND:");
		size_t n = all_day ? 8 : 15;
		must(memcmp(start.s + start.n - n, end.s + end.n - n, n) < 0);
	}
	take_line(lines, e->tentative ? "STATUS:TENTATIVE" : "STATUS:CONFIRMED");
	take_line(lines, e->busy ? "TRANSP:OPAQUE" : "TRANSP:TRANSPARENT");
	take_text(lines, "SUMMARY:", e->summary);
	take_text(lines, "DESCRIPTION:", e->description);
	if (e->lead >= 0) {
		take_line(lines, "BEGIN:VALARM");
		take_line(lines, "ACTION:DISPLAY");
		take_line(lines, "TRIGGER:-P");
		take_text(lines, "DESCRIPTION:", has_text(e->summary) ? e->summary : has_text(e->description) ? e->description : "Reminder");
		take_line(lines, "END:VALARM");
	}
	take_line(lines, "END:VEVENT");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), head = take_up_to(&b, '\n'), first = take_up_to(&b, '\v');
	char *summary = bytes_text(first), *description = bytes_text(b);
	struct ics_event e = {.uid = "0123456789abcdef-0", .summary = summary, .description = description};
	uint64_t flags = take_byte(&head);
	e.busy = flags & 1;
	e.tentative = flags & 2;
	e.start = DAY_FIRST + (day)(take_word(&head, 3) % (DAY_LAST - DAY_FIRST + 1));
	e.start = flags & 4 ? DAY_LAST - e.start % 3 : e.start;
	e.start = e.start > DAY_LAST ? DAY_LAST : e.start;
	e.start_minute = flags & 8 ? (int)(take_word(&head, 2) % 1440) : -1;
	e.minutes = (int)(take_word(&head, 3) % 100000);
	e.lead = (int)(take_word(&head, 2) % 4000) - 1;
	struct buf folded = {0}, all = {0};
	struct ics ics;
	ics_start(&ics, &folded, 20778, 7); /* 2026-11-21 */
	ics_event(&ics, &e);
	ics_end(&ics);
	unfold(&all, &folded);
	struct bytes lines = {all.data, all.len};
	take_line(&lines, "BEGIN:VCALENDAR");
	take_line(&lines, "VERSION:2.0");
	take_line(&lines, "PRODID:");
	check_event(&lines, &e);
	take_line(&lines, "END:VCALENDAR");
	must(lines.n == 0);
	buf_free(&folded);
	buf_free(&all);
	free(summary);
	free(description);
	return 0;
}
