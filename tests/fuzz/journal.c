/* Journals. Of a file of any bytes (the input begins with a digit or ?): it is refused and left as it is, or what counts of it
 * goes on to count. Else the input says what is told, and where the file is damaged then: what stands before the damage is
 * never lost. */
#include "deal/journal.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/input.h"
#include "fuzz.h"

enum { RECORDS = 12, REMINDERS = 3 };

static char folder_name[] = "/dev/shm/negpkg-fuzz.XXXXXX";
static int folder = -1;

static void
remove_folder(void)
{
	unlinkat(folder, "journal", 0);
	rmdir(folder_name);
}

static void
make_folder(void)
{
	if (folder >= 0)
		return;
	must(mkdtemp(folder_name));
	folder = open(folder_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	must(folder >= 0);
	atexit(remove_folder);
}

static void
put_file(const char *s, size_t n)
{
	int fd = openat(folder, "journal", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	must(fd >= 0 && write(fd, s, n) == (ssize_t)n && close(fd) == 0);
}

static void
get_file(struct buf *to)
{
	to->len = 0;
	int fd = openat(folder, "journal", O_RDONLY | O_CLOEXEC);
	must(fd >= 0 && input_read(fd, to) && close(fd) == 0);
}

static bool
opens(struct journal *j)
{
	size_t errors = diag_errors();
	bool ok = journal_open(j, folder, "box");
	must(ok == (diag_errors() == errors));
	return ok;
}

/* What one record tells. */
struct told {
	struct sent list[REMINDERS];
	size_t count;
	char message[16], recipients[REMINDERS][16], *keys[REMINDERS];
	enum message_state state;
	size_t end; /* of the file, once it counts */
};

static void
take_told(struct bytes *b, struct told *t, size_t number)
{
	*t = (struct told){.count = 1 + take_byte(b) % REMINDERS, .state = take_byte(b) % 2 ? MESSAGE_SENT : MESSAGE_QUEUED};
	snprintf(t->message, sizeof t->message, "m%zu", number);
	for (size_t i = 0; i < t->count; i++) {
		struct sent *s = &t->list[i];
		uint64_t who = take_byte(b);
		snprintf(t->recipients[i], sizeof t->recipients[i], "%c%d@x.example", who & 1 ? 'A' : 'a', (int)(who / 2 % 3));
		snprintf(s->id, sizeof s->id, "%032x", take_byte(b) % 4);
		s->recipient = t->recipients[i];
		s->due = 20000 + take_byte(b) % 4;
		s->lead = (int)(take_byte(b) % 64) - 32;
		s->key = t->keys[i] = bytes_text(take_up_to(b, '\n'));
	}
}

static void
must_know(const struct journal *j, const struct told *t)
{
	must(journal_state(j, t->message) >= t->state); /* a damaged line below may have got its name, and say that it was sent */
	for (size_t i = 0; i < t->count; i++) {
		struct sent s = t->list[i];
		must(journal_has(j, &s));
		s.lead++; /* one farther off is covered */
		must(journal_has(j, &s));
	}
}

/* Tells so much that nothing else of it is known: a lead far nearer. */
static void
must_not_invent(const struct journal *j, const struct told *list, size_t count)
{
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < list[r].count; i++) {
			struct sent s = list[r].list[i];
			s.lead = -1000;
			must(!journal_has(j, &s));
		}
	must(journal_state(j, "never") == MESSAGE_UNKNOWN);
}

static void
add_new(struct journal *j)
{
	static const struct sent one = {"ffffffffffffffffffffffffffffffff", 20100, 5, "new@x.example", "a\tkey\nof lines"};
	must(!journal_has(j, &one));
	must(journal_reserve(j, 20090, MESSAGE_SENT, "new", &one, 1) && journal_commit(j));
	journal_close(j);
	must(opens(j) && journal_has(j, &one) && journal_state(j, "new") == MESSAGE_SENT);
}

static void
check_bytes(const char *s, size_t n)
{
	struct journal j;
	struct buf after = {0};
	put_file(s, n);
	bool ok = opens(&j);
	get_file(&after);
	must(after.len <= n && memcmp(s, after.data ? after.data : "", after.len) == 0);
	if (!ok) {
		must(after.len == n);
	} else {
		must(after.len == (size_t)j.len && (after.len == 0 || after.data[after.len - 1] == '\n'));
		size_t messages = j.messages.count, told = j.told.count;
		day last = j.last;
		journal_close(&j);
		must(opens(&j) && j.messages.count == messages && j.told.count == told && j.last == last);
		struct sent fresh = {"ffffffffffffffffffffffffffffffff", 20100, 5, "new@x.example", ""};
		if (!journal_has(&j, &fresh) && journal_state(&j, "new") == MESSAGE_UNKNOWN)
			add_new(&j);
		must(j.messages.count >= messages && j.told.count >= told);
		journal_close(&j);
	}
	buf_free(&after);
}

/* Bytes from `from` to the end are damaged: what ends before them must be known, or all is refused. */
static void
check_damage(const struct told *list, size_t count, const struct buf *file, size_t from)
{
	struct journal j;
	put_file(file->data ? file->data : "", file->len);
	if (!opens(&j)) {
		struct buf after = {0};
		get_file(&after);
		must(after.len == file->len && memcmp(after.data, file->data, after.len) == 0);
		buf_free(&after);
		return;
	}
	for (size_t i = 0; i < count && list[i].end <= from; i++)
		must_know(&j, &list[i]);
	must_not_invent(&j, list, count);
	add_new(&j);
	for (size_t i = 0; i < count && list[i].end <= from; i++)
		must_know(&j, &list[i]);
	journal_close(&j);
}

static size_t
tell_all(struct bytes *b, struct told *list)
{
	struct journal j;
	size_t count = 0;
	put_file("", 0);
	must(opens(&j));
	for (size_t n = 1 + take_byte(b) % RECORDS; n > 0 && b->n > 0; n--) {
		struct told *t = &list[count];
		take_told(b, t, count);
		bool commits = take_byte(b) % 4 != 0;
		must(journal_reserve(&j, 19990, t->state, t->message, t->list, t->count));
		must(commits ? journal_commit(&j) : journal_cancel(&j));
		for (size_t i = 0; !commits && i < t->count; i++)
			free(t->keys[i]);
		t->end = (size_t)j.len;
		count += commits;
	}
	journal_close(&j);
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	make_folder();
	struct bytes b = bytes_of(data, size);
	if (size && (*b.s == '?' || (*b.s >= '0' && *b.s <= '9'))) {
		check_bytes(b.s, b.n);
		return 0;
	}
	struct told list[RECORDS];
	struct buf file = {0};
	size_t at = take_word(&b, 2), how = take_byte(&b), count = tell_all(&b, list);
	get_file(&file);
	check_damage(list, count, &file, file.len);
	at = file.len ? at % (file.len + 1) : 0;
	if (how % 2 || at == file.len)
		file.len = at; /* torn */
	else if (how % 4)
		memset(file.data + at, 0, file.len - at); /* as some file systems leave it */
	else
		file.data[at] = (char)((uint8_t)file.data[at] ^ (how / 4 + 1));
	check_damage(list, count, &file, at);
	for (size_t r = 0; r < count; r++)
		for (size_t i = 0; i < list[r].count; i++)
			free(list[r].keys[i]);
	buf_free(&file);
	return 0;
}
