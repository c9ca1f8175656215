/* Pieces of a walk: the exact sums of some rows, written as CSV that merges in any order into what one run over
 * all rows would print.
 *
 * A piece has no headings, and each record stands in a line of its own (line breaks in names are written as \n), so
 * that pieces can be cut, sorted and joined by line. Every record begins with WALK_PIECE_TAG and what the walk
 * compares; then comes its kind:
 *
 *     walk      the plan alone, so that a piece of nothing is a piece
 *     group     a group's sums in one step, integers at their scale
 *     item      an item whose phases stand in rows of their own: they may be spread over pieces
 *     currency  a currency that was seen, and whether a rate was missing */
#ifndef NEGPKG_WALK_PIECE_H
#define NEGPKG_WALK_PIECE_H

#include <stdbool.h>

#include "deal/walk_reader.h"

#define WALK_PIECE_TAG "negpkg-walk-1"

struct buf;
struct output;

/* Is this sheet, just opened, a piece? */
bool walk_piece_is(const struct sheet *sheet);
/* Takes the plan that a piece was made by; false after a message, where the request asks for another. `revenue_only`:
 * what --measure says. */
bool walk_piece_plan(const struct sheet *sheet, const struct walk_request *request, bool revenue_only,
    struct walk_plan *plan);
/* Reads an open piece to its end, and closes it. What can't be read is said. */
void walk_piece_read(struct walk_reader *r, struct sheet *sheet);
/* Writes what a reader holds, before walk_reader_finish. False after a message. */
bool walk_piece_write(const struct walk_reader *r, struct output *output);

#endif
