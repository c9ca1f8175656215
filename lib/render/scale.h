/* Figures to lengths: values of up to 128 bits on some hundred pixels, in integers only. */
#ifndef NEGPKG_SCALE_H
#define NEGPKG_SCALE_H

#include "render/chart.h"

/* A chart's values are first made coarser by `shift` bits, so that no sum of them, times a length, can overflow. What isn't zero
 * stays so. */
int scale_shift(const struct chart *chart);
decimal scale_coarse(decimal units, int shift);

/* coarse * length / most, rounded half up, for 0 <= coarse <= most and length below 2^20; 0 where most is 0. */
int scale_length(decimal coarse, decimal most, int length);

#endif
