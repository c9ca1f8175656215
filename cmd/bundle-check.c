/* bundle-check: a bundle, line by line: who pays for it, and whether what is bought with that is worth having. */
#include <string.h>

#include "base/diag.h"
#include "base/options.h"
#include "base/output.h"
#include "bundle-check.h"
#include "deal/bundle.h"
#include "deal/bundle_read.h"
#include "deal/columns.h"
#include "table/dialect.h"

struct bundle_check {
	struct options options;
	struct dialect dialect, package_dialect;
	const char *package_file;
	int allocate, format;
	struct bundles bundles;
};

static const struct option_spec specs[] = {
	{"package", 0, "FILE", "supplies volumes, prices, costs and floors that the sheet leaves empty"},
	{"allocate", 0, "revenue|list|standalone|cost|equal", "how what is given on a whole bundle is split (default revenue)"},
	{"format", 0, "csv|text|json", "how the result is written (default csv)"},
	{0},
};

static bool
take_option(void *self, const char *name, const char *value)
{
	static const char *const formats[] = {"csv", "text", "json", NULL};
	struct bundle_check *c = self;
	if (strcmp(name, "allocate") == 0)
		return option_choice("--allocate", value, allocation_names, &c->allocate);
	if (strcmp(name, "format") == 0)
		return option_choice("--format", value, formats, &c->format);
	c->package_file = value;
	return true;
}

static const char *const sheets[] = {"package", NULL};

static const struct tool tool = {
	.name = "bundle-check",
	.purpose = "Shows line by line who pays for a bundle, and stops the bad ones.",
	.files = "FILE",
	.options = specs,
	.sheets = sheets,
	.take = take_option,
};

static bool
read_all(struct bundle_check *c)
{
	bool ok = true;
	for (size_t i = 0; i < c->options.file_count; i++)
		ok &= bundle_read(&c->bundles, c->options.files[i], &c->dialect);
	return ok && (!c->package_file || bundle_supply(&c->bundles, c->package_file, &c->package_dialect)) &&
	    bundle_complete(&c->bundles);
}

static bool
print(const struct bundle_check *c)
{
	struct output output;
	if (!output_open(&output, c->options.output))
		return false;
	if (c->format == BUNDLE_TEXT)
		bundle_put_text(&c->bundles, &c->options, &output);
	else
		bundle_put_rows(&c->bundles, (enum bundle_format)c->format, &c->options, &output);
	return output_close(&output);
}

/* Each bundle that must not be proposed is a finding. */
static void
name_failures(const struct bundles *b)
{
	for (size_t i = 0; i < b->count; i++)
		if (b->list[i].verdict >= BUNDLE_UNACCEPTABLE)
			diag_finding("%s: %s: %s", diag_shown(b->list[i].name), bundle_verdict_names[b->list[i].verdict],
			    diag_shown(b->list[i].reason));
}

int
main(int argc, char **argv)
{
	static const char *const roles[] = {"bundles", NULL};
	struct bundle_check c = {0};
	diag_start(tool.name);
	output_guard_descriptors();
	enum options_result result = options_parse(&c.options, &tool, &c, argc, argv);
	if (result == OPTIONS_RUN && c.options.columns)
		columns_print(&c.options, roles);
	else if (result == OPTIONS_RUN && dialect_read(&c.dialect, &c.options, NULL) &&
	    dialect_read(&c.package_dialect, &c.options, "package") && read_all(&c) &&
	    bundles_settle(&c.bundles, (enum allocation)c.allocate) && print(&c))
		name_failures(&c.bundles);
	bundles_free(&c.bundles);
	dialect_free(&c.dialect);
	dialect_free(&c.package_dialect);
	options_free(&c.options);
	return result == OPTIONS_BAD ? 2 : diag_finish();
}
