/* negpkg-validate --list-templates. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/policy.h"
#include "negpkg-validate.h"
#include "table/csvout.h"

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* The name of a template in a policy folder; false for the agenda and what else may be there. */
static bool
template_called(const char *file, struct buf *name)
{
	size_t n = strlen(file);
	name->len = 0;
	if (n <= 4 || strcmp(file + n - 4, ".csv") != 0 || strcmp(file, "agenda.csv") == 0)
		return false;
	buf_add(name, file, n - 4);
	return true;
}

static void
list_folder(const char *folder, struct csvout *out)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, NULL, by_name);
	struct buf name = {0}, file = {0};
	for (int i = 0; i < count; i++) {
		if (template_called(entries[i]->d_name, &name)) {
			/* One of the same name in a folder before this one is the one that is taken. */
			char *taken = policy_find("templates", entries[i]->d_name);
			file.len = 0;
			buf_printf(&file, "%s/%s", folder, entries[i]->d_name);
			if (taken && strcmp(taken, buf_str(&file)) == 0) {
				csvout_str(out, buf_str(&name));
				csvout_str(out, buf_str(&file));
				csvout_end(out);
			}
			free(taken);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	buf_free(&name);
	buf_free(&file);
}

bool
validate_list_templates(const struct options *o)
{
	struct output output;
	struct csvout out;
	if (!output_open(&output, o->output))
		return false;
	csvout_start(&out, &output.buf, o->output_delimiter, o->excel);
	csvout_str(&out, "template");
	csvout_str(&out, "file");
	csvout_end(&out);
	char **folders = policy_folders("templates");
	for (size_t i = 0; folders[i]; i++)
		list_folder(folders[i], &out);
	policy_folders_free(folders);
	return output_close(&output);
}
