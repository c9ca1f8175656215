#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/xalloc.h"

enum { RUNS = 64 }; /* for each worker: threads wait for each other at their ends, and by as much as one is longer than the others */

struct crew {
	crew_do *f;
	size_t count, run; /* pieces, and how many are a run */
	pthread_mutex_t mutex; /* guards what is below */
	pthread_cond_t turned;
	size_t next; /* the first piece of the next run */
	size_t turn; /* all before it are done */
};

struct hand {
	struct crew *crew;
	void *worker;
};

size_t
crew_processors(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return count > 0 ? (size_t)count : 1;
}

void
crew_await_turn(struct crew *crew, size_t from)
{
	pthread_mutex_lock(&crew->mutex);
	while (crew->turn != from)
		pthread_cond_wait(&crew->turned, &crew->mutex);
	pthread_mutex_unlock(&crew->mutex);
}

static size_t
take_run(struct crew *crew)
{
	pthread_mutex_lock(&crew->mutex);
	size_t from = crew->next;
	crew->next += from < crew->count ? crew->run : 0;
	pthread_mutex_unlock(&crew->mutex);
	return from;
}

/* Runs end in order, too. */
static void
end_run(struct crew *crew, size_t from, size_t to)
{
	crew_await_turn(crew, from);
	pthread_mutex_lock(&crew->mutex);
	crew->turn = to;
	pthread_cond_broadcast(&crew->turned);
	pthread_mutex_unlock(&crew->mutex);
}

void
crew_work(void *workers, size_t size, size_t count, void *work(void *worker))
{
	pthread_t *threads = xcalloc(count, sizeof *threads);
	size_t started = 1;
	while (started < count && pthread_create(&threads[started], NULL, work, (char *)workers + started * size) == 0)
		started++;
	work(workers);
	for (size_t i = 1; i < started; i++)
		pthread_join(threads[i], NULL);
	free(threads);
}

static void *
work(void *arg)
{
	struct hand *me = arg;
	struct crew *crew = me->crew;
	for (size_t from; (from = take_run(crew)) < crew->count;) {
		size_t to = crew->count - from > crew->run ? from + crew->run : crew->count;
		crew->f(crew, me->worker, from, to);
		end_run(crew, from, to);
	}
	return NULL;
}

void
crew_run(size_t count, void *workers, size_t size, size_t worker_count, crew_do *f)
{
	struct crew crew = {.f = f, .count = count, .run = worker_count > 1 ? count / (worker_count * RUNS) + 1 : count,
		.mutex = PTHREAD_MUTEX_INITIALIZER, .turned = PTHREAD_COND_INITIALIZER};
	struct hand *hands = xcalloc(worker_count, sizeof *hands);
	for (size_t i = 0; i < worker_count; i++)
		hands[i] = (struct hand){.crew = &crew, .worker = (char *)workers + i * size};
	crew_work(hands, sizeof *hands, worker_count, work);
	free(hands);
}
