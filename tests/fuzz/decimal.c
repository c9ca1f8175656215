/* Arithmetic on decimals, against long multiplication in words of 32 bits. */
#include "table/decimal.h"

#include <string.h>

#include "deal/allocate.h"
#include "fuzz.h"
#include "table/number.h"

typedef unsigned __int128 u128;
static const u128 most = (u128)-1 >> 1;

enum { WORDS = 10, EFFECTS = 6 };

/* A natural number, lowest word first. */
struct natural {
	uint32_t word[WORDS];
};

static struct natural
natural_of(u128 a)
{
	struct natural n = {0};
	for (size_t i = 0; i < 4; i++, a >>= 32)
		n.word[i] = (uint32_t)a;
	return n;
}

static struct natural
magnitude(decimal a)
{
	return natural_of(a < 0 ? -(u128)a : (u128)a);
}

static struct natural
times(struct natural a, struct natural b)
{
	struct natural product = {0};
	for (size_t i = 0; i < WORDS; i++) {
		uint64_t carry = 0;
		for (size_t k = 0; i + k < WORDS; k++) {
			carry += (uint64_t)a.word[i] * b.word[k] + product.word[i + k];
			product.word[i + k] = (uint32_t)carry;
			carry >>= 32;
		}
	}
	return product;
}

static int
compare(struct natural a, struct natural b)
{
	for (size_t i = WORDS; i-- > 0;)
		if (a.word[i] != b.word[i])
			return a.word[i] < b.word[i] ? -1 : 1;
	return 0;
}

/* a - b, where a >= b */
static struct natural
minus(struct natural a, struct natural b)
{
	uint64_t borrow = 0;
	for (size_t i = 0; i < WORDS; i++) {
		uint64_t d = (uint64_t)a.word[i] - b.word[i] - borrow;
		a.word[i] = (uint32_t)d;
		borrow = d >> 63;
	}
	return a;
}

/* Is `quotient`, of these signs, a * b / c rounded to the nearest, a half to even or (half_up) upwards? */
static bool
is_rounded(decimal a, decimal b, decimal c, decimal quotient, bool half_up)
{
	bool negative = (a < 0) ^ (b < 0) ^ (c < 0);
	struct natural product = times(magnitude(a), magnitude(b)), back = times(magnitude(quotient), magnitude(c));
	bool too_much = compare(back, product) > 0;
	struct natural rest = too_much ? minus(back, product) : minus(product, back);
	if (quotient != 0 && (quotient < 0) != negative)
		return false;
	int order = compare(times(rest, natural_of(2)), magnitude(c));
	if (order != 0)
		return order < 0;
	return half_up ? too_much != negative : quotient % 2 == 0;
}

/* Is |a * b / c| too large for a decimal, once it is rounded? */
static bool
is_too_large(decimal a, decimal b, decimal c)
{
	return c == 0 || compare(times(times(magnitude(a), magnitude(b)), natural_of(2)), times(magnitude(c), natural_of((u128)-1))) >= 0;
}

static void
check_quotient(bool fits, decimal a, decimal b, decimal c, decimal result)
{
	if (fits)
		must(is_rounded(a, b, c, result, false));
	else
		must(result == 42 && is_too_large(a, b, c));
}

static void
check_products(decimal a, decimal b, decimal c)
{
	decimal result = 42;
	bool fits = decimal_muldiv(a, b, c, &result);
	check_quotient(fits, a, b, c, result);
	result = 42;
	fits = decimal_mul(a, b, &result);
	check_quotient(fits, a, b, DECIMAL_ONE, result);
	result = 42;
	fits = decimal_div(a, b, &result);
	check_quotient(fits, a, DECIMAL_ONE, b, result);
}

static void
check_sums(decimal a, decimal b)
{
	decimal sum = 42;
	const decimal least = -(decimal)most - 1;
	bool over = b > 0 ? a > (decimal)most - b : a < least - b, under = b < 0 ? a > (decimal)most + b : a < least + b;
	must(decimal_add(a, b, &sum) == !over && (over ? sum == 42 : sum == (decimal)((u128)a + (u128)b)));
	sum = 42;
	must(decimal_sub(a, b, &sum) == !under && (under ? sum == 42 : sum == (decimal)((u128)a - (u128)b)));
}

static void
check_rounding(decimal a, decimal b, int places)
{
	decimal unit = decimal_power(DECIMAL_PLACES - places), units = 42;
	must(is_rounded(a, 1, unit, decimal_round(a, places), true));
	bool fits = decimal_ratio(a, b, places, &units);
	if (fits)
		must(is_rounded(a, decimal_power(places), b, units, true));
	else
		must(units == 42 && (b == 0 || compare(times(magnitude(a), times(natural_of((u128)decimal_power(places)), natural_of(2))),
			times(magnitude(b), natural_of((u128)-1))) >= 0));
}

static void
check_printing(decimal a, int least)
{
	struct buf b = {0};
	struct number n;
	decimal_put(&b, a, least);
	must(number_parse(b.data, b.len, '.', &n) == NUMBER_OK && n.value == a && n.places >= least && n.places <= DECIMAL_PLACES);
	must(n.places == least || b.data[b.len - 1] != '0');
	must(decimal_double(a) == strtod(buf_str(&b), NULL));
	b.len = 0;
	decimal_put_units(&b, a, least);
	must(number_parse(b.data, b.len, '.', &n) == NUMBER_LARGE || n.value == a * decimal_power(DECIMAL_PLACES - least));
	buf_free(&b);
}

/* Parts that add up, each the exact share rounded down or up. */
static void
check_allocation(decimal units, const decimal *effects)
{
	decimal weights[EFFECTS], parts[EFFECTS], total = 0, sum = 0;
	for (size_t i = 0; i < EFFECTS; i++) {
		weights[i] = effects[i] < 0 ? -effects[i] : effects[i];
		total += weights[i];
	}
	units = units < 0 ? ~units : units;
	if (!allocate(units, weights, EFFECTS, parts)) {
		must(total == 0);
		return;
	}
	for (size_t i = 0; i < EFFECTS; i++) {
		struct natural exact = times(magnitude(units), magnitude(weights[i])), down = times(magnitude(parts[i]), magnitude(total));
		struct natural apart = compare(exact, down) < 0 ? minus(down, exact) : minus(exact, down);
		must(parts[i] >= 0 && compare(apart, magnitude(total)) < 0);
		for (size_t k = 0; k < EFFECTS; k++) /* nobody with less weight gets more, nobody who comes later of as much */
			must(weights[k] > weights[i] || (weights[k] == weights[i] && k < i) || parts[k] <= parts[i]);
		sum += parts[i];
	}
	must(sum == units);
}

static void
check_footing(const decimal *effects, decimal start, int places)
{
	decimal end = start, printed[EFFECTS], from, to, unit = decimal_power(DECIMAL_PLACES - places);
	for (size_t i = 0; i < EFFECTS; i++)
		end += effects[i];
	decimal_foot(effects, EFFECTS, start, end, places, printed, &from, &to);
	must(from == decimal_round(start, places) && to == decimal_round(end, places));
	for (size_t i = 0; i < EFFECTS; i++) {
		decimal apart = printed[i] * unit - effects[i];
		must(apart < unit && apart > -unit && (effects[i] != 0 || printed[i] == 0));
		from += printed[i];
	}
	must(from == to);
}

/* A number of up to 16 bytes; small ones, and those about a power, too. */
static decimal
take_decimal(struct bytes *b)
{
	uint8_t how = take_byte(b);
	size_t length = how % 17;
	u128 a = (u128)take_word(b, length > 8 ? 8 : length) << 64 >> (length > 8 ? 0 : 64);
	a |= length > 8 ? take_word(b, length - 8) : 0;
	if (how & 0x40)
		a += (u128)decimal_power(how % 39);
	a &= most;
	return how & 0x80 ? -(decimal)a : (decimal)a;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes b = bytes_of(data, size);
	int places = take_byte(&b) % (DECIMAL_PLACES + 1);
	decimal x = take_decimal(&b), y = take_decimal(&b), z = take_decimal(&b), effects[EFFECTS];
	check_sums(x, y);
	check_products(x, y, z);
	check_products(x, x, y);
	check_products(y, z, z);
	check_rounding(x, y, places);
	check_printing(x, places);
	for (size_t i = 0; i < EFFECTS; i++)
		effects[i] = take_decimal(&b) % ((decimal)1 << 120);
	check_allocation(x, effects);
	check_footing(effects, z % ((decimal)1 << 120), places);
	return 0;
}
