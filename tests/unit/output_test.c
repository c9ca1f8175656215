#include "base/output.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helpers.h"
#include "suites.h"

static void
put_contents(struct buf *out, const char *name)
{
	char *text = get_file(name);
	buf_printf(out, "%s=%s ", name, text ? text : "(none)");
	free(text);
}

/* Nothing temporary is left behind. */
static void
put_count(struct buf *out)
{
	size_t n = 0;
	DIR *d = opendir(".");
	for (struct dirent *e; d && (e = readdir(d));)
		n += e->d_name[0] != '.';
	if (d)
		closedir(d);
	buf_printf(out, "%zu files", n);
}

static bool
write_out(const char *path, const char *text)
{
	struct output o;
	if (!output_open(&o, path))
		return false;
	buf_puts(&o.buf, text);
	return output_close(&o);
}

static void
assert_run(void (*f)(struct buf *, void *), const char *expected, size_t messages)
{
	struct ran r = run(f, NULL);
	ck_assert_str_eq(r.out, expected);
	ck_assert_msg(lines_of(r.err) == messages, "%s", r.err);
	ck_assert_int_eq(r.status, messages ? 2 : 0);
	ran_free(&r);
}

static void
make_and_replace(struct buf *out, void *arg)
{
	(void)arg;
	buf_printf(out, "%d ", write_out("a.csv", "new"));
	put_contents(out, "a.csv");
	buf_printf(out, "%d ", write_out("a.csv", "newer"));
	put_contents(out, "a.csv");
	put_count(out);
}

START_TEST(a_file_is_made_and_replaced)
{
	assert_run(make_and_replace, "1 a.csv=new 1 a.csv=newer 1 files", 0);
}
END_TEST

/* Whoever reads meanwhile sees the old file, whole. */
static void
look_meanwhile(struct buf *out, void *arg)
{
	(void)arg;
	put_text("a.csv", "old");
	struct output o;
	if (!output_open(&o, "a.csv"))
		return;
	for (int i = 0; i < 100000; i++) {
		buf_puts(&o.buf, "0123456789");
		output_drain(&o);
	}
	put_contents(out, "a.csv");
	bool ok = output_close(&o);
	struct stat st;
	stat("a.csv", &st);
	buf_printf(out, "%d %ld ", ok, (long)st.st_size);
	put_count(out);
}

START_TEST(the_old_file_stays_until_the_end)
{
	assert_run(look_meanwhile, "a.csv=old 1 1000000 1 files", 0);
}
END_TEST

static void
abandon(struct buf *out, void *arg)
{
	(void)arg;
	put_text("a.csv", "old");
	static const char *const names[] = {"a.csv", "new.csv"};
	for (int i = 0; i < 2; i++) {
		struct output o;
		if (!output_open(&o, names[i]))
			return;
		for (int k = 0; k < 20000; k++)
			buf_puts(&o.buf, "half a result");
		output_drain(&o);
		output_abandon(&o);
		output_abandon(&o); /* twice does no harm */
		put_contents(out, names[i]);
	}
	put_count(out);
}

START_TEST(abandoned_files_stay_as_they_were)
{
	assert_run(abandon, "a.csv=old new.csv=(none) 1 files", 0);
}
END_TEST

static void
write_full(struct buf *out, void *arg)
{
	(void)arg;
	buf_printf(out, "%d ", write_out("/dev/full", "x"));
	struct output o;
	buf_printf(out, "%d ", output_open(&o, "/dev/full"));
	for (int i = 0; i < 100000; i++) {
		buf_puts(&o.buf, "0123456789");
		output_drain(&o); /* one message, not one for each try */
	}
	buf_printf(out, "%d", output_close(&o));
}

START_TEST(a_full_disk_fails)
{
	assert_run(write_full, "0 1 0", 2);
}
END_TEST

static void
full_standard_output(struct buf *out, void *arg)
{
	(void)arg;
	dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
	buf_printf(out, "%d", write_out(NULL, "x"));
}

START_TEST(a_full_standard_output_fails)
{
	assert_run(full_standard_output, "0", 1);
}
END_TEST

static void
standard_output(struct buf *out, void *arg)
{
	(void)arg;
	for (int i = 0; i < 2; i++) {
		int fd = open("stdout", O_WRONLY | O_CREAT | O_APPEND, 0666);
		if (fd != STDOUT_FILENO) { /* closed by the first round */
			dup2(fd, STDOUT_FILENO);
			close(fd);
		}
		buf_printf(out, "%d ", write_out(i ? "-" : NULL, i ? "dash" : "null "));
	}
	put_contents(out, "stdout");
	put_count(out);
}

START_TEST(standard_output_by_either_name)
{
	assert_run(standard_output, "1 1 stdout=null dash 1 files", 0);
}
END_TEST

static void
through_link(struct buf *out, void *arg)
{
	(void)arg;
	put_text("a.csv", "old");
	if (symlink("a.csv", "b.csv") || symlink("b.csv", "link.csv"))
		return;
	buf_printf(out, "%d ", write_out("link.csv", "new"));
	struct stat st;
	lstat("link.csv", &st);
	buf_puts(out, S_ISLNK(st.st_mode) ? "link " : "file ");
	lstat("b.csv", &st);
	buf_puts(out, S_ISLNK(st.st_mode) ? "link " : "file ");
	put_contents(out, "a.csv");
	put_count(out);
}

START_TEST(a_link_stays_a_link)
{
	assert_run(through_link, "1 link link a.csv=new 3 files", 0);
}
END_TEST

static void
through_dangling_link(struct buf *out, void *arg)
{
	(void)arg;
	if (symlink("a.csv", "link.csv"))
		return;
	bool ok = write_out("link.csv", "new");
	struct stat st;
	lstat("link.csv", &st);
	buf_puts(out, S_ISLNK(st.st_mode) ? "link " : "file ");
	if (ok)
		put_contents(out, "a.csv");
}

/* As with a shell's >, what the link names comes to be. */
START_TEST(a_dangling_link_stays_a_link)
{
	assert_run(through_dangling_link, "link a.csv=new ", 0);
}
END_TEST

static void
keep_mode(struct buf *out, void *arg)
{
	(void)arg;
	struct stat st;
	umask(027);
	write_out("new.csv", "x");
	stat("new.csv", &st);
	buf_printf(out, "%o ", (unsigned)(st.st_mode & 07777));
	chmod("new.csv", 0604);
	write_out("new.csv", "y");
	stat("new.csv", &st);
	buf_printf(out, "%o", (unsigned)(st.st_mode & 07777));
}

START_TEST(modes_are_kept)
{
	assert_run(keep_mode, "640 604", 0);
}
END_TEST

static void
cant_open(struct buf *out, void *arg)
{
	(void)arg;
	mkdir("folder", 0777);
	buf_printf(out, "%d%d%d ", write_out("no/such/folder.csv", "x"), write_out("folder", "x"), write_out("", "x"));
	put_count(out);
}

START_TEST(what_cant_be_opened)
{
	assert_run(cant_open, "000 1 files", 3);
}
END_TEST

static void
into_pipe(struct buf *out, void *arg)
{
	(void)arg;
	if (mkfifo("pipe", 0666))
		return;
	pid_t pid = fork();
	if (pid == 0)
		_exit(write_out("pipe", "through") ? 0 : 1);
	put_contents(out, "pipe");
	waitpid(pid, NULL, 0);
	struct stat st;
	stat("pipe", &st);
	buf_puts(out, S_ISFIFO(st.st_mode) ? "pipe " : "file ");
	put_count(out);
}

START_TEST(a_pipe_stays_a_pipe)
{
	assert_run(into_pipe, "pipe=through pipe 1 files", 0);
}
END_TEST

static void
guard(struct buf *out, void *arg)
{
	(void)arg;
	int saved = dup(STDERR_FILENO);
	for (int fd = 0; fd < 3; fd++)
		close(fd);
	output_guard_descriptors();
	int next = open("/dev/null", O_RDONLY);
	buf_printf(out, "%d ", next > STDERR_FILENO);
	buf_printf(out, "%d ", (int)write(STDOUT_FILENO, "x", 1)); /* what was closed fails still */
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(next);
}

START_TEST(closed_streams_stay_closed)
{
	assert_run(guard, "1 -1 ", 0);
}
END_TEST

static void
write_nothing(struct buf *out, void *arg)
{
	(void)arg;
	buf_printf(out, "%d ", write_out("a.csv", ""));
	put_contents(out, "a.csv");
}

START_TEST(an_empty_result_is_a_file)
{
	assert_run(write_nothing, "1 a.csv= ", 0);
}
END_TEST

Suite *
output_suite(void)
{
	Suite *s = suite_create("output");
	TCase *t = tcase_create("output");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_file_is_made_and_replaced);
	tcase_add_test(t, the_old_file_stays_until_the_end);
	tcase_add_test(t, abandoned_files_stay_as_they_were);
	tcase_add_test(t, a_full_disk_fails);
	tcase_add_test(t, a_full_standard_output_fails);
	tcase_add_test(t, standard_output_by_either_name);
	tcase_add_test(t, a_link_stays_a_link);
	tcase_add_test(t, a_dangling_link_stays_a_link);
	tcase_add_test(t, modes_are_kept);
	tcase_add_test(t, what_cant_be_opened);
	tcase_add_test(t, a_pipe_stays_a_pipe);
	tcase_add_test(t, closed_streams_stay_closed);
	tcase_add_test(t, an_empty_result_is_a_file);
	suite_add_tcase(s, t);
	return s;
}
