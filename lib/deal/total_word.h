/* Labels of total rows: Total, Grand Total USD, Summe 2027, Total général (k€), Pumps Total. */
#ifndef NEGPKG_TOTAL_WORD_H
#define NEGPKG_TOTAL_WORD_H

#include "table/csvin.h"

enum total_word {
	TOTAL_UNSAID,
	TOTAL_MAYBE, /* a word for total beside others: a sub-total by Excel (Pumps Total), or a thing (Total Station) */
	TOTAL_SAID,  /* nothing but a word for total, a currency, a unit in brackets, a year */
};

enum total_word total_word_in(struct cell label);

#endif
