#include "table/amount.h"

#include <string.h>

#include "base/buf.h"

static const char *
sign_of(decimal units, struct amount_signs signs)
{
	return units < 0 ? signs.minus : units > 0 ? signs.plus : "";
}

void
amount_put(struct buf *to, decimal units, int places, struct amount_signs signs)
{
	struct buf plain = {0};
	decimal_put_units(&plain, units, places);
	const char *s = buf_str(&plain);
	s += *s == '-';
	buf_puts(to, sign_of(units, signs));
	for (size_t whole = strcspn(s, "."); whole > 0; whole--) {
		buf_putc(to, *s++);
		if (whole % 3 == 1 && whole > 1)
			buf_putc(to, ',');
	}
	buf_puts(to, s);
	buf_free(&plain);
}

void
amount_put_short(struct buf *to, decimal units, int places, struct amount_signs signs)
{
	unsigned __int128 left = units < 0 ? -(unsigned __int128)units : (unsigned __int128)units;
	int exponent = 3 - places, dropped = 0;
	for (; left >= 10000; exponent++) {
		dropped = (int)(left % 10);
		left /= 10;
	}
	left += dropped >= 5;
	if (left == 10000) {
		left = 1000;
		exponent++;
	}
	for (; left > 0 && left < 1000; exponent--)
		left *= 10;
	buf_puts(to, sign_of(units, signs));
	buf_printf(to, "%d.%03de%d", (int)(left / 1000), (int)(left % 1000), units == 0 ? 0 : exponent);
}
