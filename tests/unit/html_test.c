#include "render/html.h"

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

static void
start(struct html *h, struct buf *b)
{
	html_start(h, b);
	b->len = 0;
}

START_TEST(elements_close_in_the_order_of_opening)
{
	struct buf b = {0};
	struct html h;
	start(&h, &b);
	html_open(&h, "p");
	html_open_class(&h, "b", "x");
	html_text(&h, "one");
	html_close(&h);
	html_leaf(&h, "i", NULL, "two");
	html_close(&h);
	ck_assert_str_eq(buf_str(&b), "<p><b class=\"x\">one</b><i>two</i></p>\n");
	ck_assert_uint_eq(h.depth, 0);
	buf_free(&b);
}
END_TEST

START_TEST(text_and_attributes_are_escaped)
{
	struct buf b = {0};
	struct html h;
	start(&h, &b);
	html_open(&h, "td");
	html_attribute(&h, "title", "\"><script>'&\x01");
	html_text(&h, "</td><script>&\"'\xff");
	html_close(&h);
	ck_assert_str_eq(buf_str(&b), "<td title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\ufffd\">"
	    "&lt;/td&gt;&lt;script&gt;&amp;&quot;&#39;\ufffd</td>");
	buf_free(&b);
}
END_TEST

START_TEST(void_elements_have_no_end)
{
	struct buf b = {0};
	struct html h;
	start(&h, &b);
	html_open(&h, "td");
	html_void(&h, "br");
	html_void(&h, "img");
	html_attribute(&h, "alt", "");
	html_close(&h);
	ck_assert_str_eq(buf_str(&b), "<td><br><img alt=\"\"></td>");
	buf_free(&b);
}
END_TEST

START_TEST(an_empty_element_is_closed)
{
	struct buf b = {0};
	struct html h;
	start(&h, &b);
	html_open(&h, "td");
	html_close(&h);
	html_leaf(&h, "td", NULL, "");
	ck_assert_str_eq(buf_str(&b), "<td></td><td></td>");
	buf_free(&b);
}
END_TEST

START_TEST(strings_of_a_style_sheet_hold_anything)
{
	struct buf b = {0};
	struct html h;
	start(&h, &b);
	html_open(&h, "style");
	html_css_string(&h, "Az9\"\\}</style>\n\u00e9\U0001f600\xff");
	html_close(&h);
	ck_assert_str_eq(buf_str(&b), "<style>\"Az9\\000022\\00005c\\00007d\\00003c\\00002fstyle\\00003e\\00000a\\0000e9\\01f600\\00fffd\"</style>\n");
	buf_free(&b);
}
END_TEST

Suite *
html_suite(void)
{
	Suite *s = suite_create("html");
	TCase *t = tcase_create("html");
	tcase_add_test(t, elements_close_in_the_order_of_opening);
	tcase_add_test(t, text_and_attributes_are_escaped);
	tcase_add_test(t, void_elements_have_no_end);
	tcase_add_test(t, an_empty_element_is_closed);
	tcase_add_test(t, strings_of_a_style_sheet_hold_anything);
	suite_add_tcase(s, t);
	return s;
}
