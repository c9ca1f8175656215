/* Every column the toolkit knows: one table for binding, types, --columns and negpkg(5). */
#ifndef NEGPKG_COLUMNS_H
#define NEGPKG_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

struct options;

enum column_type { COLUMN_TEXT, COLUMN_ID, COLUMN_NUMBER, COLUMN_SHARE, COLUMN_PERCENT, COLUMN_DATE, COLUMN_YESNO };

struct column {
	const char *name;      /* canonical; "<position>_volume" stands for every position's */
	enum column_type type;
	const char *sheets;    /* which sheets have it: items overview lines customer fx package team... */
	const char *aliases[5]; /* further headings on items sheets */
	const char *meaning;
};

extern const struct column columns[];
extern const size_t column_count;

/* The aliases of a known column (NULL-ended, perhaps empty). */
const char *const *column_aliases(const char *name);
/* The entry of `sheet` ("items") whose folded name is `key`; NULL: unknown, or a position's. */
const struct column *column_known(const char *key, const char *sheet);

/* What a column of this name holds on `sheet`; of a sheet the toolkit doesn't know, what one of that name holds
 * anywhere. An unknown one tells by its end: _date and _on, _pct, _share, _volume, _price, _cost, _revenue and other
 * money; else text. */
enum column_type column_type(const char *name, const char *sheet);

/* The canonical name of a position's column: "expected" and "volume" make expected_volume. Owned by caller. */
char *column_of_position(const char *position, const char *suffix);
/* Where a folded key is a position's volume, price or revenue, the length of the position's part; else 0.
 * market, target, list and the like are no positions. */
size_t column_position(const char *key);

/* Answers --columns: the columns of some sheets as CSV, name, type, aliases, meaning. False after a message. */
bool columns_print(const struct options *o, const char *const *sheets);

/* The positions of a package, from the current year to the walk-away. */
enum { PACKAGE_POSITIONS = 4 };
extern const char *const package_positions[PACKAGE_POSITIONS + 1];

#endif
