/* Words for a shell, in commands that messages advise. */
#ifndef NEGPKG_SHELL_H
#define NEGPKG_SHELL_H

struct buf;

/* Appends the name of a file as one word of a POSIX shell, quoted where that takes it, never to be read as an option. */
void shell_put_file(struct buf *b, const char *name);

#endif
