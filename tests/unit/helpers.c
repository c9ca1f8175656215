#include "helpers.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#endif
#ifdef WITH_ASAN
#include <sanitizer/lsan_interface.h>
#endif

enum {
	SECONDS = 20,  /* what hangs is killed */
	LEAK_RUNS = 4, /* of a test that are searched for leaks: it takes a tenth of a second */
};

static unsigned runs;

decimal
units(const char *integer)
{
	bool negative = integer[0] == '-';
	unsigned __int128 n = 0;
	for (const char *s = integer + negative; *s; s++)
		n = n * 10 + (unsigned)(*s - '0');
	return (decimal)(negative ? -n : n);
}

decimal
dec(const char *s)
{
	char digits[64];
	size_t n = strcspn(s, "."), fraction = s[n] ? strlen(s + n + 1) : 0;
	snprintf(digits, sizeof digits, "%.*s%s%.*s", (int)n, s, s[n] ? s + n + 1 : "", (int)(DECIMAL_PLACES - fraction),
	    "000000000000000");
	return units(digits);
}

static char *
next_text(void)
{
	static char texts[16][64];
	static int next;
	return texts[next++ % 16];
}

const char *
show_units(decimal u)
{
	char *text = next_text(), *at = text + 63;
	unsigned __int128 left = u < 0 ? -(unsigned __int128)u : (unsigned __int128)u;
	*at = '\0';
	do
		*--at = (char)('0' + (int)(left % 10));
	while ((left /= 10) > 0);
	if (u < 0)
		*--at = '-';
	return at;
}

const char *
show_dec(decimal d)
{
	const char *digits = show_units(d);
	char *text = next_text();
	bool negative = digits[0] == '-';
	snprintf(text, 64, "%s%016d", negative ? "-" : "", 0);
	size_t n = strlen(digits + negative);
	if (n >= 16)
		snprintf(text, 62, "%s", digits);
	else
		memcpy(text + strlen(text) - n, digits + negative, n);
	size_t len = strlen(text), point = len - DECIMAL_PLACES;
	memmove(text + point + 1, text + point, DECIMAL_PLACES + 1);
	text[point] = '.';
	for (len = strlen(text); text[len - 1] == '0'; len--)
		text[len - 1] = '\0';
	if (text[len - 1] == '.')
		text[len - 1] = '\0';
	return text;
}

uint64_t
random_next(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * 0x2545f4914f6cdd1d;
}

uint64_t
random_below(uint64_t *state, uint64_t bound)
{
	return (random_next(state) >> 16) % bound;
}

static char *
read_all(int fd)
{
	size_t cap = 4096, n = 0;
	char *text = malloc(cap);
	ssize_t got;
	while (text && (got = read(fd, text + n, cap - n - 1)) > 0) {
		n += (size_t)got;
		if (cap - n < 2)
			text = realloc(text, cap *= 2);
	}
	ck_assert_ptr_nonnull(text);
	text[n] = '\0';
	return text;
}

static void
write_all(int fd, const char *s, size_t n)
{
	for (ssize_t done; n > 0; s += done, n -= (size_t)done)
		if ((done = write(fd, s, n)) <= 0)
			_exit(98);
}

#ifdef WITH_COVERAGE
void __gcov_dump(void); /* writes down what was walked, which _exit doesn't */
#endif

static void
child(void (*f)(struct buf *, void *), void *arg, const char *folder, int out, int err)
{
	if (chdir(folder) != 0 || dup2(err, STDERR_FILENO) < 0 || !freopen("/dev/null", "w", stdout))
		_exit(98);
	signal(SIGALRM, SIG_DFL); /* check has its own */
	alarm(SECONDS);
	diag_start("unit");
	struct buf b = {0};
	f(&b, arg);
	write_all(out, b.data, b.len);
	buf_free(&b);
	int status = diag_finish();
#ifdef WITH_ASAN
	if (runs <= LEAK_RUNS && __lsan_do_recoverable_leak_check())
		status = 99;
#endif
#ifdef WITH_COVERAGE
	__gcov_dump();
#endif
	_exit(status);
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

struct ran
run(void (*f)(struct buf *, void *), void *arg)
{
	char folder[] = "/tmp/negpkg-unit.XXXXXX";
	int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC);
	ck_assert(out >= 0 && err >= 0 && mkdtemp(folder));
	fflush(NULL);
	runs++;
	pid_t pid = fork();
	ck_assert(pid >= 0);
	if (pid == 0)
		child(f, arg, folder, out, err);
	int status;
	ck_assert(waitpid(pid, &status, 0) == pid);
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	lseek(out, 0, SEEK_SET);
	lseek(err, 0, SEEK_SET);
	struct ran r = {read_all(out), read_all(err), WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status)};
	close(out);
	close(err);
	return r;
}

void
ran_free(struct ran *r)
{
	free(r->out);
	free(r->err);
	*r = (struct ran){0};
}

bool
is_sanitized(void)
{
#ifdef WITH_ASAN
	return true;
#else
	return false;
#endif
}

size_t
lines_of(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += *s == '\n';
	return n;
}

void
put_file(const char *name, const char *text, size_t n)
{
	FILE *f = fopen(name, "w");
	if (!f || fwrite(text, 1, n, f) != n || fclose(f) != 0)
		_exit(98);
}

void
put_text(const char *name, const char *text)
{
	put_file(name, text, strlen(text));
}

char *
get_file(const char *name)
{
	FILE *f = fopen(name, "r");
	if (!f)
		return NULL;
	char *text = read_all(fileno(f));
	fclose(f);
	return text;
}
