#include <sha2.h>

#include "base/buf.h"
#include "deal/milestone.h"

static void
put_part(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '/' || c == '%' || c < 0x20 || c == 0x7F) {
			const char coded[] = {'%', hex[c >> 4], hex[c & 15]};
			buf_add(b, coded, sizeof coded);
		} else {
			buf_putc(b, *s);
		}
	}
}

void
milestone_key(const struct milestone *m, struct buf *to)
{
	const char *const parts[] = {m->row->account, m->row->period, m->name, m->row->subject, m->row->id};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (i)
			buf_putc(to, '/');
		put_part(to, parts[i]);
	}
	if (m->row->twin)
		buf_printf(to, "~%d", m->row->twin + 1);
	buf_printf(to, "/%d", m->occurrence);
}

void
milestone_key_id(const char *key, size_t n, char id[KEY_ID])
{
	static const char hex[] = "0123456789abcdef";
	SHA2_CTX context;
	uint8_t digest[SHA256_DIGEST_LENGTH];
	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)key, n);
	SHA256Final(digest, &context);
	for (size_t i = 0; i < KEY_ID - 1; i++)
		id[i] = hex[digest[i / 2] >> (i % 2 ? 0 : 4) & 15];
	id[KEY_ID - 1] = '\0';
}
