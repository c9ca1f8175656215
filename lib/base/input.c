#include "base/input.h"

#include <errno.h>
#include <unistd.h>

#include "base/buf.h"

bool
input_read(int fd, struct buf *to)
{
	char block[16 * 1024];
	for (;;) {
		ssize_t got = read(fd, block, sizeof block);
		if (got == 0)
			return true;
		if (got > 0)
			buf_add(to, block, (size_t)got);
		else if (errno != EINTR)
			return false;
	}
}
