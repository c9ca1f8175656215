#include "table/number.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"
#include "table/digits.h"

static enum number_result
parse(const char *s, char mark, struct number *n)
{
	return number_parse(s, strlen(s), mark, n);
}

struct spelling {
	const char *s, *value;
};

static void
assert_values(const struct spelling *cases, size_t count, char mark)
{
	for (size_t i = 0; i < count; i++) {
		struct number n;
		ck_assert_msg(parse(cases[i].s, mark, &n) == NUMBER_OK, "\"%s\" isn't read", cases[i].s);
		ck_assert_msg(strcmp(show_dec(n.value), cases[i].value) == 0, "\"%s\" is read as %s, not %s", cases[i].s,
		    show_dec(n.value), cases[i].value);
	}
}

#define assert_all(cases, mark) assert_values(cases, sizeof cases / sizeof *cases, mark)

/* No number, for whatever reason. */
static void
assert_junk(const char *const *cases, size_t count, char mark)
{
	for (size_t i = 0; i < count; i++) {
		struct number n;
		enum number_result result = parse(cases[i], mark, &n);
		ck_assert_msg(result == NUMBER_BAD || result == NUMBER_GROUPED, "\"%s\" (mark %c) is read as %s", cases[i], mark,
		    show_dec(n.value));
	}
}

#define assert_none(cases, mark) assert_junk(cases, sizeof cases / sizeof *cases, mark)

START_TEST(plain)
{
	static const struct spelling cases[] = {
		{"0", "0"}, {"5", "5"}, {"1234.5", "1234.5"}, {"00123", "123"}, {".5", "0.5"}, {"5.", "5"}, {"+5", "5"}, {"-5", "-5"},
		{"5-", "-5"}, {"-0", "0"}, {"-.5", "-0.5"}, {"  5  ", "5"}, {"\t5\t", "5"}, {"- 5", "-5"}, {"5 -", "-5"},
		{"\u22125", "-5"}, {"5\u2212", "-5"}, {"(1,234.50)", "-1234.5"}, {"( 5 )", "-5"}, {"(0)", "0"},
	};
	assert_all(cases, '.');
}
END_TEST

/* A dash for no cents: reading it as a minus would turn the sign of a price. */
START_TEST(dashes_for_cents)
{
	static const char *const points[] = {"5.-", "5.--", "5.- CHF", "CHF 5.-", "5.\u2212"}, *const commas[] = {"5,-", "5,--", "5,- \u20ac"};
	assert_none(points, '.');
	assert_none(commas, ',');
}
END_TEST

START_TEST(grouped_by_three)
{
	static const struct spelling cases[] = {
		{"1,234", "1234"}, {"1,234.50", "1234.5"}, {"12,345,678.9", "12345678.9"}, {"123,456", "123456"}, {"1 234 567", "1234567"},
		{"1\u00a0234\u00a0567.5", "1234567.5"}, {"1\u2009234", "1234"}, {"1\u202f234\u202f567", "1234567"}, {"1'234.50", "1234.5"},
		{"1\u2019234\u2019567", "1234567"}, {"-1,234", "-1234"}, {"0,123", "123"},
	};
	assert_all(cases, '.');
}
END_TEST

START_TEST(decimal_comma)
{
	static const struct spelling cases[] = {
		{"1234,5", "1234.5"}, {"1.234,50", "1234.5"}, {"1.234.567", "1234567"}, {"1,234", "1.234"}, {"0,16", "0.16"}, {",5", "0.5"},
		{"-1.234,5", "-1234.5"}, {"1 234,5", "1234.5"}, {"1'234,5", "1234.5"}, {"1\u00a0234,5 \u20ac", "1234.5"}, {"1,5E+3", "1500"},
		{"(1.234,50)", "-1234.5"}, {"45,5%", "45.5"},
	};
	assert_all(cases, ',');
	static const char *const wrong[] = {"1.23", "1.2345", "12.34.567", "1,234.5", "1,234,567", ".5", "1.5"};
	assert_none(wrong, ',');
}
END_TEST

START_TEST(wrong_grouping)
{
	static const char *const cases[] = {"1,23", "1,2345", "1234,567", "1,234,5", "12,34,567", "1,23,456", "1,2.5", "5 5", "1 2 3",
		"1'23", "1\u00a023"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct number n;
		ck_assert_msg(parse(cases[i], '.', &n) == NUMBER_GROUPED, "%s", cases[i]);
	}
	static const char *const worse[] = {"1,,234", "1,234,", ",234", "1,234.5,6", "1.2.3", "1,234.567,8"};
	assert_none(worse, '.');
}
END_TEST

/* A number has one kind of groups: in 1 234,567 the comma is another country's decimal mark. */
START_TEST(mixed_grouping)
{
	static const char *const points[] = {"1 234,567", "1'234,567", "1\u00a0234,567", "1\u202f234,567", "1\u2019234,567", "1,234 567"},
	    *const commas[] = {"1 234.567", "1'234.567"};
	assert_none(points, '.');
	assert_none(commas, ',');
}
END_TEST

START_TEST(currencies_before_and_after)
{
	static const struct {
		const char *s, *value, *currency;
	} cases[] = {
		{"$1,234.50", "1234.5", "USD"}, {"$ 5", "5", "USD"}, {"5$", "5", "USD"}, {"5 $", "5", "USD"}, {"-$5", "-5", "USD"},
		{"$-5", "-5", "USD"}, {"$5-", "-5", "USD"}, {"5-$", "-5", "USD"}, {"($5)", "-5", "USD"}, {"($1,234.50)", "-1234.5", "USD"},
		{"US$5", "5", "USD"}, {"5 \u20ac", "5", "EUR"}, {"\u20ac5", "5", "EUR"}, {"\u00a35", "5", "GBP"}, {"\u00a55", "5", "JPY"},
		{"EUR 5", "5", "EUR"}, {"5 EUR", "5", "EUR"}, {"5EUR", "5", "EUR"}, {"EUR5", "5", "EUR"}, {"-5 EUR", "-5", "EUR"},
		{"EUR -5", "-5", "EUR"}, {"5\u00a0CHF", "5", "CHF"}, {"XYZ 1.5E+3", "1500", "XYZ"}, {"1.5E+3 XYZ", "1500", "XYZ"},
		{"\u20b95", "5", "INR"}, {"100 z\u0142", "100", "PLN"}, {"100 K\u010d", "100", "CZK"}, {"Fr. 5", "5", "CHF"},
		{"R$ 5", "5", "BRL"}, {"C$5", "5", "CAD"},
		{"5 \u20bd", "5", "RUB"}, {"5\u5186", "5", "JPY"}, {"\uffe55", "5", "JPY"}, {"5 Ft", "5", "HUF"}, {"5 lei", "5", "RON"},
		{"$-", "0", "USD"}, {"$ -  ", "0", "USD"}, {"5", "5", ""}, {"5%", "5", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct number n;
		ck_assert_msg(parse(cases[i].s, '.', &n) == NUMBER_OK, "%s", cases[i].s);
		ck_assert_str_eq(show_dec(n.value), cases[i].value);
		ck_assert_str_eq(n.currency, cases[i].currency);
	}
	static const char *const junk[] = {"$", "USD", "\u20ac", "$5\u20ac", "$$5", "USD 5 EUR", "usd 5", "US 5", "USDX 5", "$$", "()", "5 USDX"};
	assert_none(junk, '.');
}
END_TEST

/* How Excel's accounting format writes a negative amount to a CSV. */
START_TEST(sign_before_parentheses)
{
	static const struct spelling cases[] = {{"$(1,234.50)", "-1234.5"}, {" $ (1,234.50)", "-1234.5"}, {"\u20ac(5)", "-5"}, {"(5) \u20ac", "-5"}};
	assert_all(cases, '.');
}
END_TEST

START_TEST(exponents)
{
	static const struct spelling cases[] = {
		{"1.5E+3", "1500"}, {"1.5e3", "1500"}, {"1.5E-3", "0.0015"}, {"1e0", "1"}, {"1E+00", "1"}, {"-2E2", "-200"}, {"0E400", "0"},
		{"0.00001E5", "1"}, {"1E-400", "0"}, {"123E-15", "0.000000000000123"}, {"1E23", "100000000000000000000000"},
		{"1E-99999999999999999999", "0"},
	};
	assert_all(cases, '.');
	struct number n;
	ck_assert_int_eq(parse("1E24", '.', &n), NUMBER_LARGE);
	ck_assert_int_eq(parse("1E400", '.', &n), NUMBER_LARGE);
	ck_assert_int_eq(parse("1E99999999999999999999", '.', &n), NUMBER_LARGE);
	static const char *const junk[] = {"1e", "1e+", "1e-", "e5", "1e5.5", "1e1e1", "1 e5", "1e 5", "1ee5", ".e5", "1e5-5"};
	assert_none(junk, '.');
}
END_TEST

START_TEST(zeros_and_nothing)
{
	static const struct spelling cases[] = {{"-", "0"}, {" - ", "0"}, {"\u2212", "0"}, {"-\u00a0", "0"}};
	assert_all(cases, '.');
	static const char *const nothing[] = {"", " ", "\u00a0", "\t", "n/a", "N/A", "na", "NA", "tbd", "TBD", " tba ", "?"};
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++) {
		struct number n;
		ck_assert_int_eq(parse(nothing[i], '.', &n), NUMBER_EMPTY);
		ck_assert(is_placeholder(nothing[i], strlen(nothing[i])));
	}
	static const char *const something[] = {"-", "0", "??", "n.a.", "tbc", "x", "nan"};
	for (size_t i = 0; i < sizeof something / sizeof *something; i++)
		ck_assert(!is_placeholder(something[i], strlen(something[i])));
}
END_TEST

START_TEST(junk)
{
	static const char *const cases[] = {"1-2", "--5", "5--", "-5-", "\u2212-5", "(-5)", "(5", "5)", "((5))", "-(5)", "+", "%", ",", ".", "-.",
		"0x10", "0x1F", "NaN", "nan", "inf", "Infinity", "-inf", "#REF!", "#N/A", "=1+1", "1+1", "5x", "x5", "1/2", "1:30", "5%%", "%5", "-%",
		"12 pcs", "1_000", "\xff\x35", "5\xc2", "\u0665", "\uff15", "5\n6", "()", "abc", "2027-01-01", "11/05/2026", "5;6", "\"5\""};
	assert_none(cases, '.');
	assert_none(cases, ',');
}
END_TEST

START_TEST(two_signs_are_junk)
{
	static const char *const cases[] = {"+-5", "+5-", "+\u22125", "+-", "+$-5"};
	assert_none(cases, '.');
}
END_TEST

START_TEST(empty_parentheses_are_junk)
{
	static const char *const cases[] = {"( )", "($)", "(  )", "( $ )"};
	assert_none(cases, '.');
}
END_TEST

START_TEST(rounds_half_even_at_the_fifteenth_place)
{
	static const struct spelling cases[] = {
		{"0.0000000000000005", "0"}, {"0.0000000000000015", "0.000000000000002"}, {"0.0000000000000025", "0.000000000000002"},
		{"-0.0000000000000015", "-0.000000000000002"}, {"0.00000000000000051", "0.000000000000001"},
		{"0.00000000000000049999999", "0"}, {"5E-16", "0"}, {"15E-16", "0.000000000000002"}, {"25E-16", "0.000000000000002"},
		{"0.0000000000000005000000000000000000000000000000000000000001", "0.000000000000001"},
		{"0.99999999999999999999", "1"}, {"0.333333333333333333333333333333333333333333333333333", "0.333333333333333"},
		{"1.1234567890123455000000000000000000000000000", "1.123456789012346"},
		{"1.1234567890123445000000000000000000000000000", "1.123456789012344"},
		{"1.1234567890123445000000000000000000000000001", "1.123456789012345"},
		{"10000000000000000000000000000000000000000E-40", "1"},
	};
	assert_all(cases, '.');
}
END_TEST

START_TEST(large_numbers)
{
	struct number n;
	static const struct spelling fit[] = {
		{"100000000000000000000000", "100000000000000000000000"}, {"9999999999999999999999.99999999999999", "9999999999999999999999.99999999999999"},
		{"0000000000000000000000000000000000000000000000000000000000005", "5"},
	};
	assert_all(fit, '.');
	static const char *const large[] = {"170141183460469231731688", "170141183460469231731687.3037158841057275",
		"170141183460469231731687.303715884105728", "999999999999999999999999", "1000000000000000000000000",
		"99999999999999999999999999999999999999999999999999999999999999999999999999999999999999", "-999999999999999999999999",
		"340282366920938463463374607431768211456", "340282366920938463463374.607431768211456"};
	for (size_t i = 0; i < sizeof large / sizeof *large; i++)
		ck_assert_msg(parse(large[i], '.', &n) == NUMBER_LARGE, "%s", large[i]);
}
END_TEST

/* As many digits as a decimal holds. */
START_TEST(numbers_of_38_digits)
{
	static const struct spelling cases[] = {
		{"12345678901234567890123.123456789012345", "12345678901234567890123.123456789012345"},
		{"170141183460469231731687.303715884105727", "170141183460469231731687.303715884105727"},
		{"-170141183460469231731687.303715884105727", "-170141183460469231731687.303715884105727"},
	};
	assert_all(cases, '.');
}
END_TEST

START_TEST(percent)
{
	static const struct spelling cases[] = {{"45%", "45"}, {"45 %", "45"}, {"-4.5%", "-4.5"}, {"(5%)", "-5"}, {"0%", "0"}, {"1,234%", "1234"}};
	assert_all(cases, '.');
	struct number n;
	parse("45%", '.', &n);
	ck_assert(n.percent);
	parse("45", '.', &n);
	ck_assert(!n.percent);
}
END_TEST

START_TEST(places_as_written)
{
	static const struct {
		const char *s;
		int places;
	} cases[] = {{"5", 0}, {"5.", 0}, {"0.160", 3}, {"1,234.50", 2}, {"1.5E-3", 4}, {"1.5E+3", 0}, {"1.234E+1", 2}, {"$0.10", 2}, {"-", 0}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct number n;
		ck_assert_int_eq(parse(cases[i].s, '.', &n), NUMBER_OK);
		ck_assert_int_eq(n.places, cases[i].places);
	}
}
END_TEST

START_TEST(ambiguous_marks)
{
	static const char *const yes[] = {"1.234", "12.345", "123.456", "-1.234", "$1.234", "1.000"},
	    *const no[] = {"1234.567", "1.23", "1.2345", "1,234.567", "1.234E1", "5", "1,234", ".234"};
	struct number n;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		ck_assert_int_eq(parse(yes[i], '.', &n), NUMBER_OK);
		ck_assert_msg(n.ambiguous, "%s", yes[i]);
	}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
		ck_assert_int_eq(parse(no[i], '.', &n), NUMBER_OK);
		ck_assert_msg(!n.ambiguous, "%s", no[i]);
	}
}
END_TEST

/* Nobody writes 160 as 0.160: a unit price below one can be told. */
START_TEST(a_leading_zero_isnt_ambiguous)
{
	struct number n;
	ck_assert_int_eq(parse("0.160", '.', &n), NUMBER_OK);
	ck_assert(!n.ambiguous);
}
END_TEST

/* Bytes behind the cell belong to the next one. */
START_TEST(reads_only_its_bytes)
{
	struct number n;
	ck_assert_int_eq(number_parse("12345", 3, '.', &n), NUMBER_OK);
	assert_dec(n.value, "123");
	ck_assert_int_eq(number_parse("5%", 1, '.', &n), NUMBER_OK);
	ck_assert(!n.percent);
	ck_assert_int_eq(number_parse("1,234", 2, '.', &n), NUMBER_BAD);
	ck_assert_int_eq(number_parse("1e5", 2, '.', &n), NUMBER_BAD);
	ck_assert_int_eq(number_parse("5", 0, '.', &n), NUMBER_EMPTY);
	char *exact = malloc(1); /* for a sanitizer to watch */
	ck_assert_ptr_nonnull(exact);
	static const char all[] = "-+$(%.,eE0U\xe2\xc2k";
	for (size_t i = 0; i < sizeof all; i++) {
		exact[0] = all[i];
		number_parse(exact, 1, '.', &n);
	}
	free(exact);
}
END_TEST

static bool
fits_row(const char *cell, const char *currency)
{
	struct number n;
	ck_assert_int_eq(parse(cell, '.', &n), NUMBER_OK);
	return number_fits_currency(&n, currency, strlen(currency));
}

START_TEST(signs_of_a_rows_currency)
{
	ck_assert(fits_row("$5", "USD"));
	ck_assert(fits_row("$5", "usd"));
	ck_assert(fits_row("$5", "AUD"));
	ck_assert(fits_row("$5", "TWD"));
	ck_assert(fits_row("\u00a55", "CNY"));
	ck_assert(fits_row("5 kr", "NOK"));
	ck_assert(fits_row("5 kr.", "DKK"));
	ck_assert(fits_row("5 EUR", "EUR"));
	ck_assert(fits_row("5 XYZ", "xyz"));
	ck_assert(!fits_row("$5", "EUR"));
	ck_assert(!fits_row("\u20ac5", "USD"));
	ck_assert(!fits_row("5 EUR", "USD"));
	ck_assert(!fits_row("\u00a35", "JPY"));
	ck_assert(!fits_row("5 kr", "EUR"));
	ck_assert(!fits_row("$5", "US"));
	ck_assert(!fits_row("$5", "USDX"));
}
END_TEST

/* A dollar sign is every dollar's; a code, or US$, names one. */
START_TEST(a_code_is_no_sign)
{
	ck_assert(fits_row("5 USD", "USD"));
	ck_assert(!fits_row("5 USD", "AUD"));
	ck_assert(!fits_row("USD 5", "CAD"));
	ck_assert(!fits_row("US$5", "HKD"));
	ck_assert(!fits_row("5 SEK", "NOK"));
	ck_assert(!fits_row("5 JPY", "CNY"));
	ck_assert(!fits_row("5 GBP", "EGP"));
}
END_TEST

/* By hand, one character after the other. */
static bool
read_slowly(const char *s, size_t n, char mark, uint64_t *mantissa, unsigned *places)
{
	const char *at = memchr(s, mark, n);
	*mantissa = 0;
	*places = at ? (unsigned)(n - (size_t)(at - s) - 1) : 0;
	for (size_t i = 0; i < n; i++)
		if (s[i] >= '0' && s[i] <= '9')
			*mantissa = *mantissa * 10 + (uint64_t)(s[i] - '0');
		else if (s + i != at || i == 0)
			return false;
	return n > 0 && n <= DIGITS_MOST;
}

/* All lengths, a mark at any place or none, any byte anywhere; where the cell ends the memory does, for who looks behind. */
START_TEST(digits_by_words)
{
	uint64_t seed = 5;
	size_t plain_ones = 0;
	for (int round = 0; round < 400000; round++) {
		size_t n = random_below(&seed, DIGITS_MOST + 2);
		char *s = malloc(n ? n : 1), mark = random_below(&seed, 2) ? '.' : ',';
		for (size_t i = 0; i < n; i++)
			s[i] = (char)('0' + random_below(&seed, random_below(&seed, 40) ? 10 : 12));
		for (uint64_t marks = random_below(&seed, 8); n && marks < 2; marks++)
			s[random_below(&seed, n)] = mark;
		if (n && random_below(&seed, 4) == 0)
			s[random_below(&seed, n)] = (char)random_below(&seed, 256);
		uint64_t mantissa = 0, expected = 0;
		unsigned places = 0, expected_places;
		bool plain_digits = digits_parse(s, n, mark, &mantissa, &places);
		ck_assert_msg(plain_digits == read_slowly(s, n, mark, &expected, &expected_places), "\"%.*s\"", (int)n, s);
		if (plain_digits) {
			ck_assert_msg(mantissa == expected && places == expected_places, "\"%.*s\" is read as %ju", (int)n, s,
			    (uintmax_t)mantissa);
			plain_ones++;
		}
		free(s);
	}
	ck_assert_uint_gt(plain_ones, 200000);
}
END_TEST

Suite *
number_suite(void)
{
	Suite *s = suite_create("number");
	TCase *t = tcase_create("number");
	tcase_add_test(t, plain);
	tcase_add_test(t, dashes_for_cents);
	tcase_add_test(t, grouped_by_three);
	tcase_add_test(t, decimal_comma);
	tcase_add_test(t, wrong_grouping);
	tcase_add_test(t, mixed_grouping);
	tcase_add_test(t, currencies_before_and_after);
	tcase_add_test(t, sign_before_parentheses);
	tcase_add_test(t, exponents);
	tcase_add_test(t, zeros_and_nothing);
	tcase_add_test(t, junk);
	tcase_add_test(t, two_signs_are_junk);
	tcase_add_test(t, empty_parentheses_are_junk);
	tcase_add_test(t, rounds_half_even_at_the_fifteenth_place);
	tcase_add_test(t, large_numbers);
	tcase_add_test(t, numbers_of_38_digits);
	tcase_add_test(t, percent);
	tcase_add_test(t, places_as_written);
	tcase_add_test(t, ambiguous_marks);
	tcase_add_test(t, a_leading_zero_isnt_ambiguous);
	tcase_add_test(t, reads_only_its_bytes);
	tcase_add_test(t, signs_of_a_rows_currency);
	tcase_add_test(t, a_code_is_no_sign);
	tcase_add_test(t, digits_by_words);
	suite_add_tcase(s, t);
	return s;
}
