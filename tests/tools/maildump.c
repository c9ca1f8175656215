/* Shows to tests what render/mail does. The fields on standard input end in NUL each.
 *
 *     maildump message|mbox   from, to, subject, day (a number), id, body, headers..., an empty one; any number of mails;
 *                             the messages are printed with a NUL after each, the mbox as it is
 *     maildump address        prints yes or no for each field */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "render/mail.h"

#define HEADERS_MOST 8

/* The next field; exits where there is none. */
static const char *
next(const char **at, const char *end)
{
	const char *s = *at;
	if (s >= end) {
		fputs("maildump: a field is missing\n", stderr);
		exit(2);
	}
	*at += strlen(s) + 1;
	return s;
}

static void
put_next(struct buf *to, const char **at, const char *end, bool mbox)
{
	const char *headers[HEADERS_MOST + 1] = {0};
	struct mail m = {.headers = headers};
	m.from = next(at, end);
	m.to = next(at, end);
	m.subject = next(at, end);
	m.day = atoi(next(at, end));
	m.id = next(at, end);
	m.body = next(at, end);
	size_t count = 0;
	for (const char *line; *(line = next(at, end)); headers[count++] = line)
		if (count == HEADERS_MOST)
			exit(2);
	if (mbox) {
		mail_put_mbox(to, &m);
	} else {
		mail_put(to, &m);
		buf_putc(to, '\0');
	}
}

int
main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";
	struct buf in = {0}, out = {0};
	char block[4096];
	for (size_t n; (n = fread(block, 1, sizeof block, stdin)) > 0;)
		buf_add(&in, block, n);
	const char *at = buf_str(&in), *end = at + in.len;
	while (at < end) {
		if (strcmp(what, "address") == 0) {
			const char *s = next(&at, end);
			buf_puts(&out, mail_is_address(s, strlen(s)) ? "yes\n" : "no\n");
		} else {
			put_next(&out, &at, end, strcmp(what, "mbox") == 0);
		}
	}
	bool written = fwrite(buf_str(&out), 1, out.len, stdout) == out.len && fflush(stdout) == 0;
	buf_free(&in);
	buf_free(&out);
	return written ? EXIT_SUCCESS : EXIT_FAILURE;
}
