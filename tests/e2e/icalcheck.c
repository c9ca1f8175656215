/* What libical has against each calendar on standard input, whose ends are NUL: a line per fault, "NUMBER: fault". Compiled by
 * tests/e2e/ical.py where libical is there. Its restriction check puts an error property into each component that lacks what
 * RFC 5545 asks for, or has what it forbids; so does its parser, where a line can't be read. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static void
say_errors(icalcomponent *c, size_t number)
{
	icalproperty *p = icalcomponent_get_first_property(c, ICAL_XLICERROR_PROPERTY);
	for (; p; p = icalcomponent_get_next_property(c, ICAL_XLICERROR_PROPERTY))
		printf("%zu: %s: %s\n", number, icalcomponent_kind_to_string(icalcomponent_isa(c)), icalproperty_get_xlicerror(p));
	icalcomponent *inner = icalcomponent_get_first_component(c, ICAL_ANY_COMPONENT);
	for (; inner; inner = icalcomponent_get_next_component(c, ICAL_ANY_COMPONENT))
		say_errors(inner, number);
}

static void
check(const char *text, size_t number)
{
	icalcomponent *calendar = icalparser_parse_string(text);
	if (!calendar) {
		printf("%zu: isn't read\n", number);
		return;
	}
	if (icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT)
		printf("%zu: isn't one calendar\n", number);
	if (!icalrestriction_check(calendar))
		printf("%zu: breaks a restriction\n", number);
	say_errors(calendar, number);
	icalcomponent_free(calendar);
}

int
main(void)
{
	char *text = NULL;
	size_t cap = 0, number = 0;
	icalerror_set_errors_are_fatal(0);
	while (getdelim(&text, &cap, '\0', stdin) > 0)
		check(text, ++number);
	free(text);
	return 0;
}
