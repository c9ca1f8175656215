/* Prints a calendar of the events on standard input: icsdump STAMP SEQUENCE, a day as 2026-11-05 and a number. An event is
 * nine fields, each ended by NUL: uid, summary, description, start, start_minute, minutes, lead, busy, tentative. For tests of
 * lib/render/ics by readers of calendars that aren't ours. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "render/ics.h"

enum { FIELDS = 9 };

static void
die(const char *why)
{
	fprintf(stderr, "icsdump: %s\n", why);
	exit(2);
}

static day
day_of(const char *s)
{
	day d;
	if (!date_parse(s, strlen(s), DATE_ISO, &d))
		die("no such day");
	return d;
}

static void
read_all(struct buf *b)
{
	char some[65536];
	for (size_t n; (n = fread(some, 1, sizeof some, stdin)) > 0;)
		buf_add(b, some, n);
	if (b->len > 0 && b->data[b->len - 1] != '\0')
		die("the last field isn't ended by NUL");
}

int
main(int argc, char **argv)
{
	if (argc != 3)
		die("usage: icsdump STAMP SEQUENCE");
	struct buf in = {0}, out = {0};
	read_all(&in);
	struct ics ics;
	ics_start(&ics, &out, day_of(argv[1]), atoi(argv[2]));
	for (size_t i = 0; i < in.len;) {
		const char *field[FIELDS];
		for (size_t f = 0; f < FIELDS; f++) {
			if (i >= in.len)
				die("an event lacks fields");
			field[f] = in.data + i;
			i += strlen(field[f]) + 1;
		}
		ics_event(&ics, &(struct ics_event){
			.uid = field[0], .summary = field[1], .description = field[2], .start = day_of(field[3]),
			.start_minute = atoi(field[4]), .minutes = atoi(field[5]), .lead = atoi(field[6]),
			.busy = atoi(field[7]) != 0, .tentative = atoi(field[8]) != 0,
		});
	}
	ics_end(&ics);
	bool written = fwrite(out.data, 1, out.len, stdout) == out.len && fflush(stdout) == 0;
	buf_free(&in);
	buf_free(&out);
	return written ? 0 : 2;
}
