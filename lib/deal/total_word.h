/* Labels of total rows: Total, Grand Total USD, Summe 2027, Total général (k€), Pumps Total. */
#ifndef NEGPKG_TOTAL_WORD_H
#define NEGPKG_TOTAL_WORD_H

#include "base/buf.h"
#include "table/cells.h"

enum total_word {
	TOTAL_UNSAID,
	TOTAL_MAYBE, /* a word for total beside others: a sub-total by Excel (Pumps Total), or a thing (Total Station) */
	TOTAL_SAID,  /* nothing but a word for total, a currency, a unit in brackets, a year */
};

/* `scratch` is overwritten: the caller keeps and frees it, since this is asked of every row. */
enum total_word total_word_in(struct buf *scratch, struct cell label);

/* How such words begin, for cells_begins: only a label in which one may begin is worth the question above. */
void total_word_begins(struct cells_begins *begins);

/* The words by number, for tests; NULL behind the last one. */
const char *total_word_at(size_t i);

#endif
