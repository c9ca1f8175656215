/* What split and utf8_text find in many texts, as a number that must be the same on any machine: split.c [VERSION]. */
#include "table/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static uint64_t seed = 7, sum = UINT64_C(1469598103934665603);

static size_t
any(size_t bound)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (size_t)((seed * UINT64_C(2685821657736338717)) >> 33) % bound;
}

static void
add(uint64_t x)
{
	sum = (sum ^ x) * UINT64_C(1099511628211);
}

static size_t
put_text(char *text, size_t most)
{
	static const char *const pieces[] = {"\r\n", "\"a\"", ";\"b;\"\"\";", "\"\n\"", "\"\r\n\"", "\"", ";", "\n", "x", "\r", "\u00e9", "\u20ac", "\U0001f389", "\xe0\x80"};
	size_t n = 0, sparse = 1 + any(40), count = 8 + any(sizeof pieces / sizeof *pieces - 7);
	while (n < most)
		if (any(sparse))
			text[n++] = 'x';
		else
			n = (size_t)(stpcpy(text + n, pieces[any(count)]) - text);
	return n;
}

int
main(int argc, char **argv)
{
	struct split split;
	if (argc > 1 && !split_choose((enum split_version)atoi(argv[1])))
		return 3;
	split_init(&split, ';');
	for (int round = 0; round < 100000; round++) {
		char text[1000];
		size_t n = put_text(text, any(900));
		bool disorder;
		split_run(&split, text, n);
		add(split_cut(&split, text, n, &disorder));
		add(disorder * 4u + split.irregular * 2u + split.doubled);
		for (size_t i = 0; i <= split.row_count; i++)
			add((uint64_t)split.rows[i].start << 40 ^ (uint64_t)split.rows[i].cells << 20 ^ split.rows[i].lines);
		for (size_t i = 0; i < split.rows[split.row_count].cells; i++)
			add(split.ends[i]);
		add(utf8_text(text, n));
	}
	printf("%016jx\n", (uintmax_t)sum);
	split_free(&split);
	return 0;
}
