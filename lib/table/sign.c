#include "table/sign.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Longer signs before those that they end or begin with. */
static const struct sign {
	const char *sign;
	char code[4];
	const char *shown_by; /* further currencies with this sign */
} signs[] = {
	{"US$", "USD", ""},
	{"CA$", "CAD", ""},
	{"C$", "CAD", ""},
	{"AU$", "AUD", ""},
	{"A$", "AUD", ""},
	{"NZ$", "NZD", ""},
	{"HK$", "HKD", ""},
	{"NT$", "TWD", ""},
	{"MX$", "MXN", ""},
	{"R$", "BRL", ""},
	{"S$", "SGD", ""},
	{"$", "USD", "AUD CAD HKD MXN NZD SGD TWD ARS CLP COP"},
	{"\u20ac", "EUR", ""},
	{"\u00a3", "GBP", "EGP"},
	{"\u00a5", "JPY", "CNY"},
	{"\uffe5", "JPY", "CNY"}, /* as Japanese and Chinese keyboards write it */
	{"\u5186", "JPY", ""},
	{"\u5143", "CNY", ""},
	{"\u20b9", "INR", ""},
	{"\u20a9", "KRW", ""},
	{"\u20aa", "ILS", ""},
	{"\u20ba", "TRY", ""},
	{"\u20bd", "RUB", ""},
	{"\u20b4", "UAH", ""},
	{"\u20ab", "VND", ""},
	{"\u20b1", "PHP", ""},
	{"\u0e3f", "THB", ""},
	{"z\u0142", "PLN", ""},
	{"K\u010d", "CZK", ""},
	{"Ft", "HUF", ""},
	{"lei", "RON", ""},
	{"Fr.", "CHF", ""},
	{"kr.", "SEK", "NOK DKK ISK"},
	{"kr", "SEK", "NOK DKK ISK"},
};

static const size_t sign_count = sizeof signs / sizeof *signs;

static bool
is_code_at(const char *s)
{
	return isupper((unsigned char)s[0]) && isupper((unsigned char)s[1]) && isupper((unsigned char)s[2]);
}

static size_t
find(const char *s, size_t n, bool behind, char code[4], bool *is_code)
{
	for (size_t i = 0; i < sign_count; i++) {
		size_t len = strlen(signs[i].sign);
		if (n < len || memcmp(behind ? s + n - len : s, signs[i].sign, len) != 0)
			continue;
		memcpy(code, signs[i].code, 4);
		*is_code = !*signs[i].shown_by;
		return len;
	}
	const char *at = behind && n > 3 ? s + n - 3 : s;
	if (n <= 3 || !is_code_at(at))
		return 0;
	memcpy(code, at, 3);
	code[3] = '\0';
	*is_code = true;
	return 3;
}

size_t
sign_before(const char *s, size_t n, char code[4], bool *is_code)
{
	return find(s, n, false, code, is_code);
}

size_t
sign_behind(const char *s, size_t n, char code[4], bool *is_code)
{
	return find(s, n, true, code, is_code);
}

bool
sign_may_show(const char *code, const char *currency)
{
	for (size_t i = 0; i < sign_count; i++)
		if (memcmp(signs[i].code, code, 3) == 0)
			for (const char *other = signs[i].shown_by; *other; other += other[3] ? 4 : 3)
				if (strncasecmp(other, currency, 3) == 0)
					return true;
	return false;
}
