#include "table/dialect.h"

#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/xalloc.h"

static bool
read_delimiter(struct dialect *d, const char *value)
{
	if (strcmp(value, "auto") == 0) {
		d->delimiter = 0;
		return true;
	}
	if (strcmp(value, "tab") == 0)
		value = "\t";
	if (strlen(value) != 1 || strchr("\"\r\n", value[0])) {
		diag(DIAG_ERROR, "--delimiter: one character, tab or auto, not \"%s\"", value);
		return false;
	}
	d->delimiter = value[0];
	return true;
}

static bool
read_option(struct dialect *d, const char *name, const char *value)
{
	if (strcmp(name, "delimiter") == 0)
		return read_delimiter(d, value);
	if (strcmp(name, "header-row") == 0)
		return option_number("--header-row", value, 1, 1000000000, &d->header_row);
	if (strcmp(name, "decimal") == 0) {
		static const char *const marks[] = {".", ",", NULL};
		int i;
		if (!option_choice("--decimal", value, marks, &i))
			return false;
		d->decimal_mark = marks[i][0];
		return true;
	}
	if (strcmp(name, "date-format") == 0) {
		int i;
		if (!option_choice("--date-format", value, date_format_names, &i))
			return false;
		d->date_format = (enum date_format)(1 << i);
		return true;
	}
	if (strcmp(name, "map") == 0) {
		const char *equals = strchr(value, '=');
		if (!equals || equals == value || !equals[1]) {
			diag(DIAG_ERROR, "--map: COLUMN=HEADING, not \"%s\"", value);
			return false;
		}
		d->maps = xgrow(d->maps, d->map_count, &d->map_cap, sizeof *d->maps);
		d->maps[d->map_count++] = value;
		return true;
	}
	d->fills = xgrow(d->fills, d->fill_count, &d->fill_cap, sizeof *d->fills);
	d->fills[d->fill_count++] = value;
	return true;
}

bool
dialect_read(struct dialect *d, const struct options *o, const char *sheet)
{
	*d = (struct dialect){.header_row = 1};
	for (size_t i = 0; i < o->sheet_option_count; i++) {
		const struct sheet_option *s = &o->sheet_options[i];
		bool ours = sheet ? s->sheet && strcmp(s->sheet, sheet) == 0 : !s->sheet;
		if (ours && !read_option(d, s->name, s->value)) {
			dialect_free(d);
			return false;
		}
	}
	return true;
}

void
dialect_free(struct dialect *d)
{
	free(d->maps);
	free(d->fills);
	*d = (struct dialect){0};
}
