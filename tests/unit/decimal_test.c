#include "table/decimal.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

static const char most[] = "170141183460469231731687303715884105727", least[] = "-170141183460469231731687303715884105728";

START_TEST(sums_that_fit)
{
	decimal out;
	ck_assert(decimal_add(dec("0.1"), dec("0.2"), &out));
	assert_dec(out, "0.3");
	ck_assert(decimal_sub(dec("0.1"), dec("0.2"), &out));
	assert_dec(out, "-0.1");
	ck_assert(decimal_add(units(most), -1, &out));
	ck_assert(decimal_add(out, 1, &out));
	assert_units(out, most);
	ck_assert(decimal_add(units(most), units(least), &out));
	assert_units(out, "-1");
	ck_assert(decimal_sub(-1, units(least), &out));
	assert_units(out, most);
}
END_TEST

START_TEST(sums_that_dont_fit_leave_out_alone)
{
	decimal out = 42;
	ck_assert(!decimal_add(units(most), 1, &out));
	ck_assert(!decimal_add(units(least), -1, &out));
	ck_assert(!decimal_sub(units(least), 1, &out));
	ck_assert(!decimal_sub(units(most), -1, &out));
	ck_assert(!decimal_sub(0, units(least), &out));
	assert_units(out, "42");
}
END_TEST

START_TEST(products)
{
	static const char *const cases[][3] = {
		{"0", "5", "0"}, {"1", "1", "1"}, {"0.16", "150000", "24000"}, {"-12.5", "4", "-50"}, {"-0.5", "-0.5", "0.25"},
		{"123456789.123456789", "987654321", "121932631234567900.112635269"},
		{"300000000000", "300000000000", "90000000000000000000000"},
		/* half to even at the fifteenth place */
		{"0.000000000000001", "0.5", "0"}, {"0.000000000000003", "0.5", "0.000000000000002"},
		{"0.000000000000005", "0.5", "0.000000000000002"}, {"-0.000000000000001", "0.5", "0"},
		{"-0.000000000000003", "0.5", "-0.000000000000002"}, {"0.000000000000001", "0.500000000000001", "0.000000000000001"},
		{"0.000000000000001", "0.499999999999999", "0"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal out;
		ck_assert(decimal_mul(dec(cases[i][0]), dec(cases[i][1]), &out));
		assert_dec(out, cases[i][2]);
		ck_assert(decimal_mul(dec(cases[i][1]), dec(cases[i][0]), &out));
		assert_dec(out, cases[i][2]);
	}
}
END_TEST

START_TEST(quotients)
{
	static const char *const cases[][3] = {
		{"0", "3", "0"}, {"1", "3", "0.333333333333333"}, {"2", "3", "0.666666666666667"}, {"-2", "3", "-0.666666666666667"},
		{"2", "-3", "-0.666666666666667"}, {"-2", "-3", "0.666666666666667"}, {"1", "0.000000000000001", "1000000000000000"},
		{"0.000000000000001", "2", "0"}, {"0.000000000000003", "2", "0.000000000000002"}, {"-0.000000000000003", "2", "-0.000000000000002"},
		{"100000000000000000000000", "7", "14285714285714285714285.714285714285714"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal out;
		ck_assert(decimal_div(dec(cases[i][0]), dec(cases[i][1]), &out));
		assert_dec(out, cases[i][2]);
	}
}
END_TEST

/* By Python: random operands, and exact halves above 2^128. */
START_TEST(products_of_256_bits)
{
	static const char *const cases[][4] = {
		{"37367235802260663394144380415845078000", "-127438635759577839315094078863630942958", "-33379905583706332298620322339201100671", "142661564479410427523482018627681567348"},
		{"561106989148533680644791069887655170", "7998877280173908306863816645723927422", "-12042505463127411576600971323370794822", "-372698684753713334716142321561617648"},
		{"19217661624103058174603033388030716728", "6243743681613641670780753848627573195", "-1017157869936641673870983494500323679", "-117966106233201105536213589938300594503"},
		{"-15246529698995366262224973702586106170", "-30848411184128263317654795471071722762", "55815423859254045368410012883040937975", "8426545652893984874377220420101440334"},
		{"-14705408313826757877776930906407119285", "-8256771931604532989736604246415947143", "-34908602662611383103493327125895884158", "-3478202888322250531529310003996546407"},
		{"-9105342914387385072832619485298757367", "-5318399883400440931454160921117964636", "653145776861636901580427372341785109", "74142490711468665784941555282193839683"},
		{"7159408662978535793983156211152659051", "113425644211320078088206560903246456147", "32720538047276823679634326880389020271", "24818068046348344004588803031766933531"},
		{"-31264130490935704219017934573543172612", "-151299135678165721911431683896702388302", "-47938598976274805160477276380273742441", "-98672802752308019763618473626519905638"},
		{"25493862276725943248451049933606902483", "-48947277801645026346198197720157844822", "-84186459369637436081186705639491074589", "14822516215070007918378381459303832552"},
		{"-79619763983568089347348959315894798015", "10715030843878168902715274929971063492", "-16890526514520613695426304001800574345", "50509273712267440076952995522682366328"},
		{"-36268626265548688437616145270713408407", "37718791884525624610276920755179319584", "22275043755592101391930388491995734191", "-61414414313077842957276195801094493461"},
		{"-17722334913541958959990355031679078071", "-73965349770339291079866387936117654251", "10282297419114621468612830835728022594", "127485001376287675744908603111128587466"},
		{"1000000000000000000000000000000", "20000001", "2000000000000000000000000000000", "10000000"},
		{"1000000000000000000000000000000", "20000003", "2000000000000000000000000000000", "10000002"},
		{"10000000000000000000000000000000000000", "123456789012345678901234567890123456787", "20000000000000000000000000000000000000", "61728394506172839450617283945061728394"},
		{"10000000000000000000000000000000000000", "123456789012345678901234567890123456789", "20000000000000000000000000000000000000", "61728394506172839450617283945061728394"},
		{"10000000000000000000000000000000000000", "-123456789012345678901234567890123456787", "20000000000000000000000000000000000000", "-61728394506172839450617283945061728394"},
		{most, most, most, most},
		{most, "-1", "1", "-170141183460469231731687303715884105727"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal out;
		ck_assert(decimal_muldiv(units(cases[i][0]), units(cases[i][1]), units(cases[i][2]), &out));
		assert_units(out, cases[i][3]);
	}
}
END_TEST

START_TEST(what_doesnt_fit_leaves_out_alone)
{
	decimal out = 42;
	ck_assert(!decimal_div(DECIMAL_ONE, 0, &out));
	ck_assert(!decimal_div(0, 0, &out));
	ck_assert(!decimal_muldiv(1, 1, 0, &out));
	ck_assert(!decimal_mul(units(most), dec("1.000000000000001"), &out));
	ck_assert(!decimal_mul(units(most), units(most), &out));
	ck_assert(!decimal_mul(units(least), units(least), &out));
	ck_assert(!decimal_mul(dec("1000000000000"), dec("1000000000000"), &out));
	ck_assert(!decimal_div(dec("100000000000000000000000"), dec("0.5"), &out));
	ck_assert(!decimal_muldiv(units(most), 3, 2, &out));
	ck_assert(!decimal_muldiv(units(most), units("170141183460469231731687303715884105726"), 1, &out));
	ck_assert(!decimal_ratio(DECIMAL_ONE, 0, 4, &out));
	ck_assert(!decimal_ratio(units(most), 1, 4, &out));
	assert_units(out, "42");
}
END_TEST

/* Quotients that round to 2^128 come out as 0 where only the low half is looked at. */
START_TEST(a_quotient_that_rounds_to_a_power_of_two)
{
	decimal out = 42;
	ck_assert(!decimal_mul(units("3273474003495336392"), units("103951449303581815438711910337278080"), &out));
	assert_units(out, "42");
	ck_assert(!decimal_mul(units("-10187249073782588"), units("33402772864037723548182559827321021694"), &out));
	assert_units(out, "42");
	ck_assert(!decimal_muldiv(units("26973993829095211088"), units("12615201481728542305620026276391275"), DECIMAL_ONE, &out));
	assert_units(out, "42");
	ck_assert(!decimal_muldiv(units("26973993829095211088"), units("-12615201481728542305620026276391275"), DECIMAL_ONE, &out));
	assert_units(out, "42");
}
END_TEST

/* a b / b = a, and (a b) / c by long arithmetic on small figures. */
START_TEST(random_products)
{
	uint64_t seed = 1;
	for (int i = 0; i < 20000; i++) {
		decimal a = (decimal)random_next(&seed) * (decimal)random_below(&seed, 1000000), b, c, out;
		do
			b = (decimal)(random_next(&seed) / 2) * (decimal)(random_next(&seed) / 2);
		while (b == 0);
		a = random_below(&seed, 2) ? a : -a;
		b = random_below(&seed, 2) ? b : -b;
		ck_assert(decimal_muldiv(a, b, b, &out));
		ck_assert(out == a);
		a = (decimal)random_below(&seed, 2000001) - 1000000;
		b = (decimal)random_below(&seed, 2000001) - 1000000;
		c = (decimal)random_below(&seed, 40) + 1;
		decimal floor = a * b / c - (a * b % c < 0), rest = a * b - floor * c;
		decimal expected = floor + (2 * rest > c || (2 * rest == c && floor % 2 != 0));
		ck_assert(decimal_muldiv(a, b, c, &out));
		ck_assert(out == expected);
		ck_assert(decimal_muldiv(-a, b, -c, &out));
		ck_assert(out == expected);
	}
}
END_TEST

/* The magnitude of a * b / c bit by bit, the fraction cut off. */
static decimal
divide_by_bits(decimal a, decimal b, decimal c)
{
	unsigned __int128 high = 0, low = 0, quotient = 0;
	for (int bit = 127; bit >= 0; bit--) { /* high, low = a * b */
		high = high << 1 | low >> 127;
		low <<= 1;
		if (b >> bit & 1)
			high += __builtin_add_overflow(low, (unsigned __int128)a, &low);
	}
	for (int bit = 127; bit >= 0; bit--) {
		high = high << 1 | (low >> bit & 1);
		quotient <<= 1;
		if (high >= (unsigned __int128)c) {
			high -= (unsigned __int128)c;
			quotient |= 1;
		}
	}
	return (decimal)quotient;
}

/* Words of all ones and all zeros, and their neighbours: where a word of a quotient is guessed too large. */
static decimal
awkward(uint64_t *seed)
{
	uint64_t word[2];
	for (int i = 0; i < 2; i++) {
		uint64_t near = random_below(seed, 3) ? 0 : random_below(seed, 4);
		word[i] = random_below(seed, 4) == 0 ? random_next(seed) : random_below(seed, 2) ? ~(uint64_t)0 - near
		    : ((uint64_t)1 << random_below(seed, 64)) + near;
	}
	return (decimal)(((unsigned __int128)word[0] << 64 | word[1]) >> (1 + random_below(seed, 64)));
}

START_TEST(awkward_quotients)
{
	uint64_t seed = 3;
	int fit = 0;
	for (int i = 0; i < 200000; i++) {
		decimal a = awkward(&seed), b = awkward(&seed), c = awkward(&seed), out;
		if (c < 2 || b == c || !decimal_muldiv(a, b, c, &out))
			continue;
		decimal down = divide_by_bits(a, b, c);
		/* a b - down c, which is below c, in arithmetic that wraps */
		unsigned __int128 rest = (unsigned __int128)a * (unsigned __int128)b - (unsigned __int128)down * (unsigned __int128)c;
		unsigned __int128 other = (unsigned __int128)c - rest;
		ck_assert(out == down + (rest > other || (rest == other && (down & 1))));
		fit++;
	}
	ck_assert_int_gt(fit, 50000);
}
END_TEST

START_TEST(ratios_round_half_up)
{
	static const struct {
		const char *a, *b;
		int places;
		const char *expected;
	} cases[] = {
		{"5", "2", 0, "3"}, {"-5", "2", 0, "-2"}, {"5", "-2", 0, "-2"}, {"-5", "-2", 0, "3"}, {"1", "2", 0, "1"},
		{"-1", "2", 0, "0"}, {"-3", "2", 0, "-1"}, {"-3", "2.000000000000001", 0, "-1"}, {"-3", "1.999999999999999", 0, "-2"},
		{"-1", "1.999999999999999", 0, "-1"}, {"1", "2.000000000000001", 0, "0"}, {"1", "3", 4, "3333"}, {"2", "3", 4, "6667"},
		{"-2", "3", 4, "-6667"}, {"0", "7", 4, "0"}, {"0.00005", "1", 4, "1"}, {"-0.00005", "1", 4, "0"},
		{"-0.00015", "1", 4, "-1"}, {"100", "0.000000000000001", 4, "1000000000000000000000"},
		{"100000000000000000000000", "100000000000000000000000", 15, "1000000000000000"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal out;
		ck_assert(decimal_ratio(dec(cases[i].a), dec(cases[i].b), cases[i].places, &out));
		assert_units(out, cases[i].expected);
	}
}
END_TEST

START_TEST(powers)
{
	assert_units(decimal_power(0), "1");
	assert_units(decimal_power(15), "1000000000000000");
	assert_units(decimal_power(38), "100000000000000000000000000000000000000");
}
END_TEST

START_TEST(rounds_half_up)
{
	static const struct {
		const char *a;
		int places;
		const char *expected;
	} cases[] = {
		{"0", 2, "0"}, {"0.005", 2, "1"}, {"0.004999999999999", 2, "0"}, {"-0.005", 2, "0"}, {"-0.005000000000001", 2, "-1"},
		{"-0.015", 2, "-1"}, {"0.5", 0, "1"}, {"-0.5", 0, "0"}, {"-1.5", 0, "-1"}, {"1.5", 0, "2"}, {"2.5", 0, "3"}, {"-2.5", 0, "-2"},
		{"-2.500000000000001", 0, "-3"}, {"-0.000000000000001", 0, "0"}, {"0.999999999999999", 14, "100000000000000"},
		{"0.000000000000005", 14, "1"}, {"-0.000000000000005", 14, "0"}, {"-1.000000000000001", 15, "-1000000000000001"},
		{"123456789012345678901.5", 0, "123456789012345678902"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_units(decimal_round(dec(cases[i].a), cases[i].places), cases[i].expected);
}
END_TEST

START_TEST(rounds_the_largest)
{
	assert_units(decimal_round(units(most), 0), "170141183460469231731687");
	assert_units(decimal_round(units(most), 15), most);
	assert_units(decimal_round(-units(most), 15), "-170141183460469231731687303715884105727");
	assert_units(decimal_round(-units(most), 0), "-170141183460469231731687");
	assert_units(decimal_round(-units(most), 2), "-17014118346046923173168730");
}
END_TEST

static void
assert_put(decimal a, int least_places, const char *expected)
{
	struct buf b = {0};
	decimal_put(&b, a, least_places);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

START_TEST(puts_in_full)
{
	assert_put(0, 0, "0");
	assert_put(0, 2, "0.00");
	assert_put(dec("5"), 0, "5");
	assert_put(dec("100"), 0, "100");
	assert_put(dec("100"), 4, "100.0000");
	assert_put(dec("0.1"), 0, "0.1");
	assert_put(dec("-0.1"), 2, "-0.10");
	assert_put(dec("0.16"), 4, "0.1600");
	assert_put(dec("0.123456"), 4, "0.123456");
	assert_put(dec("0.000000000000001"), 0, "0.000000000000001");
	assert_put(dec("-0.000000000000001"), 2, "-0.000000000000001");
	assert_put(dec("1"), 15, "1.000000000000000");
	assert_put(units(most), 0, "170141183460469231731687.303715884105727");
	assert_put(units(least), 0, "-170141183460469231731687.303715884105728");
}
END_TEST

/* Digit by digit, as nobody would write a million of them. */
static void
put_slowly(struct buf *b, decimal a, int at_least)
{
	char digits[64], *at = digits + sizeof digits;
	unsigned __int128 m = a < 0 ? -(unsigned __int128)a : (unsigned __int128)a;
	int places = DECIMAL_PLACES;
	for (; places > at_least && m % 10 == 0; places--)
		m /= 10;
	for (int i = 0; m > 0 || i <= places; i++, m /= 10) {
		if (i == places && places > 0)
			*--at = '.';
		*--at = (char)('0' + (int)(m % 10));
	}
	if (a < 0)
		*--at = '-';
	buf_add(b, at, (size_t)(digits + sizeof digits - at));
}

START_TEST(puts_many_as_slowly_written)
{
	uint64_t random = 1;
	for (int i = 0; i < 200000; i++) {
		struct buf quick = {0}, slow = {0};
		random = random * 6364136223846793005 + 1442695040888963407;
		unsigned __int128 bits = (random >> i % 64) * (unsigned __int128)decimal_power(i % 20);
		decimal a = (decimal)(i % 3 ? bits : bits * random);
		decimal_put(&quick, a, i % 16);
		put_slowly(&slow, a, i % 16);
		ck_assert_str_eq(buf_str(&quick), buf_str(&slow));
		buf_free(&quick);
		buf_free(&slow);
	}
}
END_TEST

START_TEST(puts_units_at_any_places)
{
	static const struct {
		long long u;
		int places;
		const char *expected;
	} cases[] = {
		{12345, 2, "123.45"}, {0, 0, "0"}, {0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 2, "-0.05"}, {-5, 0, "-5"}, {-100, 2, "-1.00"},
		{99, 1, "9.9"}, {10, 1, "1.0"}, {1, 15, "0.000000000000001"}, {-1000000000000000, 15, "-1.000000000000000"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = {0};
		decimal_put_units(&b, cases[i].u, cases[i].places);
		ck_assert_str_eq(buf_str(&b), cases[i].expected);
		buf_free(&b);
	}
	for (int places = 0; places <= 15; places++) {
		struct buf zero = {0}, large = {0};
		decimal_put_units(&zero, 0, places);
		ck_assert_uint_eq(zero.len, places ? (size_t)places + 2 : 1);
		ck_assert_uint_eq(strspn(buf_str(&zero), "0."), zero.len);
		decimal_put_units(&large, units(least), places);
		ck_assert_uint_eq(large.len, strlen(least) + (places > 0));
		buf_free(&zero);
		buf_free(&large);
	}
}
END_TEST

static decimal
floor_of(decimal a, decimal unit)
{
	decimal q = a / unit;
	return q * unit > a ? q - 1 : q;
}

enum { EFFECTS = 11 };

/* All that decimal_foot promises, of one row. */
static void
check_footing(const decimal *effects, size_t count, decimal start, int places)
{
	decimal printed[EFFECTS], first, last, end = start, unit = decimal_power(15 - places);
	for (size_t i = 0; i < count; i++)
		end += effects[i];
	decimal_foot(effects, count, start, end, places, printed, &first, &last);
	ck_assert(first == floor_of(2 * start + unit, 2 * unit));
	ck_assert(last == floor_of(2 * end + unit, 2 * unit));
	decimal sum = first;
	for (size_t i = 0; i < count; i++) {
		decimal down = floor_of(effects[i], unit), rest = effects[i] - down * unit;
		sum += printed[i];
		ck_assert(printed[i] == down || (printed[i] == down + 1 && rest > 0));
		for (size_t k = 0; k < i; k++) { /* the larger remainder first, of equal ones the earlier */
			decimal down_k = floor_of(effects[k], unit), rest_k = effects[k] - down_k * unit;
			bool up = printed[i] > down, up_k = printed[k] > down_k;
			ck_assert(rest <= rest_k || !up_k || up);
			ck_assert(rest > rest_k || !up || up_k || rest_k == 0);
		}
	}
	ck_assert(sum == last);
}

START_TEST(footing_at_all_places)
{
	uint64_t seed = 20270101;
	for (int places = 0; places <= 15; places++)
		for (int round = 0; round < 1000; round++) {
			size_t count = 1 + random_below(&seed, EFFECTS);
			decimal effects[EFFECTS], unit = decimal_power(15 - places), grain = unit >= 4 ? unit / 4 : 1;
			decimal start = ((decimal)random_next(&seed) - (decimal)(UINT64_MAX / 2)) * (round % 2 ? 1 : grain);
			for (size_t i = 0; i < count; i++) {
				switch (random_below(&seed, 4)) {
				case 0:
					effects[i] = 0;
					break;
				case 1: /* quarters: ties */
					effects[i] = ((decimal)random_below(&seed, 41) - 20) * grain;
					break;
				case 2: /* less than a unit */
					effects[i] = (decimal)(random_next(&seed) % (uint64_t)unit) * (random_below(&seed, 2) ? 1 : -1);
					break;
				default:
					effects[i] = ((decimal)random_next(&seed) - (decimal)(UINT64_MAX / 2)) * 12345;
				}
			}
			check_footing(effects, count, start, places);
		}
}
END_TEST

static void
assert_foot(const char *const *effects, size_t count, const char *start, int places, const char *expected)
{
	decimal exact[EFFECTS], printed[EFFECTS], first, last, end = dec(start);
	for (size_t i = 0; i < count; i++)
		end += exact[i] = dec(effects[i]);
	decimal_foot(exact, count, dec(start), end, places, printed, &first, &last);
	struct buf b = {0};
	buf_printf(&b, "%s:", show_units(first));
	for (size_t i = 0; i < count; i++)
		buf_printf(&b, " %s", show_units(printed[i]));
	buf_printf(&b, " =%s", show_units(last));
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

START_TEST(footing_by_hand)
{
	assert_foot((const char *[]){"0.5", "0.5"}, 2, "0", 0, "0: 1 0 =1");
	assert_foot((const char *[]){"0", "0.5", "0.5", "0.5", "0.5"}, 5, "0", 0, "0: 0 1 1 0 0 =2");
	assert_foot((const char *[]){"0.3", "0.3", "0.4"}, 3, "0", 0, "0: 0 0 1 =1");
	assert_foot((const char *[]){"-0.5", "0.5"}, 2, "0", 0, "0: 0 0 =0");
	assert_foot((const char *[]){"-0.3", "-0.3", "-0.4"}, 3, "0", 0, "0: 0 0 -1 =-1");
	assert_foot((const char *[]){"0.2"}, 1, "0.4", 0, "0: 1 =1"); /* what rounding start and end adds */
	assert_foot((const char *[]){"-0.2"}, 1, "0.6", 0, "1: -1 =0");
	assert_foot((const char *[]){"0", "0"}, 2, "0.5", 0, "1: 0 0 =1");
	assert_foot((const char *[]){"0.004", "0.004", "0.002"}, 3, "-0.005", 2, "0: 1 0 0 =1");
	assert_foot((const char *[]){"1", "2", "-3"}, 3, "7", 15, "7000000000000000: 1000000000000000 2000000000000000 -3000000000000000 =7000000000000000");
	assert_foot(NULL, 0, "1.5", 0, "2: =2");
}
END_TEST

static void
assert_double(decimal d)
{
	double found = decimal_double(d), expected = strtod(show_dec(d), NULL);
	ck_assert_msg(found == expected, "%s is %.17g, not %.17g", show_dec(d), found, expected);
}

START_TEST(doubles_of_the_edges)
{
	static const char *const cases[] = {"0", "1", "-1", "0.1", "0.2", "0.3", "1.1", "-1.36", "0.000000000000001", "-0.000000000000001",
		"0.005", "1.005", "2.675", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995", "-9007199254740993",
		"9.007199254740993", "0.9007199254740993", "4503599627370496.5", "4503599627370497.5", "123456789012345678.123456789012345",
		"99999999999999999999999.999999999999999", "100000000000000000000000", "1000000000.10", "0.999999999999999"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_double(dec(cases[i]));
	assert_double(units(most));
	assert_double(units(least));
	for (int n = 0; n <= 38; n++)
		for (int off = -1; off <= 1; off++) {
			assert_double(decimal_power(n) + off);
			assert_double(-decimal_power(n) - off);
		}
	for (int bit = 0; bit < 127; bit++)
		for (int off = -1; off <= 1; off++)
			assert_double(((decimal)1 << bit) + off);
}
END_TEST

/* The nearest one, as a library that rounds properly reads the same digits. */
START_TEST(doubles_of_many)
{
	uint64_t seed = 7;
	for (int round = 0; round < 300000; round++) {
		decimal d = (decimal)((unsigned __int128)random_next(&seed) << 64 | random_next(&seed));
		d >>= random_below(&seed, 127);
		decimal unit = decimal_power((int)random_below(&seed, 20));
		if (random_below(&seed, 2)) /* zeros at the end, as prices have them */
			d = d / unit * unit;
		assert_double(d);
	}
}
END_TEST

Suite *
decimal_suite(void)
{
	Suite *s = suite_create("decimal");
	TCase *t = tcase_create("decimal");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, sums_that_fit);
	tcase_add_test(t, sums_that_dont_fit_leave_out_alone);
	tcase_add_test(t, products);
	tcase_add_test(t, quotients);
	tcase_add_test(t, products_of_256_bits);
	tcase_add_test(t, what_doesnt_fit_leaves_out_alone);
	tcase_add_test(t, a_quotient_that_rounds_to_a_power_of_two);
	tcase_add_test(t, random_products);
	tcase_add_test(t, awkward_quotients);
	tcase_add_test(t, ratios_round_half_up);
	tcase_add_test(t, powers);
	tcase_add_test(t, rounds_half_up);
	tcase_add_test(t, rounds_the_largest);
	tcase_add_test(t, puts_in_full);
	tcase_add_test(t, puts_many_as_slowly_written);
	tcase_add_test(t, puts_units_at_any_places);
	tcase_add_test(t, footing_at_all_places);
	tcase_add_test(t, footing_by_hand);
	tcase_add_test(t, doubles_of_the_edges);
	tcase_add_test(t, doubles_of_many);
	suite_add_tcase(s, t);
	return s;
}
