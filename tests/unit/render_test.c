#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "helpers.h"
#include "render/bars.h"
#include "render/escape.h"
#include "render/json.h"
#include "render/text_table.h"
#include "render/waterfall.h"
#include "render/width.h"
#include "suites.h"
#include "table/amount.h"
#include "table/csvin.h"
#include "table/dialect.h"
#include "xml_walk.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define HUGE_UNITS ((decimal)1 << 126) /* 8.5 * 10^37 */

static bool
is_same(const struct buf *b, const char *s, size_t n)
{
	return b->len == n && (n == 0 || memcmp(b->data, s, n) == 0);
}

/* --- strings */

static void
assert_string(
    void (*escape)(struct buf *, const char *, size_t), const char *s, size_t n, const char *expected, size_t expected_n)
{
	struct buf b = {0};
	escape(&b, s, n);
	ck_assert_msg(is_same(&b, expected, expected_n), "%s instead of %.*s", buf_str(&b), (int)expected_n, expected);
	buf_free(&b);
}

#define assert_xml(literal, expected) assert_string(xml_text, literal, sizeof literal - 1, expected, sizeof expected - 1)
#define assert_json(literal, expected) assert_string(json_string, literal, sizeof literal - 1, expected, sizeof expected - 1)

START_TEST(xml_is_escaped)
{
	assert_xml("", "");
	assert_xml("a \"b\" <c> & 'd'", "a &quot;b&quot; &lt;c&gt; &amp; &#39;d&#39;");
	assert_xml("&lt; ]]> -->", "&amp;lt; ]]&gt; --&gt;");
	assert_xml("a\tb\nc\rd", "a\tb\nc&#13;d");
	assert_xml("\0\1\x1f\x7f", "\ufffd\ufffd\ufffd\ufffd");
	assert_xml("\xc2\x80\xc2\x9f\u00a0", "\ufffd\ufffd\u00a0");
	assert_xml("\ufffe\uffff\ufffd\U0001f600", "\ufffd\ufffd\ufffd\U0001f600");
	assert_xml("Caf\xe9", "Caf\ufffd");
	assert_xml("\xed\xa0\x80", "\ufffd\ufffd\ufffd");
	assert_xml("\xe2\x82", "\ufffd\ufffd");
}
END_TEST

START_TEST(json_is_escaped)
{
	assert_json("", "\"\"");
	assert_json("a \"b\" \\ 'c' <d> &", "\"a \\\"b\\\" \\\\ 'c' <d> &\"");
	assert_json("\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"");
	assert_json("\0\1\x1b\x1f", "\"\\u0000\\u0001\\u001b\\u001f\"");
	assert_json("</script></", "\"<\\/script><\\/\"");
	assert_json("a/b", "\"a/b\"");
	assert_json("\u2028\u2029\u2027", "\"\\u2028\\u2029\u2027\"");
	assert_json("Caf\xe9\xe2\x82", "\"Caf\ufffd\ufffd\ufffd\"");
	assert_json("日本\U0001f600", "\"日本\U0001f600\"");
}
END_TEST

/* Lines of bytes that aren't UTF-8 are refused by every reader, and tried above. Closes `from`. */
static void
copy_text_lines(FILE *from, char *name)
{
	int fd = mkstemp(name);
	FILE *to = fd < 0 ? NULL : fdopen(fd, "w");
	ck_assert_ptr_nonnull(to);
	char *line = NULL;
	size_t cap = 0;
	for (ssize_t n; (n = getline(&line, &cap, from)) >= 0;)
		if (utf8_text(line, (size_t)n) == (size_t)n)
			ck_assert_int_ge(fputs(line, to), 0);
	free(line);
	fclose(from);
	ck_assert_int_eq(fclose(to), 0);
}

/* What the shared list of hostile values says that each output should hold. */
START_TEST(hostile_values_as_listed)
{
	const char *shared = getenv("SHARED");
	if (!shared)
		return; /* tests/run says where it is; the literals above hold in any case */
	char path[4096];
	snprintf(path, sizeof path, "%s/hostile.csv", shared);
	FILE *there = fopen(path, "r");
	if (!there)
		return;
	char copy[] = "hostile.XXXXXX";
	copy_text_lines(there, copy);
	struct dialect dialect = {.delimiter = ',', .header_row = 1};
	struct csvin *in = csvin_open(path, copy, &dialect);
	ck_assert_ptr_nonnull(in);
	struct record r;
	size_t rows = 0;
	while (csvin_next(in, &r) == CSVIN_RECORD) {
		if (r.count != 15 || r.cells[0].n == 2)
			continue; /* headings, and a record that a lone CR divides */
		rows++;
		const struct cell *value = &r.cells[2], *xml = &r.cells[9], *json = &r.cells[13];
		assert_string(xml_text, value->s, value->n, xml->s, xml->n);
		assert_string(json_string, value->s, value->n, json->s, json->n);
	}
	csvin_close(in);
	ck_assert_int_eq(unlink(copy), 0);
	ck_assert_uint_gt(rows, 30);
}
END_TEST

static size_t
random_bytes(uint64_t *seed, char *to, size_t most)
{
	static const char *const pieces[] = {
		"<", ">", "&", "\"", "'", "\\", "/", "]]>", "\xe2\x80\xa8", "\xef\xbf\xbe", "\xed\xa0\x80", "\xf0\x9f\x98\x80", "日", "a", "A"};
	size_t n = 0;
	while (n + 4 < most && random_below(seed, 24) > 0) {
		const char *piece = pieces[random_below(seed, COUNT(pieces))];
		if (random_below(seed, 2)) {
			to[n++] = (char)(1 + random_below(seed, 255));
		} else {
			memcpy(to + n, piece, strlen(piece));
			n += strlen(piece);
		}
	}
	to[n] = '\0';
	return n;
}

START_TEST(json_of_any_bytes_is_json)
{
	uint64_t seed = 5;
	char s[64];
	for (int round = 0; round < 5000; round++) {
		struct buf b = {0};
		json_string(&b, s, random_bytes(&seed, s, sizeof s));
		ck_assert(b.len >= 2 && b.data[0] == '"' && b.data[b.len - 1] == '"');
		for (size_t i = 1, len; i + 1 < b.len; i += len) {
			uint32_t c;
			len = utf8_decode(b.data + i, b.len - 1 - i, &c);
			ck_assert(len > 0 && c >= 0x20 && c != '"' && c != 0x2028 && c != 0x2029);
			if (c == '\\') {
				ck_assert_ptr_nonnull(memchr("\"\\/bfnrtu", b.data[i + 1], 9));
				len = 2;
			}
		}
		buf_free(&b);
	}
}
END_TEST

/* --- widths and figures */

START_TEST(widths)
{
	static const struct {
		const char *s;
		size_t width;
	} cases[] = {
		{"", 0}, {"abc", 3}, {"日本", 4}, {"e\u0301", 1}, {"\uff21", 2}, {"\uff71", 1}, {"\u00e9", 1}, {"\u3099", 0},
		{"\U0001f600", 2}, {"한", 2}, {"\u1112\u1161\u11ab", 2}, {"\u0e01\u0e34", 1}, {"\u2588", 1}, {"\xff\xfe", 2},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		ck_assert_uint_eq(width_text(cases[i].s, strlen(cases[i].s)), cases[i].width);
	ck_assert_uint_eq(width_fit("日本", 6, 3), 3);
	ck_assert_uint_eq(width_fit("日本", 6, 4), 6);
	ck_assert_uint_eq(width_fit("e\u0301x", 4, 1), 3); /* marks stay with their letter */
	ck_assert_uint_eq(width_fit("abc", 3, 0), 0);
}
END_TEST

static void
assert_amount(decimal units, int places, const char *expected, const char *expected_short)
{
	struct buf b = {0};
	struct amount_signs signs = {"+", "-"};
	amount_put(&b, units, places, signs);
	ck_assert_str_eq(buf_str(&b), expected);
	b.len = 0;
	amount_put_short(&b, units, places, signs);
	ck_assert_str_eq(buf_str(&b), expected_short);
	buf_free(&b);
}

START_TEST(amounts)
{
	assert_amount(0, 2, "0.00", "0.000e0");
	assert_amount(1, 2, "+0.01", "+1.000e-2");
	assert_amount(-1, 0, "-1", "-1.000e0");
	assert_amount(99999, 2, "+999.99", "+1.000e3");
	assert_amount(100000, 2, "+1,000.00", "+1.000e3");
	assert_amount(-123456789, 2, "-1,234,567.89", "-1.235e6");
	assert_amount(123456, 0, "+123,456", "+1.235e5");
	assert_amount(-decimal_power(38), 2, "-1,000,000,000,000,000,000,000,000,000,000,000,000.00", "-1.000e36");
}
END_TEST

/* --- pictures */

static const struct chart_bar walk_bars[] = {
	{"current", 500000, true}, {"volume", -700000, false}, {"price", -300000, false}, {"cost", 150000, false}, {"mix", 1, false},
	{"expected", -349999, true},
};
static const struct chart walk_chart = {"Acme / Racks", "current to expected", walk_bars, COUNT(walk_bars), 2, "USD"};

static const struct chart_bar zero_bars[] = {{"start", 0, true}, {"nothing", 0, false}, {"end", 0, true}};
static const struct chart zero_chart = {"Zero", NULL, zero_bars, COUNT(zero_bars), 2, NULL};

static const struct chart_bar huge_bars[] = {
	{"start", HUGE_UNITS, true}, {"up", HUGE_UNITS, false}, {"up", HUGE_UNITS, false}, {"up", HUGE_UNITS, false},
	{"down", -HUGE_UNITS, false}, {"tiny", 1, false}, {"less", -1, false}, {"end", -HUGE_UNITS - (HUGE_UNITS - 1), true},
};
static const struct chart huge_chart = {"Huge", "", huge_bars, COUNT(huge_bars), 2, ""};

static const struct chart one_chart = {NULL, NULL, walk_bars, 1, 2, NULL};
static const struct chart no_chart = {"None", NULL, NULL, 0, 2, NULL};

static size_t
count_of(const char *s, const char *part)
{
	size_t count = 0;
	for (const char *at = s; (at = strstr(at, part)); at += strlen(part))
		count++;
	return count;
}

/* Draws, checks what holds for any picture, and returns it. */
static const char *
draw(struct buf *b, const struct chart *charts, size_t count)
{
	b->len = 0;
	waterfall_svg(b, charts, count, "Walk <1>", "Margin & \x1b");
	const char *fault = xml_fault(b->data, b->len);
	ck_assert_msg(!fault, "%s: %s", fault, buf_str(b));
	struct buf again = {0};
	waterfall_svg(&again, charts, count, "Walk <1>", "Margin & \x1b");
	ck_assert(is_same(&again, b->data, b->len));
	buf_free(&again);
	const char *svg = buf_str(b);
	ck_assert_uint_eq(count_of(svg, "role=\"img\""), count);
	ck_assert_uint_eq(count_of(svg, "class=\"zero\""), count);
	int width;
	ck_assert_int_eq(sscanf(strstr(svg, "viewBox"), "viewBox=\"0 0 %d", &width), 1);
	for (const char *at = svg; (at = strstr(at, "<rect x=\"")); at++) {
		int x, y, w, h;
		ck_assert_int_eq(sscanf(at, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", &x, &y, &w, &h), 4);
		ck_assert(w >= 2 && h > 0 && x > 0 && x + w < width);
	}
	return svg;
}

START_TEST(svg_shows_everything)
{
	struct buf b = {0};
	const char *svg = draw(&b, &walk_chart, 1);
	ck_assert_ptr_nonnull(strstr(svg, "<title>Walk &lt;1&gt;</title>\n<desc>Margin &amp; \ufffd</desc>"));
	ck_assert_ptr_nonnull(strstr(svg,
	    "aria-label=\"Acme / Racks, current to expected, USD: current 5,000.00; volume \u22127,000.00; "
	    "price \u22123,000.00; cost +1,500.00; mix +0.01; expected \u22123,499.99\""));
	ck_assert_ptr_nonnull(strstr(svg, ">\u22127,000.00</text>"));
	ck_assert_ptr_nonnull(strstr(svg, ">+0.01</text>"));
	ck_assert_ptr_nonnull(strstr(svg, "prefers-color-scheme:dark"));
	ck_assert_uint_eq(count_of(svg, "<g class=\"level\">"), 2);
	ck_assert_uint_eq(count_of(svg, "<g class=\"down\">"), 2);
	ck_assert_uint_eq(count_of(svg, "<g class=\"up\">"), 2);
	ck_assert_uint_eq(count_of(svg, "class=\"link\""), 5);
	buf_free(&b);
}
END_TEST

struct rect {
	int x, width;
};

/* The bar of the row that is number `row` from the top. */
static struct rect
bar_of(const char *svg, size_t row)
{
	struct rect r = {-1, -1};
	const char *at = strstr(svg, "class=\"nought\"");
	for (size_t i = 0; i <= row; i++)
		at = strstr(at + 1, "<g class=\"");
	const char *end = strstr(at, "</g>"), *rect = strstr(at, "<rect x=\"");
	if (rect && rect < end)
		ck_assert_int_eq(sscanf(rect, "<rect x=\"%d\" y=\"%*d\" width=\"%d\"", &r.x, &r.width), 2);
	return r;
}

/* The x and width of the first bar with this label. */
static void
find_bar(const char *svg, const char *title, int *x, int *width)
{
	const char *at = strstr(svg, title);
	ck_assert_ptr_nonnull(at);
	at = strstr(at, "<rect ");
	ck_assert_ptr_nonnull(at);
	ck_assert_int_eq(sscanf(at, "<rect x=\"%d\" y=\"%*d\" width=\"%d\"", x, width), 2);
}

START_TEST(compared_charts_have_one_scale)
{
	static const struct chart_bar first[] = {{"now", 100, true}, {"price", 300, false}, {"then", 400, true}};
	static const struct chart_bar second[] = {{"then", 400, true}, {"a far longer name", -600, false}, {"last", -200, true}};
	const struct chart charts[] = {{"One", "", first, 3, 0, ""}, {"Two", "", second, 3, 0, ""}};
	int x[2], width[2];
	for (size_t i = 0; i < 2; i++) {
		struct buf b = {0};
		waterfall_svg_of(&b, charts, 2, i, charts[i].title, "of two");
		ck_assert_ptr_null(xml_fault(b.data, b.len));
		ck_assert_uint_eq(count_of(buf_str(&b), "role=\"img\""), 1);
		find_bar(buf_str(&b), "<title>then: 400</title>", &x[i], &width[i]);
		buf_free(&b);
	}
	ck_assert_int_eq(x[0], x[1]);
	ck_assert_int_eq(width[0], width[1]);
}
END_TEST

START_TEST(bars_hang_together)
{
	struct buf b = {0};
	const char *svg = draw(&b, &walk_chart, 1);
	int zero;
	ck_assert_int_eq(sscanf(strstr(svg, "class=\"zero\""), "class=\"zero\" d=\"M%d.5", &zero), 1);
	struct rect start = bar_of(svg, 0), volume = bar_of(svg, 1), price = bar_of(svg, 2), cost = bar_of(svg, 3),
	            mix = bar_of(svg, 4), end = bar_of(svg, 5);
	ck_assert_int_eq(start.x, zero); /* to the right of zero */
	ck_assert_int_eq(volume.x + volume.width, start.x + start.width);
	ck_assert_int_lt(volume.x, zero);
	ck_assert_int_eq(price.x + price.width, volume.x);
	ck_assert_int_eq(cost.x, price.x);
	ck_assert_int_eq(mix.x, cost.x + cost.width);
	ck_assert_int_eq(mix.width, 2); /* 0.01 of 5,000 can be seen */
	ck_assert_int_eq(end.x, cost.x + cost.width);
	ck_assert_int_eq(end.x + end.width, zero); /* to the left */
	buf_free(&b);
}
END_TEST

START_TEST(svg_edges)
{
	struct buf b = {0};
	ck_assert_int_eq(bar_of(draw(&b, &zero_chart, 1), 1).x, -1); /* nothing to show, but its figure */
	ck_assert_ptr_nonnull(strstr(buf_str(&b), ">0.00</text>"));
	draw(&b, &one_chart, 1);
	ck_assert_uint_eq(count_of(buf_str(&b), "class=\"link\""), 0);
	draw(&b, &no_chart, 1);
	draw(&b, NULL, 0);
	const char *svg = draw(&b, &huge_chart, 1);
	ck_assert_int_eq(bar_of(svg, 5).width, 2);
	ck_assert_int_eq(bar_of(svg, 6).width, 2);
	ck_assert_int_eq(bar_of(svg, 2).x, bar_of(svg, 1).x + bar_of(svg, 1).width);
	struct chart all[] = {walk_chart, zero_chart, one_chart, no_chart, huge_chart, walk_chart};
	draw(&b, all, COUNT(all));
	buf_free(&b);
}
END_TEST

START_TEST(long_names_are_cut)
{
	char name[400];
	memset(name, 'W', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	struct chart_bar bars[] = {{name, 5, true}, {"short", 1, false}};
	struct chart chart = {name, name, bars, 2, 0, NULL};
	struct buf b = {0};
	const char *svg = draw(&b, &chart, 1);
	ck_assert_uint_eq(count_of(svg, "W\u2026</text>"), 3);
	ck_assert_uint_eq(count_of(svg, name), 5); /* both titles, aria-label's three */
	buf_free(&b);
}
END_TEST

START_TEST(the_walk_over_xml_finds_faults)
{
	static const char *const faulty[] = {
		"", "x", "<a>", "<a></b>", "<a/><b/>", "<a>&</a>", "<a>&x;</a>", "<a>\x1b</a>", "<a>\xe9</a>", "<a b=\"<\"/>", "<a b=\"c/>", "<a b/>",
		"<a><script/></a>", "<a onload=\"x\"/>", "<a href=\"x\"/>", "<a>></a>", "<a>\uffff</a>", "<a/>x", "<a b=\"1\"c=\"2\"/>",
	};
	for (size_t i = 0; i < COUNT(faulty); i++)
		ck_assert_msg(xml_fault(faulty[i], strlen(faulty[i])), "%s", faulty[i]);
	static const char sound[] = "<a b=\"c&amp;\">d<e/>&lt;</a>\n";
	ck_assert_ptr_null(xml_fault(sound, sizeof sound - 1));
}
END_TEST

static void
random_chart(uint64_t *seed, struct chart *chart, struct chart_bar *bars, char names[][40], size_t most)
{
	size_t count = random_below(seed, most + 1);
	int shift = (int)random_below(seed, 127);
	for (size_t i = 0; i < count; i++) {
		random_bytes(seed, names[i], 40);
		decimal units = (decimal)((unsigned __int128)random_next(seed) << 63 ^ random_next(seed)) >> shift;
		bars[i] = (struct chart_bar){names[i], random_below(seed, 2) ? units : -units, i == 0 || i + 1 == count};
		if (random_below(seed, 5) == 0)
			bars[i].units = (decimal)random_below(seed, 3) - 1;
	}
	*chart = (struct chart){names[0], names[1], bars, count, (int)random_below(seed, 5), names[2]};
}

START_TEST(any_chart_can_be_drawn)
{
	static char names[40][40];
	uint64_t seed = 11;
	struct buf b = {0};
	for (int round = 0; round < 1000; round++) {
		struct chart_bar bars[40];
		struct chart chart;
		random_chart(&seed, &chart, bars, names, 40);
		draw(&b, &chart, 1);
	}
	buf_free(&b);
}
END_TEST

/* --- terminals */

static void
assert_bars(const struct chart *chart, size_t width, bool ascii, const char *expected)
{
	struct buf b = {0};
	bars_text(&b, chart, width, ascii);
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
}

START_TEST(bars_for_a_terminal)
{
	assert_bars(&walk_chart, 40, false,
	    "Acme / Racks\n"
	    "current to expected, USD\n"
	    "current              │███████   5,000.00\n"
	    "volume     ▐█████████│         -7,000.00\n"
	    "price           ▕████│         -3,000.00\n"
	    "cost                 │██▏      +1,500.00\n"
	    "mix                  │▏            +0.01\n"
	    "expected        █████│         -3,499.99\n");
	assert_bars(&walk_chart, 0, true,
	    "Acme / Racks\n"
	    "current to expected, USD\n"
	    "current              |=======   5,000.00\n"
	    "volume     ##########|         -7,000.00\n"
	    "price            ####|         -3,000.00\n"
	    "cost                 |##       +1,500.00\n"
	    "mix                  |#            +0.01\n"
	    "expected        =====|         -3,499.99\n");
}
END_TEST

START_TEST(bars_edges)
{
	assert_bars(&zero_chart, 40, true,
	    "Zero\n"
	    "start    |                          0.00\n"
	    "nothing  |                          0.00\n"
	    "end      |                          0.00\n");
	assert_bars(&no_chart, 40, false, "None\n");
	struct chart_bar below[] = {{"start", -2, true}, {"end", -1, true}};
	struct chart chart = {NULL, NULL, below, 2, 0, "kg"};
	assert_bars(&chart, 40, true,
	    "kg\n"
	    "start  ============================|  -2\n"
	    "end                  ==============|  -1\n");
}
END_TEST

/* No line is wider than asked for, whatever the labels and figures; no control character gets through. */
START_TEST(bars_fit_any_width)
{
	static char names[40][40];
	uint64_t seed = 23;
	for (int round = 0; round < 2000; round++) {
		struct chart_bar bars[40];
		struct chart chart;
		struct buf b = {0};
		random_chart(&seed, &chart, bars, names, 12);
		size_t width = 40 + random_below(&seed, 100);
		bars_text(&b, &chart, width, random_below(&seed, 2));
		for (const char *at = buf_str(&b), *end; *at; at = end + 1) {
			end = strchr(at, '\n');
			ck_assert_uint_le(width_text(at, (size_t)(end - at)), width);
			for (const char *c = at; c < end; c++)
				ck_assert((unsigned char)*c >= 0x20 && *c != 0x7f);
		}
		ck_assert_uint_ge(lines_of(b.data), chart.count);
		buf_free(&b);
	}
}
END_TEST

START_TEST(tables_are_aligned)
{
	static const char *const cells[] = {
		"level", "日本", "amount", "empty", "note", "total", "東京", "1,234.00", "", "  x  ", "line", "caf\xe9", "-5", "", "\x1b[2J",
		"line", "Acme", "12", NULL, NULL,
	};
	static const bool right[] = {false, false, true, true, false};
	struct buf b = {0};
	text_table(&b, cells, 5, 4, right, 80);
	ck_assert_str_eq(buf_str(&b), "level  日本       amount  empty  note\n"
	                              "total  東京     1,234.00           x\n"
	                              "line   caf\\xe9        -5         \\x1b[2J\n"
	                              "line   Acme           12\n");
	b.len = 0;
	text_table(&b, cells, 5, 4, right, 20); /* too narrow: without what is empty, but not cut */
	ck_assert_str_eq(buf_str(&b), "level  日本       amount  note\n"
	                              "total  東京     1,234.00    x\n"
	                              "line   caf\\xe9        -5  \\x1b[2J\n"
	                              "line   Acme           12\n");
	b.len = 0;
	text_table(&b, cells, 5, 1, right, 5); /* headings alone are all there is */
	ck_assert_str_eq(buf_str(&b), "level  日本  amount  empty  note\n");
	b.len = 0;
	text_table(&b, NULL, 0, 0, NULL, 80);
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
}
END_TEST

Suite *
render_suite(void)
{
	Suite *s = suite_create("render");
	TCase *t = tcase_create("render");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, xml_is_escaped);
	tcase_add_test(t, json_is_escaped);
	tcase_add_test(t, hostile_values_as_listed);
	tcase_add_test(t, json_of_any_bytes_is_json);
	tcase_add_test(t, widths);
	tcase_add_test(t, amounts);
	tcase_add_test(t, the_walk_over_xml_finds_faults);
	tcase_add_test(t, svg_shows_everything);
	tcase_add_test(t, compared_charts_have_one_scale);
	tcase_add_test(t, bars_hang_together);
	tcase_add_test(t, svg_edges);
	tcase_add_test(t, long_names_are_cut);
	tcase_add_test(t, any_chart_can_be_drawn);
	tcase_add_test(t, bars_for_a_terminal);
	tcase_add_test(t, bars_edges);
	tcase_add_test(t, bars_fit_any_width);
	tcase_add_test(t, tables_are_aligned);
	suite_add_tcase(s, t);
	return s;
}
