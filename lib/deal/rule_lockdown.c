#include "deal/rule_lockdown.h"

#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "base/xalloc.h"
#include "deal/rules.h"

enum {
	LENGTH_MOST = 1024 * 1024, /* of a text, and of a query */
	STEP = 1000, /* of SQLite's virtual machine, between two looks at their count */
	/* in units of STEP: rules that compare all rows with all others may run over some ten thousand */
	STEPS_LEAST = 50 * 1000, STEPS_PER_ROW = 100, STEPS_MOST = 2000 * 1000, STEPS_PER_ROW_LEAST = 10,
	MEMORY_MOST = 512 * 1024 * 1024, /* that a query may take on top of the sheets */
};

bool
rule_lockdown_private(const char *table)
{
	return strncasecmp(table, "sqlite_", 7) == 0 || strncasecmp(table, "pragma_", 7) == 0;
}

static sqlite3_mem_methods usual_memory;

static void *
take_memory(int size)
{
	return or_exit(usual_memory.xMalloc(size));
}

static void *
change_memory(void *old, int size)
{
	return or_exit(usual_memory.xRealloc(old, size));
}

/* What SQLite allocates is there or the program ends, as with xalloc: too many of its calls could fail otherwise. What a rule
 * takes beyond MEMORY_MOST is refused before it comes to that. */
static void
set_memory(void)
{
	if (usual_memory.xMalloc || sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual_memory) != SQLITE_OK)
		return;
	sqlite3_mem_methods ours = usual_memory;
	ours.xMalloc = take_memory;
	ours.xRealloc = change_memory;
	sqlite3_config(SQLITE_CONFIG_MALLOC, &ours);
}

bool
rule_lockdown_open(struct rules *r)
{
	static const struct {
		int what, most;
	} limits[] = {
		{SQLITE_LIMIT_LENGTH, LENGTH_MOST}, {SQLITE_LIMIT_SQL_LENGTH, LENGTH_MOST}, {SQLITE_LIMIT_EXPR_DEPTH, 200},
		{SQLITE_LIMIT_COMPOUND_SELECT, 20}, {SQLITE_LIMIT_ATTACHED, 0}, {SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	set_memory();
	bool ok = sqlite3_open_v2(":memory:", &r->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE,
	    NULL) == SQLITE_OK;
	ok = ok && sqlite3_db_config(r->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
	    sqlite3_db_config(r->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
	    sqlite3_drop_modules(r->db, NULL) == SQLITE_OK && /* json_each(), dbstat and other tables of SQLite's making */
	    sqlite3_exec(r->db, "PRAGMA temp_store = memory", NULL, NULL, NULL) == SQLITE_OK &&
	    rule_functions_add(r->db, &r->setting) == SQLITE_OK && rule_table_prepare(r->db) == SQLITE_OK;
	for (size_t i = 0; ok && i < sizeof limits / sizeof *limits; i++)
		sqlite3_limit(r->db, limits[i].what, limits[i].most);
	if (!ok)
		diag(DIAG_ERROR, "the database of the rules: %s", r->db ? sqlite3_errmsg(r->db) : "out of memory");
	return ok;
}

/* Reading the sheets and calling harmless functions is allowed, and nothing else. */
static int
authorize(void *context, int action, const char *what, const char *column, const char *database, const char *trigger)
{
	const struct rules *r = context;
	(void)database, (void)trigger;
	if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE)
		return SQLITE_OK;
	if (action == SQLITE_FUNCTION)
		return rule_function_allowed(column) ? SQLITE_OK : SQLITE_DENY;
	if (action != SQLITE_READ || rule_lockdown_private(what) || (r->trying && strcasecmp(column, "rowid") == 0))
		return SQLITE_DENY;
	if (!*column)
		return SQLITE_OK; /* no column: of a query's own WITH, or one of the sheets; there is nothing else */
	for (size_t i = 0; i < r->table_count; i++)
		if (strcasecmp(r->tables[i].name, what) == 0)
			return SQLITE_OK;
	return SQLITE_DENY;
}

static int
count_steps(void *context)
{
	struct rules *r = context;
	return ++r->steps > r->steps_most;
}

void
rule_lockdown_set(struct rules *r, bool locked)
{
	sqlite3_set_authorizer(r->db, locked ? authorize : NULL, r);
}

void
rule_lockdown_bound(struct rules *r)
{
	size_t rows = 0;
	for (size_t i = 0; i < r->table_count; i++)
		rows += r->tables[i].row_count;
	unsigned long long by_rows = (unsigned long long)rows * STEPS_PER_ROW, least = rows * STEPS_PER_ROW_LEAST;
	r->steps_most = STEPS_LEAST + (by_rows < STEPS_MOST ? by_rows : least > STEPS_MOST ? least : STEPS_MOST);
	sqlite3_progress_handler(r->db, STEP, count_steps, r);
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + MEMORY_MOST);
}
