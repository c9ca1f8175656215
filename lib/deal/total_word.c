#include "deal/total_word.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "table/sheet.h"

/* Folded as headings are; letters beyond ASCII as they stand, in both cases. */
static const char *const words[] = {
	"total", "totals", "grandtotal", "subtotal", "subtotals", "sum", "sumtotal", "overall", "overalltotal", "totalresult",
	"alltotal", "runningtotal",
	"gesamt", "summe", "gesamtsumme", "gesamtergebnis", "zwischensumme", "teilergebnis", "teilsumme", "insgesamt", "endsumme",
	"ergebnis",                                                                           /* German */
	"totalgénéral", "totalgeneral", "totalgÉnÉral", "soustotal", "somme", "totaux",      /* French */
	"suma", "sumatotal", "totales",                                                      /* Spanish, Polish, Czech */
	"totale", "totali", "totalecomplessivo", "totalegenerale", "subtotale", "somma",              /* Italian */
	"totalgeral", "soma", "totais",                                                      /* Portuguese */
	"totaal", "eindtotaal", "subtotaal", "som",                                          /* Dutch */
	"summa", "totalsumma", "delsumma", "totalt", "sammanlagt",                           /* Swedish */
	"ialt", "hovedtotal", "sumtotalt", "totalsum", "delsum", "totalresultat",            /* Danish, Norwegian */
	"yhteensä", "YHTEENSÄ", "yhteensÄ", "summat", "välisumma",                           /* Finnish */
	"razem", "ogółem", "ogÓŁem", "sumakońcowa", "sumaczęściowa",                         /* Polish */
	"celkem", "celkovýsoučet", "součet", "mezisoučet", "spolu", "súčet",                 /* Czech, Slovak */
	"összesen", "Összesen", "végösszeg", "mindösszesen",                                 /* Hungarian */
	"toplam", "geneltoplam",                                                             /* Turkish */
	"итого", "Итого", "ИТОГО", "всего", "Всего", "ВСЕГО", "сумма", "Сумма", "общийитог", "Общийитог", /* Russian */
	"σύνολο", "Σύνολο", "ΣΥΝΟΛΟ", "Σ",                                                   /* Greek */
	"合計", "総計", "小計", "合计", "总计", "小计", "總計", "합계", "총합계", "소계",     /* Japanese, Chinese, Korean */
};

/* Part of a label: what is between blanks. */
struct token {
	const char *s;
	size_t n;
};

enum { TOKENS_MOST = 8 };

static bool
is_word(const char *s, size_t n)
{
	struct buf key = {0};
	heading_fold(&key, s, n);
	while (key.len && strchr(":.=*", key.data[key.len - 1]))
		key.len--;
	bool found = false;
	for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
		found = strlen(words[i]) == key.len && memcmp(words[i], key.data, key.len) == 0;
	buf_free(&key);
	return found;
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

static size_t
split(struct cell label, struct token tokens[TOKENS_MOST])
{
	size_t count = 0;
	for (size_t i = 0; i < label.n;) {
		size_t from = i;
		while (i < label.n && label.s[i] != ' ')
			i++;
		if (i > from && count == TOKENS_MOST)
			return 0; /* a sentence */
		if (i > from)
			tokens[count++] = (struct token){label.s + from, i - from};
		while (i < label.n && label.s[i] == ' ')
			i++;
	}
	return count;
}

enum total_word
total_word_in(struct cell label)
{
	struct token tokens[TOKENS_MOST];
	if (is_word(label.s, label.n))
		return TOTAL_SAID;
	size_t count = split(label, tokens), from = 0, to = count;
	while (from < to && !is_word(tokens[from].s, tokens[from].n) && is_remark(tokens[from]))
		from++;
	while (to > from && !is_word(tokens[to - 1].s, tokens[to - 1].n) && is_remark(tokens[to - 1]))
		to--;
	if (from == to)
		return TOTAL_UNSAID;
	const char *s = tokens[from].s;
	if (is_word(s, (size_t)(tokens[to - 1].s + tokens[to - 1].n - s)))
		return TOTAL_SAID;
	bool beside = is_word(s, tokens[from].n) || is_word(tokens[to - 1].s, tokens[to - 1].n);
	return beside ? TOTAL_MAYBE : TOTAL_UNSAID;
}
