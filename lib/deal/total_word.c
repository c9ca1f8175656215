#include "deal/total_word.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "table/sheet.h"

/* Folded as headings are. */
static const struct word {
	const char *s;
	size_t n;
} words[] = {
#define WORD(s) {s, sizeof s - 1}
	/* English, and many more */
	WORD("total"), WORD("totals"), WORD("grandtotal"), WORD("subtotal"), WORD("subtotals"), WORD("sum"), WORD("sumtotal"),
	WORD("overall"), WORD("overalltotal"), WORD("totalresult"), WORD("alltotal"), WORD("runningtotal"),
	/* German */
	WORD("gesamt"), WORD("summe"), WORD("gesamtsumme"), WORD("gesamtergebnis"), WORD("zwischensumme"),
	WORD("teilergebnis"), WORD("teilsumme"), WORD("insgesamt"), WORD("endsumme"), WORD("ergebnis"),
	/* French */
	WORD("totalgénéral"), WORD("totalgeneral"), WORD("soustotal"), WORD("somme"), WORD("totaux"),
	/* Spanish, Polish, Czech */
	WORD("suma"), WORD("sumatotal"), WORD("totales"),
	/* Italian */
	WORD("totale"), WORD("totali"), WORD("totalecomplessivo"), WORD("totalegenerale"), WORD("subtotale"), WORD("somma"),
	/* Portuguese */
	WORD("totalgeral"), WORD("soma"), WORD("totais"),
	/* Dutch */
	WORD("totaal"), WORD("eindtotaal"), WORD("subtotaal"), WORD("som"),
	/* Swedish */
	WORD("summa"), WORD("totalsumma"), WORD("delsumma"), WORD("totalt"), WORD("sammanlagt"),
	/* Danish, Norwegian */
	WORD("ialt"), WORD("hovedtotal"), WORD("sumtotalt"), WORD("totalsum"), WORD("delsum"), WORD("totalresultat"),
	/* Finnish */
	WORD("yhteensä"), WORD("summat"), WORD("välisumma"),
	/* Polish */
	WORD("razem"), WORD("ogółem"), WORD("sumakońcowa"), WORD("sumaczęściowa"),
	/* Czech, Slovak */
	WORD("celkem"), WORD("celkovýsoučet"), WORD("součet"), WORD("mezisoučet"), WORD("spolu"), WORD("súčet"),
	/* Hungarian */
	WORD("összesen"), WORD("végösszeg"), WORD("mindösszesen"),
	/* Turkish */
	WORD("toplam"), WORD("geneltoplam"),
	/* Russian */
	WORD("итого"), WORD("всего"), WORD("сумма"), WORD("общийитог"),
	/* Greek */
	WORD("σύνολο"), WORD("σ"),
	/* Japanese, Chinese, Korean */
	WORD("合計"), WORD("総計"), WORD("小計"), WORD("合计"), WORD("总计"), WORD("小计"), WORD("總計"), WORD("합계"), WORD("총합계"),
	WORD("소계"),
#undef WORD
};

const char *
total_word_at(size_t i)
{
	return i < sizeof words / sizeof *words ? words[i].s : NULL;
}

/* The second and third letters of the words that begin with a letter, as bits: what doesn't begin so is none of them.
 * Words with other letters in front aren't here. */
static const struct {
	uint32_t second, third;
} begins[26] = {
#define AT(c) [c - 'a']
#define BIT(c) (UINT32_C(1) << (c - 'a'))
	AT('a') = {BIT('l'), BIT('l')}, /* alltotal */
	AT('c') = {BIT('e'), BIT('l')},
	AT('d') = {BIT('e'), BIT('l')},
	AT('e') = {BIT('i') | BIT('n') | BIT('r'), BIT('n') | BIT('d') | BIT('g')},
	AT('g') = {BIT('e') | BIT('r'), BIT('a') | BIT('n') | BIT('s')},
	AT('h') = {BIT('o'), BIT('v')},
	AT('i') = {BIT('a') | BIT('n'), BIT('l') | BIT('s')},
	AT('m') = {BIT('e') | BIT('i'), BIT('n') | BIT('z')},
	AT('o') = {BIT('g') | BIT('v'), BIT('e')},
	AT('r') = {BIT('a') | BIT('u'), BIT('n') | BIT('z')},
	AT('s') = {BIT('a') | BIT('o') | BIT('p') | BIT('u'), BIT('b') | BIT('m') | BIT('o') | BIT('u')},
	AT('t') = {BIT('e') | BIT('o'), BIT('i') | BIT('p') | BIT('t')},
	AT('y') = {BIT('h'), BIT('t')},
	AT('z') = {BIT('w'), BIT('i')},
#undef AT
#undef BIT
};

/* A bit for a letter, 0 for another character of ASCII; all bits where it may be any letter: one of other alphabets, or what
 * folding drops. */
static uint32_t
letter_bit(char c)
{
	unsigned lower = (unsigned char)c | 0x20u;
	if (lower >= 'a' && lower <= 'z')
		return UINT32_C(1) << (lower - 'a');
	return (unsigned char)c >= 0x80 || (unsigned char)c <= ' ' || c == '_' || c == '-' ? UINT32_MAX : 0;
}

/* May a word begin with these three characters? */
static bool
may_begin(const char *s, size_t n)
{
	uint32_t first = n > 0 ? letter_bit(s[0]) : 0, second = n > 1 ? letter_bit(s[1]) : 0, third = n > 2 ? letter_bit(s[2]) : 0;
	if (first == 0 || second == 0)
		return false;
	if (first == UINT32_MAX)
		return true;
	size_t letter = (size_t)__builtin_ctz(first);
	if (second == UINT32_MAX)
		return begins[letter].second != 0;
	return begins[letter].second & second && begins[letter].third & third;
}

/* A word begins where the label does, or a part of it: most labels show in a glance that they hold none. */
static bool
may_hold_word(struct cell label)
{
	if (may_begin(label.s, label.n))
		return true;
	for (size_t i = 1; i < label.n; i++)
		if (label.s[i - 1] == ' ' && may_begin(label.s + i, label.n - i))
			return true;
	return false;
}

/* Part of a label: what is between blanks. */
struct token {
	const char *s;
	size_t n;
};

enum { TOKENS_MOST = 8 };

static bool
is_word(struct buf *scratch, const char *s, size_t n)
{
	scratch->len = 0;
	heading_fold(scratch, s, n);
	const char *key = scratch->data;
	size_t len = scratch->len;
	while (len && strchr(":.=*", key[len - 1]))
		len--;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].n == len && memcmp(words[i].s, key, len) == 0)
			return true;
	return false;
}

/* A currency, a year or quarter, a unit in brackets, a mark: it makes no thing of a total. */
static bool
is_remark(struct token t)
{
	static const char *const signs[] = {"$", "€", "£", "¥", "US$", "k€", "k$", "T€", "in", "(in", "[in", ":", "-", "–", "=", "*", "per"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strlen(signs[i]) == t.n && strncasecmp(signs[i], t.s, t.n) == 0)
			return true;
	while (t.n && strchr(":.)]", t.s[t.n - 1]))
		t.n--;
	if (t.n && strchr("([", *t.s))
		return true;
	size_t digits = 0, capitals = 0;
	for (size_t i = 0; i < t.n; i++) {
		digits += t.s[i] >= '0' && t.s[i] <= '9';
		capitals += t.s[i] >= 'A' && t.s[i] <= 'Z';
	}
	bool period = digits && (t.s[0] == '2' || strchr("HQF", t.s[0])) && digits + capitals + 1 >= t.n;
	return period || (t.n == 3 && capitals == 3);
}

/* At blanks, and before brackets. */
static size_t
split(struct cell label, struct token tokens[TOKENS_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < label.n;) {
		size_t from = i++;
		if (label.s[from] == ' ')
			continue;
		if (count == TOKENS_MOST)
			return 0; /* a sentence */
		while (i < label.n && !strchr(" ([", label.s[i]))
			i++;
		tokens[count++] = (struct token){label.s + from, i - from};
	}
	return count;
}

static bool
is_only_remark(struct buf *scratch, struct token t)
{
	return is_remark(t) && !is_word(scratch, t.s, t.n);
}

enum total_word
total_word_in(struct buf *scratch, struct cell label)
{
	struct token tokens[TOKENS_MOST];
	if (!may_hold_word(label))
		return TOTAL_UNSAID;
	if (is_word(scratch, label.s, label.n))
		return TOTAL_SAID;
	size_t count = split(label, tokens), from = 0, to = count;
	if (count < 2) /* most: a part number */
		return TOTAL_UNSAID;
	while (from < to && is_only_remark(scratch, tokens[from]))
		from++;
	while (to > from && is_only_remark(scratch, tokens[to - 1]))
		to--;
	if (from == to)
		return TOTAL_UNSAID;
	const struct token *first = &tokens[from], *last = &tokens[to - 1];
	if (is_word(scratch, first->s, (size_t)(last->s + last->n - first->s)))
		return TOTAL_SAID;
	bool beside = is_word(scratch, first->s, first->n) || is_word(scratch, last->s, last->n);
	return beside ? TOTAL_MAYBE : TOTAL_UNSAID;
}
