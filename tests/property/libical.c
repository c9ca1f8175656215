/* What libical reads in each calendar on standard input, whose ends are NUL: words, each ended by NUL, for tests/property/ics.py,
 * which compiles this where libical is there. "begin NAME", "property NAME KIND VALUE", "end"; after each calendar
 * "faults N". */
#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
say(const char *word)
{
	fputs(word, stdout);
	putchar('\0');
}

static void
say_property(icalproperty *property)
{
	const icalvalue *value = icalproperty_get_value(property);
	say("property");
	say(icalproperty_get_property_name(property));
	say(icalvalue_kind_to_string(icalvalue_isa(value)));
	bool is_text = icalvalue_isa(value) == ICAL_TEXT_VALUE;
	const char *said = is_text ? icalvalue_get_text(value) : icalproperty_get_value_as_string(property);
	say(said ? said : "(none)");
}

static void
say_component(icalcomponent *c)
{
	say("begin");
	say(icalcomponent_kind_to_string(icalcomponent_isa(c)));
	icalproperty *p = icalcomponent_get_first_property(c, ICAL_ANY_PROPERTY);
	for (; p; p = icalcomponent_get_next_property(c, ICAL_ANY_PROPERTY))
		say_property(p);
	icalcomponent *inner = icalcomponent_get_first_component(c, ICAL_ANY_COMPONENT);
	for (; inner; inner = icalcomponent_get_next_component(c, ICAL_ANY_COMPONENT))
		say_component(inner);
	say("end");
}

static void
say_calendar(const char *text)
{
	icalcomponent *calendar = icalparser_parse_string(text);
	int faults = 1;
	if (calendar) {
		bool is_sound = icalrestriction_check(calendar) != 0;
		say_component(calendar);
		faults = icalcomponent_count_errors(calendar) + !is_sound;
		icalcomponent_free(calendar);
	}
	char count[32];
	snprintf(count, sizeof count, "%d", faults);
	say("faults");
	say(count);
}

int
main(void)
{
	char *all = NULL;
	size_t cap = 0;
	icalerror_set_errors_are_fatal(false);
	while (getdelim(&all, &cap, '\0', stdin) > 0)
		say_calendar(all);
	free(all);
	return 0;
}
