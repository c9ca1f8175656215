#include "deal/walk_crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/crew.h"
#include "base/xalloc.h"
#include "deal/walk_reader.h"
#include "deal/walk_rows.h"
#include "table/split.h"

enum { THREADS_MOST = 64 };

struct walk_crew {
	struct walk_rows *rows;
	struct csvin *whole;
	pthread_mutex_t reading; /* held by who reads on in the sheet */
	size_t parts;            /* taken so far */
	atomic_bool ended;       /* nothing follows that counts */
	pthread_mutex_t turning; /* guards what is below, and the reader by it */
	pthread_cond_t turned;
	size_t turn;             /* the part whose turn it is */
};

struct worker {
	struct walk_crew *crew;
	struct walk_lane *lane;
	struct walk_lane own; /* but for the first, which has that of the rows */
	struct csvin *part;
};

/* False where the sheet has ended before the part. */
static bool
begin_turn(struct worker *me, size_t part)
{
	struct walk_crew *crew = me->crew;
	pthread_mutex_lock(&crew->turning);
	while (crew->turn != part)
		pthread_cond_wait(&crew->turned, &crew->turning);
	pthread_mutex_unlock(&crew->turning);
	if (crew->ended)
		return false;
	crew->rows->reader->lane = me->lane;
	if (crew->rows->reader->careful)
		walk_lane_finish(me->lane);
	return true;
}

static void
end_turn(struct worker *me)
{
	struct walk_crew *crew = me->crew;
	pthread_mutex_lock(&crew->turning);
	crew->turn++;
	pthread_cond_broadcast(&crew->turned);
	pthread_mutex_unlock(&crew->turning);
}

/* What comes next is no part: a step by the order of rows, while nobody else reads on. */
static void
step(struct worker *me, size_t part)
{
	if (begin_turn(me, part)) {
		me->crew->ended = walk_rows_step(me->crew->rows, me->crew->whole) != CSVIN_RECORD;
		walk_lane_settle(me->lane, 0, 0);
	}
	end_turn(me);
}

/* Plain rows up to the first other one; false where that is found, at row `at` of *p (row_count: behind it). */
static bool
walk_ahead(struct worker *me, struct plain *p, size_t *at)
{
	while (csvin_plain(me->part, p))
		if ((*at = walk_lane_rows(me->lane, p, 0)) < p->split->row_count)
			return false;
	return true;
}

/* The rest of a part, in its turn: from row `at` of *p on, where that isn't NULL. */
static void
walk_rest(struct worker *me, struct plain *p, size_t at)
{
	struct walk_crew *crew = me->crew;
	uintmax_t line = csvin_line(crew->whole), number = csvin_number(crew->whole);
	walk_lane_settle(me->lane, line, number);
	csvin_turn_part(crew->whole, me->part);
	if (p) {
		p->line += line;
		p->number += number;
		walk_rows_take(crew->rows, p, at);
	}
	enum csvin_result result;
	while ((result = walk_rows_step(crew->rows, me->part)) == CSVIN_RECORD)
		continue;
	crew->ended = result == CSVIN_ERROR;
	walk_lane_settle(me->lane, 0, 0);
	csvin_join_part(crew->whole, me->part);
}

static void
walk_part(struct worker *me, size_t part)
{
	struct plain p;
	size_t at = 0;
	bool all = walk_ahead(me, &p, &at);
	if (begin_turn(me, part))
		walk_rest(me, all ? NULL : &p, at);
	end_turn(me);
}

static void *
work(void *arg)
{
	struct worker *me = arg;
	struct walk_crew *crew = me->crew;
	for (;;) {
		pthread_mutex_lock(&crew->reading);
		bool ended = crew->ended, is_part = !ended && csvin_read_part(crew->whole, me->part);
		size_t part = crew->parts;
		crew->parts += !ended;
		if (!ended && !is_part)
			step(me, part);
		pthread_mutex_unlock(&crew->reading);
		if (ended)
			return NULL;
		if (is_part)
			walk_part(me, part);
	}
}

void
walk_crew_read(struct walk_rows *w, size_t threads)
{
	struct walk_crew crew = {.rows = w, .whole = w->sheet->sheet.in, .reading = PTHREAD_MUTEX_INITIALIZER,
		.turning = PTHREAD_MUTEX_INITIALIZER, .turned = PTHREAD_COND_INITIALIZER};
	threads = threads ? threads : crew_processors();
	threads = threads < THREADS_MOST ? threads : THREADS_MOST;
	struct worker *workers = xcalloc(threads, sizeof *workers);
	walk_lane_settle(&w->lane, 0, 0);
	for (size_t i = 0; i < threads; i++) {
		struct worker *me = &workers[i];
		*me = (struct worker){.crew = &crew, .lane = i ? &me->own : &w->lane, .part = csvin_part(crew.whole)};
		if (i > 0)
			walk_lane_share(me->lane, &w->lane);
	}
	crew_work(workers, sizeof *workers, threads, work);
	for (size_t i = 0; i < threads; i++) {
		walk_lane_finish(workers[i].lane);
		csvin_close(workers[i].part);
		if (i > 0)
			walk_lane_free(&workers[i].own);
	}
	free(workers);
}
