#include "table/error_value.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

/* Excel's, and LibreOffice's where they differ. Some languages keep English ones: those stand once. Spanish, Danish and
 * others have changed theirs between versions: all stand. */
static const char *const values[] = {
	/* English */
	"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!",
	"#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!", "#EXTERNAL!", "#DATA!", "#PYTHON!", "#ERROR!", "#N/A!",
	/* German */
	"#BEZUG!", "#NV", "#WERT!", "#ZAHL!", "#ÜBERLAUF!", "#KALK!", "#DATEN_ABRUFEN", "#FELD!",
	/* French */
	"#NOM?", "#VALEUR!", "#NOMBRE!", "#NUL!", "#PROPAGATION!", "#CALCUL!", "#CHAMP!", "#CHARGEMENT_DONNEES", "#OBTENTION_DONNEES",
	/* Spanish */
	"#¡REF!", "#¿NOMBRE?", "#NOMBRE?", "#¡VALOR!", "#¡DIV/0!", "#¡NUM!", "#¡NULO!", "#¡DESBORDAMIENTO!", "#¡CALC!", "#¡CAMPO!",
	"#OBTENIENDO_DATOS",
	/* Italian */
	"#N/D", "#RIF!", "#NULLO!", "#NOME?", "#VALORE!", "#NUMERO!",
	/* Portuguese */
	"#VALOR!", "#NÚM!", "#NULO!", "#N/DISP", "#DESPEJAR!",
	/* Dutch */
	"#VERW!", "#NAAM?", "#WAARDE!", "#GETAL!", "#N/B", "#DEEL/0!", "#LEEG!", "#OVERLOOP!",
	/* Swedish */
	"#REFERENS!", "#SAKNAS!", "#SAKNAS", "#DIVISION/0!", "#NAMN?", "#VÄRDEFEL!", "#OGILTIGT!", "#SKÄRNING!", "#TOM!",
	/* Danish and Norwegian */
	"#REFERENCE!", "#I/T", "#NAVN?", "#VÆRDI!", "#VERDI!",
	/* Finnish */
	"#VIITTAUS!", "#PUUTTUU!", "#PUUTTUU", "#JAKO/0!", "#NIMI?", "#ARVO!", "#LUKU!", "#TYHJÄ!",
	/* Polish */
	"#ADR!", "#N/D!", "#DZIEL/0!", "#NAZWA?", "#ARG!", "#LICZBA!", "#ZERO!",
	/* Czech and Slovak */
	"#ODKAZ!", "#NENÍ_K_DISPOZICI", "#DĚLENÍ_NULOU!", "#NÁZEV?", "#HODNOTA!", "#ČÍSLO!", "#NEDOSTUPNÝ", "#DELENIENULOU!",
	"#NÁZOV?", "#NEPLATNÝ!",
	/* Hungarian */
	"#HIV!", "#HIÁNYZIK", "#ZÉRÓOSZTÓ!", "#NÉV?", "#ÉRTÉK!", "#SZÁM!", "#NULLA!",
	/* Slovenian, Croatian, Romanian */
	"#SKLIC!", "#N/V", "#DEL/0!", "#IME?", "#VREDN!", "#ŠTEV!", "#NIČ!", "#VRIJEDNOST!", "#BROJ!", "#DIJ/0!", "#NAZIV?",
	"#VALOARE!", "#NUME?",
	/* Turkish */
	"#BAŞV!", "#YOK", "#SAYI/0!", "#AD?", "#DEĞER!", "#SAYI!", "#BOŞ!",
	/* Russian */
	"#ССЫЛКА!", "#Н/Д", "#ДЕЛ/0!", "#ИМЯ?", "#ЗНАЧ!", "#ЧИСЛО!", "#ПУСТО!", "#ПЕРЕНОС!", "#ВЫЧИСЛ!",
	/* Greek */
	"#ΑΝΑΦ!", "#Δ/Υ", "#ΔΙΑΙΡ./0!", "#ΔΙΑΙΡ/0!", "#ΟΝΟΜΑ?", "#ΤΙΜΗ!", "#ΑΡΙΘ!", "#ΚΕΝΟ!",
};

/* LibreOffice's numbered errors: the word before the colon. */
static const char *const words[] = {"Err", "Err ", "Erro", "Fout", "Fel", "Fejl", "Feil", "Virhe", "Błąd", "Chyba", "Hiba", "Ошибка",
	"エラー"};

static bool
is_one_of(const char *const *list, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(list[i]) == n && strncasecmp(list[i], s, n) == 0)
			return true;
	return false;
}

/* Err:502: from 501 on, three digits. */
static bool
is_numbered(struct cell c)
{
	const char *number = c.s + c.n - 4;
	return c.n > 6 && number[0] == ':' && number[1] == '5' && number[2] >= '0' && number[2] <= '9' && number[3] >= '0' &&
	    number[3] <= '9' && is_one_of(words, sizeof words / sizeof *words, c.s, c.n - 4);
}

static bool
is_too_narrow(struct cell c)
{
	size_t n = 0;
	while (n < c.n && c.s[n] == '#')
		n++;
	return n == c.n && n >= 3;
}

bool
is_error_value(struct cell c)
{
	if (c.n < 3)
		return false;
	if (c.s[0] != '#')
		return is_numbered(c);
	return is_too_narrow(c) || is_one_of(values, sizeof values / sizeof *values, c.s, c.n);
}
