#include "base/policy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/xalloc.h"

#ifndef NEGPKG_SHARE
#define NEGPKG_SHARE "/usr/local/share/negpkg"
#endif

enum { FOLDERS = 4 };

static char *
joined(const char *folder, const char *sub, const char *name)
{
	struct buf b = {0};
	buf_printf(&b, "%s%s%s%s%s", folder, *sub ? "/" : "", sub, *name ? "/" : "", name);
	buf_str(&b);
	return b.data;
}

/* The folder above that of the executable, so that a build that isn't installed finds its own files. */
static char *
home(void)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	for (int up = 0; up < 2 && n > 0; up++)
		while (n > 0 && path[--n] != '/')
			continue;
	return n > 0 ? xstrndup(path, (size_t)n) : NULL;
}

char **
policy_folders(const char *kind)
{
	char **folders = xcalloc(FOLDERS + 1, sizeof *folders);
	size_t count = 0;
	const char *own = getenv("NEGPKG_TEMPLATES");
	if (own && *own)
		folders[count++] = joined(own, "", "");
	folders[count++] = joined(NEGPKG_SHARE, kind, "");
	char *top = home();
	if (top) {
		char *share = joined(top, "share", "");
		folders[count++] = joined(share, kind, "");
		folders[count++] = joined(share, "negpkg", kind); /* installed, and moved since */
		free(share);
	}
	free(top);
	return folders;
}

void
policy_folders_free(char **folders)
{
	for (size_t i = 0; folders[i]; i++)
		free(folders[i]);
	free(folders);
}

char *
policy_find(const char *kind, const char *file)
{
	char **folders = policy_folders(kind), *found = NULL;
	for (size_t i = 0; folders[i] && !found; i++) {
		found = joined(folders[i], "", file);
		if (access(found, R_OK) != 0) {
			free(found);
			found = NULL;
		}
	}
	policy_folders_free(folders);
	return found;
}
