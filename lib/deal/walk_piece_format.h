/* What the writer and the reader of pieces must agree on. */
#ifndef NEGPKG_WALK_PIECE_FORMAT_H
#define NEGPKG_WALK_PIECE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "deal/figures.h"

struct walk_plan;

/* Cells of every record: what the walk compares, then the kind. */
enum { PIECE_TAG, PIECE_POSITIONS, PIECE_STEPS, PIECE_BY, PIECE_MEASURE, PIECE_OPEN, PIECE_KIND, PIECE_BODY };

/* The cells before the kind: equal in all pieces of a walk. Each is terminated; free them with buf_free. */
void piece_put_plan(struct buf cells[PIECE_KIND], const struct walk_plan *p, bool revenue_only);
/* Appends names joined by commas, terminated. */
void piece_put_list(struct buf *b, char *const *names, size_t count);

enum { PIECE_IDENTITY = 4, PIECE_FIGURES = 7, PIECE_FLAGS = 8 }; /* cells of an item's name; of a position */
decimal *piece_figure(struct figures *f, size_t i);
bool *piece_flag(struct figures *f, size_t i);

#endif
