#include "base/crew.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct crew {
	crew_do *f;
	size_t count;
	pthread_mutex_t mutex; /* guards what is below */
	pthread_cond_t turned;
	size_t next; /* piece to be done */
	size_t turn; /* all before it are done */
};

struct hand {
	struct crew *crew;
	void *worker;
	pthread_t thread;
};

size_t
crew_processors(void)
{
	cpu_set_t set;
	int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
	return count > 0 ? (size_t)count : 1;
}

void
crew_await_turn(struct crew *crew, size_t i)
{
	pthread_mutex_lock(&crew->mutex);
	while (crew->turn != i)
		pthread_cond_wait(&crew->turned, &crew->mutex);
	pthread_mutex_unlock(&crew->mutex);
}

static size_t
take_piece(struct crew *crew)
{
	pthread_mutex_lock(&crew->mutex);
	size_t i = crew->next++;
	pthread_mutex_unlock(&crew->mutex);
	return i;
}

/* Pieces end in order, too. */
static void
end_piece(struct crew *crew, size_t i)
{
	crew_await_turn(crew, i);
	pthread_mutex_lock(&crew->mutex);
	crew->turn = i + 1;
	pthread_cond_broadcast(&crew->turned);
	pthread_mutex_unlock(&crew->mutex);
}

static void *
work(void *arg)
{
	struct hand *me = arg;
	for (size_t i; (i = take_piece(me->crew)) < me->crew->count;) {
		me->crew->f(me->crew, me->worker, i);
		end_piece(me->crew, i);
	}
	return NULL;
}

void
crew_run(size_t count, void *workers, size_t size, size_t worker_count, crew_do *f)
{
	struct crew crew = {.f = f, .count = count, .mutex = PTHREAD_MUTEX_INITIALIZER, .turned = PTHREAD_COND_INITIALIZER};
	struct hand *hands = xcalloc(worker_count, sizeof *hands);
	size_t started = 1;
	for (size_t i = 0; i < worker_count; i++)
		hands[i] = (struct hand){.crew = &crew, .worker = (char *)workers + i * size};
	while (started < worker_count && pthread_create(&hands[started].thread, NULL, work, &hands[started]) == 0)
		started++;
	work(&hands[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(hands[i].thread, NULL);
	free(hands);
}
