#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "helpers.h"
#include "render/ics.h"
#include "suites.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define ALARM "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15H\r\n"
#define ALL_DAY "DTSTART;VALUE=DATE:20261105\r\nDTEND;VALUE=DATE:20261106\r\n"

static struct ics_event
plain_event(void)
{
	return (struct ics_event){
		.uid = "a@b", .summary = "", .description = "", .start = date_from(2026, 11, 5), .start_minute = -1, .lead = -1};
}

/* The calendar of one event. */
static const char *
calendar_of(struct buf *b, const struct ics_event *event)
{
	struct ics ics;
	b->len = 0;
	ics_start(&ics, b, date_from(2026, 2, 1), 4);
	ics_event(&ics, event);
	ics_end(&ics);
	return buf_str(b);
}

/* Has the event these lines, one after another? */
static void
assert_lines(const struct ics_event *event, const char *lines)
{
	struct buf b = {0};
	const char *calendar = calendar_of(&b, event), *at = strstr(calendar, lines);
	ck_assert_msg(at && at > calendar && at[-1] == '\n', "no %s in %s", lines, calendar);
	buf_free(&b);
}

START_TEST(whole_calendars)
{
	struct buf b = {0};
	struct ics ics;
	ics_start(&ics, &b, date_from(2026, 11, 21), 0);
	struct ics_event event = plain_event();
	event.summary = "Approval";
	event.description = "Who?\nAll.";
	event.lead = 7;
	ics_event(&ics, &event);
	ics_event(&ics, &(struct ics_event){.uid = "c@d", .summary = "", .description = "", .start = date_from(2026, 12, 31),
	    .start_minute = 23 * 60 + 45, .minutes = 90, .lead = -1, .busy = true, .tentative = true});
	ics_end(&ics);
	ck_assert_str_eq(buf_str(&b),
	    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//negpkg//calendar-remind//EN\r\n"
	    "BEGIN:VEVENT\r\nUID:a@b\r\nDTSTAMP:20261121T000000Z\r\nSEQUENCE:0\r\n" ALL_DAY
	    "STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nSUMMARY:Approval\r\nDESCRIPTION:Who?\\nAll.\r\n"
	    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P6DT15H\r\nDESCRIPTION:Approval\r\nEND:VALARM\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:c@d\r\nDTSTAMP:20261121T000000Z\r\nSEQUENCE:0\r\n"
	    "DTSTART:20261231T234500\r\nDTEND:20270101T011500\r\nSTATUS:TENTATIVE\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\n"
	    "END:VCALENDAR\r\n");
	buf_free(&b);
}
END_TEST

START_TEST(days_and_times)
{
	static const struct {
		int year, month, dayofmonth, start_minute, minutes;
		const char *lines;
	} cases[] = {
		{2025, 12, 31, -1, 0, "DTSTART;VALUE=DATE:20251231\r\nDTEND;VALUE=DATE:20260101\r\nSTATUS"},
		{2024, 2, 28, -1, 0, "DTSTART;VALUE=DATE:20240228\r\nDTEND;VALUE=DATE:20240229\r\nSTATUS"},
		{2024, 2, 29, -1, 0, "DTSTART;VALUE=DATE:20240229\r\nDTEND;VALUE=DATE:20240301\r\nSTATUS"},
		{2025, 2, 28, -1, 0, "DTSTART;VALUE=DATE:20250228\r\nDTEND;VALUE=DATE:20250301\r\nSTATUS"},
		{1900, 1, 1, -1, 0, "DTSTART;VALUE=DATE:19000101\r\nDTEND;VALUE=DATE:19000102\r\nSTATUS"},
		{9999, 12, 30, -1, 0, "DTSTART;VALUE=DATE:99991230\r\nDTEND;VALUE=DATE:99991231\r\nSTATUS"},
		{9999, 12, 31, -1, 0, "DTSTART;VALUE=DATE:99991231\r\nSTATUS"},
		{2026, 11, 5, -1, 90, ALL_DAY "STATUS"},
		{2026, 11, 5, 0, 1, "DTSTART:20261105T000000\r\nDTEND:20261105T000100\r\nSTATUS"},
		{2026, 11, 5, 545, 0, "DTSTART:20261105T090500\r\nSTATUS"},
		{2026, 11, 5, 1439, 1, "DTSTART:20261105T235900\r\nDTEND:20261106T000000\r\nSTATUS"},
		{2024, 2, 28, 1380, 120, "DTSTART:20240228T230000\r\nDTEND:20240229T010000\r\nSTATUS"},
		{2025, 12, 31, 720, 3 * 1440, "DTSTART:20251231T120000\r\nDTEND:20260103T120000\r\nSTATUS"},
		{9999, 12, 31, 1380, 59, "DTSTART:99991231T230000\r\nDTEND:99991231T235900\r\nSTATUS"},
		{9999, 12, 31, 1380, 60, "DTSTART:99991231T230000\r\nSTATUS"},
		{1900, 1, 1, 1439, INT32_MAX, "DTSTART:19000101T235900\r\nDTEND:59830125T020600\r\nSTATUS"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct ics_event event = plain_event();
		event.start = date_from(cases[i].year, cases[i].month, cases[i].dayofmonth);
		event.start_minute = cases[i].start_minute;
		event.minutes = cases[i].minutes;
		assert_lines(&event, cases[i].lines);
	}
}
END_TEST

START_TEST(alarms)
{
	static const struct {
		int lead, start_minute;
		const char *trigger;
	} cases[] = {
		{0, -1, "TRIGGER:-PT15H\r\n"}, {1, -1, "TRIGGER:-PT15H\r\n"}, {2, -1, "TRIGGER:-P1DT15H\r\n"},
		{7, -1, "TRIGGER:-P6DT15H\r\n"}, {28, -1, "TRIGGER:-P27DT15H\r\n"}, {INT32_MAX, -1, "TRIGGER:-P2147483646DT15H\r\n"},
		{0, 0, "TRIGGER:-PT1H\r\n"}, {0, 540, "TRIGGER:-PT1H\r\n"}, {1, 540, "TRIGGER:-P1D\r\n"}, {7, 540, "TRIGGER:-P7D\r\n"},
		{10, 540, "TRIGGER:-P10D\r\n"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct ics_event event = plain_event();
		event.lead = cases[i].lead;
		event.start_minute = cases[i].start_minute;
		event.minutes = 60;
		assert_lines(&event, cases[i].trigger);
	}
}
END_TEST

START_TEST(alarms_say_something)
{
	struct ics_event event = plain_event();
	event.lead = 1;
	assert_lines(&event, "TRANSP:TRANSPARENT\r\n" ALARM "DESCRIPTION:Reminder\r\nEND:VALARM");
	event.summary = " \x01\t\x7f\xc2\x85"; /* nothing is left of it */
	event.description = "why";
	assert_lines(&event, "TRANSP:TRANSPARENT\r\nDESCRIPTION:why\r\n" ALARM "DESCRIPTION:why\r\nEND:VALARM");
	event.summary = "what";
	assert_lines(&event, "TRIGGER:-PT15H\r\nDESCRIPTION:what\r\nEND:VALARM");
}
END_TEST

START_TEST(texts)
{
	static const char *const cases[][2] = {
		{"a\\b;c,d:e\"f", "a\\\\b\\;c\\,d:e\"f"},
		{"\\n \\, \\", "\\\\n \\\\\\, \\\\"},
		{"a\nb\rc\r\nd\n\re\r\r\nf\r", "a\\nb\\nc\\nd\\n\\ne\\n\\nf\\n"},
		{"a\u2028b\u2029c", "a\\nb\\nc"},
		{"x\r\nBEGIN:VEVENT\r\nUID:evil", "x\\nBEGIN:VEVENT\\nUID:evil"},
		{"x\r\n\r\nEND:VCALENDAR", "x\\n\\nEND:VCALENDAR"},
		{"x\r\n ATTACH:folded", "x\\n ATTACH:folded"},
		{"tab\tstays", "tab\tstays"},
		{"\x01one\x02\x0b\x0c\x1btwo\x1f\x7f!", "onetwo!"},
		{"a\r\x01\nb", "a\\n\\nb"},
		{"\xc2\x80\xc2\x85\xc2\x9f\u00a0é", "\u00a0é"},
		{"caf\xe9 \xff\xfe", "caf\ufffd \ufffd\ufffd"},
		{"\xed\xa0\x80|\xc0\xaf|\xf4\x90\x80\x80|\xe2\x82", "\ufffd\ufffd\ufffd|\ufffd\ufffd|\ufffd\ufffd\ufffd\ufffd|\ufffd\ufffd"},
		{"東京電子 \U0001f600", "東京電子 \U0001f600"},
		{" \t a b ", "a b "},
		{"\x01 \x02\t;", "\\;"},
		{"\n x", "\\n x"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct ics_event event = plain_event();
		event.uid = event.summary = event.description = cases[i][0];
		struct buf lines = {0};
		buf_printf(&lines, "UID:%s\r\nDTSTAMP:20260201T000000Z\r\nSEQUENCE:4\r\n", cases[i][1]);
		assert_lines(&event, buf_str(&lines));
		lines.len = 0;
		buf_printf(&lines, "TRANSP:TRANSPARENT\r\nSUMMARY:%s\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n", cases[i][1], cases[i][1]);
		assert_lines(&event, buf_str(&lines));
		buf_free(&lines);
	}
}
END_TEST

/* Every byte but NUL, at every place of the eight that are looked at at once. */
START_TEST(every_byte_at_every_place)
{
	struct buf expected = {0};
	for (int c = 1; c < 256; c++) {
		char as[4] = {(char)c};
		if (c == '\n' || c == '\r')
			strcpy(as, "\\n");
		else if (c == '\\' || c == ';' || c == ',')
			memcpy(as, (char[]){'\\', (char)c}, 2);
		else if (c >= 0x80)
			strcpy(as, "\ufffd");
		else if (c == 0x7f || (c < 0x20 && c != '\t'))
			as[0] = '\0';
		for (int place = 1; place < 20; place++) { /* a blank isn't first */
			char text[] = "abcdefghijklmnopqrst";
			text[place] = (char)c;
			expected.len = 0;
			buf_printf(&expected, "SUMMARY:%.*s%s%s\r\nEND:VEVENT", place, text, as, text + place + 1);
			struct ics_event event = plain_event();
			event.summary = text;
			assert_lines(&event, buf_str(&expected));
		}
	}
	buf_free(&expected);
}
END_TEST

/* --- folding */

/* Every line ends in CR LF, has at most 75 octets and is UTF-8 of its own. */
static void
assert_folded(const char *calendar)
{
	for (const char *at = calendar, *end; *at; at = end + 2) {
		end = strstr(at, "\r\n");
		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end - at, 75);
		ck_assert_ptr_null(memchr(at, '\n', (size_t)(end - at)));
		ck_assert_ptr_null(memchr(at, '\r', (size_t)(end - at)));
		uint32_t c;
		for (size_t len; at < end; at += len)
			ck_assert_uint_gt(len = utf8_decode(at, (size_t)(end - at), &c), 0);
	}
}

static void
unfold(char *s)
{
	for (char *at; (at = strstr(s, "\r\n ")); s = at)
		memmove(at, at + 3, strlen(at + 3) + 1);
}

START_TEST(long_texts_are_folded)
{
	static const char *const pieces[] = {"x", "é", "東", "\U0001f600", "\\", "\n", "ab;", " "};
	static const char *const as[] = {"x", "é", "東", "\U0001f600", "\\\\", "\\n", "ab\\;", " "};
	struct buf text = {0}, expected = {0}, calendar = {0};
	for (size_t p = 0; p < COUNT(pieces); p++) {
		for (int count = 1; count < 240; count++) {
			text.len = expected.len = 0;
			buf_putc(&text, '.');
			buf_puts(&expected, "\r\nSUMMARY:.");
			for (int i = 0; i < count; i++) {
				buf_puts(&text, pieces[p]);
				buf_puts(&expected, as[p]);
			}
			buf_puts(&expected, "\r\nEND:VEVENT");
			struct ics_event event = plain_event();
			event.summary = buf_str(&text);
			calendar_of(&calendar, &event);
			assert_folded(calendar.data);
			unfold(calendar.data);
			ck_assert_ptr_nonnull(strstr(calendar.data, buf_str(&expected)));
		}
	}
	buf_free(&text);
	buf_free(&expected);
	buf_free(&calendar);
}
END_TEST

START_TEST(lines_are_as_long_as_they_may_be)
{
	char text[69];
	memset(text, 'x', 68);
	text[67] = text[68] = '\0';
	struct ics_event event = plain_event();
	event.summary = text;
	struct buf expected = {0};
	buf_printf(&expected, "SUMMARY:%s\r\nEND:VEVENT", text);
	assert_lines(&event, buf_str(&expected)); /* 75 */
	text[67] = 'x';
	expected.len = 0;
	buf_printf(&expected, "SUMMARY:%.67s\r\n x\r\nEND:VEVENT", text);
	assert_lines(&event, buf_str(&expected));
	text[66] = '\\'; /* an escape isn't divided */
	text[67] = '\0';
	expected.len = 0;
	buf_printf(&expected, "SUMMARY:%.66s\r\n \\\\\r\nEND:VEVENT", text);
	assert_lines(&event, buf_str(&expected));
	buf_free(&expected);
}
END_TEST

/* Whatever the bytes, no line is anything but one of ours, once each. */
START_TEST(nothing_can_be_injected)
{
	static const char *const pieces[] = {
		"\r\n", "\n", "\r", "\r\n ", "\u2028", "\xc2\x85", "\v", "BEGIN:VEVENT", "END:VALARM", "UID:x",
		";", ":", ",", "\\", "\"", "\xff", "\xe2\x80", "東", "a",
	};
	static const char *const ours[] = {
		"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:", "BEGIN:VEVENT", "UID:", "DTSTAMP:", "SEQUENCE:", "DTSTART;", "DTEND;",
		"STATUS:", "TRANSP:", "SUMMARY:", "DESCRIPTION:", "BEGIN:VALARM", "ACTION:", "TRIGGER:", "DESCRIPTION:", "END:VALARM",
		"END:VEVENT", "END:VCALENDAR",
	};
	uint64_t seed = 3;
	struct buf calendar = {0}, text[3] = {0};
	for (int round = 0; round < 1000; round++) {
		for (size_t t = 0; t < COUNT(text); t++) {
			text[t].len = 0;
			buf_putc(&text[t], '.');
			for (uint64_t n = random_below(&seed, 60); n > 0; n--)
				buf_puts(&text[t], pieces[random_below(&seed, COUNT(pieces))]);
		}
		struct ics_event event = plain_event();
		event.uid = buf_str(&text[0]);
		event.summary = buf_str(&text[1]);
		event.description = buf_str(&text[2]);
		event.lead = 1;
		calendar_of(&calendar, &event);
		assert_folded(calendar.data);
		unfold(calendar.data);
		const char *at = calendar.data;
		for (size_t i = 0; i < COUNT(ours); i++, at = strstr(at, "\r\n") + 2)
			ck_assert_msg(strncmp(at, ours[i], strlen(ours[i])) == 0, "no %s in %s", ours[i], calendar.data);
		ck_assert_str_eq(at, "");
	}
	for (size_t t = 0; t < COUNT(text); t++)
		buf_free(&text[t]);
	buf_free(&calendar);
}
END_TEST

Suite *
ics_suite(void)
{
	Suite *s = suite_create("ics");
	TCase *t = tcase_create("ics");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, whole_calendars);
	tcase_add_test(t, days_and_times);
	tcase_add_test(t, alarms);
	tcase_add_test(t, alarms_say_something);
	tcase_add_test(t, texts);
	tcase_add_test(t, every_byte_at_every_place);
	tcase_add_test(t, long_texts_are_folded);
	tcase_add_test(t, lines_are_as_long_as_they_may_be);
	tcase_add_test(t, nothing_can_be_injected);
	suite_add_tcase(s, t);
	return s;
}
