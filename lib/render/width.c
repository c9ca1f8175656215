#include "render/width.h"

#include <stdbool.h>

#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

/* Marks of the scripts a sheet may hold; Hangul's vowels and finals join their syllable. */
static const struct range combining[] = {
	{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd}, {0x5bf, 0x5bf}, {0x5c1, 0x5c2}, {0x5c4, 0x5c5}, {0x610, 0x61a},
	{0x64b, 0x65f}, {0x670, 0x670}, {0x6d6, 0x6dc}, {0x6df, 0x6e4}, {0x900, 0x902}, {0x93a, 0x93a}, {0x93c, 0x93c},
	{0x941, 0x948}, {0x94d, 0x94d}, {0x951, 0x957}, {0xe31, 0xe31}, {0xe34, 0xe3a}, {0xe47, 0xe4e}, {0x1160, 0x11ff},
	{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f}, {0x20d0, 0x20ff}, {0x302a, 0x302d}, {0x3099, 0x309a},
	{0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xe0100, 0xe01ef},
};

static const struct range wide[] = {
	{0x1100, 0x115f}, {0x231a, 0x231b}, {0x23e9, 0x23ec}, {0x2614, 0x2615}, {0x26a1, 0x26a1}, {0x2705, 0x2705},
	{0x274c, 0x274c}, {0x2753, 0x2755}, {0x2795, 0x2797}, {0x2b1b, 0x2b1c}, {0x2b50, 0x2b50}, {0x2e80, 0x303e},
	{0x3041, 0x33ff}, {0x3400, 0x4dbf}, {0x4e00, 0xa4cf}, {0xa960, 0xa97f}, {0xac00, 0xd7a3}, {0xf900, 0xfaff},
	{0xfe10, 0xfe19}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1b000, 0x1b2ff}, {0x1f300, 0x1f64f},
	{0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};

static bool
is_within(uint32_t c, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (c <= ranges[i].last)
			return c >= ranges[i].first;
	return false;
}

int
width_char(uint32_t c)
{
	if (c < combining[0].first)
		return 1;
	if (is_within(c, combining, sizeof combining / sizeof *combining))
		return 0;
	return is_within(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

/* Goes on while the columns suffice; *used is what was taken. */
static size_t
advance(const char *s, size_t n, size_t columns, size_t *used)
{
	size_t i = 0, len;
	for (*used = 0; i < n; i += len) {
		uint32_t c = 0;
		len = utf8_decode(s + i, n - i, &c);
		size_t width = len > 0 ? (size_t)width_char(c) : 1;
		if (columns - *used < width)
			break;
		*used += width;
		if (len == 0)
			len = 1;
	}
	return i;
}

size_t
width_text(const char *s, size_t n)
{
	size_t used;
	advance(s, n, SIZE_MAX, &used);
	return used;
}

size_t
width_fit(const char *s, size_t n, size_t columns)
{
	size_t used;
	return advance(s, n, columns, &used);
}
