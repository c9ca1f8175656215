/* The fast lane of a walk: rows of an items sheet that are plain in meaning, too, go from the split straight into sums.
 *
 * Plain is a row that says what the rows before it have settled already: plain digits, volumes with a price and a cost or
 * nothing at all, a name that is no total, the sheet's currency. It leaves nothing behind but sums, and news: a group, a unit
 * of a group, that a market volume is missing. What isn't plain, or not surely, is walk_reader's, which stays the judge.
 *
 * Sums are kept here until walk_lane_settle (those that walk_reader looks at), and walk_lane_finish (the groups'). */
#ifndef NEGPKG_WALK_LANE_H
#define NEGPKG_WALK_LANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "deal/items.h"
#include "deal/lane_batch.h"
#include "deal/lane_columns.h"
#include "deal/lane_sums.h"

struct plain;
struct walk_reader;

/* What is to be told to walk_reader, in the order of rows. */
struct lane_news {
	size_t group;
	uint32_t unit; /* one that the group hasn't had: number in units + 1; 0: none */
	bool marketless;
	uintmax_t line, number; /* of the row */
};

struct walk_lane {
	struct walk_reader *reader;
	struct items_sheet *sheet;
	struct lane_columns columns;
	struct lane_batch batch;
	size_t batch_most; /* rows of the next one: few behind one that is not plain */
	struct lane_sums sums;
	struct lane_group {
		uint32_t unit; /* the first one it had */
		bool mixed;    /* has had others: said or to be said */
		bool known;    /* told or to be told */
	} *groups; /* those of sums; owned */
	size_t group_count, group_cap;
	bool marketless; /* is said or to be said */
	bool market_seen;
	unsigned __int128 volume_sums[LANE_POSITIONS], market_sums[2]; /* since the last walk_lane_settle */
	struct lane_news *news; /* owned */
	size_t news_count, news_cap;
	struct group units;
	uint32_t unit; /* of the row before that had one */
	struct buf scratch;
};

/* For a sheet that the reader has bound. False where its rows are never plain: phases, a package, --fill-down... */
bool walk_lane_init(struct walk_lane *l, struct walk_reader *r, struct items_sheet *s, const size_t *by);
/* A second lane for the same sheet, as open as `other` is. */
void walk_lane_share(struct walk_lane *l, const struct walk_lane *other);
void walk_lane_free(struct walk_lane *l);

/* The reader has taken an item: the lane opens where that shows what is ordinary. */
void walk_lane_learn(struct walk_lane *l, const struct item_row *row);
/* Takes plain rows from number `from` on; returns the number of the first one that isn't plain, or how many there are. */
size_t walk_lane_rows(struct walk_lane *l, const struct plain *p, size_t from);
/* Tells the reader the news, and adds up the columns, as if it had read the rows itself. Lines and rows of news count from
 * those given. */
void walk_lane_settle(struct walk_lane *l, uintmax_t line, uintmax_t number);
/* Moves the groups' sums to the reader's table, after walk_lane_settle; says so where one doesn't fit. */
void walk_lane_finish(struct walk_lane *l);

#endif
