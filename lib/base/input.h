/* A file's bytes, as they are. */
#ifndef NEGPKG_INPUT_H
#define NEGPKG_INPUT_H

#include <stdbool.h>

struct buf;

/* Appends what is left to be read of fd, going on after signals. False, with errno, where that fails. */
bool input_read(int fd, struct buf *to);

#endif
