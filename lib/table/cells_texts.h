/* The one source of cells_odd_texts' versions, behind cells_numbers.h. Above it stands, too,
 *     cells_mask(bytes)               a bit for each byte, its highest */

typedef unsigned char cells_bytes __attribute__((vector_size(sizeof(cells_words))));

/* Of cells their first characters, of empty ones what ends them; and their last eight bytes with what may stand before the cell. */
struct edges {
	unsigned char first[CELLS_MOST];
	uint64_t tail[CELLS_MOST];
};

CELLS_TARGET __attribute__((always_inline)) static inline void
gather_edges(struct edges *e, const struct cells *cells, size_t count, bool quoted)
{
	memset(e->first, 0, sizeof e->first);
	for (size_t i = 0; i < count; i++) {
		const struct cells_span c = cells_span(cells, i, quoted);
		e->first[i] = (unsigned char)cells->s[c.from];
		memcpy(&e->tail[i], cells->s + c.to - 8, 8);
	}
	for (; count % CELLS_WORDS; count++)
		e->tail[count] = 0;
}

/* All ones for each of these characters, which follow one another. */
CELLS_TARGET static inline cells_words
are_within(cells_bytes s, unsigned char first, unsigned char last)
{
	return (cells_words)((cells_bytes)(s - first) <= (unsigned char)(last - first));
}

/* The same for blanks, controls and what isn't ASCII. */
CELLS_TARGET static inline cells_words
are_edges(cells_bytes s)
{
	return are_within(s, 0, ' ') | (cells_words)s;
}

CELLS_TARGET static inline cells_words
are(cells_bytes s, char c)
{
	return (cells_words)(s == (unsigned char)c);
}

/* Of tails, which end with such a character, or have a colon four from the end; and which may be those of numbers with an exponent:
 * there is a plus, or nothing but digits. */
CELLS_TARGET static inline uint64_t
odd_tails(cells_bytes s, uint64_t *exponents)
{
	*exponents = cells_lanes((cells_words)(are(s, '+') != 0) | (cells_words)(are_within(s, '0', '9') == ~(cells_words){0}));
	return _pext_u64(cells_mask(are_edges(s)) | cells_mask(are(s, ':')) << 3, UINT64_C(0x8080808080808080));
}

/* Of first characters, which are odd, and which are digits. */
CELLS_TARGET static inline uint64_t
odd_firsts(cells_bytes s, uint64_t *digits)
{
	*digits = cells_mask(are_within(s, '0', '9'));
	return cells_mask(are_edges(s) | are(s, '#') | are(s, '.') | are(s, ','));
}

CELLS_TARGET uint64_t
CELLS_NAME(odd_texts)(const struct cells *cells, size_t count)
{
	struct edges e;
	uint64_t odd = 0, digits = 0, exponents = 0, some;
	cells_bytes s;
	if (cells->quoted)
		gather_edges(&e, cells, count, true);
	else
		gather_edges(&e, cells, count, false);
	for (size_t at = 0; at < CELLS_MOST; at += sizeof s) {
		memcpy(&s, e.first + at, sizeof s);
		odd |= odd_firsts(s, &some) << at;
		digits |= some << at;
	}
	for (size_t at = 0; at < count; at += CELLS_WORDS) {
		memcpy(&s, e.tail + at, sizeof s);
		odd |= odd_tails(s, &some) << at;
		exponents |= some << at;
	}
	return odd | (digits & exponents);
}
