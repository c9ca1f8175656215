#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/digest.h"
#include "deal/milestone.h"

static void
put_part(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		if (c == '/' || c == '%' || c == '~' || c < 0x20 || c == 0x7F) {
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
milestone_uid(const struct milestone *m, char uid[MILESTONE_UID])
{
	const char *name = m->policy ? m->policy->name_id : m->row->name_id;
	memcpy(uid, m->row->id_digest, ROW_ID);
	uid[ROW_ID] = '-';
	memcpy(uid + ROW_ID + 1, name, NAME_ID);
	if (m->occurrence == 0)
		memcpy(uid + ROW_ID + 1 + NAME_ID, "-0", sizeof "-0");
	else
		snprintf(uid + ROW_ID + 1 + NAME_ID, MILESTONE_UID - ROW_ID - 1 - NAME_ID, "-%d", m->occurrence);
}
