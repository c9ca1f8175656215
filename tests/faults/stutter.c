/* Preloaded: each read and write is interrupted first, and then moves a single byte. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Every other call is interrupted. */
static bool
interrupted(void)
{
	static bool now;
	now = !now;
	if (now)
		errno = EINTR;
	return now;
}

ssize_t
read(int fd, void *to, size_t n)
{
	return interrupted() ? -1 : syscall(SYS_read, fd, to, n > 1 ? 1 : n);
}

ssize_t
write(int fd, const void *from, size_t n)
{
	return interrupted() ? -1 : syscall(SYS_write, fd, from, n > 1 ? 1 : n);
}
