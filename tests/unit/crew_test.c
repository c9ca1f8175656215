#include "base/crew.h"

#include <stdatomic.h>
#include <string.h>

#include "helpers.h"
#include "suites.h"

enum { PIECES = 2000 };

/* What all workers share, and what each has. */
struct shared {
	atomic_int done[PIECES];
	size_t order[PIECES], count; /* in turn */
};

struct worker {
	struct shared *shared;
	size_t pieces;
};

static void
do_pieces(struct crew *crew, void *arg, size_t from, size_t to)
{
	struct worker *me = arg;
	for (size_t i = from; i < to; i++) {
		me->pieces++;
		atomic_fetch_add(&me->shared->done[i], 1);
		if (i % 3 == 0) /* some don't wait for it */
			continue;
		crew_await_turn(crew, from);
		me->shared->order[me->shared->count++] = i;
	}
}

/* By one thread and by several. */
START_TEST(pieces)
{
	static struct shared shared;
	struct worker workers[8];
	size_t sum = 0;
	memset(&shared, 0, sizeof shared);
	for (int i = 0; i < _i; i++)
		workers[i] = (struct worker){&shared, 0};
	crew_run(PIECES, workers, sizeof *workers, (size_t)_i, do_pieces);
	for (int i = 0; i < _i; i++)
		sum += workers[i].pieces;
	ck_assert_uint_eq(sum, PIECES);
	for (size_t i = 0; i < PIECES; i++)
		ck_assert_int_eq(shared.done[i], 1);
	for (size_t i = 0, at = 0; i < PIECES; i++)
		if (i % 3)
			ck_assert_uint_eq(shared.order[at++], i);
}
END_TEST

START_TEST(nothing_to_do)
{
	struct worker worker = {0};
	crew_run(0, &worker, sizeof worker, 1, do_pieces);
	ck_assert_uint_eq(worker.pieces, 0);
	ck_assert_uint_ge(crew_processors(), 1);
}
END_TEST

Suite *
crew_suite(void)
{
	Suite *s = suite_create("crew");
	TCase *t = tcase_create("crew");
	tcase_add_loop_test(t, pieces, 1, 9);
	tcase_add_test(t, nothing_to_do);
	suite_add_tcase(s, t);
	return s;
}
