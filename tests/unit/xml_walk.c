#include "xml_walk.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

enum { DEEPEST = 16, LONGEST = 32 };

struct walk {
	const char *at, *end;
	const char *fault;
	char open[DEEPEST][LONGEST]; /* names */
	size_t depth;
};

static bool
fail(struct walk *w, const char *fault)
{
	w->fault = w->fault ? w->fault : fault;
	return false;
}

static bool
starts(const struct walk *w, const char *s)
{
	return (size_t)(w->end - w->at) >= strlen(s) && memcmp(w->at, s, strlen(s)) == 0;
}

static bool
take(struct walk *w, const char *s)
{
	if (!starts(w, s))
		return false;
	w->at += strlen(s);
	return true;
}

static bool
take_character(struct walk *w)
{
	static const char *const references[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#13;"};
	for (size_t i = 0; i < sizeof references / sizeof *references; i++)
		if (take(w, references[i]))
			return true;
	uint32_t c = 0;
	size_t len = utf8_decode(w->at, (size_t)(w->end - w->at), &c);
	if (len == 0)
		return fail(w, "not UTF-8");
	if (c == '&' || c == '<' || c == '>')
		return fail(w, "a bare markup character");
	if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xfffe || c == 0xffff)
		return fail(w, "a character that XML doesn't allow");
	w->at += len;
	return true;
}

static bool
take_name(struct walk *w, char name[LONGEST])
{
	size_t n = 0;
	while (w->at < w->end && (isalnum((unsigned char)*w->at) || strchr("-:", *w->at)) && n < LONGEST - 1)
		name[n++] = *w->at++;
	name[n] = '\0';
	return n > 0 || fail(w, "a name is missing");
}

static bool
take_attributes(struct walk *w)
{
	char name[LONGEST];
	while (take(w, " ")) {
		if (!take_name(w, name) || !take(w, "=\""))
			return fail(w, "an attribute without value");
		if (strncmp(name, "on", 2) == 0 || strstr(name, "href"))
			return fail(w, "an attribute that does something");
		while (w->at < w->end && *w->at != '"')
			if (!take_character(w))
				return false;
		if (!take(w, "\""))
			return fail(w, "an attribute never closed");
	}
	return true;
}

static bool
take_tag(struct walk *w)
{
	char name[LONGEST];
	if (take(w, "</")) {
		if (!take_name(w, name) || w->depth == 0 || strcmp(w->open[w->depth - 1], name) != 0 || !take(w, ">"))
			return fail(w, "a wrong end");
		w->depth--;
		return true;
	}
	if (!take(w, "<") || !take_name(w, name) || !take_attributes(w))
		return fail(w, "a wrong start");
	if (strcmp(name, "script") == 0)
		return fail(w, "a script");
	if (take(w, "/>"))
		return true;
	if (w->depth == DEEPEST || !take(w, ">"))
		return fail(w, "a start never closed");
	strcpy(w->open[w->depth++], name);
	return true;
}

const char *
xml_fault(const char *s, size_t n)
{
	struct walk w = {.at = s, .end = s + n};
	do {
		if (w.at == w.end)
			return "an end is missing";
		if (!(*w.at == '<' ? take_tag(&w) : w.depth > 0 && take_character(&w)))
			return w.fault ? w.fault : "text outside";
	} while (w.depth > 0);
	take(&w, "\n");
	return w.at == w.end ? NULL : "something after the end";
}
