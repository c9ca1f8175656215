/*
 * Writes a seeded items sheet for benchmarks: generate ROWS [VARIANT [SEED]]. 18 columns, about 148 bytes a row, 600 accounts
 * with 40 product lines each, money in cents, half a per cent of the rows new, half a per cent lost. The same arguments give
 * the same bytes anywhere. Variants differ in how cells are written, not in the figures (but phases does):
 *
 *	a	no quotes
 *	b	a tenth of the product names quoted, with a comma inside
 *	b2	a tenth of all cells quoted
 *	c	all cells quoted
 *	crlf	as a, lines end in CR LF
 *	stray	as a, a quote stands amid one product name in a thousand (3/4" NPT), which RFC 4180 doesn't know
 *	phases	as a, each item has two phases, on two rows
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCOUNTS = 600, LINES = 40, PER_MILLE = 1000 };

static struct variant {
	const char *name;
	unsigned quoted_names, quoted_cells, stray_names; /* of a thousand */
	bool has_crlf, has_phases;
} const VARIANTS[] = {
	{ .name = "a" },
	{ .name = "b", .quoted_names = 100 },
	{ .name = "b2", .quoted_cells = 100 },
	{ .name = "c", .quoted_cells = PER_MILLE },
	{ .name = "crlf", .has_crlf = true },
	{ .name = "stray", .stray_names = 1 },
	{ .name = "phases", .has_phases = true },
};

static const char *const HEADINGS[] = {
	"account", "product_line", "product", "customer_part", "period", "unit", "market_volume", "current_market_volume", "target_price",
	"current_volume", "current_price", "current_cost", "expected_volume", "expected_price", "expected_cost", "leader", "alternative",
	"note"
};
enum { COLUMNS = sizeof HEADINGS / sizeof *HEADINGS };

static const char *const NAMES[] = { "hose", "gate valve", "ball valve", "pressure gauge", "union", "reducer", "swivel", "strainer" };

static struct variant const *variant = VARIANTS;
static uint64_t figures, marks; /* two random sequences: how cells are written doesn't change the figures */

/* Sebastiano Vigna's splitmix64, reduced to 0 ... below - 1. */
static unsigned
random_of(uint64_t *state, unsigned below)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return (unsigned)((z ^ z >> 31) % below);
}

static unsigned
figure(unsigned below)
{
	return random_of(&figures, below);
}

static bool
marked(unsigned per_mille)
{
	return per_mille && random_of(&marks, PER_MILLE) < per_mille;
}

/* Puts the cell of a column, and what stands behind it. */
static void
put(unsigned column, const char *cell, bool needs_quotes)
{
	bool quoted = needs_quotes || marked(variant->quoted_cells);
	if (quoted)
		putchar_unlocked('"');
	fputs_unlocked(cell, stdout);
	if (quoted)
		putchar_unlocked('"');
	if (column < COLUMNS - 1)
		putchar_unlocked(',');
	else
		fputs_unlocked(variant->has_crlf ? "\r\n" : "\n", stdout);
}

static void
put_headings(void)
{
	for (unsigned c = 0; c < COLUMNS; c++)
		put(c, c == COLUMNS - 1 && variant->has_phases ? "phase" : HEADINGS[c], false);
}

static void
put_number(unsigned column, unsigned number)
{
	char cell[16];
	snprintf(cell, sizeof cell, "%u", number);
	put(column, cell, false);
}

static void
put_money(unsigned column, unsigned cents)
{
	char cell[16];
	snprintf(cell, sizeof cell, "%u.%02u", cents / 100, cents % 100);
	put(column, cell, false);
}

static void
put_name(unsigned column, unsigned item)
{
	const char *name = NAMES[item * 5 / 7 % (sizeof NAMES / sizeof *NAMES)];
	bool quoted = marked(variant->quoted_names);
	char cell[64];
	snprintf(cell, sizeof cell, "PN-%07u %s%s 3/4%s NPT 316L", item, name, quoted ? "," : "", marked(variant->stray_names) ? "\"" : "");
	put(column, cell, quoted);
}

/* Three cells: volume, price and cost; empty where the item isn't sold. */
static void
put_position(unsigned column, bool is_sold, unsigned volume, unsigned price, unsigned cost)
{
	if (!is_sold) {
		for (unsigned c = 0; c < 3; c++)
			put(column + c, "", false);
		return;
	}
	put_number(column, volume);
	put_money(column + 1, price);
	put_money(column + 2, cost);
}

static void
put_row(unsigned item, unsigned group, const char *last)
{
	char cell[64];
	unsigned volume = 100 + figure(90000), price = 500 + figure(40000), cost = price * (50 + figure(30)) / 100;
	unsigned next_volume = volume * (80 + figure(50)) / 100, next_price = price * (88 + figure(14)) / 100;
	unsigned next_cost = cost * (93 + figure(8)) / 100, fate = figure(200);
	snprintf(cell, sizeof cell, "Account %03u", group / LINES);
	put(0, cell, false);
	snprintf(cell, sizeof cell, "Line %02u", group % LINES);
	put(1, cell, false);
	put_name(2, item);
	snprintf(cell, sizeof cell, "C%08u", (unsigned)((uint64_t)item * 7654321 % 99999989));
	put(3, cell, false);
	put(4, "2027", false);
	put(5, "pc", false);
	put_number(6, next_volume * 2);
	put_number(7, volume * 2 + 100);
	put_money(8, next_price * 95 / 100);
	put_position(9, fate != 0, volume, price, cost);
	put_position(12, fate != 1, next_volume, next_price, next_cost);
	put(15, figure(9) ? "no" : "yes", false);
	snprintf(cell, sizeof cell, "Alternative %u", figure(500));
	put(16, cell, false);
	put(17, last, false);
}

int
main(int argc, char **argv)
{
	unsigned rows = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
	if (!rows || argc > 4) {
		fputs("usage: generate ROWS [a|b|b2|c|crlf|stray|phases [SEED]]\n", stderr);
		return 2;
	}
	const struct variant *end = VARIANTS + sizeof VARIANTS / sizeof *VARIANTS;
	while (variant < end && argc > 2 && strcmp(argv[2], variant->name) != 0)
		variant++;
	if (variant == end) {
		fprintf(stderr, "generate: no variant %s\n", argv[2]);
		return 2;
	}
	figures = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
	marks = ~figures;
	put_headings();
	for (unsigned row = 0, group = 0; row < rows; row++) {
		bool is_second = variant->has_phases && row % 2;
		if (!is_second)
			group = figure(ACCOUNTS * LINES);
		put_row(variant->has_phases ? row / 2 + 1 : row + 1, group, !variant->has_phases ? "" : is_second ? "H2" : "H1");
	}
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
