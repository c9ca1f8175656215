#include "table/magic.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/shell.h"

enum { FIRST_NAME = 30 }; /* where a ZIP archive has the name of its first file */

/* In a command @ stands for the file, ^ for the sheet that comes out; what is in [ ] is needed only where the file isn't
 * called as its content would have it. */
static const struct magic {
	const char *bytes;
	size_t n, at;
	const char *what;
	const char *extensions; /* of such files */
	const char *command, *in_a_pipe, *program;
} magics[] = {
#define BYTES(s) s, sizeof s - 1
#define PICTURE 0, "a picture: ask for the sheet that it shows", "", NULL, NULL, NULL
	{BYTES("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), FIRST_NAME, "a workbook (.ods), not CSV: convert it", ".ods",
	    "ssconvert @ ^", "ssconvert -T Gnumeric_stf:stf_csv fd://0 fd://1", "gnumeric"},
	{BYTES("PK\3\4"), 0, "a workbook (.xlsx) or another ZIP archive, not CSV: convert it", ".xlsx .xlsm",
	    "in2csv[ -f xlsx] -I --sheet NAME @ > ^", "in2csv -f xlsx -I --sheet NAME", "csvkit"},
	{BYTES("PK\5\6"), 0, "an empty ZIP archive", "", NULL, NULL, NULL},
	{BYTES("\xd0\xcf\x11\xe0"), 0, "an old workbook (.xls), not CSV: convert it", ".xls", "in2csv[ -f xls] -I --sheet NAME @ > ^",
	    "in2csv -f xls -I --sheet NAME", "csvkit"},
	{BYTES("\x1f\x8b"), 0, "compressed: unpack it", ".gz", "gzip -dc @ > ^", "gzip -dc", "gzip"},
	{BYTES("\x28\xb5\x2f\xfd"), 0, "compressed: unpack it", ".zst", "zstd -dc @ > ^", "zstd -dc", "zstd"},
	{BYTES("\xfd" "7zXZ"), 0, "compressed: unpack it", ".xz", "xz -dc @ > ^", "xz -dc", "xz-utils"},
	{BYTES("BZh"), 0, "compressed: unpack it", ".bz2", "bzip2 -dc @ > ^", "bzip2 -dc", "bzip2"},
	{BYTES("7z\xbc\xaf\x27\x1c"), 0, "a 7-Zip archive: unpack it", ".7z", "7z x -so @ > ^", NULL, "p7zip"},
	{BYTES("%PDF-"), 0, "a PDF, not CSV: ask for the sheet that was printed; to see its text", ".pdf",
	    "pdftotext -layout @ -", "pdftotext -layout - -", "poppler-utils"},
	{BYTES("\x89PNG"), PICTURE},
	{BYTES("\xff\xd8\xff"), PICTURE},
}, markup[] = {
#define HTML 0, "a web page, not CSV: convert it", ".html .htm .xls", "ssconvert -I Gnumeric_html:html @ ^", \
    "ssconvert -I Gnumeric_html:html -T Gnumeric_stf:stf_csv fd://0 fd://1", "gnumeric"
	{BYTES("<!doctype"), HTML},
	{BYTES("<html"), HTML},
	{BYTES("<head"), HTML},
	{BYTES("<meta"), HTML},
	{BYTES("<style"), HTML},
	{BYTES("<body"), HTML},
	{BYTES("<table"), HTML},
	{BYTES("<?xml"), 0, "XML, not CSV; if a spreadsheet wrote it", ".xml .xls .fods",
	    "soffice --headless --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76' @", NULL, "LibreOffice"},
};

static const struct magic *
find_bytes(const char *head, size_t n)
{
	for (const struct magic *m = magics; m < magics + sizeof magics / sizeof *magics; m++)
		if (n >= m->at + m->n && memcmp(head + m->at, m->bytes, m->n) == 0 && (m->at == 0 || memcmp(head, "PK\3\4", 4) == 0))
			return m;
	return NULL;
}

/* Mark-up may follow a byte order mark and blanks, and be UTF-16. */
static const struct magic *
find_markup(const char *head, size_t n)
{
	char text[MAGIC_HEAD];
	size_t len = 0;
	for (size_t i = 0; i < n && i < MAGIC_HEAD; i++)
		if (head[i] && !strchr("\xef\xbb\xbf\xff\xfe", head[i]) && (len || !strchr(" \t\r\n", head[i])))
			text[len++] = head[i];
	for (const struct magic *m = markup; m < markup + sizeof markup / sizeof *markup; m++)
		if (len >= m->n && strncasecmp(text, m->bytes, m->n) == 0)
			return m;
	return NULL;
}

/* The length of a name without its extension, if that is one of those listed. */
static size_t
stem_length(const char *name, const char *extensions)
{
	size_t n = strlen(name);
	while (*extensions) {
		size_t len = strcspn(extensions, " ");
		if (n > len && strncasecmp(name + n - len, extensions, len) == 0)
			return n - len;
		extensions += len + (extensions[len] == ' ');
	}
	return n;
}

static void
put_command(struct buf *b, const struct magic *m, const char *name)
{
	struct buf sheet = {0};
	size_t stem = stem_length(name, m->extensions);
	bool well_named = name[stem] != '\0';
	buf_add(&sheet, name, stem);
	if (!well_named || stem < 4 || strncasecmp(name + stem - 4, ".csv", 4) != 0)
		buf_puts(&sheet, ".csv");
	bool left_out = false;
	for (const char *s = m->command; *s; s++) {
		if (*s == '[' || *s == ']')
			left_out = *s == '[' && well_named;
		else if (*s == '@')
			shell_put_file(b, name);
		else if (*s == '^')
			shell_put_file(b, buf_str(&sheet));
		else if (!left_out)
			buf_putc(b, *s);
	}
	buf_free(&sheet);
}

bool
magic_explain(struct buf *why, const char *head, size_t n, const char *name)
{
	const struct magic *m = find_bytes(head, n);
	if (!m)
		m = find_markup(head, n);
	if (!m)
		return false;
	buf_printf(why, "this is %s", m->what);
	if (name ? !m->command : !m->in_a_pipe)
		return true;
	buf_puts(why, name ? ", run `" : ", pipe it through `");
	if (name)
		put_command(why, m, name);
	else
		buf_puts(why, m->in_a_pipe);
	buf_printf(why, "` (%s)", m->program);
	return true;
}
