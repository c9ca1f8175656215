/* What fuzz targets share. A target is one function, which libFuzzer calls with any bytes, and tests/fuzz/replay.c with
 * those of files: it aborts where the library doesn't hold to what its headers say. */
#ifndef NEGPKG_FUZZ_H
#define NEGPKG_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Else the run ends here. */
#define must(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

/* Bytes to be used up from the front. */
struct bytes {
	const char *s;
	size_t n;
};
struct bytes bytes_of(const uint8_t *data, size_t size);
/* At the end there are zeros, no more. */
uint64_t take_word(struct bytes *b, size_t bytes);
static inline uint8_t
take_byte(struct bytes *b)
{
	return (uint8_t)take_word(b, 1);
}
/* What stands before the next such byte, or all that is left; the byte itself is dropped. */
struct bytes take_up_to(struct bytes *b, char end);
/* The same for a line that is just %%, which parts the sheets of an input. */
struct bytes take_part(struct bytes *b);
/* A terminated copy without its NULs; for free(). */
char *bytes_text(struct bytes b);
bool bytes_equal(struct bytes a, const char *s, size_t n);

/* A file in memory that holds these bytes: its path, until the next call with the same number (0 to 3). */
const char *fuzz_file(int number, const char *s, size_t n);
/* read() hands out at most so many bytes at once; 0: as many as there are. */
extern size_t fuzz_piece;
/* Messages about places, a line each; never printed. Empty it when it is to be compared. */
extern struct buf fuzz_said;

/* The next character of UTF-8 at s, by a table of well-formed sequences (Unicode, table 3-7); its length, 0 where it is none. */
size_t fuzz_character(const char *s, size_t n);

#endif
