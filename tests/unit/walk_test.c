#include "deal/walk.h"

#include <string.h>

#include "by_hand.h"
#include "helpers.h"
#include "suites.h"

static const struct walk_step forth = {0, 1}, back = {1, 0};
static const struct walk_needs all_needs = {true, true};

/* One item of one group: both positions. */
struct item {
	size_t group;
	struct figures positions[2];
};

enum { GROUPS = 4 };

static bool
add_items(struct walk_sums *sums, const struct walk_step *step, const struct item *items, size_t count)
{
	memset(sums, 0, GROUPS * sizeof *sums);
	for (size_t i = 0; i < count; i++)
		if (!walk_add(&sums[items[i].group], step, &all_needs, items[i].positions))
			return false;
	return true;
}

/* The row above some groups. */
static bool
line_above(const struct walk_sums *groups, size_t count, enum walk_pool pool, struct walk_line *line)
{
	struct walk_sums all = {0};
	*line = (struct walk_line){0};
	for (size_t i = 0; i < count; i++) {
		struct walk_line one;
		if (!walk_line(&groups[i], WALK_NEW_QUANTITY, &one) || !walk_line_add(line, &one) || !walk_merge(&all, &groups[i]))
			return false;
	}
	return pool == WALK_POOL_GROUP || walk_line_pool(line, &all, WALK_NEW_QUANTITY);
}

/* The row above the first `groups` groups. */
static struct walk_line
line_of(const struct walk_step *step, const struct item *items, size_t count, size_t groups, enum walk_pool pool)
{
	struct walk_sums sums[GROUPS];
	struct walk_line line;
	ck_assert(add_items(sums, step, items, count));
	ck_assert(line_above(sums, groups, pool, &line));
	decimal end = line.margin[0];
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		end += line.effects[i];
	ck_assert(end == line.margin[1]); /* always, exactly */
	return line;
}

static struct walk_line
walk_of(const struct item *items, size_t count)
{
	return line_of(&forth, items, count, 1, WALK_POOL_GROUP);
}

/* To the sixth place. */
static void
assert_near(decimal actual, const char *expected)
{
	decimal difference = actual - dec(expected);
	ck_assert_msg(difference <= dec("0.000001") && -difference <= dec("0.000001"), "%s isn't %s", show_dec(actual), expected);
}

/* All effects but those named are 0. */
#define assert_effects(line, ...) \
	assert_effect_list(line, (const struct effect[]){__VA_ARGS__}, sizeof((const struct effect[]){__VA_ARGS__}) / sizeof(struct effect))

struct effect {
	enum walk_effect effect;
	const char *value;
};

static void
assert_effect_list(struct walk_line line, const struct effect *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		assert_near(line.effects[list[i].effect], list[i].value);
		line.effects[list[i].effect] = 0;
	}
	for (size_t i = 0; i < WALK_EFFECTS; i++)
		ck_assert_msg(line.effects[i] == 0, "%s is %s", walk_effect_names[i], show_dec(line.effects[i]));
}

START_TEST(e01_memphis)
{
	const struct item items[] = {
		{0, {sold("8000", "20", "16"), sold("7500", "21", "16.5")}},
		{0, {sold("4200", "14", "12"), sold("4500", "13.5", "11.5")}},
	};
	struct walk_line line = walk_of(items, 2);
	assert_effects(line, {WALK_PRICE, "5250"}, {WALK_COST, "-1500"}, {WALK_VOLUME, "-662.295082"}, {WALK_MIX_WITHIN, "-737.704918"});
	assert_dec(line.margin[0], "40400");
	assert_dec(line.margin[1], "42750");
	assert_dec(line.revenue[0], "218800");
	assert_dec(line.volume[1], "12000");
	ck_assert_uint_eq(line.items, 2);
}
END_TEST

START_TEST(e09_sanity)
{
	const struct item proportional[] = {
		{0, {sold("100", "10", "0"), sold("120", "10", "0")}}, {0, {sold("200", "5", "0"), sold("240", "5", "0")}}};
	assert_effects(walk_of(proportional, 2), {WALK_VOLUME, "400"});
	const struct item mix_only[] = {
		{0, {sold("100", "20", "0"), sold("150", "20", "0")}}, {0, {sold("200", "5", "0"), sold("150", "5", "0")}}};
	assert_effects(walk_of(mix_only, 2), {WALK_MIX_WITHIN, "750"});
	const struct item nothing[] = {
		{0, {sold("100", "10", "0"), sold("100", "10", "0")}}, {0, {sold("50", "3", "0"), sold("50", "3", "0")}}};
	assert_effects(walk_of(nothing, 2), {WALK_VOLUME, "0"});
	const struct item new[] = {{0, {sold("100", "10", "0"), sold("100", "10", "0")}}, {0, {sold("0", "0", "0"), sold("40", "25", "0")}}};
	assert_effects(walk_of(new, 2), {WALK_NEW, "1000"});
	const struct item lost[] = {{0, {sold("100", "10", "0"), sold("100", "10", "0")}}, {0, {sold("40", "25", "0"), sold("0", "0", "0")}}};
	assert_effects(walk_of(lost, 2), {WALK_LOST, "-1000"});
	const struct item zero[] = {
		{0, {totals_of("0", "500", "0", "0", "1", "1"), totals_of("0", "800", "0", "0", "1", "1")}},
		{0, {totals_of("100", "1000", "0", "0", "1", "1"), totals_of("110", "1155", "0", "0", "1", "1")}}};
	assert_effects(walk_of(zero, 2), {WALK_OTHER, "300"}, {WALK_VOLUME, "100"}, {WALK_PRICE, "55"});
}
END_TEST

START_TEST(e10_lines)
{
	const struct item items[] = {
		{0, {sold("100", "10", "6"), sold("120", "11", "6.2")}}, {0, {sold("200", "4", "3"), sold("180", "4.2", "3.1")}},
		{1, {sold("50", "30", "21"), sold("70", "29", "20")}}, {1, {sold("300", "2", "1.5"), sold("330", "2.1", "1.7")}},
	};
	assert_effects(line_of(&forth, items, 4, 2, WALK_POOL_ALL), {WALK_PRICE, "119"}, {WALK_COST, "-38"}, {WALK_VOLUME, "92.307692"},
	    {WALK_MIX_WITHIN, "169.285714"}, {WALK_MIX_ACROSS, "-6.593407"});
	/* pooled by line: volume(L1) = 0, volume(L2) = 600 * 50 / 350 */
	struct walk_line line = line_of(&forth, items, 4, 2, WALK_POOL_GROUP);
	assert_effects(line, {WALK_PRICE, "119"}, {WALK_COST, "-38"}, {WALK_VOLUME, "85.714286"}, {WALK_MIX_WITHIN, "169.285714"});
	ck_assert_uint_eq(line.items, 4);
	/* as one group, all of it is mix within */
	struct item one[4];
	memcpy(one, items, sizeof one);
	for (size_t i = 0; i < 4; i++)
		one[i].group = 0;
	assert_effects(walk_of(one, 4), {WALK_PRICE, "119"}, {WALK_COST, "-38"}, {WALK_VOLUME, "92.307692"}, {WALK_MIX_WITHIN, "162.692308"});
}
END_TEST

START_TEST(rebates)
{
	/* 10 -> 9 each sold at 20 with rebates of 2 and 3 a piece: price 0, rebate -9, volume -(20 - 8 - 2) */
	const struct item item[] = {{0, {totals_of("10", "200", "80", "20", "1", "1"), totals_of("9", "180", "72", "27", "1", "1")}}};
	struct walk_line line = walk_of(item, 1);
	assert_effects(line, {WALK_REBATE, "-9"}, {WALK_VOLUME, "-10"});
	assert_dec(line.margin[0], "100");
}
END_TEST

/* fx = q1 (p1 - rho1) (f1 - f0) - q1 c1 (h1 - h0); all else at the rates of 0. */
START_TEST(currencies)
{
	const struct item item[] = {{0, {totals_of("100", "1000", "500", "50", "1.1", "0.9"), totals_of("120", "1320", "660", "60", "1.2", "0.8")}}};
	assert_effects(walk_of(item, 1), {WALK_PRICE, "132"}, {WALK_COST, "-54"}, {WALK_FX, "192"}, {WALK_VOLUME, "119"});
	/* new at the rate of 1, lost at the rate of 0, without fx */
	const struct item others[] = {
		{0, {totals_of("0", "0", "0", "0", "1.1", "1.1"), totals_of("10", "100", "40", "0", "1.2", "0.8")}},
		{0, {totals_of("10", "100", "40", "0", "1.1", "0.9"), totals_of("0", "0", "0", "0", "1.2", "1.2")}}};
	assert_effects(walk_of(others, 2), {WALK_NEW, "88"}, {WALK_LOST, "-74"});
}
END_TEST

START_TEST(other_takes_the_whole_item)
{
	const struct item negative[] = {{0, {sold("-5", "10", "4"), sold("5", "10", "4")}}};
	assert_effects(walk_of(negative, 1), {WALK_OTHER, "60"});
	const struct item returned[] = {{0, {sold("5", "10", "4"), sold("-5", "10", "4")}}};
	assert_effects(walk_of(returned, 1), {WALK_OTHER, "-60"});
	const struct item start[] = {{0, {totals_of("0", "0", "30", "0", "1", "1"), sold("5", "10", "4")}}};
	assert_effects(walk_of(start, 1), {WALK_OTHER, "60"}); /* not new */
	const struct item end[] = {{0, {sold("5", "10", "4"), totals_of("0", "0", "0", "7", "1", "1")}}};
	assert_effects(walk_of(end, 1), {WALK_OTHER, "-37"}); /* not lost */
	const struct item new_negative[] = {{0, {totals_of("0", "0", "0", "0", "1", "1"), sold("-5", "10", "4")}}};
	assert_effects(walk_of(new_negative, 1), {WALK_OTHER, "-30"});
	/* money that cancels out is money */
	const struct item cancels[] = {{0, {totals_of("0", "30", "30", "0", "1", "1"), sold("5", "10", "4")}}};
	assert_effects(walk_of(cancels, 1), {WALK_OTHER, "30"});
	/* such an item doesn't weigh in the others' mix */
	const struct item mixed[] = {
		{0, {sold("100", "20", "0"), sold("150", "20", "0")}}, {0, {sold("200", "5", "0"), sold("150", "5", "0")}},
		{0, {sold("-900", "1", "0"), sold("900", "1", "0")}}, {0, {sold("0", "0", "0"), sold("77", "1", "0")}}};
	assert_effects(walk_of(mixed, 4), {WALK_MIX_WITHIN, "750"}, {WALK_OTHER, "1800"}, {WALK_NEW, "77"});
}
END_TEST

START_TEST(items_count_where_something_is_sold)
{
	const struct item items[] = {
		{0, {sold("0", "5", "3"), sold("0", "4", "3")}}, {0, {sold("1", "0", "0"), sold("0", "0", "0")}},
		{0, {totals_of("0", "0", "0", "1", "1", "1"), sold("0", "0", "0")}}, {0, {sold("1", "2", "3"), sold("1", "2", "3")}}};
	ck_assert_uint_eq(walk_of(items, 4).items, 3);
	ck_assert_uint_eq(walk_of(items, 0).items, 0);
	assert_effects(walk_of(items, 0), {WALK_VOLUME, "0"});
}
END_TEST

static struct figures
with_market(struct figures f, const char *market)
{
	f.market_given = true;
	f.market = dec(market);
	return f;
}

/* A market that is known of some groups is known of their sum where the others have nothing to split. */
START_TEST(markets_of_groups)
{
	const struct figures none = sold("0", "0", "0"), start = sold("10", "3", "1"), end = sold("15", "3", "1");
	const struct item known = {0, {with_market(start, "100"), with_market(end, "110")}}, unknown = {0, {start, end}},
		empty = {0, {with_market(start, "0"), with_market(end, "110")}}, fresh = {0, {none, end}};
	ck_assert_uint_eq(walk_of(&known, 1).market, WALK_MARKET_KNOWN);
	assert_dec(walk_of(&known, 1).market_size, "2"); /* 20 * 10% */
	ck_assert_uint_eq(walk_of(&unknown, 1).market, WALK_MARKET_UNKNOWN);
	ck_assert_uint_eq(walk_of(&empty, 1).market, WALK_MARKET_UNKNOWN);
	ck_assert_uint_eq(walk_of(&fresh, 1).market, WALK_MARKET_NONE);
	struct item both[] = {known, fresh};
	both[1].group = 1;
	ck_assert_uint_eq(line_of(&forth, both, 2, 2, WALK_POOL_GROUP).market, WALK_MARKET_KNOWN);
	both[1] = unknown;
	both[1].group = 1;
	ck_assert_uint_eq(line_of(&forth, both, 2, 2, WALK_POOL_GROUP).market, WALK_MARKET_UNKNOWN);
	both[1] = empty;
	both[1].group = 1;
	ck_assert_uint_eq(line_of(&forth, both, 2, 2, WALK_POOL_GROUP).market, WALK_MARKET_UNKNOWN);
	ck_assert_uint_eq(line_of(&forth, both, 2, 2, WALK_POOL_ALL).market, WALK_MARKET_KNOWN); /* together there is one */
}
END_TEST

/* Revenue over volume that isn't finite still sums up to the last digit. */
START_TEST(thirds)
{
	const struct item items[] = {
		{0, {totals_of("3", "10", "7", "1", "1", "1"), totals_of("7", "11", "5", "2", "1", "1")}},
		{0, {totals_of("11", "13", "7", "1", "1.000000000000001", "1"), totals_of("13", "11", "5", "2", "0.333333333333333", "3")}}};
	line_of(&forth, items, 2, 1, WALK_POOL_GROUP);
	struct walk_line line = walk_of(items, 1);
	assert_near(line.effects[WALK_VOLUME], "2.666667");      /* 2 * 4 / 3 */
	assert_near(line.effects[WALK_PRICE], "-12.333333");     /* 11 - 70 / 3 */
	assert_near(line.effects[WALK_COST], "11.333333");       /* 49 / 3 - 5 */
	assert_near(line.effects[WALK_REBATE], "0.333333");      /* 7 / 3 - 2 */
}
END_TEST

static const char *
random_amount(uint64_t *seed, bool negative)
{
	uint64_t n = random_below(seed, 100000);
	return show_dec((negative && random_below(seed, 20) == 0 ? -1 : 1) * (decimal)n * DECIMAL_ONE / 100);
}

static struct figures
random_figures(uint64_t *seed)
{
	bool none = random_below(seed, 5) == 0;
	if (none)
		return totals_of("0", random_below(seed, 5) ? "0" : "12.34", "0", "0", "1.5", "0.75");
	return totals_of(random_amount(seed, true), random_amount(seed, false), random_amount(seed, false), random_amount(seed, true),
	    show_dec(DECIMAL_ONE / 3 + (decimal)random_below(seed, 1000)), random_below(seed, 2) ? "1" : "0.123456789");
}

START_TEST(random_walks)
{
	uint64_t seed = 42;
	for (int round = 0; round < 300; round++) {
		struct item items[12];
		size_t count = random_below(&seed, 13);
		for (size_t i = 0; i < count; i++)
			items[i] = (struct item){random_below(&seed, GROUPS), {random_figures(&seed), random_figures(&seed)}};
		/* with units pooled by group a table adds up: any row is the sum of its groups' */
		struct walk_line grouped = line_of(&forth, items, count, GROUPS, WALK_POOL_GROUP);
		decimal sums[WALK_EFFECTS] = {0};
		struct walk_sums by_group[GROUPS];
		ck_assert(add_items(by_group, &forth, items, count));
		for (size_t g = 0; g < GROUPS; g++) {
			struct walk_line line;
			ck_assert(walk_line(&by_group[g], WALK_NEW_QUANTITY, &line));
			for (size_t i = 0; i < WALK_EFFECTS; i++)
				sums[i] += line.effects[i];
		}
		ck_assert_mem_eq(sums, grouped.effects, sizeof sums);
		/* with all units pooled only volume and mix across differ, by the same amount */
		struct walk_line all = line_of(&forth, items, count, GROUPS, WALK_POOL_ALL);
		ck_assert(all.effects[WALK_VOLUME] + all.effects[WALK_MIX_ACROSS] == grouped.effects[WALK_VOLUME]);
		ck_assert(grouped.effects[WALK_MIX_ACROSS] == 0);
		for (size_t i = WALK_MIX_WITHIN; i < WALK_EFFECTS; i++)
			ck_assert(i == WALK_MIX_ACROSS || all.effects[i] == grouped.effects[i]);
		/* and the other way round new and lost change places, other its sign */
		struct walk_line swapped = line_of(&back, items, count, GROUPS, WALK_POOL_GROUP);
		ck_assert(swapped.effects[WALK_NEW] == -grouped.effects[WALK_LOST]);
		ck_assert(swapped.effects[WALK_LOST] == -grouped.effects[WALK_NEW]);
		ck_assert(swapped.effects[WALK_OTHER] == -grouped.effects[WALK_OTHER]);
		ck_assert(swapped.margin[0] == grouped.margin[1] && swapped.revenue[1] == grouped.revenue[0]);
		ck_assert_uint_eq(swapped.items, grouped.items);
		/* the order of items doesn't matter */
		for (size_t i = 0; i < count / 2; i++) {
			struct item other = items[i];
			items[i] = items[count - 1 - i];
			items[count - 1 - i] = other;
		}
		struct walk_line reversed = line_of(&forth, items, count, GROUPS, WALK_POOL_ALL);
		ck_assert_mem_eq(reversed.effects, all.effects, sizeof all.effects);
	}
}
END_TEST

#define ENORMOUS "160000000000000000000000"

START_TEST(overflow_is_false)
{
	const struct figures huge = totals_of("1", ENORMOUS, "0", "0", "1", "1"), none = totals_of("0", "0", "0", "0", "1", "1");
	struct walk_sums sums = {0};
	ck_assert(walk_add(&sums, &forth, &all_needs, (struct figures[]){none, huge}));
	ck_assert(!walk_add(&sums, &forth, &all_needs, (struct figures[]){none, huge})); /* their sum */
	sums = (struct walk_sums){0};
	ck_assert(!walk_add(&sums, &forth, &all_needs, (struct figures[]){totals_of("1", ENORMOUS, "0", "0", "2", "1"), none})); /* in report currency */
	sums = (struct walk_sums){0};
	ck_assert(!walk_add(&sums, &forth, &all_needs, (struct figures[]){totals_of("0.000001", "1000000000000", "0", "0", "1", "1"), totals_of("1000000000000", "1", "0", "0", "1", "1")})); /* at new quantity */
	sums = (struct walk_sums){0};
	ck_assert(!walk_add(&sums, &forth, &all_needs, (struct figures[]){totals_of("-1", "-" ENORMOUS, "0", "0", "1", "1"), huge})); /* the difference */
	struct walk_sums groups[2] = {0};
	struct walk_line line;
	for (size_t i = 0; i < 2; i++)
		ck_assert(walk_add(&groups[i], &forth, &all_needs, (struct figures[]){none, huge}));
	ck_assert(!line_above(groups, 2, WALK_POOL_GROUP, &line));
	ck_assert(!line_above(groups, 2, WALK_POOL_ALL, &line));
}
END_TEST

Suite *
walk_suite(void)
{
	Suite *s = suite_create("walk");
	TCase *t = tcase_create("walk");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, e01_memphis);
	tcase_add_test(t, e09_sanity);
	tcase_add_test(t, e10_lines);
	tcase_add_test(t, rebates);
	tcase_add_test(t, currencies);
	tcase_add_test(t, other_takes_the_whole_item);
	tcase_add_test(t, items_count_where_something_is_sold);
	tcase_add_test(t, markets_of_groups);
	tcase_add_test(t, thirds);
	tcase_add_test(t, random_walks);
	tcase_add_test(t, overflow_is_false);
	suite_add_tcase(s, t);
	return s;
}
