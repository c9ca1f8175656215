#include "table/sniff.h"

#include <stdbool.h>
#include <string.h>

static const char candidates[] = ",;\t|";

/* Follows quotes through a line whose delimiter isn't known yet: a quote opens a cell at the start of the line or
 * behind what may be a delimiter; elsewhere it is a character. seen[] counts candidates outside quotes. */
static size_t
scan_heading(const char *s, size_t n, size_t seen[4])
{
	bool quoted = false;
	for (size_t i = 0; i < n; i++) {
		const char *c = memchr(candidates, s[i], 4);
		if (quoted) {
			bool doubled = s[i] == '"' && i + 1 < n && s[i + 1] == '"';
			quoted = doubled || s[i] != '"';
			i += doubled;
		} else if (s[i] == '\n' || s[i] == '\r') {
			return i;
		} else if (s[i] == '"') {
			quoted = i == 0 || memchr(candidates, s[i - 1], 4);
		} else if (c) {
			seen[c - candidates]++;
		}
	}
	return n;
}

size_t
sniff_heading(const char *s, size_t n)
{
	size_t seen[4] = {0};
	return scan_heading(s, n, seen);
}

char
sniff_delimiter(const char *s, size_t n)
{
	size_t seen[4] = {0}, best = 0;
	scan_heading(s, n, seen);
	for (size_t i = 1; i < 4; i++)
		if (seen[i] > seen[best])
			best = i;
	return candidates[best];
}
