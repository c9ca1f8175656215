#include "table/sheet.h"

#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"

static void
assert_fold(const char *heading, const char *expected)
{
	struct buf b = {0};
	heading_fold(&b, heading, strlen(heading));
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

START_TEST(headings_fold)
{
	static const char *const one[] = {"walkaway_price", "Walk-Away Price", "WALKAWAY_PRICE", "Walk away price", "walkaway\nprice",
		"Walkaway\r\nPrice", "  walkaway\tprice ", "walkaway\u00a0price"};
	for (size_t i = 0; i < sizeof one / sizeof *one; i++)
		assert_fold(one[i], "walkawayprice");
	assert_fold("Margin %", "marginpct");
	assert_fold("margin_pct", "marginpct");
	assert_fold("", "");
	assert_fold("_ -", "");
	assert_fold("Preis/Stück", "preis/stück"); /* the rest stays */
	assert_fold("GRÖSSE", "grösse");
	assert_fold("ЦЕНА", "цена");
	assert_fold("Walk\u2013Away\u00adPrice\u3000", "walkawayprice");
	assert_fold("\xc3", "\xc3");
}
END_TEST

struct reading {
	const char *text;
	struct dialect dialect;
	const char *const *find;    /* columns whose cells are printed, NULL-ended */
	const char *const *aliases; /* of all of them */
};

static void
read_sheet(struct buf *out, void *arg)
{
	struct reading *reading = arg;
	struct sheet s;
	size_t columns[8], count = 0;
	if (!reading->dialect.header_row)
		reading->dialect.header_row = 1;
	put_text("in.csv", reading->text);
	if (!sheet_open(&s, "in.csv", &reading->dialect)) {
		buf_puts(out, "not open");
		return;
	}
	for (size_t i = 0; reading->find[i]; i++)
		columns[count++] = sheet_find_alias(&s, reading->find[i], reading->aliases);
	while (sheet_next(&s)) {
		buf_printf(out, "%ju/%ju", s.row.line, s.row.number);
		for (size_t i = 0; i < count; i++) {
			struct cell c = sheet_cell(&s, columns[i]);
			buf_putc(out, '[');
			buf_add(out, c.s, c.n);
			buf_putc(out, ']');
		}
		buf_putc(out, '\n');
	}
	sheet_finish(&s);
	sheet_close(&s);
}

/* What is read, and how the messages begin, one of them per line of `messages`. */
static void
assert_reading(struct reading reading, const char *expected, const char *const *messages)
{
	struct ran r = run(read_sheet, &reading);
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

START_TEST(columns_are_found_by_name)
{
	assert_reading((struct reading){.text = "Product,b\n Price,x\n", .find = LIST("product")}, "2/2[Price]\n",
	    none);
	assert_reading((struct reading){.text = "\"Walk-Away\nPrice\",Margin %\n1,2\n", .find = LIST("margin_pct", "walkaway_price", "z")},
	    "3/2[2][1][]\n", none);
	assert_reading((struct reading){.text = "a,b\n 1 ,\t2\n\"\n 3\r\n\",\" \"\n", .find = LIST("a", "b")}, "2/2[1][2]\n3/3[3][]\n", none);
}
END_TEST

START_TEST(a_heading_that_stands_twice)
{
	assert_reading((struct reading){.text = "a,b,A\n1,2,3\n", .find = LIST("a")}, "2/2[1]\n", LIST("in.csv:1:3: error: a: "));
	assert_reading((struct reading){.text = "a,b,A\n1,2,3\n", .find = LIST("b")}, "2/2[2]\n", none); /* not needed */
	assert_reading((struct reading){.text = "a,,\" \",b\n1,,,2\n", .find = LIST("b")}, "2/2[2]\n", none);
}
END_TEST

START_TEST(the_cell_of_a_heading_that_stands_twice)
{
	struct reading reading = {.text = "Report\n\na,b,A\n1,2,3\n", .find = LIST("a"), .dialect.header_row = 3};
	struct ran r = run(read_sheet, &reading);
	ck_assert_msg(strstr(r.err, "in.csv:3:3: error: ") && strstr(r.err, "(cell C3)"), "%s", r.err);
	ran_free(&r);
}
END_TEST

START_TEST(aliases)
{
	static const char *const part[] = {"item", "part number", NULL};
	assert_reading((struct reading){.text = "x,Part-Number\n1,2\n", .find = LIST("product"), .aliases = part}, "2/2[2]\n", none);
	/* the exact name wins */
	assert_reading((struct reading){.text = "item,product,part number\n1,2,3\n", .find = LIST("product"), .aliases = part}, "2/2[2]\n", none);
	assert_reading((struct reading){.text = "item,x,part number\n1,2,3\n", .find = LIST("product"), .aliases = part}, "2/2[1]\n",
	    LIST("in.csv:1:3: error: product: "));
	assert_reading((struct reading){.text = "item,x,ITEM\n1,2,3\n", .find = LIST("product"), .aliases = part}, "2/2[1]\n",
	    LIST("in.csv:1:3: error: item: "));
	assert_reading((struct reading){.text = "x\n1\n", .find = LIST("product"), .aliases = part}, "2/2[]\n", none);
}
END_TEST

static struct dialect
mapped(const char **maps, size_t count)
{
	return (struct dialect){.maps = maps, .map_count = count};
}

START_TEST(maps)
{
	assert_reading((struct reading){.text = "Artikel,Menge\n1,2\n", .find = LIST("current_volume", "product"),
	    .dialect = mapped((const char *[]){"product=Artikel", "Current Volume=MENGE"}, 2)}, "2/2[2][1]\n", none);
	/* a mapped heading no longer answers to its own name */
	assert_reading((struct reading){.text = "Artikel,Menge\n1,2\n", .find = LIST("product", "artikel"),
	    .dialect = mapped((const char *[]){"product=Artikel"}, 1)}, "2/2[1][]\n", none);
	assert_reading((struct reading){.text = "Artikel\n1\n", .find = none, .dialect = mapped((const char *[]){"product=Artikle"}, 1)}, "not open",
	    LIST("in.csv:1: error: "));
	assert_reading((struct reading){.text = "a=b,c\n1,2\n", .find = LIST("x"), .dialect = mapped((const char *[]){"x=a=b"}, 1)}, "2/2[1]\n", none);
	/* it settles which alias is meant */
	assert_reading((struct reading){.text = "item,part\n1,2\n", .find = LIST("product"), .aliases = LIST("item", "part"),
	    .dialect = mapped((const char *[]){"product=part"}, 1)}, "2/2[2]\n", none);
}
END_TEST

START_TEST(a_mapped_heading_that_stands_twice)
{
	struct reading reading = {.text = "Preis,x,Preis\n1,2,3\n", .find = LIST("price"), .dialect = mapped((const char *[]){"price=Preis"}, 1)};
	struct ran r = run(read_sheet, &reading);
	ck_assert_uint_eq(lines_of(r.err), 1);
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

START_TEST(fills_down)
{
	static const char *fills[] = {"Account"};
	struct dialect d = {.fills = fills, .fill_count = 1};
	assert_reading((struct reading){.text = "account,b\nx,1\n,2\n  ,\n,,\ny,3\n,4\n,\n\"\",5\n", .find = LIST("account", "b"), .dialect = d},
	    "2/2[x][1]\n3/3[x][2]\n6/6[y][3]\n7/7[y][4]\n9/9[y][5]\n", none);
	/* nothing stands above the first row; other columns stay empty */
	assert_reading((struct reading){.text = "account,b\n,1\nx,\n,2\n", .find = LIST("account", "b"), .dialect = d},
	    "2/2[][1]\n3/3[x][]\n4/4[x][2]\n", none);
	/* a short row is filled, too */
	assert_reading((struct reading){.text = "b,account\n1,x\n2\n", .find = LIST("account", "b"), .dialect = d},
	    "2/2[x][1]\n3/3[x][2]\n", LIST("in.csv:3: warning: "));
	static const char *wrong[] = {"acount"};
	assert_reading((struct reading){.text = "account\n1\n", .find = none, .dialect = {.fills = wrong, .fill_count = 1}}, "not open",
	    LIST("in.csv:1: error: "));
}
END_TEST

START_TEST(short_rows_are_padded)
{
	assert_reading((struct reading){.text = "a,b,c\n1\n1,2,3\n", .find = LIST("a", "b", "c")}, "2/2[1][][]\n3/3[1][2][3]\n",
	    LIST("in.csv:2: warning: "));
}
END_TEST

START_TEST(long_rows_are_errors)
{
	assert_reading((struct reading){.text = "a,b\n1,2,3,4\n5,6\n", .find = LIST("a", "b")}, "3/3[5][6]\n", LIST("in.csv:2:3: error: "));
	assert_reading((struct reading){.text = "a,b\n1,2,, \n5,6,,,,\n", .find = LIST("a", "b")}, "2/2[1][2]\n3/3[5][6]\n", none);
}
END_TEST

START_TEST(wholly_empty_rows_and_columns)
{
	assert_reading((struct reading){.text = "a,b,, \n1,2,,\n,,,\n\n \" \n , \n3,4\n", .find = LIST("a", "b")},
	    "2/2[1][2]\n5/5[\"][]\n7/7[3][4]\n", LIST("in.csv:5: warning: "));
	assert_reading((struct reading){.text = "a,b,,\n1,2,,x\n", .find = LIST("a")}, "", LIST("in.csv:2:4: error: "));
	assert_reading((struct reading){.text = "a,,c\n1,x,3\n", .find = LIST("a", "c")}, "2/2[1][3]\n", none);
}
END_TEST

START_TEST(sheets_without_headings)
{
	assert_reading((struct reading){.text = "", .find = none}, "not open", LIST("in.csv: error: "));
	assert_reading((struct reading){.text = "\n\n", .find = none}, "not open", LIST("in.csv: error: "));
	assert_reading((struct reading){.text = ",, \n1,2,3\n", .find = none}, "not open", LIST("in.csv:1: error: "));
	assert_reading((struct reading){.text = "a,b\n", .find = LIST("a")}, "", none);
	assert_reading((struct reading){.text = "a,b\n\"1,2\n", .find = LIST("a")}, "", LIST("in.csv:2: error: "));
}
END_TEST

Suite *
sheet_suite(void)
{
	Suite *s = suite_create("sheet");
	TCase *t = tcase_create("sheet");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, headings_fold);
	tcase_add_test(t, columns_are_found_by_name);
	tcase_add_test(t, a_heading_that_stands_twice);
	tcase_add_test(t, the_cell_of_a_heading_that_stands_twice);
	tcase_add_test(t, aliases);
	tcase_add_test(t, maps);
	tcase_add_test(t, a_mapped_heading_that_stands_twice);
	tcase_add_test(t, fills_down);
	tcase_add_test(t, short_rows_are_padded);
	tcase_add_test(t, long_rows_are_errors);
	tcase_add_test(t, wholly_empty_rows_and_columns);
	tcase_add_test(t, sheets_without_headings);
	suite_add_tcase(s, t);
	return s;
}
