#include "base/utf8.h"

#include <string.h>

#include "base/buf.h"
#include "base/cpu.h"

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

void
utf8_put(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3; /* bytes after the first, of six bits each */
	static const uint32_t lead[] = {0, 0xc0, 0xe0, 0xf0};
	buf_putc(b, (char)(lead[more] | c >> 6 * more));
	while (more-- > 0)
		buf_putc(b, (char)(0x80 | (c >> 6 * more & 0x3f)));
}

/* Loops over so many bytes without branches become vector instructions. */
enum { STRIDE = 256 };

/* No NUL, and nothing but ASCII. */
static inline bool
is_ascii(const char *s)
{
	unsigned char tops = 0;
	for (size_t i = 0; i < STRIDE; i++) {
		unsigned char c = (unsigned char)s[i];
		tops |= (unsigned char)(c | (c - 1));
	}
	return tops < 0x80;
}

/* Can these bytes, and the three before them, which end a character, be a part of text? The last one may break off.
 * (Unicode, table 3-7: what may follow what.) */
static inline bool
is_text_of(const char *s)
{
	const unsigned char *first = (const unsigned char *)s - 3;
	unsigned char odd = 0;
	for (size_t i = 0; i < STRIDE; i++) {
		unsigned char c = first[i + 3], before = first[i + 2];
		unsigned char follows = (before >= 0xc0) | (first[i + 1] >= 0xe0) | (first[i] >= 0xf0);
		odd |= follows ^ ((c & 0xc0) == 0x80);
		odd |= (c == 0) | ((c & 0xfe) == 0xc0) | (c >= 0xf5);
		odd |= ((before == 0xe0) & (c < 0xa0)) | ((before == 0xed) & (c >= 0xa0));
		odd |= ((before == 0xf0) & (c < 0x90)) | ((before == 0xf4) & (c >= 0x90));
	}
	return odd == 0;
}

static inline size_t
ascii_of(const char *s, size_t n)
{
	size_t at = 0;
	while (n - at >= STRIDE && is_ascii(s + at))
		at += STRIDE;
	return at;
}

/* The length of s without a character that breaks off at its end; n >= 3. */
static size_t
whole_characters(const char *s, size_t n)
{
	const unsigned char *u = (const unsigned char *)s;
	return u[n - 1] >= 0xc0 ? n - 1 : u[n - 2] >= 0xe0 ? n - 2 : u[n - 3] >= 0xf0 ? n - 3 : n;
}

static inline __attribute__((always_inline)) size_t
text_of(const char *s, size_t n)
{
	for (size_t at = 0;;) {
		at += ascii_of(s + at, n - at);
		while (at >= 3 && n - at >= STRIDE && is_text_of(s + at))
			at = whole_characters(s, at + STRIDE);
		for (size_t upto = n - at > STRIDE ? at + 4 : n; at < upto;) {
			uint32_t c;
			size_t len = utf8_decode(s + at, n - at, &c);
			if (len == 0 || c == 0)
				return at;
			at += len;
		}
		if (at == n)
			return n;
	}
}

#ifdef __SSE2__
CPU_AVX2 static size_t
text_wide(const char *s, size_t n)
{
	return text_of(s, n);
}
#endif

size_t
utf8_text(const char *s, size_t n)
{
#ifdef __SSE2__
	if (cpu_has_avx2())
		return text_wide(s, n);
#endif
	return text_of(s, n);
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

uint32_t
utf8_lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3ab) || (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	bool odd_capitals = (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e);
	bool even_capitals = (c >= 0x100 && c <= 0x137 && c != 0x130) || (c >= 0x14a && c <= 0x177);
	return c + ((odd_capitals && (c & 1)) || (even_capitals && !(c & 1)));
}

static bool
is_blank(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0x3000;
}

size_t
utf8_blank(const char *s, size_t n)
{
	uint32_t c;
	size_t len = n ? utf8_decode(s, n, &c) : 0;
	return len && is_blank(c) ? len : 0;
}

size_t
utf8_blank_behind(const char *s, size_t n)
{
	size_t len = 0;
	while (len < n && len < 3) /* no blank has four bytes */
		if (((unsigned char)s[n - ++len] & 0xc0) != 0x80)
			break;
	return utf8_blank(s + n - len, len) == len ? len : 0;
}
