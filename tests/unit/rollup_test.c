#include "deal/rollup.h"

#include "deal/package.h"
#include "by_hand.h"
#include "helpers.h"
#include "suites.h"

/* An item with the same figures in every position but those not given. */
struct made {
	struct node node;
	struct figures figures[PACKAGE_POSITIONS];
};

static void
make(struct made *m, const char *market, struct figures expected)
{
	*m = (struct made){.node = {.level = PACKAGE_ITEM, .currency = "USD", .cost_currency = "USD", .price_per = DECIMAL_ONE, .cost_per = DECIMAL_ONE}};
	m->node.figures = m->figures;
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		m->figures[i] = (struct figures){.fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE, .fx_known = true, .cost_fx_known = true};
	m->figures[EXPECTED] = expected;
	m->node.market_given = market != NULL;
	m->node.market = market ? dec(market) : 0;
}

static void
roll_up(struct node *line, struct made *items, size_t count)
{
	*line = (struct node){.level = PACKAGE_LINE};
	for (size_t i = 0; i < count; i++) {
		ck_assert(rollup_item(&items[i].node, "USD"));
		ck_assert(rollup_add(line, &items[i].node));
	}
}

static void
assert_amount(const struct node *n, enum package_measure measure, const char *value, const char *whole)
{
	struct package_amount a;
	bool given = package_amount(n, EXPECTED, measure, &a);
	ck_assert_msg(given == (value != NULL), "%s", package_measure_names[measure]);
	if (value)
		assert_dec(a.value, value);
	if (value && whole)
		assert_dec(a.whole, whole);
}

START_TEST(lines_are_sums)
{
	struct made items[2];
	struct node line;
	make(&items[0], "400", sold("100", "10", "6"));
	make(&items[1], "600", sold("200", "4", "3"));
	items[1].figures[EXPECTED].rebate = dec("50");
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_VOLUME, "300", NULL);
	assert_amount(&line, PACKAGE_REVENUE, "1800", NULL);
	assert_amount(&line, PACKAGE_COGS, "1200", NULL);
	assert_amount(&line, PACKAGE_REBATE, "50", NULL);
	assert_amount(&line, PACKAGE_MARGIN, "550", NULL);
	assert_amount(&line, PACKAGE_PRICE, "6", NULL);
	assert_amount(&line, PACKAGE_COST, "4", NULL);
	assert_amount(&line, PACKAGE_MARGIN_PCT, "550", "1800");
	assert_amount(&line, PACKAGE_SHARE, "300", "1000");
	assert_amount(&line, PACKAGE_VALUE_SHARE, "1800", "6400"); /* 10 * 400 + 4 * 600 */
	struct package_amount a;
	for (int m = 0; m < PACKAGE_MEASURES; m++)
		ck_assert(m == PACKAGE_COST || !package_amount(&line, CURRENT, (enum package_measure)m, &a));
}
END_TEST

START_TEST(shares_need_every_market)
{
	struct made items[3];
	struct node line;
	make(&items[0], "400", sold("100", "10", "6"));
	make(&items[1], NULL, sold("200", "4", "3"));
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_SHARE, NULL, NULL);
	assert_amount(&line, PACKAGE_VALUE_SHARE, NULL, NULL);
	/* neither volume nor market: left out */
	make(&items[1], NULL, sold("0", "4", "3"));
	make(&items[2], "0", sold("0", "0", "0"));
	roll_up(&line, items, 3);
	assert_amount(&line, PACKAGE_SHARE, "100", "400");
	assert_amount(&line, PACKAGE_VALUE_SHARE, "1000", "4000");
	/* a market of 0 with a volume is no market */
	make(&items[1], "0", sold("1", "4", "3"));
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_SHARE, NULL, NULL);
	/* nothing sold in a market that is there counts */
	make(&items[1], "600", sold("0", "4", "3"));
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_SHARE, "100", "1000");
	assert_amount(&line, PACKAGE_VALUE_SHARE, "1000", "6400");
}
END_TEST

START_TEST(value_shares_need_a_price)
{
	struct made items[2];
	struct node line;
	make(&items[0], "400", sold("100", "10", "6"));
	make(&items[1], "600", totals_of("0", "0", "0", "0", "1", "1"));
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_SHARE, "100", "1000");
	assert_amount(&line, PACKAGE_VALUE_SHARE, NULL, NULL);
	make(&items[1], "600", totals_of("0", "0", "0", "0", "1", "1"));
	items[1].node.target_given = true;
	items[1].node.target_price = dec("3000"); /* a thousand */
	items[1].node.price_per = dec("1000");
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_VALUE_SHARE, "1000", "5800");
}
END_TEST

START_TEST(report_currency)
{
	struct made items[2];
	struct node line;
	make(&items[0], "400", totals_of("100", "1000", "600", "10", "1.1", "0.9"));
	items[0].node.currency = items[0].node.cost_currency = "EUR";
	make(&items[1], "100", sold("10", "5", "1"));
	roll_up(&line, items, 2);
	assert_amount(&line, PACKAGE_REVENUE, "1150", NULL);
	assert_amount(&line, PACKAGE_COGS, "550", NULL);
	assert_amount(&line, PACKAGE_REBATE, "11", NULL);
	assert_amount(&line, PACKAGE_MARGIN, "589", NULL);
	assert_amount(&line, PACKAGE_VALUE_SHARE, "1150", "4900");
	/* an item keeps the sheet's terms, but for its margin */
	assert_amount(&items[0].node, PACKAGE_REVENUE, "1000", NULL);
	assert_amount(&items[0].node, PACKAGE_COGS, "600", NULL);
	assert_amount(&items[0].node, PACKAGE_MARGIN, "549", NULL);
}
END_TEST

START_TEST(units_of_items)
{
	struct made item;
	make(&item, NULL, totals_of("3000", "480", "300", "0", "1", "1"));
	item.node.price_per = dec("1000");
	ck_assert(rollup_item(&item.node, "USD"));
	assert_amount(&item.node, PACKAGE_PRICE, "160", NULL);
	assert_amount(&item.node, PACKAGE_COST, "0.1", NULL);
	/* as the sheet has it, unless phases were blended */
	item.figures[EXPECTED].price_given = true;
	item.figures[EXPECTED].price = dec("160.01");
	assert_amount(&item.node, PACKAGE_PRICE, "160.01", NULL);
	item.node.phased = true;
	assert_amount(&item.node, PACKAGE_PRICE, "160", NULL);
	make(&item, NULL, totals_of("0", "0", "0", "0", "1", "1"));
	ck_assert(rollup_item(&item.node, "USD"));
	assert_amount(&item.node, PACKAGE_PRICE, NULL, NULL);
	assert_amount(&item.node, PACKAGE_MARGIN_PCT, NULL, NULL);
	assert_amount(&item.node, PACKAGE_VOLUME, "0", NULL);
}
END_TEST

START_TEST(price_changes)
{
	static const struct {
		const char *from, *to, *units;
	} cases[] = {{"10", "9", "-1000"}, {"3", "4", "3333"}, {"3", "2", "-3333"}, {"8", "8.00000", "0"}, {"20000", "20001", "1"}, {"20000", "19999", "0"},
		{"0.16", "0.1584", "-100"}, {"10", "0", "-10000"}, {"0", "5", NULL}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct made item;
		decimal change;
		make(&item, NULL, sold("1", cases[i].to, "1"));
		item.figures[CURRENT] = sold("1", cases[i].from, "1");
		item.node.target_given = true;
		item.node.target_price = dec(cases[i].from);
		ck_assert(rollup_item(&item.node, "USD"));
		ck_assert(package_price_change(&item.node, &change) == (cases[i].units != NULL));
		if (cases[i].units)
			assert_units(change, cases[i].units);
		ck_assert(package_target_gap(&item.node, &change) == (cases[i].units != NULL));
		if (cases[i].units)
			assert_units(change, cases[i].units);
		item.node.level = PACKAGE_LINE;
		ck_assert(!package_price_change(&item.node, &change)); /* of averages: no */
	}
}
END_TEST

START_TEST(overflow_is_false)
{
	struct made items[2];
	make(&items[0], NULL, totals_of("1", "100000000000000000000000", "0", "0", "2", "1"));
	ck_assert(!rollup_item(&items[0].node, "USD"));
	for (size_t i = 0; i < 2; i++) {
		make(&items[i], NULL, totals_of("1", "100000000000000000000000", "0", "0", "1", "1"));
		ck_assert(rollup_item(&items[i].node, "USD"));
	}
	struct node line = {.level = PACKAGE_LINE};
	ck_assert(rollup_add(&line, &items[0].node));
	ck_assert(!rollup_add(&line, &items[1].node));
}
END_TEST

Suite *
rollup_suite(void)
{
	Suite *s = suite_create("rollup");
	TCase *t = tcase_create("rollup");
	tcase_add_test(t, lines_are_sums);
	tcase_add_test(t, shares_need_every_market);
	tcase_add_test(t, value_shares_need_a_price);
	tcase_add_test(t, report_currency);
	tcase_add_test(t, units_of_items);
	tcase_add_test(t, price_changes);
	tcase_add_test(t, overflow_is_false);
	suite_add_tcase(s, t);
	return s;
}
