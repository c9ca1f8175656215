#include <endian.h>
#include <string.h>

#include "table/split_versions.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The top bit of each byte that is zero. */
static inline uint64_t
zeros(uint64_t w)
{
	return ~(((w & EACH(0x7f)) + EACH(0x7f)) | w | EACH(0x7f));
}

/* The top bits of eight bytes, side by side. */
static inline uint64_t
gathered(uint64_t tops)
{
	return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline void
split_load(struct split_masks *m, const char *s, char delimiter)
{
	const uint64_t delimiters = EACH((unsigned char)delimiter);
	*m = (struct split_masks){0};
	for (int i = 0; i < 64; i += 8) {
		uint64_t w;
		memcpy(&w, s + i, sizeof w);
		w = le64toh(w);
		m->delimiter |= gathered(zeros(w ^ delimiters)) << i;
		uint64_t lf = zeros(w ^ EACH('\n')), cr = zeros(w ^ EACH('\r')), quote = zeros(w ^ EACH('"'));
		if (lf | cr | quote) {
			m->lf |= gathered(lf) << i;
			m->cr |= gathered(cr) << i;
			m->quote |= gathered(quote) << i;
		}
	}
}

static inline uint64_t
split_inside(uint64_t bits)
{
	for (int i = 1; i < 64; i *= 2)
		bits ^= bits << i;
	return bits;
}

#define SPLIT_NAME split_run_portable
#include "table/split_masks.h"
