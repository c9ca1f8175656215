#include "base/shell.h"

#include <string.h>

#include "base/buf.h"

static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+@%-";

void
shell_put_file(struct buf *b, const char *name)
{
	if (name[0] == '-')
		buf_puts(b, "./");
	if (*name && name[strspn(name, plain)] == '\0') {
		buf_puts(b, name);
		return;
	}
	buf_putc(b, '\'');
	for (const char *s = name; *s; s++)
		if (*s == '\'')
			buf_puts(b, "'\\''");
		else
			buf_putc(b, *s);
	buf_putc(b, '\'');
}
