#include "deal/packed.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "deal/package.h"
#include "helpers.h"
#include "suites.h"

static struct cell
cell(const char *s)
{
	return (struct cell){s, strlen(s)};
}

/* As it lies in a package: with what may be read behind it, to the byte. */
static unsigned char *
exact(const struct buf *b, size_t slack)
{
	unsigned char *copy = calloc(b->len + slack, 1);
	memcpy(copy, b->data, b->len);
	return copy;
}

START_TEST(rows_come_back)
{
	static const char *const amounts[] = {
		"0", "1", "0.01", "-0.01", "20598", "184467440737095516.15", "184467440737095516.16", "0.123456", "18446744073709.551615",
		"18446744073709.551616", "0.0000001", "0.000000000000001", "-99999999999999999999999", "170141183460469231731687",
	};
	static const char *const codes[] = {"", "USD", "EUR"};
	const size_t count = sizeof amounts / sizeof *amounts;
	for (unsigned seed = 0; seed < 400; seed++) {
		decimal v[16];
		for (unsigned i = 0; i < 16; i++)
			v[i] = seed * 31 % 7 > i % 5 ? dec(amounts[(seed + i * i) % count]) : i > 13 ? DECIMAL_ONE : 0;
		struct figures figures[PACKAGE_POSITIONS];
		for (unsigned i = 0; i < PACKAGE_POSITIONS; i++)
			figures[i] = (struct figures){.volume = v[i], .revenue = v[1], .cogs = v[2], .rebate = v[3], .fx = v[14], .cost_fx = v[15],
				.fx_known = seed & 1, .cost_fx_known = seed & 2, .given = seed & 4, .volume_given = seed & 8, .price_given = seed & 16,
				.cost_given = seed & 32, .share_given = seed & 64, .price = v[4], .cost = v[5], .share = v[6],
				.market_given = seed & 128, .market = seed % 3 ? v[8] : v[7]};
		struct item_row row = {.where.line = (uintmax_t)1 << seed % 40, .product = cell("P-1"), .customer_part = cell(seed % 5 ? "C" : ""),
			.phase = cell(seed % 4 ? "" : "H1"), .currency_code = cell(codes[seed % 3]), .cost_currency_code = cell(codes[seed / 3 % 3]),
			.price_per = v[14], .cost_per = v[15], .market_given = seed & 1, .current_market_given = seed & 2, .target_given = seed & 4,
			.forecast = seed & 8, .market = v[8], .current_market = v[9], .target_price = v[10], .figures = figures};
		struct buf b = {0}, cells = {0};
		packed_put_text(&cells, "kept", 4);
		packed_put_text(&cells, "", 0);
		packed_put(&b, &row, seed * 7, &cells);
		unsigned char *packed = exact(&b, 0);
		struct figures opened[PACKAGE_POSITIONS];
		struct node n = {.figures = opened};
		struct packed_names names;
		uint32_t sheet;
		const char *text;
		const unsigned char *rest = packed_open(packed, &sheet, &n);
		packed_names(packed, &names);
		ck_assert_uint_eq(sheet, seed * 7);
		ck_assert_uint_eq(names.sheet, seed * 7);
		ck_assert(n.where.line == row.where.line && names.line == row.where.line);
		ck_assert_str_eq(n.product, "P-1");
		ck_assert_str_eq(names.product, "P-1");
		ck_assert_str_eq(n.phase, seed % 4 ? "" : "H1");
		ck_assert_str_eq(names.phase, n.phase);
		ck_assert_str_eq(n.currency, codes[seed % 3]);
		ck_assert_str_eq(names.currency, n.currency);
		ck_assert_str_eq(n.cost_currency, codes[seed / 3 % 3]);
		ck_assert_str_eq(n.customer_part, seed % 5 ? "C" : "");
		ck_assert(packed_is_forecast(packed, &text) == row.forecast);
		ck_assert_str_eq(text, n.customer_part);
		ck_assert(n.price_per == v[14] && n.cost_per == v[15] && n.market == v[8] && n.current_market == v[9] && n.target_price == v[10]);
		ck_assert(n.market_given == row.market_given && n.current_market_given == row.current_market_given &&
		    n.target_given == row.target_given && n.forecast == row.forecast);
		ck_assert_ptr_eq(packed_open_text(rest, &text), rest + 6);
		ck_assert_str_eq(text, "kept");
		for (unsigned i = 0; i < PACKAGE_POSITIONS; i++) {
			const struct figures *f = &figures[i], *g = &opened[i];
			ck_assert(f->volume == g->volume && f->revenue == g->revenue && f->cogs == g->cogs && f->rebate == g->rebate &&
			    f->fx == g->fx && f->cost_fx == g->cost_fx && f->price == g->price && f->cost == g->cost && f->share == g->share &&
			    f->market == g->market && f->fx_known == g->fx_known && f->cost_fx_known == g->cost_fx_known && f->given == g->given &&
			    f->volume_given == g->volume_given && f->price_given == g->price_given && f->cost_given == g->cost_given &&
			    f->share_given == g->share_given && f->market_given == g->market_given);
		}
		b.len = 0;
		packed_put_figures(&b, figures);
		unsigned char *alone = exact(&b, PACKED_SLACK);
		packed_open_figures(alone, opened);
		for (unsigned i = 0; i < PACKAGE_POSITIONS; i++)
			ck_assert(figures[i].volume == opened[i].volume && figures[i].market == opened[i].market && figures[i].fx == opened[i].fx);
		free(packed);
		free(alone);
		buf_free(&b);
		buf_free(&cells);
	}
}
END_TEST

START_TEST(long_texts)
{
	for (size_t n = 0; n < 40000; n = n * 2 + 1) {
		struct buf b = {0};
		char *s = malloc(n + 1);
		const char *back;
		memset(s, 'x', n);
		s[n] = '\0';
		packed_put_text(&b, s, n);
		ck_assert_ptr_eq(packed_open_text((const unsigned char *)b.data, &back), (unsigned char *)b.data + b.len);
		ck_assert_str_eq(back, s);
		free(s);
		buf_free(&b);
	}
}
END_TEST

Suite *
packed_suite(void)
{
	Suite *s = suite_create("packed");
	TCase *t = tcase_create("packed");
	tcase_add_test(t, rows_come_back);
	tcase_add_test(t, long_texts);
	suite_add_tcase(s, t);
	return s;
}
