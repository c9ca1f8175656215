#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/escape.h"

enum { VALUE_SHOWN = 120 }; /* bytes of a cell that a message quotes */

static const char *program = "negpkg";
static size_t limit = 20;
static bool values_hidden, quiet, colored;
static size_t seen[3];
static diag_listener *listener;
static void *listener_context;
static const char *const word[] = {[DIAG_WARNING] = "warning", [DIAG_FINDING] = "finding", [DIAG_ERROR] = "error"};

void
diag_start(const char *name)
{
	program = name;
}

void
diag_limit(size_t per_severity)
{
	limit = per_severity;
}

void
diag_color(bool on)
{
	colored = on;
}

void
diag_quiet(void)
{
	quiet = true;
}

void
diag_hide_values(void)
{
	values_hidden = true;
}

void
diag_divert(diag_listener *to, void *context)
{
	listener = to;
	listener_context = context;
}

static void
put_value(struct buf *b, const char *value, size_t n)
{
	if (values_hidden)
		return;
	bool cut = n > VALUE_SHOWN;
	n = cut ? VALUE_SHOWN : n;
	for (int back = 0; cut && back < 3 && ((unsigned char)value[n] & 0xc0) == 0x80; back++)
		n--; /* not within a character */
	buf_puts(b, ": \"");
	escape_terminal(b, value, n);
	buf_puts(b, cut ? "...\"" : "\"");
}

void
place_put_cell(struct buf *b, const struct place *where)
{
	/* Column 28 is AB: letters count from 1, without a zero. */
	char letters[16], *at = letters + sizeof letters;
	*--at = '\0';
	for (size_t n = where->field; n > 0; n = (n - 1) / 26)
		*--at = (char)('A' + (n - 1) % 26);
	buf_printf(b, "%s%ju", at, where->record);
}

/* What is wrong, and the value that is. */
static void
put_message(struct buf *b, const char *value, size_t n, const char *format, va_list ap)
{
	char message[2048];
	vsnprintf(message, sizeof message, format, ap);
	escape_terminal_str(b, message);
	if (value)
		put_value(b, value, n);
}

static void
put_place(struct buf *b, const struct place *where)
{
	escape_terminal_str(b, where->file);
	if (where->line)
		buf_printf(b, ":%ju", where->line);
	if (where->field)
		buf_printf(b, ":%zu", where->field);
}

void
diag_put(struct buf *b, const struct place *where, enum diag_severity severity, const char *message)
{
	static const char *const bold[] = {[DIAG_WARNING] = "\033[1;35m", [DIAG_FINDING] = "\033[1;33m", [DIAG_ERROR] = "\033[1;31m"};
	if (where)
		put_place(b, where);
	else
		escape_terminal_str(b, program);
	buf_printf(b, ": %s%s:%s ", colored ? bold[severity] : "", word[severity], colored ? "\033[m" : "");
	if (where && where->column) {
		escape_terminal_str(b, where->column);
		buf_puts(b, ": ");
	}
	buf_puts(b, message);
	if (where && where->field) {
		buf_puts(b, " (cell ");
		place_put_cell(b, where);
		buf_putc(b, ')');
	}
	buf_putc(b, '\n');
}

static void
vsay(const struct place *where, enum diag_severity severity, const char *value, size_t n,
    const char *format, va_list ap)
{
	struct buf message = {0}, b = {0};
	put_message(&message, value, n, format, ap);
	bool taken = where && listener && listener(listener_context, where, severity, buf_str(&message));
	if (!taken && !(quiet && severity == DIAG_WARNING) && seen[severity]++ < limit) {
		diag_put(&b, where, severity, buf_str(&message));
		(void)fwrite(b.data, 1, b.len, stderr); /* nobody is left to hear that stderr fails */
	}
	buf_free(&b);
	buf_free(&message);
}

void
diag(enum diag_severity severity, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsay(NULL, severity, NULL, 0, format, ap);
	va_end(ap);
}

void
diag_last(const char *message)
{
	fprintf(stderr, "%s: error: %s\n", program, message); /* unbuffered: nothing is allocated */
}

void
diag_finding(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsay(NULL, DIAG_FINDING, NULL, 0, format, ap);
	va_end(ap);
}

void
diag_note(const char *format, ...)
{
	char message[2048];
	struct buf b = {0};
	va_list ap;
	va_start(ap, format);
	vsnprintf(message, sizeof message, format, ap);
	va_end(ap);
	if (quiet)
		return;
	escape_terminal_str(&b, message);
	fprintf(stderr, "%s: %s\n", program, buf_str(&b));
	buf_free(&b);
}

void
diag_at(const struct place *where, enum diag_severity severity, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsay(where, severity, NULL, 0, format, ap);
	va_end(ap);
}

void
diag_value(const struct place *where, enum diag_severity severity, const char *value, size_t n,
    const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	vsay(where, severity, value, n, format, ap);
	va_end(ap);
}

const char *
diag_shown(const char *value)
{
	return values_hidden ? "(hidden)" : value;
}

size_t
diag_errors(void)
{
	return seen[DIAG_ERROR];
}

bool
diag_failed(void)
{
	return seen[DIAG_ERROR] > 0;
}

int
diag_finish(void)
{
	for (int s = DIAG_WARNING; s <= DIAG_ERROR; s++)
		if (seen[s] > limit)
			fprintf(stderr, "%s: %zu more %ss\n", program, seen[s] - limit, word[s]);
	return diag_failed() ? 2 : seen[DIAG_FINDING] ? 1 : 0;
}
