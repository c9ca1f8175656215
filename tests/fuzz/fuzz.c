#include "fuzz.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/diag.h"

enum { FILES = 4, SAID_MOST = 64 * 1024 };

size_t fuzz_piece;
struct buf fuzz_said;

void
fuzz_fail(const char *condition, const char *file, int line)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
	if (fuzz_said.len)
		fprintf(stderr, "said: %s", buf_str(&fuzz_said));
	abort();
}

static bool
gather(void *context, const struct place *where, enum diag_severity severity, const char *message)
{
	(void)context;
	if (fuzz_said.len < SAID_MOST)
		diag_put(&fuzz_said, &(struct place){.file = "f", .line = where->line, .record = where->record, .field = where->field}, severity,
		    message);
	return false; /* so that errors are counted */
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	diag_start("fuzz");
	diag_limit(0);
	diag_quiet();
	diag_divert(gather, NULL);
	return 0;
}

struct bytes
bytes_of(const uint8_t *data, size_t size)
{
	return (struct bytes){size ? (const char *)data : "", size};
}

uint64_t
take_word(struct bytes *b, size_t bytes)
{
	uint64_t word = 0;
	for (size_t i = 0; i < bytes && b->n; i++, b->s++, b->n--)
		word = word << 8 | (uint8_t)*b->s;
	return word;
}

struct bytes
take_up_to(struct bytes *b, char end)
{
	const char *at = memchr(b->s, end, b->n);
	struct bytes taken = {b->s, at ? (size_t)(at - b->s) : b->n};
	b->s += taken.n + (at != NULL);
	b->n -= taken.n + (at != NULL);
	return taken;
}

struct bytes
take_part(struct bytes *b)
{
	static const char line[] = "\n%%\n";
	const size_t len = sizeof line - 1;
	const char *at = memmem(b->s, b->n, line, len);
	struct bytes taken = {b->s, at ? (size_t)(at - b->s) + 1 : b->n};
	size_t gone = taken.n + (at ? len - 1 : 0);
	b->s += gone;
	b->n -= gone;
	return taken;
}

char *
bytes_text(struct bytes b)
{
	char *text = malloc(b.n + 1);
	must(text);
	size_t n = 0;
	for (size_t i = 0; i < b.n; i++)
		if (b.s[i])
			text[n++] = b.s[i];
	text[n] = '\0';
	return text;
}

bool
bytes_equal(struct bytes a, const char *s, size_t n)
{
	return a.n == n && (n == 0 || memcmp(a.s, s, n) == 0);
}

const char *
fuzz_file(int number, const char *s, size_t n)
{
	static int fds[FILES];
	static char paths[FILES][32];
	must(number < FILES);
	int fd = fds[number];
	if (fd == 0) { /* never closed: one run after the other uses it */
		fd = fds[number] = memfd_create("fuzz", MFD_CLOEXEC);
		must(fd > 0);
		snprintf(paths[number], sizeof paths[number], "/proc/self/fd/%d", fd);
	}
	must(ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0);
	for (ssize_t done; n > 0; s += done, n -= (size_t)done) {
		done = write(fd, s, n);
		must(done > 0);
	}
	return paths[number];
}

/* By -Wl,--wrap: reads as short as a slow pipe's, but the same ones each time. */
ssize_t __real_read(int fd, void *to, size_t n);
ssize_t __wrap_read(int fd, void *to, size_t n);
ssize_t __real___read_chk(int fd, void *to, size_t n, size_t room);
ssize_t __wrap___read_chk(int fd, void *to, size_t n, size_t room);

static size_t
at_once(size_t n)
{
	return fuzz_piece && fuzz_piece < n ? fuzz_piece : n;
}

ssize_t
__wrap_read(int fd, void *to, size_t n)
{
	return __real_read(fd, to, at_once(n));
}

ssize_t
__wrap___read_chk(int fd, void *to, size_t n, size_t room)
{
	return __real___read_chk(fd, to, at_once(n), room);
}

size_t
fuzz_character(const char *s, size_t n)
{
	static const struct {
		uint8_t from, to, second_from, second_to, length;
	} table[] = {
		{0x00, 0x7f, 0, 0, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};
	const uint8_t *u = (const uint8_t *)s;
	for (size_t i = 0; n && i < sizeof table / sizeof *table; i++) {
		size_t length = table[i].length;
		if (u[0] < table[i].from || u[0] > table[i].to)
			continue;
		if (n < length || (length > 1 && (u[1] < table[i].second_from || u[1] > table[i].second_to)))
			return 0;
		for (size_t k = 2; k < length; k++)
			if (u[k] < 0x80 || u[k] > 0xbf)
				return 0;
		return length;
	}
	return 0;
}
