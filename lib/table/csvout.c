#include "table/csvout.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "table/number.h"

void
csvout_start(struct csvout *out, struct buf *to, char delimiter, bool excel)
{
	*out = (struct csvout){.to = to, .delimiter = delimiter, .excel = excel};
	if (excel)
		buf_puts(to, "\xef\xbb\xbf");
}

static void
begin_cell(struct csvout *out)
{
	if (out->cells == 0)
		out->record = out->to->len;
	else
		buf_putc(out->to, out->delimiter);
	out->cells++;
}

/* Letters that aren't an exponent: -ABC12 may be a currency's amount, but it is the name of a cell, too. */
static bool
has_name(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isalpha((unsigned char)s[i]) && s[i] != 'E' && s[i] != 'e')
			return true;
	return false;
}

/* Would a spreadsheet take this text for a formula? Signed numbers aren't. Full-width signs are folded by some. */
static bool
is_formula(const char *s, size_t n)
{
	static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"};
	struct number ignored;
	if (n == 0)
		return false;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (n >= strlen(starts[i]) && memcmp(s, starts[i], strlen(starts[i])) == 0)
			return (*s != '+' && *s != '-') || number_parse(s, n, '.', &ignored) != NUMBER_OK || n == 1 || has_name(s, n);
	return false;
}

/* Is one of the word's bytes 0? */
static inline uint64_t
has_zero(uint64_t word)
{
	return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

static bool
needs_quotes(const char *s, size_t n, char delimiter)
{
	const uint64_t each = UINT64_C(0x0101010101010101), mark = each * (unsigned char)delimiter;
	uint64_t word;
	for (; n >= sizeof word; s += sizeof word, n -= sizeof word) {
		memcpy(&word, s, sizeof word);
		if (has_zero(word ^ mark) | has_zero(word ^ each * '"') | has_zero(word ^ each * '\r') | has_zero(word ^ each * '\n'))
			return true;
	}
	for (; n; s++, n--)
		if (*s == delimiter || *s == '"' || *s == '\r' || *s == '\n')
			return true;
	return false;
}

void
csvout_text(struct csvout *out, const char *s, size_t n)
{
	begin_cell(out);
	bool guarded = out->excel && is_formula(s, n), quoted = needs_quotes(s, n, out->delimiter);
	if (quoted)
		buf_putc(out->to, '"');
	if (guarded)
		buf_putc(out->to, '\'');
	for (const char *quote; quoted && (quote = memchr(s, '"', n));) {
		size_t upto = (size_t)(quote - s) + 1;
		buf_add(out->to, s, upto);
		buf_putc(out->to, '"');
		s += upto;
		n -= upto;
	}
	buf_add(out->to, s, n);
	if (quoted)
		buf_putc(out->to, '"');
}

void
csvout_str(struct csvout *out, const char *s)
{
	csvout_text(out, s, strlen(s));
}

static bool
is_in_figures(char c)
{
	return (c >= '0' && c <= '9') || c == '.' || c == '-';
}

/* The cell that begins at `from`: quoted where the delimiter is a digit, of all things. */
static void
end_figure(struct csvout *out, size_t from)
{
	struct buf *to = out->to;
	const size_t n = to->len - from;
	if (!is_in_figures(out->delimiter) || !memchr(to->data + from, out->delimiter, n))
		return;
	buf_puts(to, "\"\"");
	memmove(to->data + from + 1, to->data + from, n);
	to->data[from] = '"';
}

void
csvout_units(struct csvout *out, decimal units, int places)
{
	begin_cell(out);
	const size_t from = out->to->len;
	decimal_put_units(out->to, units, places);
	end_figure(out, from);
}

void
csvout_decimal(struct csvout *out, decimal value, int least)
{
	begin_cell(out);
	const size_t from = out->to->len;
	decimal_put(out->to, value, least);
	end_figure(out, from);
}

void
csvout_percent(struct csvout *out, decimal part, decimal whole)
{
	decimal units;
	if (decimal_ratio(part, whole, 4, &units))
		csvout_units(out, units, 2);
	else
		csvout_str(out, "");
}

void
csvout_end(struct csvout *out)
{
	if (out->cells == 1 && out->to->len == out->record)
		buf_puts(out->to, "\"\""); /* a blank line would be no record */
	buf_puts(out->to, out->excel ? "\r\n" : "\n");
	out->cells = 0;
}
