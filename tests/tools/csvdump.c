/* Shows to tests what the library reads: each record on standard input as a JSON array of strings. Exit status 2 where
 * the reader refuses it.
 *
 *     csvdump [-d DELIMITER] [-q QUOTE]
 *
 * A delimiter is any byte that the library accepts (default: find out). The quote is " and nothing else, as it is in
 * every tool: another is refused. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "render/json.h"
#include "table/csvin.h"
#include "table/dialect.h"
#include "table/source.h"

/* False after a message. */
static bool
read_options(int argc, char **argv, struct dialect *dialect)
{
	for (int c; (c = getopt(argc, argv, "d:q:")) != -1;) {
		if (c == 'q' && strcmp(optarg, "\"") != 0) {
			diag(DIAG_ERROR, "no other quote than \" is read");
			return false;
		}
		if (c == 'd' && (strlen(optarg) != 1 || strchr("\"\r\n", optarg[0]))) {
			diag(DIAG_ERROR, "a delimiter is one byte, and no quote");
			return false;
		}
		if (c == '?')
			return false;
		if (c == 'd')
			dialect->delimiter = optarg[0];
	}
	return true;
}

static void
print_record(const struct record *r)
{
	struct buf line = {0};
	for (size_t i = 0; i < r->count; i++) {
		buf_putc(&line, i ? ',' : '[');
		json_string(&line, r->cells[i].s, r->cells[i].n);
	}
	buf_puts(&line, "]\n");
	fwrite(line.data, 1, line.len, stdout);
	buf_free(&line);
}

int
main(int argc, char **argv)
{
	struct dialect dialect = {.header_row = 1};
	diag_start("csvdump");
	if (!read_options(argc, argv, &dialect))
		return 2;
	struct csvin *in = csvin_open(SOURCE_STDIN, "-", &dialect);
	if (!in)
		return 2;
	struct record r;
	while (csvin_next(in, &r) == CSVIN_RECORD)
		print_record(&r);
	csvin_close(in);
	return diag_finish();
}
