#include "deal/walk_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "by_hand.h"
#include "helpers.h"
#include "suites.h"

static const struct walk_step steps[] = {{0, 1}, {1, 2}};

static size_t
group_of(struct walk_table *t, const char *account, const char *line)
{
	struct buf key = {0};
	key_add(&key, account, strlen(account));
	key_add(&key, line, strlen(line));
	size_t group = walk_table_group(t, key.data, key.len);
	buf_free(&key);
	return group;
}

static void
add(struct walk_table *t, const char *account, const char *line, struct figures a, struct figures b, struct figures c)
{
	ck_assert(walk_table_add(t, group_of(t, account, line), (struct figures[]){a, b, c}));
}

/* Each row as depth, key, step and items. */
static void
assert_rows(const struct walk_table *t, enum walk_order order, const char *expected)
{
	struct walk_row *rows;
	size_t count;
	struct buf b = {0};
	ck_assert(walk_table_rows(t, order, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		buf_printf(&b, "%zu", rows[i].depth);
		for (size_t cell = 0; cell < rows[i].depth; cell++)
			buf_printf(&b, "/%s", group_cell(&t->groups, rows[i].group, cell));
		buf_printf(&b, " %zu:%zu\n", rows[i].step, rows[i].line.items);
	}
	ck_assert_str_eq(buf_str(&b), expected);
	buf_free(&b);
	free(rows);
}

START_TEST(rows_from_the_top_down)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 2, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures f = sold("1", "2", "1");
	add(&t, "b", "y", f, f, f);
	add(&t, "a", "z", f, f, f);
	add(&t, "a b", "", f, f, f);
	add(&t, "a", "x", f, f, f);
	add(&t, "a", "x", f, f, f);
	add(&t, "B", "y", f, f, f);
	assert_rows(&t, WALK_BY_KEY, "0 0:6\n0 1:6\n"
	    "1/B 0:1\n1/B 1:1\n2/B/y 0:1\n2/B/y 1:1\n"
	    "1/a 0:3\n1/a 1:3\n2/a/x 0:2\n2/a/x 1:2\n2/a/z 0:1\n2/a/z 1:1\n"
	    "1/a b 0:1\n1/a b 1:1\n2/a b/ 0:1\n2/a b/ 1:1\n"
	    "1/b 0:1\n1/b 1:1\n2/b/y 0:1\n2/b/y 1:1\n");
	walk_table_free(&t);
}
END_TEST

START_TEST(the_largest_first)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures none = sold("0", "0", "0");
	add(&t, "small", "x", sold("1", "10", "9"), sold("1", "10", "1"), none);    /* revenue 10, change 8 */
	add(&t, "grown", "x", sold("1", "10", "9"), sold("1", "100", "99"), none);  /* 100, 0 */
	add(&t, "shrunk", "x", sold("1", "50", "1"), sold("1", "10", "1"), none);   /* 50, -40 */
	add(&t, "also 10", "x", sold("1", "10", "1"), sold("1", "10", "9"), none);  /* 10, -8 */
	assert_rows(&t, WALK_BY_REVENUE, "0 0:4\n1/grown 0:1\n2/grown/x 0:1\n1/shrunk 0:1\n2/shrunk/x 0:1\n"
	    "1/also 10 0:1\n2/also 10/x 0:1\n1/small 0:1\n2/small/x 0:1\n");
	assert_rows(&t, WALK_BY_CHANGE, "0 0:4\n1/shrunk 0:1\n2/shrunk/x 0:1\n1/also 10 0:1\n2/also 10/x 0:1\n"
	    "1/small 0:1\n2/small/x 0:1\n1/grown 0:1\n2/grown/x 0:1\n");
	walk_table_free(&t);
}
END_TEST

START_TEST(negative_revenue_comes_last)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures none = sold("0", "0", "0");
	add(&t, "a", "returns", sold("-5", "10", "4"), sold("-5", "10", "4"), none);
	add(&t, "b", "sales", sold("1", "1", "1"), sold("1", "1", "1"), none);
	assert_rows(&t, WALK_BY_REVENUE, "0 0:2\n1/b 0:1\n2/b/sales 0:1\n1/a 0:1\n2/a/returns 0:1\n");
	walk_table_free(&t);
}
END_TEST

START_TEST(no_items_and_no_groups)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 2, WALK_NEW_QUANTITY, WALK_POOL_ALL);
	assert_rows(&t, WALK_BY_KEY, "0 0:0\n0 1:0\n");
	assert_rows(&t, WALK_BY_REVENUE, "0 0:0\n0 1:0\n");
	walk_table_free(&t);
	/* --by= nothing: the total is the only group */
	struct buf key = {0};
	walk_table_init(&t, 0, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_ALL);
	struct figures f = sold("1", "2", "1");
	for (int i = 0; i < 3; i++)
		ck_assert(walk_table_add(&t, walk_table_group(&t, key.data, key.len), (struct figures[]){f, f, f}));
	assert_rows(&t, WALK_BY_KEY, "0 0:3\n");
	walk_table_free(&t);
}
END_TEST

/* e10: mix across lines stands in the total only, and not where units are pooled by line. */
START_TEST(pools)
{
	for (int pool = 0; pool < 2; pool++) {
		struct walk_table t;
		walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, pool ? WALK_POOL_ALL : WALK_POOL_GROUP);
		struct figures none = sold("0", "0", "0");
		add(&t, "a", "L1", sold("100", "10", "6"), sold("120", "11", "6.2"), none);
		add(&t, "a", "L1", sold("200", "4", "3"), sold("180", "4.2", "3.1"), none);
		add(&t, "a", "L2", sold("50", "30", "21"), sold("70", "29", "20"), none);
		add(&t, "a", "L2", sold("300", "2", "1.5"), sold("330", "2.1", "1.7"), none);
		struct walk_row *rows;
		size_t count;
		ck_assert(walk_table_rows(&t, WALK_BY_KEY, &rows, &count));
		ck_assert_uint_eq(count, 4);
		for (size_t i = 0; i < 2; i++) /* one account: its row repeats the total */
			assert_units(rows[i].line.effects[WALK_MIX_ACROSS] / 1000000000, pool ? "-6593406" : "0");
		for (size_t i = 2; i < 4; i++)
			ck_assert(rows[i].line.effects[WALK_MIX_ACROSS] == 0);
		ck_assert(rows[0].line.effects[WALK_MIX_WITHIN] == rows[2].line.effects[WALK_MIX_WITHIN] + rows[3].line.effects[WALK_MIX_WITHIN]);
		free(rows);
		walk_table_free(&t);
	}
}
END_TEST

START_TEST(many_groups)
{
	enum { COUNT = 3000 };
	struct walk_table t;
	walk_table_init(&t, 2, steps, 2, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures f = sold("1", "2", "1");
	char line[16];
	for (int i = 0; i < COUNT; i++) {
		snprintf(line, sizeof line, "%04d", i * 7 % COUNT);
		add(&t, i % 2 ? "b" : "a", line, f, f, f);
	}
	struct walk_row *rows;
	size_t count;
	ck_assert(walk_table_rows(&t, WALK_BY_KEY, &rows, &count));
	ck_assert_uint_eq(count, 2 * (1 + 2 + COUNT));
	ck_assert_uint_eq(rows[0].line.items, COUNT);
	ck_assert_uint_eq(rows[2].line.items, COUNT / 2);
	for (size_t i = 6; i < count / 2; i += 2)
		if (rows[i].depth == 2 && rows[i - 2].depth == 2)
			ck_assert_int_lt(strcmp(group_cell(&t.groups, rows[i - 2].group, 1), group_cell(&t.groups, rows[i].group, 1)), 0);
	free(rows);
	walk_table_free(&t);
}
END_TEST

/* A group that mixes units is said once. */
START_TEST(units_of_groups)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	const char *other = NULL;
	static const char *const differ[] = {"kg", "pcs", "p", ""};
	for (size_t i = 0; i < sizeof differ / sizeof *differ; i++) {
		size_t group = group_of(&t, "a", differ[i]);
		ck_assert(walk_table_unit(&t, group, "pcs", 2, &other)); /* pc */
		ck_assert(walk_table_unit(&t, group, "pc", 2, &other));
		ck_assert(!walk_table_unit(&t, group, differ[i], strlen(differ[i]), &other));
		ck_assert_str_eq(other, "pc");
		ck_assert(walk_table_unit(&t, group, differ[i], strlen(differ[i]), &other));
		ck_assert(walk_table_unit(&t, group, "m", 1, &other));
	}
	ck_assert(walk_table_unit(&t, group_of(&t, "b", ""), "kg", 2, &other)); /* another group's */
	walk_table_free(&t);
}
END_TEST

#define ENORMOUS "150000000000000000000000"

START_TEST(overflow_is_false)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures huge = totals_of("1", ENORMOUS, "0", "0", "1", "1"), none = sold("0", "0", "0");
	add(&t, "a", "x", none, huge, none);
	ck_assert(!walk_table_add(&t, group_of(&t, "a", "x"), (struct figures[]){none, huge, none}));
	walk_table_free(&t);
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	add(&t, "a", "x", none, huge, none);
	add(&t, "a", "y", none, huge, none);
	struct walk_row *rows;
	size_t count;
	ck_assert(!walk_table_rows(&t, WALK_BY_KEY, &rows, &count));
	free(rows);
	walk_table_free(&t);
}
END_TEST

/* The change of a group may be more than either end. */
START_TEST(changes_that_dont_fit)
{
	struct walk_table t;
	walk_table_init(&t, 2, steps, 1, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	struct figures none = sold("0", "0", "0"), huge = totals_of("1", ENORMOUS, "0", "0", "1", "1");
	add(&t, "huge", "x", totals_of("1", "0", ENORMOUS, "0", "1", "1"), none, none);
	add(&t, "huge", "x", none, huge, none);
	add(&t, "large", "x", sold("1", "0", "0"), totals_of("1", "0", "100000000000000000000000", "0", "1", "1"), none);
	struct walk_row *rows;
	size_t count;
	if (walk_table_rows(&t, WALK_BY_CHANGE, &rows, &count))
		ck_assert_str_eq(group_cell(&t.groups, rows[1].group, 0), "huge");
	free(rows);
	walk_table_free(&t);
}
END_TEST

Suite *
walk_table_suite(void)
{
	Suite *s = suite_create("walk_table");
	TCase *t = tcase_create("walk_table");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, rows_from_the_top_down);
	tcase_add_test(t, the_largest_first);
	tcase_add_test(t, negative_revenue_comes_last);
	tcase_add_test(t, no_items_and_no_groups);
	tcase_add_test(t, pools);
	tcase_add_test(t, many_groups);
	tcase_add_test(t, units_of_groups);
	tcase_add_test(t, overflow_is_false);
	tcase_add_test(t, changes_that_dont_fit);
	suite_add_tcase(s, t);
	return s;
}
