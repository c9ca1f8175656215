/* A command of the user's that is handed a file. */
#ifndef NEGPKG_COMMAND_H
#define NEGPKG_COMMAND_H

#include <stdbool.h>

struct buf;

/* Runs `command` by the shell with `input` as its standard input and waits for it. False where it didn't exit with 0: then
 * `why` gets words for a message ("exited with status 75"); nothing is printed. Its output and errors go where ours go. */
bool command_run(const char *command, int input, struct buf *why);

#endif
