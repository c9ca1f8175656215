/* What a report says of an account in words. */
#include <string.h>

#include "base/buf.h"
#include "deal/report_parts.h"

/* --- the headline */

static struct package_value
shown(const struct report_source *from, size_t position, enum package_measure measure)
{
	return from->account->positions[position][measure];
}

/* "now", "offered"...: 12.9m expected */
static void
put_moment(struct buf *b, size_t position)
{
	static const char *const moments[] = {"now", "offered", "expected", "at walk-away"};
	buf_printf(b, " %s", moments[position]);
}

static void
put_currency(struct buf *b, const char *code)
{
	buf_printf(b, "%s%s", code, *code ? " " : "");
}

static void
put_in_brackets(const struct report *r, struct buf *b, struct package_value percent, bool sign)
{
	if (!percent.given)
		return;
	buf_puts(b, " (");
	report_put_percent(r, b, percent.value, sign);
	buf_putc(b, ')');
}

/* One measure through all positions, or nothing. */
static void
add_sentence(struct report *r, const struct report_source *from, enum package_measure measure, const char *subject)
{
	struct buf b = {0};
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++) {
		struct package_value v = shown(from, p, measure), none = {0};
		if (!v.given)
			continue;
		buf_puts(&b, b.len ? ", " : subject);
		if (measure == PACKAGE_SHARE) {
			report_put_percent(r, &b, report_points(v).value, false);
		} else {
			put_currency(&b, b.len == strlen(subject) ? from->account->texts[TEXT_CURRENCY] : "");
			report_put_short(r, &b, v.value);
		}
		put_moment(&b, p);
		put_in_brackets(r, &b, measure == PACKAGE_MARGIN ? shown(from, p, PACKAGE_MARGIN_PCT)
		    : measure == PACKAGE_REVENUE && p != CURRENT ? report_growth(shown(from, CURRENT, measure), v) : none,
		    measure == PACKAGE_REVENUE);
	}
	if (b.len)
		report_block(r, REPORT_LEAD)->lead = report_keep(r, &b);
}

void
report_add_summary(struct report *r, const struct report_source *from)
{
	const char *const *texts = from->account->texts;
	report_section(r, 1, *texts[TEXT_ACCOUNT] ? texts[TEXT_ACCOUNT] : "(no account)", texts[TEXT_PERIOD], true)->apart = true;
	add_sentence(r, from, PACKAGE_REVENUE, "Revenue ");
	add_sentence(r, from, PACKAGE_MARGIN, "Margin ");
	add_sentence(r, from, PACKAGE_SHARE, "Share ");
}

/* --- what stands behind the figures */

static const char *
joined(struct report *r, const char *const *parts, const char *separator)
{
	struct buf b = {0};
	for (; *parts; parts++)
		if (**parts)
			buf_printf(&b, "%s%s", b.len ? separator : "", *parts);
	return report_keep(r, &b);
}

static const char *
order_of_negotiation(struct report *r, const char *const *texts)
{
	struct buf b = {0};
	if (*texts[TEXT_NEGOTIATION_RANK])
		buf_printf(&b, "number %s", texts[TEXT_NEGOTIATION_RANK]);
	if (*texts[TEXT_SUPPLIER_COUNT])
		buf_printf(&b, "%s %s suppliers", b.len ? " of" : "one of", texts[TEXT_SUPPLIER_COUNT]);
	return report_keep(r, &b);
}

static const char *
dates(struct report *r, const char *const *texts)
{
	struct buf b = {0};
	const struct {
		const char *label;
		enum package_text text;
	} all[] = {{"package", TEXT_PACKAGE_DATE}, {"approval", TEXT_APPROVAL_DATE}, {"negotiation", TEXT_NEGOTIATION_DATE}};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (*texts[all[i].text])
			buf_printf(&b, "%s%s %s", b.len ? ", " : "", all[i].label, texts[all[i].text]);
	if (b.len && *texts[TEXT_DATE_SOURCE])
		buf_printf(&b, " (as the %s says)", texts[TEXT_DATE_SOURCE]);
	return report_keep(r, &b);
}

void
report_add_background(struct report *r, const struct report_source *from)
{
	const char *const *texts = from->account->texts;
	if (r->audience == AUDIENCE_CUSTOMER)
		return;
	report_section(r, 2, "Background", "", false);
	struct report_block *b = report_block(r, REPORT_FACTS);
	report_fact(b, "Our objectives", texts[TEXT_OUR_OBJECTIVES]);
	report_fact(b, "Customer's objectives", texts[TEXT_CUSTOMER_OBJECTIVES]);
	report_fact(b, "Strategic objectives", texts[TEXT_STRATEGIC_OBJECTIVES]);
	report_fact(b, "Order of negotiation", order_of_negotiation(r, texts));
	report_fact(b, "Environment", texts[TEXT_ENVIRONMENT_CHANGES]);
	report_fact(b, "Corporate strategy", texts[TEXT_CORPORATE_STRATEGY]);
	report_fact(b, "Pre-positioning", texts[TEXT_PRE_POSITIONING]);
	report_fact(b, "In a deadlock", texts[TEXT_DEADLOCK_RULE]);
	report_fact(b, "Deadlock owner",
	    joined(r, (const char *const[]){texts[TEXT_DEADLOCK_OWNER], texts[TEXT_DEADLOCK_PHONE], NULL}, ", "));
	report_fact(b, "Account manager", texts[TEXT_ACCOUNT_MANAGER]);
	report_fact(b, "Dates", dates(r, texts));
	report_fact(b, "Account plan",
	    joined(r, (const char *const[]){texts[TEXT_PLAN], texts[TEXT_PLAN_APPROVED_ON], NULL}, ", approved on "));
	report_fact(b, "Documents", texts[TEXT_FOLDER]);
	report_fact(b, "Package",
	    joined(r, (const char *const[]){texts[TEXT_PACKAGE_ID], texts[TEXT_TEMPLATE_VERSION], NULL}, ", template "));
}
