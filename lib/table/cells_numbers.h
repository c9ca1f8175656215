/* The one source of cells_numbers' versions, like split_masks.h: several numbers at a time, each of up to eight characters in a word
 * of its own. Steps are those of digits.h. Above it stand CELLS_TARGET and CELLS_NAME(numbers), for what the machine has, and
 *     cells_vector, cells_words       words side by side, as the machine holds them; comparisons make words of all ones
 *     CELLS_OP(name)                  the intrinsic of that name, for a vector so long
 *     cells_lanes(words)              a bit for each word that is all ones
 *     cells_lookup(table, words)      the words of a table that are numbered so, from 0 to 7 */

enum { CELLS_WORDS = sizeof(cells_words) / sizeof(uint64_t) };

/* Words << counts; 0 where that is 64 or more. */
CELLS_TARGET static inline cells_words
cells_shift(cells_words words, cells_words counts)
{
	return (cells_words)CELLS_OP(sllv_epi64)((cells_vector)words, (cells_vector)counts);
}

/* The sum of each word's bytes. */
CELLS_TARGET static inline cells_words
cells_sum(cells_words words)
{
	return (cells_words)CELLS_OP(sad_epu8)((cells_vector)words, (cells_vector)(cells_words){0});
}

/* Products of what is below 2^32. */
CELLS_TARGET static inline cells_words
cells_multiply(cells_words words, cells_words by)
{
	return (cells_words)CELLS_OP(mul_epu32)((cells_vector)words, (cells_vector)by);
}

/* The number that each word's bytes are the digits of, the first one lowest: neighbours are joined, then pairs, then fours. */
CELLS_TARGET static inline cells_words
cells_join(cells_words words)
{
	cells_vector pairs = CELLS_OP(maddubs_epi16)((cells_vector)words, CELLS_OP(set1_epi16)(1 << 8 | 10));
	cells_words fours = (cells_words)CELLS_OP(madd_epi16)(pairs, CELLS_OP(set1_epi32)(1 << 16 | 100));
	return cells_multiply(fours, (cells_words){0} + 10000) + (fours >> 32);
}

/* Cells as words: their last eight bytes, first one lowest; and their lengths. */
struct words {
	uint64_t word[CELLS_MOST], n[CELLS_MOST];
};

CELLS_TARGET __attribute__((always_inline)) static inline void
gather_words(struct words *words, const struct cells *cells, size_t count, bool quoted)
{
	for (size_t i = 0; i < count; i++) {
		const struct cells_span c = cells_span(cells, i, quoted);
		words->n[i] = c.to - c.from;
		memcpy(&words->word[i], cells->s + c.to - 8, 8);
	}
	for (; count % CELLS_WORDS; count++)
		words->word[count] = words->n[count] = 0;
}

/* Returns which ones are wrong or too long. */
CELLS_TARGET static inline cells_words
read_words(cells_words word, cells_words n, uint64_t mark, const uint64_t powers[8], cells_words *number)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), zeros = '0' * ones, highs = ones << 7;
	cells_words d = (word ^ zeros) & cells_shift(~(cells_words){0}, 64 - 8 * n); /* zeros in front change nothing */

	/* the mark is dropped, and what stands below it moves up */
	cells_words other = d ^ (mark ^ '0') * ones, marked = (other - ones) & ~other & highs, lowest = (marked & -marked) << 1;
	cells_words has = (cells_words)(marked != 0), below = has & (lowest - 1);
	cells_words behind = cells_sum(-lowest & ones); /* bytes above it */
	d = (d & ~below) | (d << 8 & below);

	cells_words wrong = (cells_words)(n > 8) | (has & (cells_words)(behind == n - 1));
	wrong |= (cells_words)((((d + UINT64_C(0x7676767676767676)) | d) & highs) != 0);
	cells_words power = cells_lookup(powers, behind);
	*number = cells_multiply(cells_join(d), power);
	return wrong | ((cells_words)(n != 0) & (cells_words)(power == 0));
}

CELLS_TARGET uint64_t
CELLS_NAME(numbers)(const struct cells *cells, size_t count, char mark, const uint64_t powers[8], uint64_t *out, uint64_t *given)
{
	struct words words;
	uint64_t left = 0;
	if (cells->quoted)
		gather_words(&words, cells, count, true);
	else
		gather_words(&words, cells, count, false);
	for (size_t at = 0; at < count; at += CELLS_WORDS) {
		cells_words word, n, number;
		memcpy(&word, words.word + at, sizeof word);
		memcpy(&n, words.n + at, sizeof n);
		left |= cells_lanes(read_words(word, n, (unsigned char)mark, powers, &number)) << at;
		*given |= cells_lanes((cells_words)(n != 0)) << at;
		memcpy(out + at, &number, sizeof number);
	}
	return left;
}
