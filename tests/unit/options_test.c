#include "base/options.h"

#include <stdlib.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

static void
list(struct buf *out, void *arg)
{
	size_t n = 42;
	char **names = option_list("--by", arg, &n);
	buf_printf(out, "%zu", n);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "[%s]", names[i]);
	buf_puts(out, !names ? " NULL" : names[n] ? " no end" : "");
	free(names);
}

static void
assert_list(const char *value, const char *expected, size_t messages)
{
	struct ran r = run(list, (char *)(uintptr_t)value);
	ck_assert_str_eq(r.out, expected);
	ck_assert_uint_eq(lines_of(r.err), messages);
	ck_assert(!messages || strstr(r.err, "--by"));
	ran_free(&r);
}

START_TEST(lists)
{
	assert_list("", "0", 0);
	assert_list("a", "1[a]", 0);
	assert_list("account,product_line,x", "3[account][product_line][x]", 0);
	assert_list(" a , b c ", "2[a][b c]", 0);
	static const char *const empty_names[] = {"a,,b", ",", "a,", ",a", "a, ,b"};
	for (size_t i = 0; i < sizeof empty_names / sizeof *empty_names; i++)
		assert_list(empty_names[i], "0 NULL", 1);
}
END_TEST

static void
number(struct buf *out, void *arg)
{
	long n;
	if (option_number("--n", arg, -3, 15, &n))
		buf_printf(out, "%ld", n);
	else
		buf_puts(out, "no");
}

static void
assert_number(const char *value, const char *expected)
{
	char copy[64] = "";
	strncpy(copy, value, sizeof copy - 1);
	struct ran r = run(number, copy);
	bool ok = strcmp(expected, "no") != 0;
	ck_assert_msg(strcmp(r.out, expected) == 0, "\"%s\" is read as %s", value, r.out);
	ck_assert_uint_eq(lines_of(r.err), ok ? 0 : 1);
	ck_assert(ok || strstr(r.err, "--n"));
	ck_assert_int_eq(r.status, ok ? 0 : 2);
	ran_free(&r);
}

START_TEST(numbers)
{
	static const char *const good[] = {"0", "15", "-3", "7"}, *const bad[] = {"", "16", "-4", "x", "1x", "1.5", "1 ", " 1", "+1", "0x1", "1e1",
		"99999999999999999999999", "-99999999999999999999999", "--1", "-"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_number(good[i], good[i]);
	assert_number("007", "7");
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_number(bad[i], "no");
}
END_TEST

START_TEST(numbers_behind_blanks)
{
	assert_number("\t1", "no");
	assert_number("\n1", "no");
	assert_number("\v1", "no");
}
END_TEST

static void
choice(struct buf *out, void *arg)
{
	static const char *const words[] = {"key", "revenue", "change", NULL};
	int i;
	if (option_choice("--sort-by", arg, words, &i))
		buf_printf(out, "%d", i);
	else
		buf_puts(out, "no");
}

START_TEST(choices)
{
	static const struct {
		const char *value, *expected;
	} cases[] = {{"key", "0"}, {"change", "2"}, {"", "no"}, {"ke", "no"}, {"keys", "no"}, {"KEY", "no"}, {"key,revenue", "no"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ran r = run(choice, (char *)(uintptr_t)cases[i].value);
		ck_assert_str_eq(r.out, cases[i].expected);
		bool ok = strcmp(r.out, "no") != 0;
		ck_assert_uint_eq(lines_of(r.err), ok ? 0 : 1);
		ck_assert(ok || (strstr(r.err, "--sort-by") && strstr(r.err, "key") && strstr(r.err, "revenue") && strstr(r.err, "change")));
		ran_free(&r);
	}
}
END_TEST

static bool
take(void *self, const char *name, const char *value)
{
	buf_printf(self, "own %s=%s\n", name, value ? value : "-");
	return !value || strcmp(value, "bad") != 0;
}

static void
parse(struct buf *out, void *arg)
{
	static const struct option_spec own[] = {{"pool", 'p', "P", "how units are pooled"}, {"gate", 0, NULL, "all or nothing"}, {0}};
	static const char *const sheets[] = {"fx", "customer", NULL};
	static const struct tool tool = {"tool", "Does.", "FILE", own, sheets, take};
	char **argv = arg;
	int argc = 0;
	while (argv[argc])
		argc++;
	struct options o;
	enum options_result result = options_parse(&o, &tool, out, argc, argv);
	if (result != OPTIONS_RUN) {
		buf_puts(out, result == OPTIONS_DONE ? "done" : "bad");
		options_free(&o);
		return;
	}
	for (size_t i = 0; i < o.sheet_option_count; i++)
		buf_printf(out, "%s: %s=%s\n", o.sheet_options[i].sheet ? o.sheet_options[i].sheet : "FILEs", o.sheet_options[i].name,
		    o.sheet_options[i].value);
	buf_printf(out, "[%c] %s%s%d %s:", o.output_delimiter, o.excel ? "excel " : "", o.columns ? "columns " : "", o.places,
	    o.output ? o.output : "stdout");
	for (size_t i = 0; i < o.file_count; i++)
		buf_printf(out, " %s", o.files[i]);
	options_free(&o);
}

#define assert_parsed(expected, ...) \
	do { \
		struct ran parsed = run(parse, (char *[]){"x", __VA_ARGS__, NULL}); \
		ck_assert_str_eq(parsed.out, expected); \
		ck_assert_str_eq(parsed.err, ""); \
		ran_free(&parsed); \
	} while (0)

/* getopt names the tool, our own messages what diag_start was told. */
#define assert_bad(prefix, ...) \
	do { \
		struct ran parsed = run(parse, (char *[]){"x", __VA_ARGS__, NULL}); \
		ck_assert_str_eq(parsed.out, "bad"); \
		ck_assert_uint_ge(lines_of(parsed.err), 1); \
		ck_assert_msg(strncmp(parsed.err, prefix, strlen(prefix)) == 0, "%s", parsed.err); \
		ran_free(&parsed); \
	} while (0)

START_TEST(command_lines)
{
	assert_parsed("[,] 2 stdout: -", "--");
	assert_parsed("[,] 2 stdout: a.csv - b.csv", "a.csv", "-", "b.csv");
	assert_parsed("[;] excel columns 0 out.csv: a", "a", "-D", ";", "--excel", "--columns", "--places=0", "-oout.csv");
	assert_parsed("[\t] 2 stdout: -", "--output-delimiter=tab");
	assert_parsed("FILEs: delimiter=tab\n[\t] 2 stdout: -", "-t");
	assert_parsed("own pool=all\nown gate=-\n[,] 2 stdout: -f", "-p", "all", "--gate", "--", "-f");
}
END_TEST

START_TEST(sheet_prefixes)
{
	assert_parsed("fx: delimiter=;\ncustomer: header-row=3\n[,] 2 stdout: -", "-dfx:;", "--header-row=customer:3");
	assert_parsed("FILEs: map=x:product=SKU\nfx: map=a=b:c\n[,] 2 stdout: -", "--map=x:product=SKU", "--map=fx:a=b:c");
	assert_parsed("FILEs: delimiter=:\nfx: delimiter=:\n[,] 2 stdout: -", "-d:", "-dfx::");
}
END_TEST

START_TEST(bad_command_lines)
{
	assert_bad("unit: error: no option is called \"--no-such\"", "--no-such=x");
	assert_bad("unit: error: no option is called \"-Z\"", "-qZ");
	assert_bad("unit: error: no option is called \"--\\x1bx\"", "--\x1bx");
	assert_bad("unit: error: several options begin with \"--o\"", "--o");
	assert_bad("unit: error: -o, --output: a value is missing", "--output");
	assert_bad("unit: error: -o, --output: a value is missing", "-o");
	assert_bad("unit: error: --excel takes no value", "--excel=x");
	assert_bad("unit: error: --", "--places=16");
	assert_bad("unit: error: --", "--output-delimiter=ab");
	assert_bad("unit: error: --", "--output-delimiter=");
	assert_bad("unit: error: --", "--output-delimiter=\"");
	assert_bad("unit: error: --", "--max-errors=0");
}
END_TEST

START_TEST(a_tool_refuses_its_own)
{
	assert_parsed("own pool=bad\nbad", "-p", "bad");
	assert_parsed("done", "--help");
	assert_parsed("done", "-V");
}
END_TEST

Suite *
options_suite(void)
{
	Suite *s = suite_create("options");
	TCase *t = tcase_create("options");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, lists);
	tcase_add_test(t, numbers);
	tcase_add_test(t, numbers_behind_blanks);
	tcase_add_test(t, choices);
	tcase_add_test(t, command_lines);
	tcase_add_test(t, sheet_prefixes);
	tcase_add_test(t, bad_command_lines);
	tcase_add_test(t, a_tool_refuses_its_own);
	suite_add_tcase(s, t);
	return s;
}
