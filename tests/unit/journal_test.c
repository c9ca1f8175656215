#include "deal/journal.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helpers.h"
#include "suites.h"

#define ID "0123456789abcdef0123456789abcdef"
#define LINE "2025-12-05\tsent\tm1\t2025-12-12\t7\tann@example.com\t" ID "\tAcme/2026/package\n"

static const struct sent plain = {ID, 20434, 7, "ann@example.com", "Acme/2026/package"}; /* due 2025-12-12 */

static struct sent
but(day due, int lead, const char *recipient)
{
	return (struct sent){ID, due, lead, recipient, ""};
}

static bool
opens(struct journal *j)
{
	int folder = open(".", O_RDONLY | O_DIRECTORY);
	bool ok = journal_open(j, folder, "box");
	close(folder);
	return ok;
}

static bool
add(struct journal *j, enum message_state state, const char *message, const struct sent *list, size_t n)
{
	return journal_reserve(j, 20427, state, message, list, n) && journal_commit(j);
}

/* Opens what the file holds, and says what came of it: "opened" or not, the file after that, what is known. */
static void
put_opened(struct buf *out, const char *text)
{
	struct journal j;
	if (text)
		put_text("journal", text);
	bool ok = opens(&j);
	char *after = get_file("journal");
	buf_printf(out, "%d %s%s", ok, ok && journal_has(&j, &plain) ? "told " : "", after && strcmp(after, LINE) == 0 ? "LINE" : after);
	free(after);
	if (ok)
		journal_close(&j);
}

static void
open_text(struct buf *out, void *text)
{
	put_opened(out, text);
}

static void
assert_opens(const char *text, const char *expected, size_t messages)
{
	struct ran r = run(open_text, (void *)text);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages, "%s", r.err);
	ran_free(&r);
}

static void
assert_run(void (*f)(struct buf *, void *), const char *expected, const char *error)
{
	struct ran r = run(f, NULL);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(*error ? strstr(r.err, error) && lines_of(r.err) == 1 : !*r.err, "%s", r.err);
	ran_free(&r);
}

static void
write_one(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	umask(0);
	if (!opens(&j))
		return;
	buf_printf(out, "%d", journal_has(&j, &plain));
	buf_printf(out, "%d ", add(&j, MESSAGE_SENT, "m1", &plain, 1));
	journal_close(&j);
	struct stat st;
	stat("journal", &st);
	buf_printf(out, "%o ", (unsigned)(st.st_mode & 07777));
	put_opened(out, NULL);
}

START_TEST(what_is_written_is_read)
{
	assert_run(write_one, "01 600 1 told LINE", "");
}
END_TEST

static void
compare_told(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	put_text("journal", LINE);
	if (!opens(&j))
		return;
	const struct sent others[] = {
		but(20434, 14, "ann@example.com"), /* farther: told with a nearer one */
		but(20434, 1, "ann@example.com"),  /* nearer: is to be told */
		but(20434, 0, "ann@example.com"), but(20434, -3, "ann@example.com"),
		but(20435, 7, "ann@example.com"), /* another due date */
		but(20434, 7, "bo@example.com"), but(20434, 7, "ANN@Example.com"),
	};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		buf_printf(out, "%d", journal_has(&j, &others[i]));
	struct sent other_key = plain;
	other_key.id[31] = '0';
	buf_printf(out, "%d %d%d %d", journal_has(&j, &other_key), journal_state(&j, "m1") == MESSAGE_SENT,
	    journal_state(&j, "m2") == MESSAGE_UNKNOWN, j.last);
	journal_close(&j);
}

START_TEST(told_is_by_key_due_recipient_and_lead)
{
	assert_run(compare_told, "10000010 11 20427", "");
}
END_TEST

static void
overdue(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	if (!opens(&j))
		return;
	struct sent list[] = {but(20434, -3, "a@b.c"), but(20434, 7, "a@b.c")}; /* the farther one came later */
	add(&j, MESSAGE_SENT, "m1", list, 2);
	journal_close(&j);
	if (!opens(&j))
		return;
	for (int lead = -4; lead <= -2; lead++) {
		struct sent s = but(20434, lead, "A@b.c");
		buf_printf(out, "%d", journal_has(&j, &s));
	}
	journal_close(&j);
}

START_TEST(the_nearest_lead_counts)
{
	assert_run(overdue, "011", "");
}
END_TEST

START_TEST(what_never_counted_is_cut_off)
{
	assert_opens(LINE, "1 told LINE", 0);
	assert_opens("", "1 ", 0);
	assert_opens(LINE "2025-12-0", "1 told LINE", 1);
	assert_opens(LINE "?025-12-06\tsent", "1 told LINE", 1);
	assert_opens(LINE "?025-12-06\tsent\tm2\t2025-12-12\t1\ta@b.c\t" ID "\tk\n2025-12-06\tse", "1 told LINE", 1);
	assert_opens("?" LINE, "1 ", 1);
	assert_opens("2025-12-05\tsent\tm1\t2025-12-12\t7\tann@example.com\t" ID "\tAcme", "1 ", 1);
}
END_TEST

START_TEST(a_line_that_is_none_is_an_error)
{
	static const char *const lines[] = {
		"\n", "x\n", "2025-12-05\tsent\tm1\t2025-12-12\t7\ta@b.c\t" ID "\n",
		"2025-12-05\tsent\tm1\t2025-12-12\t7\ta@b.c\t" ID "\tk\tmore\n",
		"2025-13-05\tsent\tm1\t2025-12-12\t7\ta@b.c\t" ID "\tk\n", "2025-12-05\tgone\tm1\t2025-12-12\t7\ta@b.c\t" ID "\tk\n",
		"2025-12-05\tsent\t\t2025-12-12\t7\ta@b.c\t" ID "\tk\n", "2025-12-05\tsent\tm1\t12/12/2025\t7\ta@b.c\t" ID "\tk\n",
		"2025-12-05\tsent\tm1\t2025-12-12\t7d\ta@b.c\t" ID "\tk\n", "2025-12-05\tsent\tm1\t2025-12-12\t-\ta@b.c\t" ID "\tk\n",
		"2025-12-05\tsent\tm1\t2025-12-12\t9999999999\ta@b.c\t" ID "\tk\n",
		"2025-12-05\tsent\tm1\t2025-12-12\t7\ta@b.c\tx" ID "\tk\n",
		"2025-12-05\tsent\tm1\t2025-12-12\t7\ta@b.c\t0123456789ABCDEF0123456789ABCDEF\tk\n",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		for (int torn = 0; torn < 2; torn++) { /* a torn tail is no excuse, and stays */
			struct buf text = {0}, expected = {0};
			buf_printf(&text, LINE "%s" LINE "%s", lines[i], torn ? "2025" : "");
			buf_printf(&expected, "0 %s", buf_str(&text));
			struct ran r = run(open_text, text.data);
			ck_assert_str_eq(r.out, buf_str(&expected));
			ck_assert_str_eq(r.err, "box/journal:2: error: this is no line of a journal: mend or remove it\n");
			ran_free(&r);
			buf_free(&text);
			buf_free(&expected);
		}
}
END_TEST

static void
open_nul(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	put_file("journal", "2025-12-05\0\n", 12);
	buf_printf(out, "%d", opens(&j));
}

START_TEST(a_nul_is_an_error)
{
	assert_run(open_nul, "0", "box/journal:1: error: ");
}
END_TEST

static void
open_folder(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	mkdir("journal", 0700);
	buf_printf(out, "%d", opens(&j));
}

static void
open_pipe(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	if (mkfifo("journal", 0600) == 0)
		buf_printf(out, "%d", opens(&j));
}

static void
open_link(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	if (symlink("elsewhere", "journal") == 0)
		buf_printf(out, "%d", opens(&j));
	buf_printf(out, "%d", access("elsewhere", F_OK) == 0); /* nor is it made there */
}

static void
open_forbidden(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	put_text("journal", LINE);
	if (chmod("journal", 0) != 0 || chmod(".", 0755) != 0 || (geteuid() == 0 && setuid(65534) != 0))
		return;
	buf_printf(out, "%d", opens(&j));
}

/* Only a journal that isn't there is an empty one. */
START_TEST(a_journal_that_cant_be_read_is_an_error)
{
	assert_run(open_folder, "0", "box/journal: can't be opened: Is a directory");
	assert_run(open_pipe, "0", "box/journal: is no file");
	assert_run(open_link, "00", "box/journal: can't be opened: Too many levels of symbolic links");
	assert_run(open_forbidden, "0", "box/journal: can't be opened: Permission denied");
}
END_TEST

static void
change_mind(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	struct sent many[50];
	for (int i = 0; i < 50; i++)
		many[i] = but(20434 + i, i, "bo@example.com");
	if (!opens(&j))
		return;
	add(&j, MESSAGE_QUEUED, "m1", &plain, 1);
	journal_reserve(&j, 20427, MESSAGE_SENT, "m2", many, 50);
	char *text = get_file("journal");
	buf_printf(out, "%zu lines, %c ", lines_of(text), strchr(text, '\n')[1]);
	free(text);
	buf_printf(out, "%d", journal_cancel(&j));
	buf_printf(out, "%d ", add(&j, MESSAGE_SENT, "m1", &plain, 1)); /* what was queued is sent */
	journal_close(&j);
	text = get_file("journal");
	buf_printf(out, "%zu lines ", lines_of(text));
	free(text);
	if (!opens(&j))
		return;
	buf_printf(out, "%d%d", journal_state(&j, "m1") == MESSAGE_SENT, journal_state(&j, "m2") == MESSAGE_UNKNOWN);
	journal_close(&j);
}

START_TEST(a_record_counts_as_a_whole_or_not)
{
	assert_run(change_mind, "51 lines, ? 11 2 lines 11", "");
}
END_TEST

static void
fill_disk(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	struct sent many[50];
	for (int i = 0; i < 50; i++)
		many[i] = but(20434 + i, i, "bo@example.com");
	if (!opens(&j))
		return;
	add(&j, MESSAGE_SENT, "m1", &plain, 1);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &(struct rlimit){1000, 1000});
	buf_printf(out, "%d ", journal_reserve(&j, 20427, MESSAGE_SENT, "m2", many, 50));
	struct sent other = but(20500, 1, "cy@example.com");
	buf_printf(out, "%d ", add(&j, MESSAGE_SENT, "m3", &other, 1)); /* which has room */
	journal_close(&j);
	char *text = get_file("journal");
	buf_printf(out, "%zu lines", lines_of(text));
	free(text);
}

START_TEST(what_doesnt_fit_is_taken_back)
{
	assert_run(fill_disk, "0 1 2 lines", "box/journal: can't be written: File too large");
}
END_TEST

static void
lose_file(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	if (!opens(&j))
		return;
	journal_reserve(&j, 20427, MESSAGE_SENT, "m1", &plain, 1);
	dup2(open("/dev/null", O_RDONLY), j.fd);
	buf_printf(out, "%d", journal_commit(&j));
	buf_printf(out, "%d ", j.uncertain);
	buf_printf(out, "%d", journal_reserve(&j, 20427, MESSAGE_SENT, "m2", &plain, 1)); /* silent: it was said */
	journal_close(&j);
}

START_TEST(in_doubt_nothing_more_is_written)
{
	assert_run(lose_file, "01 0", "box/journal: can't be written: ");
}
END_TEST

/* Text of sheets stays within its field, whatever it is. */
static void
hostile(struct buf *out, void *arg)
{
	(void)arg;
	static const char *const texts[] = {"a\tb\nc\rd\033[31m", "%s%n\\t", "", "\xff\xfe\x80", "\xe2\x80\xaegnp", "?"};
	struct buf japanese = {0};
	for (int i = 0; i < 300; i++)
		buf_puts(&japanese, "\xe5\x83\xb9");
	for (size_t i = 0; i <= sizeof texts / sizeof *texts; i++) {
		const char *text = i < sizeof texts / sizeof *texts ? texts[i] : buf_str(&japanese);
		struct sent s = plain, with_recipient = {ID, (day)i, 7, text, text};
		struct journal j;
		s.key = text;
		unlink("journal");
		if (!opens(&j))
			return;
		add(&j, MESSAGE_SENT, "m1", (struct sent[]){s, with_recipient}, 2);
		journal_close(&j);
		char *written = get_file("journal");
		bool clean = lines_of(written) == 2 && !strpbrk(written, "\r\033");
		free(written);
		if (!opens(&j))
			return;
		buf_printf(out, "%d", clean);
		buf_printf(out, "%d%d ", journal_has(&j, &plain), journal_has(&j, &with_recipient));
		journal_close(&j);
	}
	buf_free(&japanese);
}

START_TEST(hostile_text_stays_in_its_field)
{
	assert_run(hostile, "111 111 111 111 111 111 111 ", "");
}
END_TEST

static void
wait_only(struct buf *out, void *arg)
{
	(void)arg;
	struct journal j;
	if (!opens(&j))
		return;
	journal_wait(&j, "m1", &plain, 1);
	buf_printf(out, "%d%d ", journal_has(&j, &plain), journal_state(&j, "m1") == MESSAGE_WAITING);
	journal_close(&j);
	put_opened(out, NULL);
}

START_TEST(what_waits_has_no_line)
{
	assert_run(wait_only, "11 1 ", "");
}
END_TEST

Suite *
journal_suite(void)
{
	Suite *s = suite_create("journal");
	TCase *t = tcase_create("journal");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, what_is_written_is_read);
	tcase_add_test(t, told_is_by_key_due_recipient_and_lead);
	tcase_add_test(t, the_nearest_lead_counts);
	tcase_add_test(t, what_never_counted_is_cut_off);
	tcase_add_test(t, a_line_that_is_none_is_an_error);
	tcase_add_test(t, a_nul_is_an_error);
	tcase_add_test(t, a_journal_that_cant_be_read_is_an_error);
	tcase_add_test(t, a_record_counts_as_a_whole_or_not);
	tcase_add_test(t, what_doesnt_fit_is_taken_back);
	tcase_add_test(t, in_doubt_nothing_more_is_written);
	tcase_add_test(t, hostile_text_stays_in_its_field);
	tcase_add_test(t, what_waits_has_no_line);
	suite_add_tcase(s, t);
	return s;
}
