#include "deal/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "helpers.h"
#include "suites.h"

static struct maybe
given(const char *value)
{
	return (struct maybe){.given = value != NULL, .value = value ? dec(value) : 0};
}

/* An item of the bundle "b": cost, and volume and price alone and bundled. */
static struct bundle_item
item(const char *line, const char *product, const char *cost, const char *volume, const char *price, const char *bundle_volume,
    const char *bundle_price)
{
	return (struct bundle_item){.where = {.file = "made", .line = 1}, .bundle = "b", .account = "", .product_line = line,
		.product = product, .owner = "", .cost = given(cost), .standalone_volume = given(volume), .standalone_price = given(price),
		.bundle_volume = given(bundle_volume), .bundle_price = given(bundle_price)};
}

static struct bundle_charge
rebate(const char *amount)
{
	return (struct bundle_charge){.where = {.file = "made", .line = 9}, .bundle = "b", .account = "", .product_line = "", .owner = "",
		.rebate = given(amount), .rebate_places = 2, .price_places = 2};
}

static bool
settle(struct bundles *b, const struct bundle_item *items, size_t count, const struct bundle_charge *charge)
{
	*b = (struct bundles){0};
	for (size_t i = 0; i < count; i++) {
		b->items = xgrow(b->items, b->item_count, &b->item_cap, sizeof *b->items);
		b->items[b->item_count++] = items[i];
	}
	if (charge) {
		b->charges = xgrow(b->charges, 0, &b->charge_cap, sizeof *b->charges);
		b->charges[b->charge_count++] = *charge;
	}
	return bundles_settle(b, ALLOCATE_REVENUE);
}

/* The figures and verdicts of all that follows from a bundle, as text. */
static void
put_all(struct buf *to, const struct bundles *b)
{
	for (size_t i = 0; i < b->count; i++) {
		const struct bundle *bundle = &b->list[i];
		buf_printf(to, "%s %s %s %s\n", bundle->name, bundle_verdict_names[bundle->verdict], show_dec(bundle->sums.delta_margin),
		    bundle->reason);
		for (size_t k = 0; k < bundle->line_count; k++)
			buf_printf(to, "%s %s %s\n", bundle->lines[k].name, bundle_verdict_names[bundle->lines[k].verdict],
			    show_dec(bundle->lines[k].sums.delta_margin));
		for (size_t k = 0; k < bundle->item_count; k++)
			buf_printf(to, "%s/%s %s %s\n", bundle->items[k]->product_line, bundle->items[k]->product,
			    show_dec(bundle->items[k]->rebate), show_dec(bundle->items[k]->bundle_margin));
	}
}

START_TEST(sums_of_items_and_lines)
{
	const struct bundle_item items[] = {
		item("memory", "m", "6", "100", "10", "100", "9.9"), item("logic", "b", "4", "50", "5", "100", "4.9"),
		item("logic", "a", "0.1", NULL, NULL, "10", "0.3"),
	};
	struct bundles b;
	ck_assert(settle(&b, items, 3, NULL));
	ck_assert_uint_eq(b.count, 1);
	ck_assert_uint_eq(b.list->line_count, 2);
	ck_assert_str_eq(b.list->lines[0].name, "logic");
	ck_assert_str_eq(b.list->lines[0].items[0]->product, "a");
	assert_dec(b.list->lines[0].sums.delta_margin, "42");
	assert_dec(b.list->lines[1].sums.delta_margin, "-10");
	assert_dec(b.list->sums.standalone_margin, "450");
	assert_dec(b.list->sums.bundle_revenue, "1483");
	assert_dec(b.list->sums.bundle_margin, "482");
	assert_dec(b.list->sums.delta_margin, "32");
	ck_assert_int_eq(b.list->verdict, BUNDLE_CONSENT);
	ck_assert_int_eq(b.list->lines[1].verdict, BUNDLE_CONSENT);
	ck_assert_int_eq(b.list->lines[0].verdict, BUNDLE_OK);
	bundles_free(&b);
}
END_TEST

START_TEST(any_order_of_items)
{
	struct bundle_item items[] = {
		item("L", "a", "6", "100", "10", "100", "9.9"), item("L", "b", "4", "50", "5", "100", "4.3"),
		item("M", "a", "1", "7", "3", "11", "3"), item("N", "a", "2", "3", "7", "3", "1.5"),
	};
	const struct bundle_charge charge = rebate("0.03");
	char *first = NULL;
	for (size_t turn = 0; turn < 24; turn++) {
		/* the turn's digits in mixed base 4, 3, 2 choose who comes next */
		struct bundle_item left[4], mixed[4];
		memcpy(left, items, sizeof left);
		size_t number = turn;
		for (size_t count = 4; count > 0; count--) {
			size_t k = number % count;
			number /= count;
			mixed[4 - count] = left[k];
			left[k] = left[count - 1];
		}
		struct bundles b;
		struct buf text = {0};
		ck_assert(settle(&b, mixed, 4, &charge));
		put_all(&text, &b);
		if (first)
			ck_assert_str_eq(buf_str(&text), first);
		else
			first = strdup(buf_str(&text));
		buf_free(&text);
		bundles_free(&b);
	}
	ck_assert_ptr_nonnull(strstr(first, "b sacrifice"));
	free(first);
}
END_TEST

START_TEST(at_standalone_prices_nobody_pays)
{
	static const char *const lines[] = {"L", "M", "N"}, *const products[] = {"a", "b", "c", "d", "e", "f"};
	uint64_t state = 6;
	for (int turn = 0; turn < 2000; turn++) {
		struct bundle_item items[6];
		for (size_t i = 0; i < 6; i++) {
			items[i] = item(lines[random_below(&state, 3)], products[i], "0", NULL, NULL, NULL, NULL);
			items[i].cost.value = (decimal)random_below(&state, (uint64_t)1 << 40) * 1000000007;
			items[i].standalone_price = (struct maybe){.given = true, .value = items[i].cost.value + (decimal)random_below(&state, (uint64_t)1 << 40) * 1000003};
			items[i].standalone_volume = (struct maybe){.given = true, .value = (decimal)random_below(&state, 100000) * DECIMAL_ONE / 7};
			items[i].bundle_volume = (struct maybe){.given = true, .value = items[i].standalone_volume.value + (decimal)random_below(&state, 3) * DECIMAL_ONE / 3};
		}
		struct bundles b;
		ck_assert(settle(&b, items, 6, NULL));
		ck_assert(b.list->verdict == BUNDLE_OK || b.list->verdict == BUNDLE_UNACCEPTABLE);
		ck_assert(b.list->sums.delta_margin >= 0);
		bundles_free(&b);
	}
}
END_TEST

START_TEST(rebates_add_up)
{
	static const char *const products[] = {"a", "b", "c", "d", "e", "f"};
	uint64_t state = 7;
	for (int turn = 0; turn < 2000; turn++) {
		struct bundle_item items[6];
		struct bundle_charge charge = rebate("0");
		charge.rebate_places = 2 + (int)random_below(&state, 14);
		charge.rebate.value = (decimal)(1 + random_below(&state, (uint64_t)1 << 40)) * decimal_power(DECIMAL_PLACES - charge.rebate_places);
		for (size_t i = 0; i < 6; i++) {
			items[i] = item("L", products[i], "1", "1", "5", NULL, NULL);
			items[i].bundle_volume = (struct maybe){.given = true, .value = (decimal)(1 + random_below(&state, (uint64_t)1 << 40)) * 1000003};
			items[i].bundle_price = (struct maybe){.given = true, .value = (decimal)(1 + random_below(&state, (uint64_t)1 << 40)) * 1000000007};
		}
		struct bundles b;
		ck_assert(settle(&b, items, 6, &charge));
		decimal sum = 0;
		for (size_t i = 0; i < 6; i++) {
			sum += b.items[i].rebate;
			ck_assert(b.items[i].rebate % decimal_power(DECIMAL_PLACES - charge.rebate_places) == 0);
		}
		ck_assert(sum == charge.rebate.value);
		ck_assert(b.list->sums.rebate == sum);
		bundles_free(&b);
	}
}
END_TEST

static void
settle_large(struct buf *out, void *arg)
{
	const struct bundle_item items[] = {
		item("L", "a", "0", "1", "90000000000000000000000", NULL, NULL), item("L", "b", "0", "1", "90000000000000000000000", NULL, NULL),
	};
	(void)arg;
	struct bundles b;
	bool ok = settle(&b, items, 2, NULL);
	buf_puts(out, ok ? "settled" : "refused");
	bundles_free(&b);
}

START_TEST(what_doesnt_fit_is_refused)
{
	struct ran r = run(settle_large, NULL);
	ck_assert_str_eq(r.out, "refused");
	ck_assert_ptr_nonnull(strstr(r.err, "made:1: error: too large a figure\n"));
	ck_assert_int_eq(r.status, 2);
	ran_free(&r);
}
END_TEST

Suite *
bundle_suite(void)
{
	Suite *s = suite_create("bundle");
	TCase *t = tcase_create("bundle");
	tcase_add_test(t, sums_of_items_and_lines);
	tcase_add_test(t, any_order_of_items);
	tcase_add_test(t, at_standalone_prices_nobody_pays);
	tcase_add_test(t, rebates_add_up);
	tcase_add_test(t, what_doesnt_fit_is_refused);
	suite_add_tcase(s, t);
	return s;
}
