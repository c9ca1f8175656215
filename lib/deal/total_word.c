#include "deal/total_word.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "table/digits.h"
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

/* Letters by number, either case; what may be any letter: one of other alphabets, or what folding drops; 0: no letter. */
enum { A = 1, C = 3, D, E, G = 7, H, I, L = 12, M, N, O, P, R = 18, S, T, U, V, W, Y = 25, Z, ANY };
static const unsigned char letters[256] = {
#define BOTH(c, number) [c] = number, [c - 32] = number
	BOTH('a', A), BOTH('b', 2), BOTH('c', C), BOTH('d', D), BOTH('e', E), BOTH('f', 6), BOTH('g', G), BOTH('h', H), BOTH('i', I),
	BOTH('j', 10), BOTH('k', 11), BOTH('l', L), BOTH('m', M), BOTH('n', N), BOTH('o', O), BOTH('p', P), BOTH('q', 17), BOTH('r', R),
	BOTH('s', S), BOTH('t', T), BOTH('u', U), BOTH('v', V), BOTH('w', W), BOTH('x', 24), BOTH('y', Y), BOTH('z', Z),
#undef BOTH
	[0 ... ' '] = ANY, ['_'] = ANY, ['-'] = ANY, [0x80 ... 0xff] = ANY,
};

/* By its first letter, the second and third ones that a word may have, as bits. */
static const struct {
	uint32_t second, third;
} begins[ANY + 1] = {
#define BIT(letter) (UINT32_C(1) << (letter))
	[ANY] = {UINT32_MAX - 1, 0},
	[A] = {BIT(L), BIT(L)}, /* alltotal */
	[C] = {BIT(E), BIT(L)},
	[D] = {BIT(E), BIT(L)},
	[E] = {BIT(I) | BIT(N) | BIT(R), BIT(N) | BIT(D) | BIT(G)},
	[G] = {BIT(E) | BIT(R), BIT(A) | BIT(N) | BIT(S)},
	[H] = {BIT(O), BIT(V)},
	[I] = {BIT(A) | BIT(N), BIT(L) | BIT(S)},
	[M] = {BIT(E) | BIT(I), BIT(N) | BIT(Z)},
	[O] = {BIT(G) | BIT(V), BIT(E)},
	[R] = {BIT(A) | BIT(U), BIT(N) | BIT(Z)},
	[S] = {BIT(A) | BIT(O) | BIT(P) | BIT(U), BIT(2) | BIT(M) | BIT(O) | BIT(U)},
	[T] = {BIT(E) | BIT(O), BIT(I) | BIT(P) | BIT(T)},
	[Y] = {BIT(H), BIT(T)},
	[Z] = {BIT(W), BIT(I)},
#undef BIT
};

/* May a word begin with these three characters? */
static inline bool
may_begin(const char *s, size_t n)
{
	if (n < 2)
		return false;
	unsigned first = letters[(unsigned char)s[0]], second = letters[(unsigned char)s[1]];
	if (first == ANY)
		return second != 0;
	if (second == ANY) /* a letter of its own, or a dash, which is dropped: a digit behind it makes no word of either */
		return first && (n < 3 || letters[(unsigned char)s[2]]);
	return begins[first].second >> second & 1 && n > 2 && (begins[first].third | UINT32_C(1) << ANY) >> letters[(unsigned char)s[2]] & 1;
}

/* By its number, which of six sorts of first letters a letter is of: those of one sort have much the same second ones. */
static unsigned
sort_of(size_t letter)
{
	static const unsigned char sorts[ANY] = {[C] = 1, [D] = 1, [M] = 1, [E] = 2, [G] = 2, [H] = 4, [S] = 4, [I] = 8, [R] = 8, [T] = 16,
		[A] = 32, [O] = 32, [Y] = 32, [Z] = 32};
	return sorts[letter];
}

void
total_word_begins(struct cells_begins *b)
{
	enum { BEFORE_ANY = 64, ANY_FIRST = 128 };
	for (size_t c = 0; c < 128; c++) {
		unsigned letter = letters[c], first = 0, second = 0, third = ANY_FIRST;
		if (letter == ANY)
			first = ANY_FIRST, second = BEFORE_ANY | ANY_FIRST, third |= BEFORE_ANY;
		else if (letter)
			first = BEFORE_ANY | sort_of(letter), second = ANY_FIRST, third |= BEFORE_ANY;
		for (size_t l = 1; l < ANY && letter; l++) {
			second |= begins[l].second >> letter & 1 ? sort_of(l) : 0;
			third |= (begins[l].third | UINT32_C(1) << ANY) >> letter & 1 ? sort_of(l) : 0;
		}
		b->first[c] = (unsigned char)first;
		b->second[c] = (unsigned char)second;
		b->third[c] = (unsigned char)third;
	}
}

/* The blanks among up to eight characters: the highest bits of their bytes. */
static inline uint64_t
blanks_in(const char *s, size_t n)
{
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t other = digits_load(s, n) ^ digits_repeat(' ');
	return ~(((other & low) + low) | other | low);
}

/* A word begins where the label does, or behind a blank: most labels show in a glance that they hold none. */
static bool
may_hold_word(struct cell label)
{
	if (may_begin(label.s, label.n))
		return true;
	for (size_t from = 0; from < label.n; from += 8) {
		size_t n = label.n - from < 8 ? label.n - from : 8;
		for (uint64_t blanks = blanks_in(label.s + from, n); blanks; blanks &= blanks - 1) {
			size_t at = from + (size_t)__builtin_ctzll(blanks) / 8 + 1;
			if (may_begin(label.s + at, label.n - at))
				return true;
		}
	}
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
