#include "base/utf8.h"

#include <string.h>

size_t
utf8_decode(const char *s, size_t n, uint32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;
	if (u[0] < 0x80) {
		*c = u[0];
		return 1;
	}
	size_t len = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	static const uint32_t least[] = {[2] = 0x80, [3] = 0x800, [4] = 0x10000};
	if (u[0] < 0xc2 || u[0] > 0xf4 || len > n)
		return 0;
	uint32_t v = u[0] & (0x7fu >> len);
	for (size_t i = 1; i < len; i++) {
		if ((u[i] & 0xc0) != 0x80)
			return 0;
		v = v << 6 | (u[i] & 0x3fu);
	}
	if (v < least[len] || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 0;
	*c = v;
	return len;
}

enum { STRIDE = 64 };

/* A loop that compilers turn into vector instructions; memchr is faster still at what it does. */
static bool
is_ascii(const char *s)
{
	unsigned char all = 0;
	for (size_t i = 0; i < STRIDE; i++)
		all |= (unsigned char)s[i];
	return all < 0x80;
}

size_t
utf8_text(const char *s, size_t n)
{
	const char *nul = memchr(s, '\0', n);
	if (nul)
		n = (size_t)(nul - s);
	for (size_t at = 0;;) {
		while (n - at >= STRIDE && is_ascii(s + at))
			at += STRIDE;
		for (size_t upto = n - at > STRIDE ? at + STRIDE : n; at < upto;) {
			uint32_t c;
			size_t len = utf8_decode(s + at, n - at, &c);
			if (len == 0)
				return at;
			at += len;
		}
		if (at == n)
			return n;
	}
}

bool
utf8_may_go_on(const char *s, size_t n)
{
	static const char least[] = "\x80\x80\x80", most[] = "\xbf\xbf\xbf";
	for (int high = 0; high < 2 && n > 0 && n < 4; high++) {
		char whole[7];
		uint32_t c;
		memcpy(whole, s, n);
		memcpy(whole + n, high ? most : least, 3);
		if (utf8_decode(whole, n + 3, &c) > n)
			return true;
	}
	return false;
}
