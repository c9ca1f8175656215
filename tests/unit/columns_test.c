#include "deal/columns.h"

#include <stdlib.h>
#include <string.h>

#include "suites.h"

START_TEST(known_columns)
{
	ck_assert_str_eq(column_known("productline", "items")->name, "product_line");
	ck_assert_int_eq(column_known("alternativedate", "items")->type, COLUMN_DATE);
	ck_assert_int_eq(column_known("targetmarginpct", "lines")->type, COLUMN_PERCENT);
	ck_assert_ptr_null(column_known("owner", "items"));
	ck_assert_ptr_null(column_known("expectedvolume", "items"));
	ck_assert_ptr_null(column_known("", "items"));
	ck_assert_ptr_null(column_known("product", "item")); /* no part of a sheet's name */
}
END_TEST

START_TEST(aliases)
{
	ck_assert_str_eq(column_aliases("product")[0], "item");
	ck_assert_ptr_null(column_aliases("account")[0]);
	ck_assert_ptr_null(column_aliases("no such column")[0]);
}
END_TEST

START_TEST(names_of_positions)
{
	char *name = column_of_position("walkaway", "cost_fx");
	ck_assert_str_eq(name, "walkaway_cost_fx");
	free(name);
	static const struct {
		const char *key;
		size_t n;
	} cases[] = {
		{"currentvolume", 7}, {"expectedprice", 8}, {"planrevenue", 4}, {"currentasp", 7}, {"currentqty", 7}, {"currentquantity", 7},
		{"currentunits", 7}, {"volume", 0}, {"price", 0}, {"unitprice", 0}, {"marketvolume", 0}, {"currentmarketvolume", 0},
		{"targetprice", 0}, {"targetrevenue", 0}, {"listprice", 0}, {"floorprice", 0}, {"alternativeprice", 0}, {"standalonevolume", 0},
		{"bundleprice", 0}, {"customerprice", 0}, {"product", 0}, {"", 0}, {"currentcost", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(column_position(cases[i].key) == cases[i].n, "%s", cases[i].key);
}
END_TEST

START_TEST(a_position_before_unit_price)
{
	ck_assert_uint_eq(column_position("currentunitprice"), strlen("current"));
	ck_assert_uint_eq(column_position("expectedunitprice"), strlen("expected"));
}
END_TEST

START_TEST(types_by_name)
{
	static const struct {
		const char *name, *sheet;
		enum column_type type;
	} cases[] = {
		/* known on the sheet, or anywhere where the sheet isn't known */
		{"account", "items", COLUMN_ID}, {"due", "actions", COLUMN_DATE}, {"due", "sheet", COLUMN_DATE}, {"leader", "items", COLUMN_YESNO},
		{"leader", "sheet", COLUMN_YESNO}, {"attends", "team", COLUMN_YESNO}, {"pages", "lines", COLUMN_NUMBER}, {"pages", "sheet", COLUMN_NUMBER},
		{"target_margin_pct", "lines", COLUMN_PERCENT}, {"target_share", "overview", COLUMN_SHARE}, {"note", "items", COLUMN_TEXT},
		{"access", "team", COLUMN_YESNO}, {"access", "calendar", COLUMN_TEXT}, {"owner", "sheet", COLUMN_TEXT}, {"Due", "actions", COLUMN_DATE},
		/* a position's */
		{"expected_volume", "items", COLUMN_NUMBER}, {"walkaway_price", "package", COLUMN_NUMBER}, {"plan_cost", "items", COLUMN_NUMBER},
		{"expected_revenue", "package", COLUMN_NUMBER}, {"current_cogs", "package", COLUMN_NUMBER}, {"current_rebate", "package", COLUMN_NUMBER},
		{"initial_margin", "package", COLUMN_NUMBER}, {"initial_margin_pct", "package", COLUMN_PERCENT}, {"expected_share", "items", COLUMN_SHARE},
		{"expected_value_share", "package", COLUMN_SHARE}, {"walkaway_fx", "items", COLUMN_NUMBER}, {"walkaway_cost_fx", "items", COLUMN_NUMBER},
		/* by the end of the name */
		{"review_date", "sheet", COLUMN_DATE}, {"told_on", "sheet", COLUMN_DATE}, {"win_pct", "forecast", COLUMN_PERCENT},
		{"wallet_share", "sheet", COLUMN_SHARE}, {"plan_volume", "sheet", COLUMN_NUMBER}, {"their_price", "sheet", COLUMN_NUMBER},
		{"Extra_Cost", "sheet", COLUMN_NUMBER}, {"lost_revenue", "sheet", COLUMN_NUMBER}, {"REVIEW_DATE", "sheet", COLUMN_DATE},
		/* no end: nothing stands before it, or it is part of a word */
		{"volume", "sheet", COLUMN_TEXT}, {"_volume", "sheet", COLUMN_TEXT}, {"on", "sheet", COLUMN_TEXT}, {"version", "sheet", COLUMN_TEXT},
		{"position", "sheet", COLUMN_TEXT}, {"update", "sheet", COLUMN_TEXT}, {"market_shared", "sheet", COLUMN_TEXT}, {"", "sheet", COLUMN_TEXT},
		{"volume_", "sheet", COLUMN_TEXT}, {"anything", "sheet", COLUMN_TEXT},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ck_assert_msg(column_type(cases[i].name, cases[i].sheet) == cases[i].type, "%s of %s: %d", cases[i].name, cases[i].sheet,
		    (int)column_type(cases[i].name, cases[i].sheet));
}
END_TEST

Suite *
columns_suite(void)
{
	Suite *s = suite_create("columns");
	TCase *t = tcase_create("columns");
	tcase_add_test(t, known_columns);
	tcase_add_test(t, aliases);
	tcase_add_test(t, names_of_positions);
	tcase_add_test(t, a_position_before_unit_price);
	tcase_add_test(t, types_by_name);
	suite_add_tcase(s, t);
	return s;
}
