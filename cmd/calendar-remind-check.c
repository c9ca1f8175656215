/* What is wrong with a calendar: the list of milestones is held to a template, and what breaks a rule is found at the row that
 * the milestone comes from. */
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/policy.h"
#include "base/spool.h"
#include "calendar-remind.h"
#include "deal/rules.h"
#include "render/findings.h"

static const char list_name[] = "the list of milestones";

static bool
load_spool(struct rules *rules, const char *table, const char *name, const struct spool *spool)
{
	static const struct dialect plain = {.delimiter = ',', .decimal_mark = '.'};
	return rules_load(rules, table, &(struct rule_source){spool->path, name, &plain}, 1);
}

static bool
load_list(const struct remind *r, struct rules *rules, struct spool *spool)
{
	struct remind plain = *r;
	struct output list;
	plain.options.output_delimiter = ',';
	plain.options.excel = false;
	if (!spool_open(spool, list_name, &list))
		return false;
	remind_put_list(&plain, &list);
	return output_close(&list) && load_spool(rules, "sheet", list_name, spool);
}

static bool
load_holidays(const struct remind *r, struct rules *rules, struct spool *spool)
{
	struct output days;
	if (!spool_open(spool, r->holidays_file, &days))
		return false;
	buf_puts(&days.buf, "day\n");
	for (size_t i = 0; i < r->holidays.count; i++) {
		date_put(&days.buf, r->holidays.list[i]);
		buf_putc(&days.buf, '\n');
	}
	return output_close(&days) && load_spool(rules, "holidays", r->holidays_file, spool);
}

static bool
load(const struct remind *r, struct rules *rules, struct spool spools[2])
{
	rules->optional_sheets = true;
	return load_list(r, rules, &spools[0]) && (!r->holidays_file || load_holidays(r, rules, &spools[1])) &&
	    (!r->team_file || rules_load(rules, "team", &(struct rule_source){r->team_file, r->team_file, &r->team_dialect}, 1));
}

static bool
read_template(struct template *t)
{
	char *path = policy_find("templates", "calendar.csv");
	bool ok = path && template_read(t, path);
	if (!path)
		diag(DIAG_ERROR, "the template calendar.csv isn't installed");
	free(path);
	return ok;
}

static size_t
file_order(const struct remind *r, const char *name)
{
	size_t i = 0;
	while (i < r->options.file_count && r->options.files[i] != name)
		i++;
	return i; /* standard input has another name: it is the only one of these */
}

/* From rows of the list to those of the sheets they come from. */
static void
relocate(const struct remind *r, struct findings *f)
{
	for (size_t i = 0; i < f->count; i++) {
		struct finding *one = &f->list[i];
		if (strcmp(one->where.file, list_name) != 0 || one->where.record < 2)
			continue;
		const struct entry *row = r->milestones.list[one->where.record - 2].row;
		one->where = row->where;
		one->file_order = file_order(r, row->where.file);
	}
	findings_sort(f);
}

bool
remind_check(const struct remind *r, struct output *to, bool *found)
{
	struct template template = {0};
	struct rules rules = {0};
	const struct rule_setting setting = {.today = r->today, .decimal_mark = '.'};
	struct spool spools[2] = {{.fd = -1}, {.fd = -1}};
	bool ok = read_template(&template) &&
	    rules_open(&rules, &template, STAGE_CLOSING, setting) && load(r, &rules, spools) && rules_run(&rules);
	if (ok) {
		relocate(r, &rules.findings);
		findings_put(&rules.findings, r->format == REMIND_TEXT ? FINDINGS_TEXT : FINDINGS_CSV, r->options.output_delimiter,
		    r->options.excel, to);
		*found = rules.findings.of_severity[SEVERITY_ERROR];
	}
	rules_close(&rules);
	template_free(&template);
	spool_free(&spools[0]);
	spool_free(&spools[1]);
	return ok;
}
