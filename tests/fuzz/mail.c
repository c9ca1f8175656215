/* Mail of any subject and body: nothing but the header lines asked for, no line that a mailer would change, and what is
 * decoded is what was said. */
#include "render/mail.h"

#include <string.h>

#include "fuzz.h"

static const char blanks[] = " \t";

static int
hex(char c)
{
	const char digits[] = "0123456789ABCDEF", *at = c ? strchr(digits, c) : NULL;
	must(at);
	return (int)(at - digits);
}

/* The text as it is to arrive, by what the header says. Of a subject, line ends and tabs are blanks. */
static void
put_expected(struct buf *to, const char *s, bool subject)
{
	for (size_t n = strlen(s), length; n > 0; s += length, n -= length) {
		length = fuzz_character(s, n);
		bool crlf = n > 1 && s[0] == '\r' && s[1] == '\n', c1 = length == 2 && (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] < 0xa0;
		if (*s == '\n' || *s == '\r')
			buf_putc(to, subject ? ' ' : '\n');
		else if (*s == '\t')
			buf_putc(to, subject ? ' ' : '\t');
		else if (length == 0 || c1 || (unsigned char)*s < 0x20 || *s == 0x7f)
			buf_puts(to, "\ufffd");
		else
			buf_add(to, s, length);
		length = crlf ? 2 : length ? length : 1;
	}
}

/* Quoted-printable, as RFC 2045 has it; of a word of a header, RFC 2047's. */
static void
put_decoded(struct buf *to, const char *s, size_t n, bool word)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '=' && !word && i + 1 < n && s[i + 1] == '\n') {
			i++;
		} else if (s[i] == '=') {
			must(i + 2 < n);
			buf_putc(to, (char)(hex(s[i + 1]) << 4 | hex(s[i + 2])));
			i += 2;
		} else {
			must(!word || (s[i] != ' ' && s[i] != '?'));
			buf_putc(to, word && s[i] == '_' ? ' ' : s[i]);
		}
	}
}

static void
put_subject(struct buf *to, struct bytes value)
{
	static const char start[] = "=?utf-8?q?";
	if (value.n < 10 || memcmp(value.s, start, 10) != 0) {
		must(!memmem(value.s, value.n, "=?", 2));
		buf_add(to, value.s, value.n);
		return;
	}
	while (value.n > 0) {
		must(value.n > 12 && memcmp(value.s, start, 10) == 0);
		const char *end = memmem(value.s + 10, value.n - 10, "?=", 2);
		must(end && end + 2 - value.s <= 75);
		struct buf word = {0};
		put_decoded(&word, value.s + 10, (size_t)(end - value.s) - 10, true);
		for (size_t i = 0, length; i < word.len; i += length) { /* no word ends within a character */
			length = fuzz_character(word.data + i, word.len - i);
			must(length > 0);
		}
		buf_add(to, word.data, word.len);
		buf_free(&word);
		value.n -= (size_t)(end + 2 - value.s);
		value.s = end + 2;
		if (value.n > 0) {
			must(value.n > 2 && memcmp(value.s, "\n ", 2) == 0);
			value.s += 2;
			value.n -= 2;
		}
	}
}

static void
check_lines(struct bytes all, size_t most)
{
	while (all.n > 0) {
		struct bytes line = take_up_to(&all, '\n');
		must(line.n <= most);
		for (size_t i = 0; i < line.n; i++)
			must((line.s[i] >= ' ' && line.s[i] < 0x7f) || line.s[i] == '\t');
		must(line.n == 0 || !memchr(blanks, line.s[line.n - 1], 2));
		must(line.n == 0 || (*line.s != '.' && *line.s != '>'));
		must(line.n < 5 || memcmp(line.s, "From ", 5) != 0);
	}
}

/* The lines of a header, unfolded no further than they are: names, and the subject's value. */
static struct bytes
check_header(struct bytes header)
{
	static const char *const names[] = {"From", "To", "Subject", "Date", "Message-ID", "X-Own", "Auto-Submitted", "MIME-Version",
		"Content-Type", "Content-Transfer-Encoding"};
	struct bytes subject = {0};
	for (size_t i = 0; header.n > 0; i++) {
		must(i < sizeof names / sizeof *names);
		struct bytes line = take_up_to(&header, '\n');
		while (header.n > 0 && *header.s == ' ')
			line.n += 1 + take_up_to(&header, '\n').n;
		size_t name = strlen(names[i]);
		must(line.n > name && memcmp(line.s, names[i], name) == 0 && line.s[name] == ':');
		size_t value = name + 1 + (line.n > name + 1);
		if (i == 2)
			subject = (struct bytes){line.s + value, line.n - value};
	}
	return subject;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size), address = take_up_to(&b, '\n'), first = take_up_to(&b, '\n');
	char *to = bytes_text(address), *subject = bytes_text(first), *body = bytes_text(b);
	for (char *s = subject; *s; s++) /* a subject of several lines */
		*s = *s == '\v' ? '\n' : *s;
	bool is_address = mail_is_address(to, strlen(to));
	for (const char *s = to; *s; s++)
		must(!is_address || (*s > ' ' && *s < 0x7f && !strchr("\"(),:;<>[]\\", *s)));
	must(!is_address || (strlen(to) <= 254 && mail_is_domain(mail_domain(to), strlen(mail_domain(to)))));
	struct mail m = {.from = "sales@example.com", .to = is_address ? to : "ann@example.com", .subject = subject, .day = (day)(size * 37 % 30000),
		.id = "0123abcd", .headers = (const char *[]){"X-Own: 1", NULL}, .body = body};
	struct buf message = {0}, mbox = {0}, expected = {0}, found = {0};
	mail_put(&message, &m);
	mail_put_mbox(&mbox, &m);
	const char *empty = memmem(message.data, message.len, "\n\n", 2);
	must(empty);
	struct bytes header = {message.data, (size_t)(empty + 1 - message.data)}, text = {empty + 2, message.len - header.n - 1};
	/* a mbox: the same message between a line and an empty one */
	const char *behind = memchr(mbox.data, '\n', mbox.len);
	must(memcmp(mbox.data, "From sales@example.com ", 23) == 0 && mbox.len == (size_t)(behind + 1 - mbox.data) + message.len + 1);
	must(memcmp(behind + 1, message.data, message.len) == 0 && mbox.data[mbox.len - 1] == '\n');
	check_lines(text, 76);
	check_lines(header, strlen(m.to) + strlen("To: ") > 78 ? strlen(m.to) + strlen("To: ") : 78);
	put_subject(&found, check_header(header));
	put_expected(&expected, subject, true);
	must(found.len == expected.len && (found.len == 0 || memcmp(found.data, expected.data, found.len) == 0));
	found.len = expected.len = 0;
	put_decoded(&found, text.s, text.n, false);
	put_expected(&expected, body, false);
	if (expected.len && expected.data[expected.len - 1] != '\n')
		buf_putc(&expected, '\n');
	must(found.len == expected.len && (found.len == 0 || memcmp(found.data, expected.data, found.len) == 0));
	buf_free(&message);
	buf_free(&mbox);
	buf_free(&expected);
	buf_free(&found);
	free(to);
	free(subject);
	free(body);
	return 0;
}
