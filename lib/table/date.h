/* Calendar dates, without a clock, a time or a zone. */
#ifndef NEGPKG_DATE_H
#define NEGPKG_DATE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

struct buf;

/* Days since 1970-01-01 in the Gregorian calendar; years 1900 to 9999. */
typedef int day;
#define DAY_NONE INT_MIN /* no date */
#define DAY_FIRST (-25567) /* 1900-01-01 */
#define DAY_LAST 2932896   /* 9999-12-31 */

enum date_format { /* bits, so that a column can be narrowed down: see date_fits */
	DATE_ISO = 1,  /* 2026-11-05 */
	DATE_MDY = 2,  /* 11/05/2026 */
	DATE_DMY = 4,  /* 05.11.2026 */
	DATE_YMD = 8,  /* 2026/11/05, 20261105 */
	DATE_SERIAL = 16,     /* days of Excel's calendar: 46331 */
	DATE_SERIAL_1904 = 32, /* the same of the old Macintosh's */
};

/* The names users type, by bit position; ends with NULL. */
extern const char *const date_format_names[];

/* Which formats (a set of bits) may these n bytes be a date in? 0: none. Numbers alone never count as
 * serials or YMD here: those must be asked for. */
int date_fits(const char *s, size_t n);
/* Reads a date in one format. False where it isn't one, or no such day exists. */
bool date_parse(const char *s, size_t n, enum date_format format, day *out);
/* Appends the date as 2026-11-05. */
void date_put(struct buf *b, day d);

day date_from(int year, int month, int dayofmonth); /* the caller has checked it */
void date_split(day d, int *year, int *month, int *dayofmonth);

/* The same day of a month so many months (0 and up) later; the month's last, where it is shorter; DAY_NONE after DAY_LAST. */
day date_add_months(day d, int months);
int date_weekday(day d); /* from 0, Monday */
/* The week of ISO 8601, and the year that it is counted in. */
void date_week(day d, int *year, int *week);

#endif
