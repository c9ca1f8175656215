#include "deal/report_parts.h"

#include <string.h>

#include "base/buf.h"
#include "deal/findings_read.h"
#include "deal/flags.h"
#include "deal/package_walk.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static struct package_value
value(const char *s)
{
	return (struct package_value){s != NULL, s ? dec(s) : 0};
}

/* --- figures */

START_TEST(figures_are_written)
{
	struct report r;
	report_init(&r, AUDIENCE_INTERNAL, NULL, 2, "-");
	ck_assert_str_eq(report_amount(&r, value("1234567.895"), 2).text, "1,234,567.90");
	ck_assert_str_eq(report_amount(&r, value("-0.004"), 2).text, "0.00");
	ck_assert(!report_amount(&r, value("-0.004"), 2).below_zero);
	ck_assert_str_eq(report_amount(&r, value("-1234.5"), 0).text, "-1,234"); /* half up: towards plus */
	ck_assert(report_amount(&r, value("-1234.5"), 0).below_zero);
	ck_assert_str_eq(report_amount(&r, value(NULL), 2).text, "");
	ck_assert_str_eq(report_change(&r, value("3"), 1).text, "+3.0");
	ck_assert_str_eq(report_change(&r, value("0"), 1).text, "0.0");
	report_free(&r);
}
END_TEST

START_TEST(money_is_short)
{
	static const char *const cases[][2] = {
		{"0", "0.0"}, {"12.34", "12.3"}, {"999.94", "999.9"}, {"999.95", "1.0k"}, {"-12345", "-12.3k"}, {"999949", "999.9k"},
		{"999950", "1.0m"}, {"12412345.67", "12.4m"}, {"999950000", "1.0bn"}, {"123456789012345", "123,456.8bn"},
	};
	struct report r;
	report_init(&r, AUDIENCE_INTERNAL, NULL, 2, "-");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buf b = {0};
		report_put_short(&r, &b, dec(cases[i][0]));
		ck_assert_str_eq(buf_str(&b), cases[i][1]);
		buf_free(&b);
	}
	report_free(&r);
}
END_TEST

START_TEST(places_are_those_that_are_needed)
{
	ck_assert_int_eq(report_places(value("31.5"), 2), 2);
	ck_assert_int_eq(report_places(value("0.2295"), 2), 4);
	ck_assert_int_eq(report_places(value("0.1234567891"), 2), 9);
	ck_assert_int_eq(report_places(value(NULL), 2), 2);
	ck_assert_int_eq(report_places(value("5"), 4), 4);
}
END_TEST

START_TEST(growth_is_rounded_once)
{
	assert_dec(report_growth(value("3"), value("4")).value, "33.33");
	assert_dec(report_growth(value("10"), value("8.8")).value, "-12");
	ck_assert(!report_growth(value("0"), value("1")).given);
	ck_assert(!report_growth(value("-1"), value("1")).given);
	ck_assert(!report_growth(value(NULL), value("1")).given);
	ck_assert(!report_growth(value("1"), value(NULL)).given);
}
END_TEST

START_TEST(a_price_changes_by_exact_totals)
{
	struct package_row item = {0};
	item.positions[CURRENT][PACKAGE_VOLUME] = value("3");
	item.positions[CURRENT][PACKAGE_REVENUE] = value("10");
	item.positions[INITIAL][PACKAGE_VOLUME] = value("6");
	item.positions[INITIAL][PACKAGE_REVENUE] = value("19");
	assert_dec(report_price_change(&item, CURRENT, INITIAL).value, "-5");
	item.positions[INITIAL][PACKAGE_VOLUME] = value("0");
	ck_assert(!report_price_change(&item, CURRENT, INITIAL).given);
}
END_TEST

START_TEST(harmless_flags_are_known_ones)
{
	static const char flags[] = "concession;below-floor;leader;newfangled;;let-go;phased";
	struct buf b = {0};
	flags_put_harmless(&b, flags, strlen(flags));
	ck_assert_str_eq(buf_str(&b), "concession;leader;phased");
	buf_free(&b);
}
END_TEST

/* --- a package and its page */

static const char sheet[] =
    "level,account,product_line,product,customer_part,period,phase,currency,current_volume,current_revenue,current_cogs,"
    "expected_volume,expected_revenue,expected_cogs,expected_margin,current_fx,expected_fx,flags\n"
    "account,Acme,,,,2027,,USD,30,300,150,30,330,150,180,,,\n"
    "line,Acme,Bolts,,,2027,,USD,30,300,150,30,330,150,180,,,\n"
    "item,Acme,Bolts,B,P2,2027,,USD,10,100,50,10,110,50,60,1,1,\n"
    "item,Acme,Bolts,A,P1,2027,,USD,20,200,100,20,220,100,120,1,1,below-cost;concession\n"
    "phase,Acme,Bolts,A,P1,2027,H1,USD,20,200,100,20,220,100,120,1,1,below-cost\n";

static void
read_tree(struct package_tree *t, enum audience audience)
{
	const struct dialect dialect = {0};
	put_text("package.csv", sheet);
	package_tree_init(t, audience);
	if (package_tree_read(t, "package.csv", "package.csv", &dialect))
		package_tree_finish(t);
}

static void
put_tree(struct buf *out, const struct package_row *r)
{
	buf_printf(out, "%s%s ", r->texts[TEXT_PRODUCT], r->texts[TEXT_PHASE]);
	for (size_t i = 0; i < r->child_count; i++)
		put_tree(out, r->children[i]);
}

static void
show_tree(struct buf *out, void *arg)
{
	struct package_tree t;
	read_tree(&t, *(enum audience *)arg);
	if (t.account_count) {
		const struct package_row *item = t.accounts[0]->children[0]->children[1];
		put_tree(out, t.accounts[0]);
		buf_printf(out, "has %d%d%d%d margin %d flags %s", t.has[CURRENT], t.has[INITIAL], t.has[EXPECTED], t.has[WALKAWAY],
		    item->positions[EXPECTED][PACKAGE_MARGIN].given, item->texts[TEXT_FLAGS]);
	}
	package_tree_free(&t);
}

START_TEST(a_package_is_read_as_its_audience_may_see_it)
{
	static const struct {
		enum audience audience;
		const char *shown;
	} cases[] = {
		{AUDIENCE_INTERNAL, "  B A AH1 has 1010 margin 1 flags below-cost;concession"},
		{AUDIENCE_ROOM, "  B A AH1 has 1010 margin 1 flags concession"},
		{AUDIENCE_CUSTOMER, "  A AH1 B has 1000 margin 0 flags "},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		enum audience audience = cases[i].audience;
		struct ran r = run(show_tree, &audience);
		ck_assert_int_eq(r.status, 0);
		ck_assert_str_eq(r.out, cases[i].shown);
		ran_free(&r);
	}
}
END_TEST

static void
show_walk(struct buf *out, void *arg)
{
	const struct dialect dialect = {0};
	struct package_walk w;
	put_text("package.csv", sheet);
	if (package_walk_read(&w, "package.csv", "package.csv", &dialect, *(enum audience *)arg, "USD")) {
		const struct walk_line *line = package_walk_line(&w, "Acme", "2027", 0);
		buf_printf(out, "%zu steps, %s", w.plan.step_count, w.revenue_only ? "revenue" : "margin");
		if (line)
			buf_printf(out, ", price %s", show_dec(line->effects[WALK_PRICE]));
		if (package_walk_line(&w, "Acme", "2028", 0) || package_walk_line(&w, "Acme", "2027", 1))
			buf_puts(out, ", and what isn't there");
	}
	package_walk_free(&w);
}

START_TEST(an_account_is_walked)
{
	static const char *const shown[] = {"1 steps, margin, price 30", "1 steps, revenue, price 30", "0 steps, revenue"};
	for (int audience = AUDIENCE_INTERNAL; audience <= AUDIENCE_CUSTOMER; audience++) {
		enum audience a = (enum audience)audience;
		struct ran r = run(show_walk, &a);
		ck_assert_str_eq(r.err, "");
		ck_assert_str_eq(r.out, shown[audience]);
		ran_free(&r);
	}
}
END_TEST

static void
show_report(struct buf *out, void *arg)
{
	struct package_tree t;
	struct report r;
	read_tree(&t, *(enum audience *)arg);
	report_init(&r, t.audience, NULL, 0, "-");
	report_add_account(&r, &t, t.accounts[0], NULL, NULL);
	buf_printf(out, "%s: ", r.title);
	for (size_t i = 0; i < r.count; i++) {
		buf_printf(out, "%s%s (", i ? ", " : "", r.sections[i].title);
		for (size_t k = 0; k < r.sections[i].count; k++)
			buf_printf(out, "%c", "LFNTB"[r.sections[i].blocks[k].kind]);
		buf_puts(out, ")");
	}
	report_free(&r);
	package_tree_free(&t);
}

START_TEST(a_report_has_its_sections)
{
	static const char *const shown[] = {
		"Negotiation package: Acme (LL), For the meeting (FN), Positions (T), Background (F), Bolts (FTT)",
		"Negotiation package: Acme (LL), For the meeting (N), Positions (T), Background (F), Bolts (FTT)",
		"Offer: Acme (L), Positions (T), Bolts (FTT)",
	};
	for (int audience = AUDIENCE_INTERNAL; audience <= AUDIENCE_CUSTOMER; audience++) {
		enum audience a = (enum audience)audience;
		struct ran r = run(show_report, &a);
		ck_assert_str_eq(r.err, "");
		ck_assert_str_eq(r.out, shown[audience]);
		ran_free(&r);
	}
}
END_TEST

/* --- findings */

static void
show_findings(struct buf *out, void *arg)
{
	const struct dialect dialect = {0};
	struct findings f = {0};
	put_text("findings.csv", arg);
	if (findings_read(&f, "findings.csv", &dialect))
		for (size_t i = 0; i < f.count; i++)
			buf_printf(out, "%s %s/%s/%s%s: %s\n", severity_names[f.list[i].severity], f.list[i].subject.account,
			    f.list[i].subject.product_line, f.list[i].subject.product, f.list[i].subject.phase, f.list[i].message);
	findings_free(&f);
}

START_TEST(findings_are_read_back)
{
	char good[] = "severity,rule,account,product_line,product,phase,message\nerror,r,Acme,Bolts,B,H1,is bad\ninfo,r,,,,,#REF!\n";
	struct ran r = run(show_findings, good);
	ck_assert_int_eq(r.status, 0);
	ck_assert_str_eq(r.out, "error Acme/Bolts/BH1: is bad\ninfo //: #REF!\n");
	ran_free(&r);
	char bad[] = "severity,rule,account,product_line,product,message\nworse,r,Acme,Bolts,B,is bad\n";
	r = run(show_findings, bad);
	ck_assert_int_eq(r.status, 2);
	ck_assert_str_eq(r.err, "findings.csv:2:1: error: severity: error, warning or info: \"worse\" (cell A2)\n");
	ran_free(&r);
}
END_TEST

Suite *
report_suite(void)
{
	Suite *s = suite_create("report");
	TCase *t = tcase_create("report");
	tcase_set_timeout(t, 60); /* three runs each, on a busy machine */
	tcase_add_test(t, figures_are_written);
	tcase_add_test(t, money_is_short);
	tcase_add_test(t, places_are_those_that_are_needed);
	tcase_add_test(t, growth_is_rounded_once);
	tcase_add_test(t, a_price_changes_by_exact_totals);
	tcase_add_test(t, harmless_flags_are_known_ones);
	tcase_add_test(t, a_package_is_read_as_its_audience_may_see_it);
	tcase_add_test(t, an_account_is_walked);
	tcase_add_test(t, a_report_has_its_sections);
	tcase_add_test(t, findings_are_read_back);
	suite_add_tcase(s, t);
	return s;
}
