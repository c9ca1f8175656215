#include "base/spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/output.h"
#include "helpers.h"
#include "suites.h"

static bool
passes_on(const struct spool *s, const char *path)
{
	struct output o;
	return output_open(&o, path) && spool_put(s, &o) && output_close(&o);
}

static bool
are_same(const char *a, const char *b, size_t n)
{
	FILE *f = fopen(a, "r"), *g = fopen(b, "r");
	size_t at = 0;
	int c = 0;
	while (f && g && (c = getc(f)) == getc(g) && c != EOF)
		at++;
	bool same = f && g && c == EOF && at == n;
	if (f)
		fclose(f);
	if (g)
		fclose(g);
	return same;
}

struct content {
	size_t n;
	bool by_pipe;
};

static void
copy(struct buf *out, void *arg)
{
	const struct content *c = arg;
	uint64_t seed = 3;
	char *text = malloc(c->n + 1);
	for (size_t i = 0; i < c->n; i++)
		text[i] = (char)random_below(&seed, 256);
	put_file("in", text, c->n);
	free(text);
	struct spool s;
	if (c->by_pipe) {
		int in = open("in", O_RDONLY);
		dup2(in, STDIN_FILENO);
		close(in);
	}
	if (!spool_fill(&s, c->by_pipe ? "-" : "in"))
		return;
	put_text("in", "something else"); /* too late to matter */
	buf_printf(out, "%d %d ", passes_on(&s, "one"), passes_on(&s, "two"));
	buf_printf(out, "%d ", are_same("one", "two", c->n));
	/* its path opens it from the beginning, again and again */
	for (int times = 0; times < 2; times++)
		buf_printf(out, "%d", are_same("one", s.path, c->n));
	spool_free(&s);
	spool_free(&s); /* twice does no harm */
}

START_TEST(a_copy_is_the_same_to_the_byte)
{
	static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 1000000};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		for (int by_pipe = 0; by_pipe < 2; by_pipe++) {
			struct content c = {sizes[i], by_pipe};
			struct ran r = run(copy, &c);
			ck_assert_msg(strcmp(r.out, "1 1 1 11") == 0, "%zu: %s%s", sizes[i], r.out, r.err);
			ck_assert_str_eq(r.err, "");
			ck_assert_int_eq(r.status, 0);
			ran_free(&r);
		}
}
END_TEST

static void
fill_in_vain(struct buf *out, void *path)
{
	struct spool s;
	buf_printf(out, "%d", spool_fill(&s, path));
	spool_free(&s);
}

START_TEST(what_cant_be_read_is_said)
{
	static const char *const paths[] = {"nowhere", "/", ""};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct ran r = run(fill_in_vain, (char *)(uintptr_t)paths[i]);
		ck_assert_str_eq(r.out, "0");
		ck_assert_uint_eq(lines_of(r.err), 1);
		ck_assert_int_eq(r.status, 2);
		ran_free(&r);
	}
}
END_TEST

/* Written to, and read again from its beginning. */
static void
write_one(struct buf *out, void *arg)
{
	struct spool s;
	struct output o;
	size_t n = *(const size_t *)arg;
	if (!spool_open(&s, "notes", &o))
		return;
	for (size_t i = 0; i < n; i++) {
		buf_printf(&o.buf, "%zu\n", i);
		output_drain(&o);
	}
	buf_printf(out, "%d ", output_close(&o));
	for (int times = 0; times < 2; times++) {
		char *text = get_file(s.path), last[32];
		snprintf(last, sizeof last, "\n%zu\n", n - 1);
		buf_printf(out, "%d%d", text && lines_of(text) == n, text && (n < 2 || strcmp(text + strlen(text) - strlen(last), last) == 0));
		free(text);
	}
	spool_free(&s);
	spool_free(&s);
}

START_TEST(what_is_written_can_be_read)
{
	static const size_t lines[] = {0, 1, 100000};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct ran r = run(write_one, (void *)(uintptr_t)&lines[i]);
		ck_assert_msg(strcmp(r.out, "1 1111") == 0, "%zu: %s%s", lines[i], r.out, r.err);
		ck_assert_str_eq(r.err, "");
		ran_free(&r);
	}
}
END_TEST

Suite *
spool_suite(void)
{
	Suite *s = suite_create("spool");
	TCase *t = tcase_create("spool");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, a_copy_is_the_same_to_the_byte);
	tcase_add_test(t, what_cant_be_read_is_said);
	tcase_add_test(t, what_is_written_can_be_read);
	suite_add_tcase(s, t);
	return s;
}
