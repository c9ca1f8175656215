#include "base/policy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "helpers.h"
#include "suites.h"

/* The variable's value; NULL: unset. */
static void
set_folder(const char *value)
{
	if (value)
		setenv("NEGPKG_TEMPLATES", value, 1);
	else
		unsetenv("NEGPKG_TEMPLATES");
}

static void
put_folders(struct buf *out, void *value)
{
	set_folder(value);
	char **folders = policy_folders("templates");
	for (size_t i = 0; folders[i]; i++)
		buf_printf(out, "%s\n", folders[i]);
	policy_folders_free(folders);
}

START_TEST(the_variable_comes_first)
{
	static const char *const cases[] = {"/a/b", "a", ".", "/a/b/"};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ran r = run(put_folders, (char *)(uintptr_t)cases[i]);
		size_t n = strlen(cases[i]);
		ck_assert_msg(strncmp(r.out, cases[i], n) == 0 && r.out[n] == '\n', "%s", r.out);
		ck_assert_str_eq(r.err, "");
		ran_free(&r);
	}
}
END_TEST

/* The installed folder, and two beside the executable's own: none of them the variable's. */
START_TEST(without_the_variable)
{
	static const char *const cases[] = {NULL, ""};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct ran r = run(put_folders, (char *)(uintptr_t)cases[i]);
		ck_assert_uint_eq(lines_of(r.out), 3);
		ck_assert(r.out[0] == '/');
		ck_assert_ptr_nonnull(strstr(r.out, "/share/templates\n"));
		ck_assert_ptr_nonnull(strstr(r.out, "/share/negpkg/templates\n"));
		ran_free(&r);
	}
}
END_TEST

static void
find_some(struct buf *out, void *arg)
{
	(void)arg;
	set_folder("own");
	ck_assert(mkdir("own", 0700) == 0);
	put_text("own/mine.csv", "");
	put_text("here.csv", "");
	static const char *const names[] = {"mine.csv", "here.csv", "nothing-of-the-kind.csv"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *found = policy_find("templates", names[i]);
		buf_printf(out, "%s ", found ? found : "none");
		free(found);
	}
}

START_TEST(finds_what_is_there)
{
	struct ran r = run(find_some, NULL);
	ck_assert_str_eq(r.out, "own/mine.csv none none ");
	ck_assert_str_eq(r.err, "");
	ran_free(&r);
}
END_TEST

Suite *
policy_suite(void)
{
	Suite *s = suite_create("policy");
	TCase *t = tcase_create("policy");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_variable_comes_first);
	tcase_add_test(t, without_the_variable);
	tcase_add_test(t, finds_what_is_there);
	suite_add_tcase(s, t);
	return s;
}
