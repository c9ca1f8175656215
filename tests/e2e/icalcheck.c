/* What libical has against each calendar on standard input, whose ends are NUL: a line per fault, "NUMBER: fault". Compiled by
 * tests/e2e/ical.py where libical is there. Its restriction check puts an error property into each component that lacks what
 * it must have, or has what it must not; so does its parser, where a line can't be read. It asks for little without a METHOD, so
 * that each calendar is checked once more as if it were published. */
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

/* What a published calendar has beyond those that a tool writes. */
static void
publish(icalcomponent *calendar)
{
	icalcomponent_add_property(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
	icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
	for (; event; event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		icalcomponent_add_property(event, icalproperty_new_organizer("mailto:a@b.example"));
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
	publish(calendar);
	if (!icalrestriction_check(calendar))
		printf("%zu: can't be published\n", number);
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
