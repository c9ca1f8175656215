#include "deal/allocate.h"

#include <string.h>

#include "helpers.h"
#include "suites.h"

enum { MOST = 8 };

struct split {
	const char *units, *weights[MOST], *parts[MOST]; /* as many parts as weights */
};

static void
assert_split(const struct split *s)
{
	decimal weights[MOST], parts[MOST];
	size_t count = 0;
	for (; count < MOST && s->weights[count]; count++)
		weights[count] = units(s->weights[count]);
	ck_assert(allocate(units(s->units), weights, count, parts));
	for (size_t i = 0; i < count; i++)
		ck_assert_msg(parts[i] == units(s->parts[i]), "part %zu of %s is %s, not %s", i, s->units, show_units(parts[i]),
		    s->parts[i]);
}

START_TEST(by_largest_remainder)
{
	static const struct split splits[] = {
		{"1000", {"70", "100", "120"}, {"241", "345", "414"}},
		{"1000", {"100", "120", "150"}, {"270", "324", "406"}},
		{"10", {"1"}, {"10"}},
		{"8000", {"20", "30", "40"}, {"1778", "2667", "3555"}},
		{"0", {"1", "2"}, {"0", "0"}},
		{"1", {"1", "2"}, {"0", "1"}},
		{"5", {"1000000000000000", "1000000000000001"}, {"2", "3"}},
	};
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++)
		assert_split(&splits[i]);
}
END_TEST

START_TEST(ties_go_to_the_earlier)
{
	static const struct split splits[] = {
		{"1", {"5", "5", "5"}, {"1", "0", "0"}}, {"2", {"5", "5", "5"}, {"1", "1", "0"}}, {"3", {"1", "1"}, {"2", "1"}},
		{"6", {"2", "1", "1"}, {"3", "2", "1"}}, {"100", {"1", "1", "1", "1", "1", "1"}, {"17", "17", "17", "17", "16", "16"}},
	};
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++)
		assert_split(&splits[i]);
}
END_TEST

START_TEST(no_weight_no_part)
{
	static const struct split splits[] = {
		{"1", {"0", "0", "7", "0"}, {"0", "0", "1", "0"}}, {"100", {"0", "1", "0", "1", "1"}, {"0", "34", "0", "33", "33"}},
		{"170141183460469231731687303715884105727", {"0", "1"}, {"0", "170141183460469231731687303715884105727"}},
	};
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++)
		assert_split(&splits[i]);
}
END_TEST

/* By Python. Up to 2^127 - 1, with products of 254 bits. */
START_TEST(large_numbers)
{
	static const struct split splits[] = {
		{"170141183460469231731687303715884105727", {"1", "1", "1"},
			{"56713727820156410577229101238628035243", "56713727820156410577229101238628035242", "56713727820156410577229101238628035242"}},
		{"170141183460469231731687303715884105727", {"170141183460469231731687303715884105726", "1"},
			{"170141183460469231731687303715884105726", "1"}},
		{"170141183460469231731687303715884105727", {"85070591730234615865843651857942052863", "85070591730234615865843651857942052863"},
			{"85070591730234615865843651857942052864", "85070591730234615865843651857942052863"}},
		{"170141183460469231731687303715884105722", {"48611766702991209066196372490252601636", "24305883351495604533098186245126300818", "72917650054486813599294558735378902454"},
			{"56713727820156410577229101238628035241", "28356863910078205288614550619314017620", "85070591730234615865843651857942052861"}},
		{"100000000000000000000000000000000000000", {"10000000000000000000000000000000000001", "3", "50000000000000000000000000000000000007"},
			{"16666666666666666666666666666666666665", "5", "83333333333333333333333333333333333330"}},
		{"1", {"42535295865117307932921825928971026431", "42535295865117307932921825928971026431", "42535295865117307932921825928971026431"},
			{"1", "0", "0"}},
		{"83172032319387952382707250592278372985", {"32421118521711016203202680934189733014", "6192203806398140730207217134048223289", "41068583910004069448604258806159800884", "13585163844974725646688484845395227884"},
			{"28911922665912240509847271703610581652", "5521972274406967996051058656458145670", "36623404007774564712468865507287153638", "12114733371294179164340054724922492025"}},
		{"119017793061752262117776117655918834942", {"77462958135509547061972286614197882050", "8014518308340975225099950645289311991"},
			{"107858475763255027749527991145790549745", "11159317298497234368248126510128285197"}},
		{"128553377990571682928646424257831203023", {"25948530868664863365115956722753155084", "18064711593579518233997308601347694427", "15403756765480094177298734559196132331", "10654524685114252078194571382290863115"},
			{"47605234063538054640936870535597815292", "33141561194940629327850130196698245509", "28259767382977793818330100320700654089", "19546815349115205141529323204834488133"}},
		{"111511210382011158046281025550550796035", {"24771158065313124623116304605902023449", "50069980561768537358751816560175290594"},
			{"36908335029361048239096880079834220313", "74602875352650109807184145470716575722"}},
	};
	for (size_t i = 0; i < sizeof splits / sizeof *splits; i++)
		assert_split(&splits[i]);
}
END_TEST

START_TEST(nothing_to_split_by)
{
	decimal parts[2] = {7, 8};
	ck_assert(!allocate(100, (decimal[]){0, 0}, 2, parts));
	ck_assert(!allocate(0, (decimal[]){0, 0}, 2, parts));
	ck_assert(!allocate(100, NULL, 0, parts));
}
END_TEST

START_TEST(weights_that_dont_fit)
{
	decimal parts[2], most = units("170141183460469231731687303715884105727");
	ck_assert(!allocate(100, (decimal[]){most, 1}, 2, parts));
	ck_assert(allocate(100, (decimal[]){most - 1, 1}, 2, parts));
	assert_units(parts[0], "100");
	assert_units(parts[1], "0");
}
END_TEST

/* Small enough for products of 128 bits, so that each part can be checked for what it is. */
START_TEST(random_splits)
{
	uint64_t state = 6;
	for (int turn = 0; turn < 20000; turn++) {
		decimal weights[MOST], parts[MOST], rests[MOST], total = 0, sum = 0;
		size_t count = 1 + random_below(&state, MOST);
		uint64_t most_weight = 1 + random_below(&state, turn % 2 ? 4 : (uint64_t)1 << 45);
		decimal amount = (decimal)random_below(&state, turn % 3 ? 100 : (uint64_t)1 << 47);
		for (size_t i = 0; i < count; i++)
			total += weights[i] = (decimal)random_below(&state, most_weight + 1);
		ck_assert(allocate(amount, weights, count, parts) == (total > 0));
		if (total == 0)
			continue;
		for (size_t i = 0; i < count; i++) {
			sum += parts[i];
			rests[i] = amount * weights[i] % total;
			decimal extra = parts[i] - amount * weights[i] / total;
			ck_assert(extra == 0 || (extra == 1 && rests[i] > 0));
		}
		ck_assert(sum == amount);
		for (size_t i = 0; i < count; i++)
			for (size_t k = 0; k < count; k++) {
				bool first = rests[i] > rests[k] || (rests[i] == rests[k] && i < k);
				bool i_got = parts[i] > amount * weights[i] / total, k_got = parts[k] > amount * weights[k] / total;
				ck_assert(!first || i_got || !k_got);
			}
	}
}
END_TEST

Suite *
allocate_suite(void)
{
	Suite *s = suite_create("allocate");
	TCase *t = tcase_create("allocate");
	tcase_add_test(t, by_largest_remainder);
	tcase_add_test(t, ties_go_to_the_earlier);
	tcase_add_test(t, no_weight_no_part);
	tcase_add_test(t, large_numbers);
	tcase_add_test(t, nothing_to_split_by);
	tcase_add_test(t, weights_that_dont_fit);
	tcase_add_test(t, random_splits);
	suite_add_tcase(s, t);
	return s;
}
