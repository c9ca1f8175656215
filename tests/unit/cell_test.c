#include "table/cell.h"

#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"
#include "table/dialect.h"
#include "table/error_value.h"

enum kind { NUMBER, SHARE, PERCENT, YES, TEXT, ID, QUANTITY };

/* A sheet of one column, every cell of which is read; each alone, so that messages don't pile up. */
struct cells {
	enum kind kind;
	const char *text; /* of the file */
	const char *currency;
	char mark;
};

static void
put_read(struct buf *out, const struct cells *cells, struct sheet *s)
{
	static const char *const words[] = {[CELL_EMPTY] = "empty", [CELL_BAD] = "bad"};
	decimal d = 0;
	bool yes = false;
	struct number n = {0};
	struct cell text = {"", 0};
	enum given given = cells->kind == QUANTITY ? cell_quantity(s, 0, &n)
	    : cells->kind == NUMBER ? cell_number(s, 0, (struct cell){cells->currency, strlen(cells->currency)}, &n)
	    : cells->kind == SHARE ? cell_share(s, 0, &d)
	    : cells->kind == PERCENT ? cell_percent(s, 0, &d)
	    : cells->kind == YES ? cell_yes(s, 0, &yes)
	    : cells->kind == TEXT ? cell_text(s, 0, &text) : cell_id(s, 0, &text);
	if (given != CELL_GIVEN)
		buf_puts(out, words[given]);
	else if (cells->kind == YES)
		buf_puts(out, yes ? "yes" : "no");
	else if (cells->kind == TEXT || cells->kind == ID)
		buf_add(out, text.s, text.n);
	else
		buf_puts(out, show_dec(cells->kind == SHARE || cells->kind == PERCENT ? d : n.value));
}

static void
read_cells(struct buf *out, void *arg)
{
	const struct cells *cells = arg;
	struct dialect dialect = {.header_row = 1, .decimal_mark = cells->mark};
	struct sheet s;
	put_text("in.csv", cells->text);
	if (!sheet_open(&s, "in.csv", &dialect))
		return;
	while (sheet_next(&s)) {
		buf_puts(out, out->len ? " " : "");
		put_read(out, cells, &s);
	}
	sheet_finish(&s);
	sheet_close(&s);
}

static void
assert_cells(struct cells cells, const char *expected, size_t messages)
{
	cells.currency = cells.currency ? cells.currency : "";
	struct ran r = run(read_cells, &cells);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages, "%s", r.err);
	ck_assert_int_eq(r.status, messages ? 2 : 0);
	ran_free(&r);
}

START_TEST(shares)
{
	assert_cells((struct cells){SHARE, "s,x\n45%,\n0.45,\n0,\n1,\n100%,\n0%,\n.5,\n", NULL, 0}, "0.45 0.45 0 1 1 0 0.5", 0);
	assert_cells((struct cells){SHARE, "s,x\n1.000000000000001,\n45,\n101%,\n-0.1,\n-1%,\n", NULL, 0}, "bad bad bad bad bad", 5);
	assert_cells((struct cells){SHARE, "s,x\nn/a,\ntbd,\n-,\n?,.\n,.\n", NULL, 0}, "empty empty 0 empty empty", 0);
	assert_cells((struct cells){SHARE, "s,x\n$0.5,\n0.5 EUR,\nhalf,\n#N/A,\n", NULL, 0}, "bad bad bad bad", 4);
	assert_cells((struct cells){SHARE, "s;x\n0,45;\n45,5%;\n", NULL, ','}, "0.45 0.455", 0);
	assert_cells((struct cells){SHARE, "s,x\n33.333333333333333%,\n", NULL, 0}, "0.333333333333333", 0);
}
END_TEST

START_TEST(percentages)
{
	assert_cells((struct cells){PERCENT, "p,x\n45%,\n45,\n0.45,\n-3,\n150%,\n", NULL, 0}, "45 45 0.45 -3 150", 0);
	assert_cells((struct cells){PERCENT, "p,x\n$5,\nx,\n", NULL, 0}, "bad bad", 2);
	assert_cells((struct cells){PERCENT, "p,x\ntba,\n,.\n", NULL, 0}, "empty empty", 0);
}
END_TEST

START_TEST(money)
{
	assert_cells((struct cells){NUMBER, "p,x\n\"$1,234.50\",\n(5),\n-,\nn/a,\n", "USD", 0}, "1234.5 -5 0 empty", 0);
	assert_cells((struct cells){NUMBER, "p,x\n5%,\n\"1,23\",\n1e99,\n#REF!,\nx,\n", "USD", 0}, "bad bad bad bad bad", 5);
	assert_cells((struct cells){NUMBER, "p,x\n$5,\n5 EUR,\n5,\n", "EUR", 0}, "bad 5 5", 1);
	assert_cells((struct cells){NUMBER, "p,x\n$5,\n5 EUR,\n", "", 0}, "5 5", 0); /* no currency of the row to differ from */
	assert_cells((struct cells){NUMBER, "p,x\n$5,\n", "cad", 0}, "5", 0);
	assert_cells((struct cells){NUMBER, "p;x\n1.234,5;\n", "", ','}, "1234.5", 0);
}
END_TEST

/* Volumes: MAR1 is a product, and 5 USD is money. */
START_TEST(quantities)
{
	assert_cells((struct cells){QUANTITY, "q,x\n\"1,234.5\",\n-5,\n(5),\n-,\n0,\nn/a,\n9999999999999,\n", NULL, 0}, "1234.5 -5 -5 0 0 empty 9999999999999", 0);
	assert_cells((struct cells){QUANTITY, "q,x\nMAR1,\n5 USD,\n$5,\n5%,\n1e14,\n-1e14,\n1e13,\n", NULL, 0}, "bad bad bad bad bad bad bad", 7);
}
END_TEST

START_TEST(a_message_names_its_cell)
{
	struct cells cells = {NUMBER, "p,x\n1,\n\"a\nb\",\n#REF!,\n", "", 0};
	struct ran r = run(read_cells, &cells);
	ck_assert_str_eq(r.err, "in.csv:3:1: error: p: not a number: \"a\\nb\" (cell A3)\n"
	    "in.csv:5:1: error: p: not a number: \"#REF!\" (cell A4)\n");
	ran_free(&r);
}
END_TEST

START_TEST(marks_that_cant_be_told)
{
	assert_cells((struct cells){NUMBER, "p;x\n1.234;\n2.500;\n", NULL, 0}, "1.234 2.5", 1);
	assert_cells((struct cells){NUMBER, "p;x\n1.234;\n2.5;\n", NULL, 0}, "1.234 2.5", 0);
	assert_cells((struct cells){NUMBER, "p,x\n1.234,\n2.500,\n", NULL, 0}, "1.234 2.5", 0); /* only in a ; file */
	assert_cells((struct cells){NUMBER, "p;x\n1.234;\n", NULL, '.'}, "1.234", 0);
	assert_cells((struct cells){NUMBER, "p;x\n1.234;\n", NULL, ','}, "1234", 0);
	assert_cells((struct cells){NUMBER, "p;x\n;.\nn/a;\n", NULL, 0}, "empty empty", 0);
}
END_TEST

START_TEST(yes_and_no)
{
	assert_cells((struct cells){YES, "y,x\nyes,\nY,\nTRUE,\n1,\nX,\ntrue,\n", NULL, 0}, "yes yes yes yes yes yes", 0);
	assert_cells((struct cells){YES, "y,x\nno,\nN,\nFalse,\n0,\n", NULL, 0}, "no no no no", 0);
	assert_cells((struct cells){YES, "y,x\n,.\nn/a,\n?,\n", NULL, 0}, "empty empty empty", 0);
	assert_cells((struct cells){YES, "y,x\nyess,\n2,\nja,\n#N/A,\n-,\n", NULL, 0}, "bad bad bad bad bad", 5);
}
END_TEST

START_TEST(text_stays)
{
	assert_cells((struct cells){TEXT, "t,x\n 00123 ,\n1.23E+11,\nn/a,\n,.\n\"a,b\",\n#1 item,\n", NULL, 0}, "00123 1.23E+11 n/a empty a,b #1 item", 0);
	assert_cells((struct cells){TEXT, "t,x\n#REF!,\n #n/a ,\n", NULL, 0}, "bad bad", 2);
}
END_TEST

/* A file that warns, with status 0. */
static void
assert_warned(struct cells cells, const char *expected, const char *const *places)
{
	cells.currency = "";
	struct ran r = run(read_cells, &cells);
	ck_assert_str_eq(r.out, expected);
	ck_assert_int_eq(r.status, 0);
	const char *line = r.err;
	for (; *places; places++) {
		ck_assert_msg(strncmp(line, *places, strlen(*places)) == 0, "%s", r.err);
		line = strchr(line, '\n') + 1;
	}
	ck_assert_str_eq(line, "");
	ran_free(&r);
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(destroyed_ids)
{
	assert_warned((struct cells){ID, "i,x\n1.23E+11,\n1E+05,\n\"1,23E+11\",\n", NULL, 0}, "1.23E+11 1E+05 1,23E+11",
	    LIST("in.csv:2:1: warning: i: ", "in.csv:3:1: warning: i: ", "in.csv:4:1: warning: i: "));
	assert_cells((struct cells){ID, "i,x\n00123,\n12E5,\nE+11,\n1E+,\n1E+5A,\n-1E+5,\nA1E+5,\n", NULL, 0}, "00123 12E5 E+11 1E+ 1E+5A -1E+5 A1E+5", 0);
	assert_cells((struct cells){ID, "i,x\n#N/A,\n,.\n", NULL, 0}, "bad empty", 1);
}
END_TEST

START_TEST(percentages_that_look_like_fractions)
{
	assert_warned((struct cells){PERCENT, "p,x\nn/a,\n0.45,\n1,\n0,\n", NULL, 0}, "empty 0.45 1 0", LIST("in.csv:3:1: warning: p: "));
	assert_cells((struct cells){PERCENT, "p,x\n0.45,\n1.5,\n", NULL, 0}, "0.45 1.5", 0);
	assert_cells((struct cells){PERCENT, "p,x\n0.45,\n0.5%,\n", NULL, 0}, "0.45 0.5", 0); /* a sign tells */
	assert_cells((struct cells){PERCENT, "p,x\nn/a,\n", NULL, 0}, "empty", 0);
}
END_TEST

static bool
is_error(const char *s)
{
	return is_error_value((struct cell){s, strlen(s)});
}

START_TEST(error_values)
{
	static const char *const errors[] = {"#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#ref!", "#BEZUG!", "#NV",
		"#WERT!", "#ZAHL!", "#NOM?", "#VALEUR!", "#NOMBRE!", "#\u00a1REF!", "#\u00a1DIV/0!", "#\u00bfNOMBRE?", "#RIF!", "#VALORE!",
		"#NOME?", "#N/D", "#VERW!", "#WAARDE!", "#NAAM?", "#SPILL!"};
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		ck_assert_msg(is_error(errors[i]), "%s", errors[i]);
	static const char *const text[] = {"", "#", "REF!", "#REF", "#REF! ", "#REF!!", "#1", "N/A", "#NVx", "x #REF!"};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		ck_assert_msg(!is_error(text[i]), "%s", text[i]);
}
END_TEST

/* One of each language, those of LibreOffice, and what a narrow column leaves of a figure. */
START_TEST(error_values_in_many_languages)
{
	static const char *const errors[] = {"#N/B", "#DEEL/0!", "#GETAL!", "#LEEG!", "#NULLO!", "#ÜBERLAUF!", "#NUL!", "#PROPAGATION!",
		"#¡DESBORDAMIENTO!", "#¡VALOR!", "#NÚM!", "#SAKNAS!", "#VÄRDEFEL!", "#VÆRDI!", "#I/T", "#VIITTAUS!", "#PUUTTUU!", "#ADR!",
		"#ARG!", "#N/D!", "#ODKAZ!", "#DĚLENÍ_NULOU!", "#NEDOSTUPNÝ", "#HIÁNYZIK", "#ССЫЛКА!", "#Н/Д", "#ΑΝΑΦ!", "#YOK", "#SKLIC!",
		"#NUME?", "#GETTING_DATA", "#ERROR!", "Err:502", "err:511", "Err :508", "Erro:504", "Błąd:502", "Ошибка:502", "エラー:522",
		"###", "########"};
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		ck_assert_msg(is_error(errors[i]), "%s", errors[i]);
	static const char *const text[] = {"##", "#WINNER!", "#1!", "# 12", "Err:404", "Err:50", "Err:5022", "Error:502", ":502", "Err502", "###1",
		"Item:502", "#NVA", "#ДА!"};
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		ck_assert_msg(!is_error(text[i]), "%s", text[i]);
}
END_TEST

Suite *
cell_suite(void)
{
	Suite *s = suite_create("cell");
	TCase *t = tcase_create("cell");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, shares);
	tcase_add_test(t, percentages);
	tcase_add_test(t, money);
	tcase_add_test(t, quantities);
	tcase_add_test(t, a_message_names_its_cell);
	tcase_add_test(t, marks_that_cant_be_told);
	tcase_add_test(t, yes_and_no);
	tcase_add_test(t, text_stays);
	tcase_add_test(t, destroyed_ids);
	tcase_add_test(t, percentages_that_look_like_fractions);
	tcase_add_test(t, error_values);
	tcase_add_test(t, error_values_in_many_languages);
	suite_add_tcase(s, t);
	return s;
}
