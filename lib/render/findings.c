#include "render/findings.h"

#include <string.h>

#include "base/buf.h"
#include "base/escape.h"
#include "base/output.h"
#include "render/rows.h"

const char *const findings_format_names[] = {"text", "csv", "json", "github", NULL};

/* "Acme / Bolts / B-12", as far as it is known. */
static void
put_subject(struct buf *to, const struct subject *s)
{
	const char *const parts[] = {s->account, s->product_line, s->product, s->phase};
	bool any = false, hidden = *diag_shown("") != '\0';
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!*parts[i] || hidden)
			continue;
		buf_puts(to, any ? " / " : "");
		escape_terminal_str(to, parts[i]);
		any = true;
	}
}

static void
put_text(struct buf *to, const struct finding *f)
{
	escape_terminal_str(to, f->where.file);
	if (f->where.line)
		buf_printf(to, ":%ju", f->where.line);
	if (f->where.field)
		buf_printf(to, ":%zu", f->where.field);
	buf_printf(to, ": %s: ", severity_names[f->severity]);
	escape_terminal_str(to, f->rule);
	buf_printf(to, ": %s", f->message);
	struct buf about = {0};
	put_subject(&about, &f->subject);
	if (f->where.field) {
		buf_puts(&about, about.len ? "; cell " : "cell ");
		place_put_cell(&about, &f->where);
	}
	if (*f->subject.source) {
		buf_puts(&about, "; from ");
		escape_terminal_str(&about, f->subject.source);
	}
	if (about.len)
		buf_printf(to, " (%s)", buf_str(&about));
	buf_putc(to, '\n');
	buf_free(&about);
}

/* The characters that a workflow command gives a meaning of its own; `extra` further ones. */
static void
put_github_data(struct buf *to, const char *s, const char *extra)
{
	for (; *s; s++)
		if (*s == '%' || *s == '\r' || *s == '\n' || strchr(extra, *s))
			buf_printf(to, "%%%02X", (unsigned)(unsigned char)*s);
		else
			buf_putc(to, *s);
}

/* The length of FILE in a source like FILE:LINE; 0 where it is none. */
static size_t
source_file_length(const char *source)
{
	const char *colon = strrchr(source, ':');
	bool is_place = colon && colon > source && colon[1] && strspn(colon + 1, "0123456789") == strlen(colon + 1);
	return is_place ? (size_t)(colon - source) : 0;
}

/* A package that comes through a pipe is no file that could be annotated; the sheet that it was built from is. */
static void
put_github_place(struct buf *to, const struct finding *f)
{
	size_t n = strcmp(f->where.file, "<stdin>") == 0 ? source_file_length(f->subject.source) : 0;
	struct buf file = {0};
	escape_terminal(&file, n ? f->subject.source : f->where.file, n ? n : strlen(f->where.file));
	put_github_data(to, buf_str(&file), ":,");
	buf_free(&file);
	if (n)
		buf_printf(to, ",line=%s", f->subject.source + n + 1);
	else if (f->where.line)
		buf_printf(to, ",line=%ju", f->where.line);
	if (!n && f->where.field)
		buf_printf(to, ",col=%zu", f->where.field);
}

static void
put_github(struct buf *to, const struct finding *f)
{
	static const char *const commands[] = {"notice", "warning", "error"};
	struct buf message = {0};
	buf_printf(to, "::%s file=", commands[f->severity]);
	put_github_place(to, f);
	struct buf rule = {0};
	escape_terminal_str(&rule, f->rule);
	buf_puts(to, ",title=");
	put_github_data(to, buf_str(&rule), ":,");
	buf_free(&rule);
	buf_puts(to, "::");
	put_subject(&message, &f->subject);
	buf_printf(&message, "%s%s", message.len ? ": " : "", f->message);
	put_github_data(to, buf_str(&message), "");
	buf_putc(to, '\n');
	buf_free(&message);
}

static void
put_row(struct rows *rows, const struct finding *f)
{
	struct buf cell = {0};
	if (f->where.field)
		place_put_cell(&cell, &f->where);
	rows_text(rows, f->where.file);
	if (f->where.line)
		rows_units(rows, (decimal)f->where.line, 0);
	else
		rows_blank(rows);
	const char *const texts[] = {buf_str(&cell), severity_names[f->severity], f->rule, f->subject.account,
		f->subject.product_line, f->subject.product, f->subject.phase, f->subject.owner, f->subject.source, f->message};
	enum { FIRST_VALUE = 3, LAST_VALUE = 7 }; /* from account to owner */
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		rows_text(rows, *texts[i] && i >= FIRST_VALUE && i <= LAST_VALUE ? diag_shown(texts[i]) : texts[i]);
	buf_free(&cell);
}

static void
put_rows(const struct findings *f, enum rows_format format, char delimiter, bool excel, struct output *to)
{
	static const char *const headings[] = {"file", "line", "cell", "severity", "rule", "account", "product_line",
		"product", "phase", "owner", "source", "message"};
	struct rows rows;
	rows_start(&rows, &to->buf, format, delimiter, excel, 0);
	for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
		rows_heading(&rows, headings[i], strcmp(headings[i], "line") == 0);
	for (size_t i = 0; i < f->count; i++) {
		put_row(&rows, &f->list[i]);
		output_drain(to);
	}
	rows_finish(&rows);
	rows_free(&rows);
}

void
findings_put(const struct findings *f, enum findings_format format, char delimiter, bool excel, struct output *to)
{
	if (format == FINDINGS_CSV || format == FINDINGS_JSON) {
		put_rows(f, format == FINDINGS_CSV ? ROWS_CSV : ROWS_JSON, delimiter, excel, to);
		return;
	}
	for (size_t i = 0; i < f->count; i++) {
		if (format == FINDINGS_TEXT)
			put_text(&to->buf, &f->list[i]);
		else
			put_github(&to->buf, &f->list[i]);
		output_drain(to);
	}
}
