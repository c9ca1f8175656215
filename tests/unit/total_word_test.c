#include "deal/total_word.h"

#include <stdio.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

/* What this machine sees at a glance. */
static bool
may_be_word(enum split_version version, const char *label)
{
	const char delimiter = '\1';
	struct buf text = {0};
	struct split split;
	struct cells_begins begins;
	ck_assert(split_choose(version));
	total_word_begins(&begins);
	split_init(&split, delimiter);
	buf_printf(&text, "Total%c\"%s\"%cTotal\n", delimiter, label, delimiter);
	split_run(&split, text.data, text.len);
	ck_assert_uint_eq(split.row_count, 1);
	const struct cells column = cells_of(&split, 0, 1);
	bool may = cells_begins(&column, 1, &begins) & 1;
	split_free(&split);
	buf_free(&text);
	split_choose(SPLIT_BEST);
	return may;
}

static void
assert_words(const char *const *labels, size_t count, enum total_word expected)
{
	struct buf scratch = {0};
	for (size_t i = 0; i < count; i++) {
		ck_assert_msg(total_word_in(&scratch, (struct cell){labels[i], strlen(labels[i])}) == expected, "\"%s\"", labels[i]);
		for (enum split_version v = SPLIT_BEST; v < SPLIT_VERSIONS && expected != TOTAL_UNSAID; v++)
			ck_assert_msg(v == SPLIT_NOTHING || !split_choose(v) || may_be_word(v, labels[i]), "\"%s\" by version %d", labels[i], v);
	}
	split_choose(SPLIT_BEST);
	buf_free(&scratch);
}

#define assert_all(labels, expected) assert_words(labels, sizeof labels / sizeof *labels, expected)

START_TEST(said)
{
	static const char *const labels[] = {"Total", "TOTAL", "total:", "Grand Total", "grand-total", "Sub-total", "Subtotal", "SUM", "Sum:",
		"Total USD", "USD Total", "Total(USD)", "Total (USD)", "Total [k€]", "Total in EUR", "Total €", "Total (in USD)", "Total 2027", "Total 2027-H1",
		"Total FY2027", "Grand total 2027 (USD):", "Summe", "Summe EUR", "Gesamt", "Gesamtergebnis", "Zwischensumme", "Total général",
		"TOTAL GÉNÉRAL", "Sous-total", "Somme", "Suma", "Total general", "Totale complessivo", "Total Geral", "Totaal", "Eindtotaal",
		"Summa", "Totalt", "Yhteensä", "Razem", "Ogółem", "Celkem", "Összesen", "Toplam", "Итого", "ИТОГО USD", "Всего", "Σ", "合計", "总计",
		"Total *"};
	assert_all(labels, TOTAL_SAID);
}
END_TEST

START_TEST(maybe_said)
{
	static const char *const labels[] = {"Pumps Total", "Total Pumps", "Total Station TS-10", "Pumps Ergebnis", "Subtotal Bolts M6",
		"Summe Pumpen", "Итого насосы", "Somme Pump X-12"};
	assert_all(labels, TOTAL_MAYBE);
}
END_TEST

START_TEST(unsaid)
{
	static const char *const labels[] = {"", "P-10", "USD", "2027", "Totalizer", "TotalFlex 5", "Pump", "Summit", "KC-0603",
		"(spare)", "EUR 2027", ":", "a sum of many words that are no label of any row"};
	assert_all(labels, TOTAL_UNSAID);
}
END_TEST

static void
assert_label(const char *before, const char *word, const char *behind, enum total_word expected)
{
	char label[256];
	snprintf(label, sizeof label, "%s%s%s", before, word, behind);
	const char *labels[] = {label};
	assert_words(labels, 1, expected);
}

/* In every place and look: what only glances at labels must not miss one. */
START_TEST(every_word)
{
	for (size_t i = 0; total_word_at(i); i++) {
		const char *word = total_word_at(i);
		char look[128];
		size_t n = 0;
		for (const char *c = word; *c; c++) { /* t-O_t-A_l */
			look[n++] = (char)(*c >= 'a' && *c <= 'z' && (c - word) % 2 ? *c - 32 : *c);
			if (((unsigned char)c[0] & 0x80) == 0 && ((unsigned char)c[1] & 0x80) == 0)
				look[n++] = (c - word) % 2 ? '_' : '-';
		}
		look[n] = '\0';
		assert_label("", word, "", TOTAL_SAID);
		assert_label("_", word, ":", TOTAL_SAID);
		assert_label("", look, "", TOTAL_SAID);
		assert_label("2027 ", look, " (USD)", TOTAL_SAID);
		assert_label("", word, "[EUR]", TOTAL_SAID);
		assert_label("-", word, " 12 x pumps", TOTAL_MAYBE);
		assert_label("12 x pumps ", word, " 2027", TOTAL_MAYBE);
		assert_label("12 x pumps -", look, "", TOTAL_MAYBE);
	}
}
END_TEST

/* What it is for: most names are let go at a glance, where the machine has one. */
START_TEST(most_names)
{
	static const char *const labels[] = {"P-10", "PN-0000001 hose 3/4 NPT 316L", "Line 25", "4711", "gate valve DN 50", "Pump (spare)"};
	const bool glances = split_choose(SPLIT_AVX512);
	for (size_t i = 0; i < sizeof labels / sizeof *labels && glances; i++)
		ck_assert_msg(!may_be_word(SPLIT_AVX512, labels[i]), "\"%s\"", labels[i]);
	split_choose(SPLIT_BEST);
}
END_TEST

Suite *
total_word_suite(void)
{
	Suite *s = suite_create("total_word");
	TCase *t = tcase_create("total_word");
	tcase_add_test(t, said);
	tcase_add_test(t, maybe_said);
	tcase_add_test(t, unsaid);
	tcase_add_test(t, every_word);
	tcase_add_test(t, most_names);
	suite_add_tcase(s, t);
	return s;
}
