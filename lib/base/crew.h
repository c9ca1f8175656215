/* Work in pieces, shared out among threads. */
#ifndef NEGPKG_CREW_H
#define NEGPKG_CREW_H

#include <stddef.h>

struct crew;

/* Does the pieces of a run, from number `from` up to before `to`, with what this worker has. */
typedef void crew_do(struct crew *crew, void *worker, size_t from, size_t to);

/* How many processors this process may use. */
size_t crew_processors(void);
/* Has work(worker) done for workers of `size` bytes side by side, each in its own thread and the first in this one, and ends when all
 * have. A machine that has no more threads leaves out the last ones: the others do their work. */
void crew_work(void *workers, size_t size, size_t count, void *work(void *worker));
/* Has each piece from 0 to count - 1 done once, in runs, lower numbers first, by as many threads as there are workers (each of `size`
 * bytes; this thread is one of them), and ends when all are done. Small pieces cost no more than large ones: there are some dozens of
 * runs for each worker, and one for one. See crew_work. */
void crew_run(size_t count, void *workers, size_t size, size_t worker_count, crew_do *f);
/* For f: waits until all pieces before its first one are done. */
void crew_await_turn(struct crew *crew, size_t from);

#endif
