#include "render/scale.h"

enum { ROOM = 104 }; /* bits of the sum of all; with 20 for lengths and some to spare, 127 */

static int
bits_of(unsigned __int128 a)
{
	int bits = 0;
	for (; a > 0; a >>= 1)
		bits++;
	return bits;
}

int
scale_shift(const struct chart *chart)
{
	unsigned __int128 any = 0;
	for (size_t i = 0; i < chart->count; i++) {
		decimal units = chart->bars[i].units;
		any |= units < 0 ? -(unsigned __int128)units : (unsigned __int128)units;
	}
	int excess = bits_of(any) + bits_of(chart->count) - ROOM;
	return excess > 0 ? excess : 0;
}

decimal
scale_coarse(decimal units, int shift)
{
	decimal coarse = units / ((decimal)1 << shift);
	return coarse != 0 ? coarse : (units > 0) - (units < 0);
}

int
scale_length(decimal coarse, decimal most, int length)
{
	return most > 0 ? (int)((coarse * length + most / 2) / most) : 0;
}
