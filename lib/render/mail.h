/* Mail of plain text (RFC 5322, 2045, 2047, 3834) that no text can break: whatever the subject and the body hold, there
 * are the header lines below and no others, all in printable ASCII. */
#ifndef NEGPKG_MAIL_H
#define NEGPKG_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "table/date.h"

struct buf;

/* Everything is borrowed. */
struct mail {
	const char *from, *to; /* addresses, checked */
	const char *subject;   /* UTF-8; line ends and tabs become blanks */
	day day;               /* the Date, at 00:00:00 +0000 */
	const char *id;        /* the left side of the Message-ID: hex digits; the right side is from's domain */
	const char *const *headers; /* "Name: value" lines of our own, ended by NULL, or NULL; written as they are */
	const char *body;      /* UTF-8; lines end in \n, \r\n or \r; a last one without an end gets it */
};

/* Are these n bytes one address to which mail may go? That is an addr-spec of at most 254 ASCII characters: a dot-atom of
 * at most 64, @, and a domain of letters, digits and hyphens. Quotes, comments, IP addresses, routes (% and !) and what
 * looks like an encoded word are refused. */
bool mail_is_address(const char *s, size_t n);
/* Are these n bytes a domain as an address may have it? */
bool mail_is_domain(const char *s, size_t n);
/* What follows the @ of an address, within it. */
const char *mail_domain(const char *address);

/* Appends one message. Lines end in \n; those of the header are at most 78 long (but for a long address, which can't be
 * folded), those of the body 76. Control characters and bytes that aren't UTF-8 become U+FFFD each. No line starts with
 * a dot, with "From " or with ">", so that neither a careless SMTP client nor any kind of mbox has something to quote. */
void mail_put(struct buf *to, const struct mail *m);
/* Appends it as one of an mbox: after a line "From address date", and with an empty line at its end. */
void mail_put_mbox(struct buf *to, const struct mail *m);

#endif
