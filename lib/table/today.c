#include "table/today.h"

#include <string.h>
#include <time.h>

#include "base/diag.h"

bool
today_read(const char *option, day *out)
{
	if (option) {
		if (date_parse(option, strlen(option), DATE_ISO, out))
			return true;
		diag(DIAG_ERROR, "--today: a date like 2026-11-05, not \"%s\"", option);
		return false;
	}
	time_t now = time(NULL);
	struct tm tm;
	if (now == (time_t)-1 || !localtime_r(&now, &tm)) {
		diag(DIAG_ERROR, "the clock can't be read: say --today=DATE");
		return false;
	}
	*out = date_from(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	return true;
}
