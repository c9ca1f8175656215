#include "table/datecol.h"

bool
datecol_look(struct datecol *d, struct cell c, struct place where)
{
	day ignored;
	if (d->asked) {
		if (date_parse(c.s, c.n, d->asked, &ignored) || date_parse(c.s, c.n, DATE_ISO, &ignored))
			return true;
		diag_value(&where, DIAG_ERROR, c.s, c.n, "not a date in the order of --date-format");
		return false;
	}
	int fits = date_fits(c.s, c.n);
	if (fits == DATE_ISO)
		return true;
	if (fits == 0) {
		diag_value(&where, DIAG_ERROR, c.s, c.n, "not a date (a year has four digits; --date-format knows further orders)");
		return false;
	}
	if (d->common == 0) {
		d->common = fits;
		d->first = where;
	} else if ((d->common & fits) == 0) {
		if (!d->failed)
			diag_value(&where, DIAG_ERROR, c.s, c.n, "days and months are in another order than in line %ju: "
			    "say which with --date-format", d->first.line);
		d->failed = true;
		return false;
	} else {
		d->common &= fits;
	}
	return true;
}

bool
datecol_read(struct datecol *d, struct cell c, struct place where, day *out)
{
	if (date_parse(c.s, c.n, DATE_ISO, out))
		return true;
	int fits = d->asked ? (int)d->asked : date_fits(c.s, c.n);
	if (fits & (fits - 1)) {
		diag_value(&where, DIAG_ERROR, c.s, c.n, "could be month/day or day/month: say which with --date-format");
		return false;
	}
	d->failed = false; /* one row is left out without the others: each is said */
	return datecol_look(d, c, where) && date_parse(c.s, c.n, (enum date_format)fits, out);
}

enum date_format
datecol_format(struct datecol *d)
{
	if (d->asked)
		return d->asked;
	if (d->failed || d->common == 0)
		return DATE_ISO;
	if ((d->common & (d->common - 1)) == 0)
		return (enum date_format)d->common;
	diag_at(&d->first, DIAG_ERROR, "every row could be month/day or day/month: say which with --date-format");
	d->failed = true;
	return 0;
}
