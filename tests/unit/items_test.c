#include "deal/items.h"

#include <string.h>

#include "base/buf.h"
#include "by_hand.h"
#include "deal/currency.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"

struct reading {
	const char *text;
	bool packages, revenue_only;
	const char *fx; /* the rates' file */
};

static void
put_position(struct buf *out, const struct figures *f)
{
	if (!f->given) {
		buf_puts(out, " -");
		return;
	}
	buf_printf(out, " %s:%s,%s", f->volume_given ? show_dec(f->volume) : "?", show_dec(f->revenue), show_dec(f->cogs));
	if (f->rebate)
		buf_printf(out, ",%s", show_dec(f->rebate));
	if (f->fx != DECIMAL_ONE || f->cost_fx != DECIMAL_ONE)
		buf_printf(out, "*%s*%s", show_dec(f->fx), show_dec(f->cost_fx));
}

/* Each item as product, then volume:revenue,cogs,rebate*fx*cost_fx for current and expected. */
static void
read_items(struct buf *out, void *arg)
{
	static char *positions[] = {"current", "expected"};
	const struct reading *reading = arg;
	struct dialect dialect = {.header_row = 1};
	struct currencies currencies;
	struct figures figures[2];
	struct item_row row = {.figures = figures};
	struct sheet sheet;
	struct items_sheet s;
	currencies_init(&currencies, positions, 2, NULL);
	struct items_plan plan = {.positions = positions, .position_count = 2, .packages = reading->packages,
		.revenue_only = reading->revenue_only, .currencies = &currencies};
	put_text("items.csv", reading->text);
	if (reading->fx) {
		put_text("fx.csv", reading->fx);
		currencies_read(&currencies, "fx.csv", &dialect);
	}
	if (sheet_open(&sheet, "items.csv", &dialect) && items_bind(&s, &sheet, &plan, true)) {
		while (items_next(&s, &row)) {
			buf_printf(out, "%.*s", (int)row.product.n, row.product.s);
			for (size_t i = 0; i < 2; i++)
				put_position(out, &figures[i]);
			buf_putc(out, '\n');
		}
		items_finish(&s);
		items_close(&s);
	}
	currencies_settle(&currencies);
	currencies_free(&currencies);
}

static void
assert_reading(struct reading reading, const char *expected, const char *const *messages)
{
	struct ran r = run(read_items, &reading);
	ck_assert_msg(r.status != 99, "%s", r.err);
	ck_assert_str_eq(r.out, expected);
	const char *line = r.err;
	for (; *messages; messages++) {
		ck_assert_msg(strncmp(line, *messages, strlen(*messages)) == 0, "%s", r.err);
		line = strchr(line, '\n') + 1;
	}
	ck_assert_str_eq(line, "");
	ran_free(&r);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})
static const char *const none[] = {NULL};

static void
assert_items(const char *text, const char *expected, const char *const *messages)
{
	assert_reading((struct reading){.text = text}, expected, messages);
}

#define HEAD "product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost\n"

START_TEST(prices_times_volumes)
{
	assert_items(HEAD "a,100,10,6,120,9.5,6\nb,,,,50,0.16,0.1\nc,-5,10,6,0,5,\n",
	    "a 100:1000,600 120:1140,720\nb - 50:8,5\nc -5:-50,-30 0:0,0\n", none);
}
END_TEST

START_TEST(totals_instead)
{
	assert_items("product,current_volume,current_revenue,current_cogs,expected_volume,expected_revenue,expected_cogs,expected_rebate\n"
	    "a,3,10,7,0,5,,2\n", "a 3:10,7 0:5,0,2\n", none);
	/* both: the total counts; a warning where they differ by more than rounding */
	assert_items("product,current_volume,current_price,current_revenue,current_cost,expected_volume,expected_price,expected_revenue,expected_cost\n"
	    "a,3,3.33,10,1,3,3.33,9.98,1\nb,3,3.33,11,1,,,,\n", "a 3:10,3 3:9.98,3\nb 3:11,3 -\n", LIST("items.csv:3:4: warning: current_revenue: "));
}
END_TEST

START_TEST(prices_per_many)
{
	assert_items("product,price_per,cost_per,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost\n"
	    "a,1000,,3000,160,0.1,1,1,1\nb,,100,10,2,50,,,\nc,0,,1,1,1,1,1,1\nd,-1,,1,1,1,1,1,1\n",
	    "a 3000:480,300 1:0.001,1\nb 10:20,5 -\n", LIST("items.csv:4:2: error: price_per: ", "items.csv:5:2: error: price_per: "));
}
END_TEST

START_TEST(shares_of_a_market)
{
	assert_items("product,market_volume,current_market_volume,current_share,current_volume,current_price,current_cost,expected_share,expected_price,expected_cost\n"
	    "a,1000,800,50%,,2,1,0.25,2,1\nb,1000,,50%,7,2,1,0,2,1\nc,,,,,,,40%,,\nd,1000,,50%,,,,,,\n",
	    "a 400:800,400 250:500,250\nb 7:14,7 0:0,0\nc - ?:0,0\nd ?:0,0 -\n", none);
	assert_items("product,market_volume,expected_share,expected_price,expected_cost,current_volume,current_price,current_cost\n"
	    "a,-1,,,,1,1,1\nb,1,1.5,1,1,1,1,1\n", "", LIST("items.csv:2:2: error: ", "items.csv:3:3: error: expected_share: "));
}
END_TEST

START_TEST(cost_stands_in)
{
	assert_items("product,cost,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost\n"
	    "a,4,1,10,6,1,10,\nb,4,1,10,6,1,10,5\nc,4,1,10,,1,10,\n",
	    "a 1:10,6 1:10,4\nb 1:10,6 1:10,5\n", LIST("items.csv:4:3: error: current_volume: "));
}
END_TEST

START_TEST(half_given_positions)
{
	assert_items(HEAD "a,,10,6,,,\nb,5,,6,,,\nc,5,10,,,,\nd,0,,,0,9,\ne,,,6,,,\n",
	    "d 0:0,0 0:0,0\ne - -\n",
	    LIST("items.csv:2:3: error: current_price: ", "items.csv:3:2: error: current_volume: ", "items.csv:4:2: error: current_volume: "));
}
END_TEST

START_TEST(revenue_alone)
{
	assert_reading((struct reading){.text = "product,current_volume,current_price,expected_volume,expected_price\na,5,10,6,9\n", .revenue_only = true},
	    "a 5:50,0 6:54,0\n", none);
	assert_items("product,current_volume,current_price,expected_volume,expected_price\na,5,10,6,9\n", "",
	    LIST("items.csv:1: error: missing column: current_cost (or current_cogs), expected_cost (or expected_cogs)"));
	assert_items("account\nx\n", "", LIST("items.csv:1: error: missing column: product, current_volume, current_price"));
}
END_TEST

START_TEST(aliases)
{
	assert_items("SKU,Current Qty,Current ASP,Current Unit Cost,Expected Units,Expected Unit Price,Unit Cost\na,100,10,6,120,9.5,7\n",
	    "a 100:1000,600 120:1140,840\n", none);
}
END_TEST

#define RATES "product,currency,current_volume,current_price,current_cost,current_fx,expected_volume,expected_price,expected_cost,expected_fx,expected_cost_fx\n"

START_TEST(rates)
{
	assert_items(RATES "a,EUR,1,10,6,1.1,1,10,6,1.2,1.3\nb,USD,1,10,6,,1,10,6,,\n", "a 1:10,6*1.1*1.1 1:10,6*1.2*1.3\nb 1:10,6 1:10,6\n", none);
	assert_items(RATES "a,EUR,1,10,6,0,,,,,\nb,EUR,1,10,6,-1,,,,,\n", "",
	    LIST("items.csv:2:6: error: current_fx: ", "items.csv:3:6: error: current_fx: "));
	assert_items(RATES "a,EUR,1,10,6,,1,1,1,,\nb,USD,1,10,6,,1,1,1,,\n", "a 1:10,6 1:1,1\nb 1:10,6 1:1,1\n", LIST("items.csv:2: error: currency: "));
	assert_items(RATES "a,EUR,1,$10,6,1,,,,,\n", "", LIST("items.csv:2:4: error: current_price: "));
	assert_reading((struct reading){.text = RATES "a,EUR,1,10,6,,1,10,6,5,\nb,USD,1,1,1,,,,,,\n", .fx = "currency,current,expected\neur,1.1,1.2\n"},
	    "a 1:10,6*1.1*1.1 1:10,6*5*5\nb 1:1,1 -\n",
	    LIST("items.csv:2:10: warning: expected_fx: ")); /* the sheet's own counts */
}
END_TEST

START_TEST(rates_files)
{
	assert_reading((struct reading){.text = HEAD, .fx = "currency,current\nEUR,1\nEUR,1\n"}, "", LIST("fx.csv:3:1: error: currency: "));
	assert_reading((struct reading){.text = HEAD, .fx = "code,current\nEUR,1\n"}, "", LIST("fx.csv:1: error: "));
	assert_reading((struct reading){.text = HEAD, .fx = "currency,current\nEUR,-1\n"}, "", LIST("fx.csv:2:2: error: "));
}
END_TEST

/* Signs in rows that name no currency must at least agree. */
START_TEST(signs_without_a_currency)
{
	assert_items(HEAD "a,1,$10,6,1,$9,$6\nb,1,\u20ac10,6,1,9,6\n", "a 1:10,6 1:9,6\n", LIST("items.csv:3:3: error: current_price: "));
}
END_TEST

START_TEST(total_rows)
{
	assert_items(HEAD "a,100,10,6,,,\nb,50,10,6,,,\nTotal,150,,,,,\n", "a 100:1000,600 -\nb 50:500,300 -\n", LIST("items.csv:4: warning: "));
	assert_items(HEAD "a,100,10,6,,,\n,100,,,,,\nb,50,10,6,,,\nSub-Total,50,,,,,\nGrand Total,150,,,0,,\n", "a 100:1000,600 -\nb 50:500,300 -\n",
	    LIST("items.csv:3: warning: ", "items.csv:5: warning: ", "items.csv:6: warning: "));
	assert_items(HEAD "a,100,10,6,,,\nTotal,101,,,,,\n", "a 100:1000,600 -\n", LIST("items.csv:3:2: error: current_volume: "));
	assert_items(HEAD "a,100,10,6,,,\n,100,10,6,,,\n", "a 100:1000,600 -\n", LIST("items.csv:3: warning: ")); /* equal: left out */
	assert_items(HEAD "a,100,10,6,,,\n,,10,6,,,\n", "a 100:1000,600 -\n", LIST("items.csv:3:1: error: product: "));
	assert_items(HEAD "totally,1,1,1,,,\n", "totally 1:1,1 -\n", none);
}
END_TEST

START_TEST(packages)
{
	const char *text = "level,product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost\n"
	    "account,,999,1,1,,,\nline,,999,1,1,,,\nitem,a,5,2,1,,,\nphase,a,2,2,1,,,\nother,b,1,1,1,,,\n";
	assert_reading((struct reading){.text = text, .packages = true}, "a 5:10,5 -\na 2:4,2 -\n", LIST("items.csv:6:1: error: level: "));
}
END_TEST

START_TEST(error_values_and_large_figures)
{
	assert_items(HEAD "#REF!,1,1,1,,,\na,9e12,10,6,,,\nb,1e14,1,1,,,\nc,9e12,1e20,1,,,\nd,1,5%,1,,,\n", "a 9000000000000:90000000000000,54000000000000 -\n",
	    LIST("items.csv:2:1: error: product: ", "items.csv:4:2: error: current_volume: ", "items.csv:5:3: error: current_price: ",
		"items.csv:6:3: error: current_price: "));
}
END_TEST

START_TEST(money_in_report_currency)
{
	struct figures f = totals_of("10", "100", "40", "5", "1.1", "0.9");
	struct money m;
	ck_assert(figures_money(&f, &m));
	assert_dec(m.revenue, "110");
	assert_dec(m.cogs, "36");
	assert_dec(m.rebate, "5.5");
	assert_dec(m.margin, "68.5");
	f = totals_of("1", "100000000000000000000000", "-100000000000000000000000", "0", "1", "1");
	ck_assert(!figures_money(&f, &m));
}
END_TEST

START_TEST(any_figure_counts)
{
	struct figures f = totals_of("0", "0", "0", "0", "1", "1");
	ck_assert(!figures_any(&f));
	decimal *const fields[] = {&f.volume, &f.revenue, &f.cogs, &f.rebate};
	for (size_t i = 0; i < 4; i++) {
		*fields[i] = -1;
		ck_assert(figures_any(&f));
		*fields[i] = 0;
	}
}
END_TEST

START_TEST(phases_blend)
{
	struct figures sum = {.fx = DECIMAL_ONE, .cost_fx = DECIMAL_ONE}, a = totals_of("10", "100", "40", "5", "1.1", "0.9"), b = totals_of("20", "160", "90", "1", "1.1", "0.9");
	ck_assert(figures_agree(&sum, &a)); /* what is empty agrees with any rate */
	ck_assert(figures_blend(&sum, &a) && figures_blend(&sum, &b));
	assert_dec(sum.volume, "30");
	assert_dec(sum.revenue, "260");
	assert_dec(sum.cogs, "130");
	assert_dec(sum.rebate, "6");
	assert_dec(sum.fx, "1.1");
	assert_dec(sum.cost_fx, "0.9");
	b.fx = dec("1.2");
	ck_assert(!figures_agree(&a, &b));
	struct figures huge = totals_of("1", "100000000000000000000000", "0", "0", "1", "1"), again = huge;
	ck_assert(!figures_blend(&again, &huge));
}
END_TEST

Suite *
items_suite(void)
{
	Suite *s = suite_create("items");
	TCase *t = tcase_create("items");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, prices_times_volumes);
	tcase_add_test(t, totals_instead);
	tcase_add_test(t, prices_per_many);
	tcase_add_test(t, shares_of_a_market);
	tcase_add_test(t, cost_stands_in);
	tcase_add_test(t, half_given_positions);
	tcase_add_test(t, revenue_alone);
	tcase_add_test(t, aliases);
	tcase_add_test(t, rates);
	tcase_add_test(t, rates_files);
	tcase_add_test(t, signs_without_a_currency);
	tcase_add_test(t, total_rows);
	tcase_add_test(t, packages);
	tcase_add_test(t, error_values_and_large_figures);
	tcase_add_test(t, money_in_report_currency);
	tcase_add_test(t, any_figure_counts);
	tcase_add_test(t, phases_blend);
	suite_add_tcase(s, t);
	return s;
}
