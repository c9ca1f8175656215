/* The one source of split_numbers' versions, like split_masks.h: several numbers at a time, each of up to eight characters in a word
 * of its own. Steps are those of digits.h. Above it stand
 *     split_words                     words side by side, as the machine holds them; comparisons make words of all ones
 *     split_shift(words, counts)      words << counts; 0 where that is 64 or more
 *     split_lanes(words)              a bit for each word that is all ones
 *     split_lookup(table, words)      the words of a table that are numbered so, from 0 to 7
 *     split_sum(words)                the sum of each word's bytes
 *     split_join(words)               the number that each word's bytes are the digits of, the first one lowest
 *     split_multiply(words, words)    products of what is below 2^32 */

enum { SPLIT_WORDS = sizeof(split_words) / sizeof(uint64_t) };

/* Cells as words: their last eight bytes, first one lowest; and their lengths. */
struct split_cells {
	uint64_t word[SPLIT_NUMBERS_MOST], n[SPLIT_NUMBERS_MOST];
};

SPLIT_TARGET static inline void
split_gather(struct split_cells *cells, const struct split_column *column, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct cell c = split_column_cell(column, i);
		cells->n[i] = c.n;
		memcpy(&cells->word[i], c.s + c.n - 8, 8);
	}
	for (; count % SPLIT_WORDS; count++)
		cells->word[count] = cells->n[count] = 0;
}

/* Returns which ones are wrong or too long. */
SPLIT_TARGET static inline split_words
split_read(split_words word, split_words n, uint64_t mark, const uint64_t powers[8], split_words *number)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), zeros = '0' * ones, highs = ones << 7;
	split_words d = (word ^ zeros) & split_shift(~(split_words){0}, 64 - 8 * n); /* zeros in front change nothing */

	/* the mark is dropped, and what stands below it moves up */
	split_words other = d ^ (mark ^ '0') * ones, marked = (other - ones) & ~other & highs, lowest = (marked & -marked) << 1;
	split_words has = (split_words)(marked != 0), below = has & (lowest - 1);
	split_words behind = split_sum(-lowest & ones); /* bytes above it */
	d = (d & ~below) | (d << 8 & below);

	split_words wrong = (split_words)(n > 8) | (has & (split_words)(behind == n - 1));
	wrong |= (split_words)((((d + UINT64_C(0x7676767676767676)) | d) & highs) != 0);
	split_words power = split_lookup(powers, behind);
	*number = split_multiply(split_join(d), power);
	return wrong | ((split_words)(n != 0) & (split_words)(power == 0));
}

SPLIT_TARGET uint64_t
SPLIT_NAME(numbers)(const struct split_column *column, size_t count, char mark, const uint64_t powers[8], uint64_t *out, uint64_t *given)
{
	struct split_cells cells;
	uint64_t left = 0;
	if (column->quoted) {
		split_gather(&cells, column, count);
	} else {
		struct split_column plain = *column;
		plain.quoted = false; /* for the compiler, which leaves out what that needs */
		split_gather(&cells, &plain, count);
	}
	*given = 0;
	for (size_t at = 0; at < count; at += SPLIT_WORDS) {
		split_words word, n, number;
		memcpy(&word, cells.word + at, sizeof word);
		memcpy(&n, cells.n + at, sizeof n);
		left |= split_lanes(split_read(word, n, (unsigned char)mark, powers, &number)) << at;
		*given |= split_lanes((split_words)(n != 0)) << at;
		memcpy(out + at, &number, sizeof number);
	}
	return left & ~UINT64_C(0) >> (SPLIT_NUMBERS_MOST - count);
}
