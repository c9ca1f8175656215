#include "render/mail.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

/* --- addresses */

static bool
is_address(const char *s)
{
	return mail_is_address(s, strlen(s));
}

START_TEST(addresses)
{
	static const char *const good[] = {
		"a@b", "ana.maria@supplier.example", "o'brien+q4/2026@a-b.c--d.example", "#$&'*+-/=?^_`{|}~@x.example",
		"1@1.example", "a@3com", "A.B.C@XN--BCHER-KVA.EXAMPLE", "-a-@b.c", "=?a@b", "a?=@b", "=?=@b",
	};
	static const char *const bad[] = {
		"", "@", "a", "a@", "@b", "a b@c", " a@b", "a@b ", "a@b\n", "a@b\r\nBcc: c@d", "a\r@b", "a@b\tc", "a@b@c", "a@@b",
		"a@b,c@d", "a@b;c@d", "<a@b>", "Ana <a@b>", "a@b (Ana)", "(Ana)a@b", "\"a\"@b", "\"a b\"@c", "a\\@b", "a:b@c",
		".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a@b..c", "a@-b", "a@b-", "a@b.-c.d", "a@b-.c", "a@b_c", "a@[192.0.2.1]",
		"a@192.0.2.1", "a@b.0", "a@1", "a@b/c", "a@b!c", "j\u00f6rg@b", "a@b\u00fccher.example", "a\x7f@b", "a\x80@b", "a[1]@b",
		"=?utf-8?q?a?=@b", "a=?x?q?b?=.c@d", "c%d@b", "d!c@b",
	};
	for (size_t i = 0; i < COUNT(good); i++)
		ck_assert_msg(is_address(good[i]), "%s is refused", good[i]);
	for (size_t i = 0; i < COUNT(bad); i++)
		ck_assert_msg(!is_address(bad[i]), "%s is accepted", bad[i]);
	ck_assert(!mail_is_address("a@b\0c", 5));
	ck_assert(!mail_is_address("a\0@b", 4));
	ck_assert(mail_is_address("a@b,c@d", 3));
	ck_assert_str_eq(mail_domain("a@b.example"), "b.example");
}
END_TEST

/* `local` characters, @, labels of `label` characters each; the last one takes what is left of `n`. */
static const char *
address_of(size_t local, size_t label, size_t n)
{
	static char s[400];
	for (size_t i = 0; i < n; i++)
		s[i] = i == local ? '@' : i > local && (i - local) % (label + 1) == 0 ? '.' : 'a';
	s[n] = '\0';
	return s;
}

START_TEST(lengths_of_addresses)
{
	ck_assert(is_address(address_of(64, 63, 254)));
	ck_assert(!is_address(address_of(64, 63, 255)));
	ck_assert(!is_address(address_of(65, 63, 200)));
	ck_assert(is_address(address_of(64, 63, 128)));
	ck_assert(!is_address(address_of(64, 64, 129)));
	ck_assert(!is_address(address_of(1, 64, 67)));
}
END_TEST

/* --- messages */

static const char *
message(struct buf *b, const char *subject, const char *body)
{
	struct mail m = {"plan@supplier.example", "ana@supplier.example", subject, date_from(2026, 11, 21), "0123abcd", NULL, body};
	b->len = 0;
	mail_put(b, &m);
	return buf_str(b);
}

/* The Subject line with its continuations, or the body, of what was written. */
static void
assert_subject(const char *subject, const char *expected)
{
	struct buf b = {0};
	char *s = strstr((char *)message(&b, subject, ""), "\nSubject:") + 1, *end = strstr(s, "\nDate: ");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	ck_assert_str_eq(s, expected);
	buf_free(&b);
}

static void
assert_body(const char *body, const char *expected)
{
	struct buf b = {0};
	const char *s = strstr(message(&b, "s", body), "\n\n");
	ck_assert_str_eq(s + 2, expected);
	buf_free(&b);
}

START_TEST(whole_message)
{
	static const char *const headers[] = {"X-One: 1", "X-Two: a\n b", NULL};
	struct mail m = {"plan@supplier.example", "ana@b.example", "2 due: Acme", date_from(2026, 11, 5), "0123abcd", headers, "Dear\n"};
	struct buf b = {0};
	mail_put_mbox(&b, &m);
	static const char expected[] =
	    "From plan@supplier.example Thu Nov  5 00:00:00 2026\n"
	    "From: plan@supplier.example\n"
	    "To: ana@b.example\n"
	    "Subject: 2 due: Acme\n"
	    "Date: Thu, 5 Nov 2026 00:00:00 +0000\n"
	    "Message-ID: <0123abcd@supplier.example>\n"
	    "X-One: 1\n"
	    "X-Two: a\n b\n"
	    "Auto-Submitted: auto-generated\n"
	    "MIME-Version: 1.0\n"
	    "Content-Type: text/plain; charset=utf-8\n"
	    "Content-Transfer-Encoding: quoted-printable\n"
	    "\n"
	    "Dear\n"
	    "\n";
	ck_assert_str_eq(buf_str(&b), expected);
	struct buf again = {0};
	mail_put(&again, &m); /* the same without the first line and the last */
	ck_assert_uint_eq(again.len, b.len - 1 - strlen("From plan@supplier.example Thu Nov  5 00:00:00 2026\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), buf_str(&again)));
	buf_free(&again);
	buf_free(&b);
}
END_TEST

START_TEST(days)
{
	static const struct {
		int year, month, of_month;
		const char *expected;
	} cases[] = {
		{1900, 1, 1, "\nDate: Mon, 1 Jan 1900 "}, {1969, 12, 31, "\nDate: Wed, 31 Dec 1969 "}, {1970, 1, 1, "\nDate: Thu, 1 Jan 1970 "},
		{2024, 2, 29, "\nDate: Thu, 29 Feb 2024 "}, {2026, 6, 7, "\nDate: Sun, 7 Jun 2026 "}, {9999, 12, 31, "\nDate: Fri, 31 Dec 9999 "},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct mail m = {"a@b", "c@d", "", date_from(cases[i].year, cases[i].month, cases[i].of_month), "0", NULL, ""};
		struct buf b = {0};
		mail_put(&b, &m);
		ck_assert_msg(strstr(buf_str(&b), cases[i].expected), "%s", b.data);
		buf_free(&b);
	}
}
END_TEST

START_TEST(subjects)
{
	assert_subject("", "Subject:");
	assert_subject("Acme, Inc. \"Q4\" <x> = 5? a_b", "Subject: Acme, Inc. \"Q4\" <x> = 5? a_b");
	assert_subject("a  b", "Subject: a  b");
	assert_subject(" ", "Subject: =?utf-8?q?_?=");
	assert_subject(" a", "Subject: =?utf-8?q?_a?=");
	assert_subject("a ", "Subject: =?utf-8?q?a_?=");
	assert_subject("Caf\u00e9 a_b=c?", "Subject: =?utf-8?q?Caf=C3=A9_a=5Fb=3Dc=3F?=");
	assert_subject("=?utf-8?q?x?=", "Subject: =?utf-8?q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=");
	assert_subject("x\r\nBcc: a@b", "Subject: =?utf-8?q?x_Bcc:_a@b?=");
	assert_subject("x\ny\rz\tw\n\n", "Subject: =?utf-8?q?x_y_z_w__?=");
	assert_subject("\1\x1b\x7f\xc2\x85", "Subject: =?utf-8?q?=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD?=");
	assert_subject("Caf\xe9\xe2\x82", "Subject: =?utf-8?q?Caf=EF=BF=BD=EF=BF=BD=EF=BF=BD?=");
}
END_TEST

START_TEST(long_subjects)
{
	char s[200] = "", expected[400];
	memset(s, 'x', 67);
	snprintf(expected, sizeof expected, "Subject: %s", s);
	assert_subject(s, expected);
	memset(s, 'x', 68 + 63); /* the first line takes 55, the others 63 */
	snprintf(expected, sizeof expected, "Subject: =?utf-8?q?%.55s?=\n =?utf-8?q?%.63s?=\n =?utf-8?q?%.13s?=", s, s, s);
	assert_subject(s, expected);
	memcpy(s + 54, "\u65e5", 3); /* no character is split */
	s[57] = '\0';
	snprintf(expected, sizeof expected, "Subject: =?utf-8?q?%.54s?=\n =?utf-8?q?=E6=97=A5?=", s);
	assert_subject(s, expected);
}
END_TEST

START_TEST(bodies)
{
	assert_body("", "");
	assert_body("\n", "\n");
	assert_body("a", "a\n");
	assert_body("\n\na\n\n", "\n\na\n\n");
	assert_body("a\r\nb\rc\n", "a\nb\nc\n");
	assert_body("a \nb\t\n \n\t", "a=20\nb=09\n=20\n=09\n");
	assert_body("a \r\nb ", "a=20\nb=20\n");
	assert_body("a\tb  c\n", "a\tb  c\n");
	assert_body("1 = 2 =\n=3D\n", "1 =3D 2 =3D\n=3D3D\n");
	assert_body("Caf\u00e9 \U0001f600\n", "Caf=C3=A9 =F0=9F=98=80\n");
	assert_body("\1\f\x1b[2J\x7f\xc2\x9b\n", "=EF=BF=BD=EF=BF=BD=EF=BF=BD[2J=EF=BF=BD=EF=BF=BD\n");
	assert_body("Caf\xe9\n\xed\xa0\x80\xe2\x82", "Caf=EF=BF=BD\n=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD=EF=BF=BD\n");
}
END_TEST

START_TEST(lines_that_others_would_change)
{
	assert_body("From me\n From me\nFrom\nfrom me\nFrom: me\n", "=46rom me\n From me\nFrom\nfrom me\nFrom: me\n");
	assert_body(">From me\n>>From me\n> a\na > b\n", "=3EFrom me\n=3E>From me\n=3E a\na > b\n");
	assert_body(".\n..\n.a\na.\n", "=2E\n=2E.\n=2Ea\na.\n");
	char s[200], expected[400];
	memset(s, 'x', 75);
	strcpy(s + 75, "From me\n");
	snprintf(expected, sizeof expected, "%.75s=\n=46rom me\n", s);
	assert_body(s, expected);
	strcpy(s + 75, ".\n");
	snprintf(expected, sizeof expected, "%.75s=\n=2E\n", s);
	assert_body(s, expected);
}
END_TEST

START_TEST(long_lines)
{
	char s[300] = "", expected[600];
	memset(s, 'x', 75);
	snprintf(expected, sizeof expected, "%s\n", s);
	assert_body(s, expected);
	memset(s, 'x', 151);
	snprintf(expected, sizeof expected, "%.75s=\n%.75s=\nx\n", s, s);
	assert_body(s, expected);
	strcpy(s + 67, "\u65e5\u65e5\n"); /* a character stays on its line */
	snprintf(expected, sizeof expected, "%.67s=\n=E6=97=A5=E6=97=A5\n", s);
	assert_body(s, expected);
	memset(s, 'x', 74);
	strcpy(s + 74, "  \n");
	snprintf(expected, sizeof expected, "%.74s =\n=20\n", s);
	assert_body(s, expected);
}
END_TEST

/* --- any bytes at all */

static void
random_text(uint64_t *seed, char *to, size_t most)
{
	static const char *const pieces[] = {
		"\r\n", "\n", "From ", ">", ".", "=?utf-8?q?", "?=", "=", "_", " ", "\t", "\xe6\x97\xa5", "\xcc\x81", "\xf0\x9f\x98\x80", "\xe2\x82", "word"};
	size_t n = 0;
	while (n + 16 < most && random_below(seed, 200) > 0) {
		const char *piece = pieces[random_below(seed, COUNT(pieces))];
		if (random_below(seed, 3) == 0) {
			to[n++] = (char)(1 + random_below(seed, 255));
		} else {
			memcpy(to + n, piece, strlen(piece));
			n += strlen(piece);
		}
	}
	to[n] = '\0';
}

/* Lines of printable ASCII, none too long, none that others would change; as many header lines as there should be. */
START_TEST(any_text_makes_a_message)
{
	uint64_t seed = 3;
	static char subject[600], body[600];
	struct buf b = {0};
	for (int round = 0; round < 3000; round++) {
		random_text(&seed, subject, sizeof subject);
		random_text(&seed, body, sizeof body);
		size_t headers = 0;
		bool in_body = false;
		for (const char *line = message(&b, subject, body), *end; *line; line = end + 1) {
			end = strchr(line, '\n');
			ck_assert_ptr_nonnull(end);
			ck_assert_int_le(end - line, 76);
			ck_assert(*line != '.' && *line != '>' && strncmp(line, "From ", 5) != 0);
			ck_assert(in_body || end == line || (line[0] == ' ' ? line[1] != ' ' : strcspn(line, ": ") < strcspn(line, "\n ")));
			for (const char *c = line; c < end; c++)
				ck_assert((*c >= ' ' && *c < 0x7f) || (in_body && *c == '\t'));
			ck_assert(end == line || (end[-1] != ' ' && end[-1] != '\t'));
			in_body |= end == line;
			headers += !in_body && *line != ' ';
		}
		ck_assert(in_body);
		ck_assert_uint_eq(headers, 9);
	}
	buf_free(&b);
}
END_TEST

Suite *
mail_suite(void)
{
	Suite *s = suite_create("mail");
	TCase *t = tcase_create("mail");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, addresses);
	tcase_add_test(t, lengths_of_addresses);
	tcase_add_test(t, whole_message);
	tcase_add_test(t, days);
	tcase_add_test(t, subjects);
	tcase_add_test(t, long_subjects);
	tcase_add_test(t, bodies);
	tcase_add_test(t, lines_that_others_would_change);
	tcase_add_test(t, long_lines);
	tcase_add_test(t, any_text_makes_a_message);
	suite_add_tcase(s, t);
	return s;
}
