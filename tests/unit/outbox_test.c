#include "deal/outbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helpers.h"
#include "suites.h"

enum { TODAY = 20427 }; /* 2025-12-05 */

#define ID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define ID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define KEEP "cat >>taken"

static const struct sent ann = {"0123456789abcdef0123456789abcdef", TODAY + 7, 7, "ann@example.com", "Acme/2026/package"};
static const struct sent bo = {"00000000000000000000000000000001", TODAY - 3, -3, "bo@example.com", "Acme/2026/results"};
static const char notes_of_ann[] = "X-Negpkg-Reminder: 0123456789abcdef0123456789abcdef 2025-12-12 7 ann@example.com\n"
				   "X-Negpkg-Key: Acme/2026/package\n";
static const char notes_of_bo[] = "X-Negpkg-Reminder: 00000000000000000000000000000001 2025-12-02 -3 bo@example.com\n"
				  "X-Negpkg-Key: Acme/2026/results\n";

static bool
put(struct outbox *o, const char *id, const char *message, const struct sent *s, const char *command)
{
	struct buf b = {0};
	buf_puts(&b, message);
	bool ok = outbox_put(o, id, &b, s, 1, command);
	buf_free(&b);
	return ok;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* What is in the folder, days and ids shortened: "journal lock 05-a.eml". */
static void
put_files(struct buf *out, const char *folder)
{
	struct dirent **list;
	int n = scandir(folder, &list, NULL, by_name);
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;
		if (strlen(name) == 47)
			buf_printf(out, "%.4s%s ", name + 8, name + 43);
		else if (*name != '.')
			buf_printf(out, "%s ", name);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static void
put_taken(struct buf *out)
{
	char *text = get_file("taken");
	buf_printf(out, "[%s] ", text ? text : "");
	free(text);
	unlink("taken");
}

static void
put_lines(struct buf *out)
{
	char *text = get_file("box/journal");
	buf_printf(out, "%zu lines ", text ? lines_of(text) : 0);
	free(text);
}

static void
assert_run(void (*f)(struct buf *, void *), const char *expected, size_t messages, const char *error)
{
	struct ran r = run(f, NULL);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages && strstr(r.err, error), "%s", r.err);
	ran_free(&r);
}

/* One run: what waited goes first, then Ann's and Bo's reminders, where they weren't told. */
static void
do_run(struct buf *out, const char *command, day today)
{
	struct outbox o;
	if (!outbox_open(&o, "box", today)) {
		buf_puts(out, "shut ");
		return;
	}
	buf_printf(out, "%d", outbox_deliver_left(&o, command));
	if (!outbox_has(&o, &ann))
		buf_printf(out, "a%d", put(&o, ID_A, "To: ann\n\nhi\n", &ann, command));
	if (!outbox_has(&o, &bo))
		buf_printf(out, "b%d", put(&o, ID_B, "To: bo\n\nhi\n", &bo, command));
	outbox_close(&o);
	buf_putc(out, ' ');
}

static void
deliver_twice(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, KEEP, TODAY);
	char *taken = get_file("taken");
	struct buf expected = {0};
	buf_printf(&expected, "%sTo: ann\n\nhi\n%sTo: bo\n\nhi\n", notes_of_ann, notes_of_bo);
	buf_printf(out, "%d ", strcmp(taken, buf_str(&expected)) == 0);
	buf_free(&expected);
	free(taken);
	unlink("taken");
	do_run(out, KEEP, TODAY);
	do_run(out, KEEP, TODAY + 1);
	put_taken(out);
	put_files(out, "box");
	put_lines(out);
}

START_TEST(each_message_goes_once)
{
	assert_run(deliver_twice, "1a1b1 1 1 1 [] journal lock 2 lines ", 0, "");
}
END_TEST

static void
modes(struct buf *out, void *arg)
{
	(void)arg;
	static const char *const names[] = {"box", "box/lock", "box/journal", "box/2025-12-05-" ID_A ".eml"};
	umask(0);
	do_run(out, NULL, TODAY);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct stat st = {0};
		stat(names[i], &st);
		buf_printf(out, "%o ", (unsigned)(st.st_mode & 07777));
	}
}

START_TEST(others_cant_read_it)
{
	assert_run(modes, "1a1b1 700 600 600 600 ", 0, "");
}
END_TEST

static void
queue_then_deliver(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, NULL, TODAY);
	do_run(out, NULL, TODAY);
	put_files(out, "box");
	unlink("box/2025-12-05-" ID_A ".eml"); /* somebody fetched it */
	do_run(out, NULL, TODAY);
	put_lines(out);
	do_run(out, "tail -n 1 >>taken", TODAY + 1);
	put_taken(out);
	do_run(out, "cat >>taken", TODAY + 2);
	put_taken(out);
	put_files(out, "box");
	put_lines(out);
}

START_TEST(what_waits_for_others_can_still_be_delivered)
{
	assert_run(queue_then_deliver,
	    "1a1b1 1 05-a.eml 05-b.eml journal lock 1 2 lines 1 [hi\n] 1 [] journal lock 3 lines ", 0, "");
}
END_TEST

static void
fail_then_deliver(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, "exit 75", TODAY);
	put_files(out, "box");
	put_lines(out);
	do_run(out, "false", TODAY);
	do_run(out, "sed -n 's/^To: //p' >>taken", TODAY + 1);
	put_taken(out);
	put_files(out, "box");
	put_lines(out);
}

START_TEST(what_no_command_took_goes_first_next_time)
{
	assert_run(fail_then_deliver, "1a0b0 05-a.eml 05-b.eml journal lock 0 lines 0 1 [ann\nbo\n] journal lock 2 lines ", 4,
	    "box/2025-12-05-" ID_A ".eml: not delivered, it waits for the next run: `exit 75` exited with status 75\n");
}
END_TEST

/* Nobody is left to hand these over: whoever fetches them is told of no reminder twice. */
static void
fail_then_queue(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, "exit 75", TODAY);
	do_run(out, NULL, TODAY);
	put_files(out, "box");
	unlink("box/2025-12-05-" ID_A ".eml");
	do_run(out, NULL, TODAY);
	put_lines(out);
}

START_TEST(what_no_command_took_can_be_fetched)
{
	assert_run(fail_then_queue, "1a0b0 1 05-a.eml 05-b.eml journal lock 1 2 lines ", 2, "status 75");
}
END_TEST

static void
bad_commands(struct buf *out, void *arg)
{
	(void)arg;
	static const char *const commands[] = {
		"kill -9 $$", "kill -TERM $$", "exit 1", "no-such-command-anywhere 2>&-", "exec </no/such/file 2>&-",
	};
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		do_run(out, commands[i], TODAY);
	put_files(out, "box");
}

START_TEST(commands_that_fail)
{
	struct ran r = run(bad_commands, NULL);
	ck_assert_str_eq(r.out, "1a0b0 0 0 0 0 05-a.eml 05-b.eml journal lock ");
	static const char *const said[] = {
		"`kill -9 $$` was killed by signal 9 (Killed)\n", "was killed by signal 15 (Terminated)\n",
		"`exit 1` exited with status 1\n", "exited with status 127\n",
	};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		ck_assert_msg(strstr(r.err, said[i]), "%s", r.err);
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

/* The command has signals as a shell's would, whatever our parent left us; and no file of ours. */
static void
surroundings(struct buf *out, void *arg)
{
	(void)arg;
	sigset_t all;
	sigfillset(&all);
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, &all, NULL);
	do_run(out, "sh -c 'kill -PIPE $$'; echo $? >taken; sed -n 's/^SigBlk:.0*$/free/p' /proc/self/status >>taken;"
	    "ls -l /proc/self/fd | grep -c /box >>taken", TODAY);
	put_taken(out);
}

START_TEST(what_a_command_inherits)
{
	assert_run(surroundings, "1a1b1 [141\nfree\n1\n] ", 0, "");
}
END_TEST

static void
keep_lock(struct buf *out, void *arg)
{
	(void)arg;
	int ready[2];
	char c;
	mkdir("box", 0700);
	if (pipe(ready) != 0)
		return;
	pid_t pid = fork();
	if (pid == 0) {
		int fd = open("box/lock", O_RDWR | O_CREAT, 0600);
		if (flock(fd, LOCK_EX) == 0 && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	if (pid < 0) /* kill(-1) would end all processes there are */
		return;
	if (read(ready[0], &c, 1) == 1)
		do_run(out, KEEP, TODAY);
	put_files(out, "box");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	do_run(out, KEEP, TODAY);
}

START_TEST(one_run_at_a_time)
{
	assert_run(keep_lock, "shut lock 1a1b1 ", 1, "unit: error: box: another run is at work there\n");
}
END_TEST

/* A command that goes on in the background doesn't keep the next run out. */
static void
leave_daemon(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, "cat >/dev/null; sleep 5 >&- 2>&- & echo $! >>pids", TODAY);
	do_run(out, KEEP, TODAY);
	if (system("kill $(cat pids)") != 0)
		buf_puts(out, "gone already");
}

START_TEST(a_command_in_the_background_holds_no_lock)
{
	assert_run(leave_daemon, "1a1b1 1 ", 0, "");
}
END_TEST

static void
earlier_day(struct buf *out, void *arg)
{
	(void)arg;
	do_run(out, KEEP, TODAY);
	do_run(out, KEEP, TODAY - 1);
	unlink("box/journal");
	do_run(out, "false", TODAY); /* the day of what waits counts, too */
	do_run(out, KEEP, TODAY - 1);
}

START_TEST(a_day_before_the_last_runs_is_refused)
{
	assert_run(earlier_day, "1a1b1 shut 1a0b0 shut ", 4,
	    "unit: error: box: a run was there on 2025-12-05, which is later than today, 2025-12-04\n");
}
END_TEST

static void
put_journal(const char *state)
{
	struct buf b = {0};
	buf_printf(&b, "2025-12-05\t%s\t2025-12-05-" ID_A "\t2025-12-12\t7\tann@example.com\t%s\tk\n", state, ann.id);
	put_text("box/journal", buf_str(&b));
	buf_free(&b);
}

static void
put_message(const char *name, const char *notes)
{
	struct buf b = {0};
	buf_printf(&b, "%sTo: old\n\nold\n", notes);
	put_text(name, buf_str(&b));
	buf_free(&b);
}

/* What a run that was killed may leave, and what the next one makes of it; without a command and with one. */
static void
recover(struct buf *out, void *arg)
{
	(void)arg;
	for (int command = 0; command < 2; command++)
		for (int whole = 0; whole < 2; whole++) {
			const char *name = whole ? "box/2025-12-05-" ID_A ".eml" : "box/2025-12-05-" ID_A ".tmp";
			static const char *const states[] = {NULL, "queued", "sent"};
			for (int i = 0; i < 3; i++) {
				mkdir("box", 0700);
				put_message(name, notes_of_ann);
				if (states[i])
					put_journal(states[i]);
				do_run(out, command ? "grep To: >>taken" : NULL, TODAY);
				if (command)
					put_taken(out);
				else
					put_files(out, "box");
				buf_puts(out, "| ");
				if (system("rm -r box") != 0)
					return;
			}
		}
}

START_TEST(what_a_killed_run_leaves)
{
	assert_run(recover,
	    "1a1b1 05-a.eml 05-b.eml journal lock | " /* half written, never told */
	    "1b1 05-a.eml 05-b.eml journal lock | "
	    "1b1 05-b.eml journal lock | " /* delivered: its rename wasn't durable */
	    "1b1 05-a.eml 05-b.eml journal lock | "
	    "1b1 05-a.eml 05-b.eml journal lock | "
	    "1b1 05-b.eml journal lock | "
	    "1a1b1 [To: ann\nTo: bo\n] | "
	    "1b1 [To: old\nTo: bo\n] | "
	    "1b1 [To: bo\n] | "
	    "1b1 [To: old\nTo: bo\n] | "
	    "1b1 [To: old\nTo: bo\n] | "
	    "1b1 [To: bo\n] | ", 0, "");
}
END_TEST

static void
in_order(struct buf *out, void *arg)
{
	(void)arg;
	mkdir("box", 0700);
	static const char *const names[] = {"04-" ID_A, "03-" ID_B, "02-" ID_B, "04-" ID_B, "02-" ID_A};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct buf file = {0}, text = {0};
		buf_printf(&file, "box/2025-12-%s.eml", names[i]);
		buf_printf(&text, "X-Negpkg-Reminder: %032zx 2025-12-12 7 a@b.c\nTo: %.4s\n\nold\n", i, names[i]);
		put_text(buf_str(&file), buf_str(&text));
		buf_free(&file);
		buf_free(&text);
	}
	do_run(out, "sed -n 's/^To: //p' >>taken", TODAY);
	put_taken(out);
}

START_TEST(the_oldest_goes_first)
{
	assert_run(in_order, "1a1b1 [02-a\n02-b\n03-b\n04-a\n04-b\nann\nbo\n] ", 0, "");
}
END_TEST

/* By name or place these aren't ours. */
static void
foreign(struct buf *out, void *arg)
{
	(void)arg;
	static const char *const names[] = {
		"box/letter.eml", "box/x.tmp", "box/2025-12-05-abc.eml", "box/2025-12-05-" ID_A ".eml~", "box/2025-12-05-" ID_A,
		"box/2025-13-05-" ID_A ".tmp", "box/x2025-12-05-" ID_A ".eml", "box/.2025-12-05-" ID_A ".eml",
	};
	size_t kept = 0;
	mkdir("box", 0700);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		put_text(names[i], "mine");
	mkdir("box/sub", 0700);
	put_text("box/sub/2025-12-05-" ID_A ".tmp", "mine");
	do_run(out, KEEP, TODAY);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *text = get_file(names[i]);
		kept += text && strcmp(text, "mine") == 0;
		free(text);
	}
	buf_printf(out, "%zu %d", kept, access("box/sub/2025-12-05-" ID_A ".tmp", F_OK));
}

START_TEST(files_of_others_are_left_alone)
{
	assert_run(foreign, "1a1b1 8 0", 0, "");
}
END_TEST

/* What it would tell isn't known: then nothing is told. */
static void
damaged(struct buf *out, void *arg)
{
	(void)arg;
	static const char *const notes[] = {
		"", "X-Negpkg-Key: k\n", "X-Negpkg-Reminder: 012 2025-12-12 7 a@b.c\n",
		"X-Negpkg-Reminder: 0123456789abcdef0123456789abcdef 2025-12-32 7 a@b.c\n",
		"X-Negpkg-Reminder: 0123456789abcdef0123456789abcdef 2025-12-12\n",
		"X-Negpkg-Reminder: 0123456789abcdef0123456789abcdef 2025-12-12 7 a%4\n",
		"X-Negpkg-Reminder: 0123456789abcdef0123456789abcdef 2025-12-12 7 a@b.c\nX-Negpkg-Key: %00\n",
	};
	mkdir("box", 0700);
	for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
		put_message("box/2025-12-05-" ID_A ".eml", notes[i]);
		do_run(out, KEEP, TODAY);
	}
	unlink("box/2025-12-05-" ID_A ".eml");
	mkdir("box/2025-12-05-" ID_A ".eml", 0700);
	do_run(out, KEEP, TODAY);
	rmdir("box/2025-12-05-" ID_A ".eml");
	if (mkfifo("box/2025-12-05-" ID_A ".eml", 0600) == 0)
		do_run(out, KEEP, TODAY);
	unlink("box/2025-12-05-" ID_A ".eml");
	if (symlink("/dev/zero", "box/2025-12-05-" ID_A ".eml") == 0)
		do_run(out, KEEP, TODAY);
	put_taken(out);
}

START_TEST(a_damaged_message_is_an_error)
{
	assert_run(damaged, "shut shut shut shut shut shut shut shut shut shut [] ", 10,
	    "box/2025-12-05-" ID_A ".eml: doesn't say which reminders it holds");
}
END_TEST

static void
other_folders(struct buf *out, void *arg)
{
	(void)arg;
	struct outbox o;
	mkdir("real", 0777);
	chmod("real", 0777);
	put_text("file", "");
	if (symlink("real", "link") != 0)
		return;
	static const char *const paths[] = {"no/such/parent", "file", "link", "real", ""};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		buf_printf(out, "%d", outbox_open(&o, paths[i], TODAY));
	mkdir("shut", 0700);
	mkdir("shut/box", 0700);
	chmod("shut", 0);
	if (geteuid() == 0 && (chmod(".", 0755) != 0 || setuid(65534) != 0))
		return;
	buf_printf(out, "%d", outbox_open(&o, "shut/box", TODAY));
}

START_TEST(folders_that_cant_be_used)
{
	struct ran r = run(other_folders, NULL);
	ck_assert_msg(strspn(r.out, "0") == strlen(r.out), "%s", r.out);
	static const char said[] = "unit: error: no/such/parent: can't be made: No such file or directory\n"
	    "unit: error: file: is no folder (and no link is followed)\n"
	    "unit: error: link: is no folder (and no link is followed)\n"
	    "unit: error: real: anybody may write there, and what waits there is sent: chmod o-w\n"
	    "unit: error: : can't be made: No such file or directory\n"
	    "unit: error: shut/box: can't be made: Permission denied\n";
	ck_assert_msg(strncmp(r.err, said, sizeof said - 1) == 0, "%s", r.err);
	ran_free(&r);
}
END_TEST

/* Any bytes arrive, and any reminder is known again. */
static void
hostile(struct buf *out, void *arg)
{
	(void)arg;
	struct buf message = {0}, key = {0};
	for (int i = 0; i < 100000; i++)
		buf_putc(&message, (char)i);
	for (int i = 0; i < 300; i++)
		buf_puts(&key, "\xe5\x83\xb9");
	const char *const texts[] = {"tab\there", "line\nX-Negpkg-Reminder: x\r\n.\n", "", "100% %41 %", "\xff\x01 \x7f", buf_str(&key)};
	enum { TEXTS = sizeof texts / sizeof *texts };
	struct sent list[TEXTS];
	for (int i = 0; i < TEXTS; i++) {
		list[i] = (struct sent){.due = TODAY + i, .lead = i - 2, .recipient = texts[i], .key = texts[i]};
		memcpy(list[i].id, ann.id, sizeof ann.id);
	}
	struct outbox o;
	if (!outbox_open(&o, "box", TODAY))
		return;
	buf_printf(out, "%d ", outbox_put(&o, ID_A, &message, list, TEXTS, "cat >first; exit 1"));
	outbox_close(&o);
	if (!outbox_open(&o, "box", TODAY))
		return;
	for (int i = 0; i < TEXTS; i++) {
		struct sent nearer = list[i];
		nearer.lead--;
		buf_printf(out, "%d%d ", outbox_has(&o, &list[i]), outbox_has(&o, &nearer));
	}
	buf_printf(out, "%d ", outbox_deliver_left(&o, "cat >second"));
	outbox_close(&o);
	buf_printf(out, "%d", system("cmp first second && tail -c 100000 second >third"));
	put_file("message", message.data, message.len);
	buf_printf(out, "%d ", system("cmp message third"));
	put_lines(out);
	char *journal = get_file("box/journal");
	buf_printf(out, "%d", strstr(journal, buf_str(&key)) != NULL);
	free(journal);
	buf_free(&message);
	buf_free(&key);
}

START_TEST(hostile_text_arrives)
{
	assert_run(hostile, "0 10 10 10 10 10 10 1 00 6 lines 1", 1, "exited with status 1");
}
END_TEST

static void
name_twice(struct buf *out, void *arg)
{
	(void)arg;
	struct outbox o;
	struct sent other = ann;
	char a[SENT_ID + 1], b[SENT_ID + 1], c[SENT_ID + 1];
	other.lead = 1;
	if (!outbox_open(&o, "box", TODAY))
		return;
	buf_printf(out, "%d", put(&o, ID_A, "one\n", &ann, NULL));
	buf_printf(out, "%d", put(&o, ID_A, "two\n", &other, NULL));
	buf_printf(out, "%d", put(&o, "../../etc/passwd", "three\n", &other, NULL));
	buf_printf(out, "%d ", put(&o, ID_B "b", "four\n", &other, NULL));
	outbox_id(o.today, &ann, 1, a);
	outbox_id(o.today, &other, 1, b);
	outbox_id(o.today, (struct sent[]){ann, other}, 2, c);
	buf_printf(out, "%d ", strcmp(a, b) != 0 && strcmp(b, c) != 0 && strlen(a) == SENT_ID);
	outbox_id(o.today, &ann, 1, b);
	buf_printf(out, "%d ", strcmp(a, b) == 0);
	outbox_close(&o);
	put_files(out, "box");
}

START_TEST(a_name_is_used_once)
{
	assert_run(name_twice, "1000 1 1 05-a.eml journal lock ", 3, "this is no new message's name");
}
END_TEST

static void
changed(struct buf *out, void *arg)
{
	(void)arg;
	struct outbox o;
	struct sent moved = ann, nearer = ann, farther = ann;
	moved.due += 30;
	nearer.lead = 1;
	farther.lead = 14;
	do_run(out, KEEP, TODAY);
	if (!outbox_open(&o, "box", TODAY))
		return;
	buf_printf(out, "%d%d%d%d", outbox_has(&o, &ann), outbox_has(&o, &moved), outbox_has(&o, &nearer), outbox_has(&o, &farther));
	outbox_close(&o);
}

START_TEST(a_moved_milestone_is_told_again)
{
	assert_run(changed, "1a1b1 1001", 0, "");
}
END_TEST

Suite *
outbox_suite(void)
{
	Suite *s = suite_create("outbox");
	TCase *t = tcase_create("outbox");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, each_message_goes_once);
	tcase_add_test(t, others_cant_read_it);
	tcase_add_test(t, what_waits_for_others_can_still_be_delivered);
	tcase_add_test(t, what_no_command_took_goes_first_next_time);
	tcase_add_test(t, what_no_command_took_can_be_fetched);
	tcase_add_test(t, commands_that_fail);
	tcase_add_test(t, what_a_command_inherits);
	tcase_add_test(t, one_run_at_a_time);
	tcase_add_test(t, a_command_in_the_background_holds_no_lock);
	tcase_add_test(t, a_day_before_the_last_runs_is_refused);
	tcase_add_test(t, what_a_killed_run_leaves);
	tcase_add_test(t, the_oldest_goes_first);
	tcase_add_test(t, files_of_others_are_left_alone);
	tcase_add_test(t, a_damaged_message_is_an_error);
	tcase_add_test(t, folders_that_cant_be_used);
	tcase_add_test(t, hostile_text_arrives);
	tcase_add_test(t, a_name_is_used_once);
	tcase_add_test(t, a_moved_milestone_is_told_again);
	suite_add_tcase(s, t);
	return s;
}
