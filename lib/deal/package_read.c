#include "deal/package_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "deal/flags.h"
#include "deal/items.h"
#include "table/cell.h"
#include "table/sheet.h"

const char *const package_text_names[PACKAGE_TEXTS] = {
	"account", "product_line", "product", "customer_part", "period", "phase", "currency", "unit",
	"flags", "package_id", "source",
	"account_manager", "our_objectives", "customer_objectives", "strategic_objectives", "environment_changes",
	"negotiation_rank", "supplier_count", "corporate_strategy", "pre_positioning", "deadlock_rule",
	"deadlock_owner", "deadlock_phone", "negotiation_date", "approval_date", "package_date", "date_source",
	"template_version", "plan", "plan_approved_on", "decisions_asked", "folder",
	"owner", "strategy", "specific_strategies", "approved_by", "approved_on", "section_leader", "sequence",
	"mode",
	"alternative", "alternative_qualified", "condition", "walkaway_approved_by", "note",
};

const char *const package_figure_names[PACKAGE_FIGURES] = {
	"price_per", "market_volume", "target_price", "target_gap_pct", "price_change_pct",
	"floor_price", "alternative_price", "target_revenue", "target_margin", "target_margin_pct",
	"target_share",
};

/* A package on its way in. */
struct reading {
	struct package_tree *tree;
	struct sheet sheet;
	bool broken; /* a row couldn't be read: those below it may miss it */
	size_t level;
	size_t texts[PACKAGE_TEXTS], figures[PACKAGE_FIGURES], positions[PACKAGE_POSITIONS][PACKAGE_MEASURES];
};

void
package_tree_init(struct package_tree *t, enum audience audience)
{
	*t = (struct package_tree){.audience = audience};
}

void
package_tree_free(struct package_tree *t)
{
	for (struct package_row *row = t->last; row; row = row->before)
		free(row->children);
	free(t->accounts);
	free(t->by_key);
	group_free(&t->keys);
	arena_free(&t->memory);
	*t = (struct package_tree){0};
}

static bool
fail(const struct reading *r, size_t column, const char *why)
{
	struct place where = sheet_place(&r->sheet, column);
	diag_at(&where, DIAG_ERROR, "%s", why);
	return false;
}

/* --- columns */

static size_t
find(const struct reading *r, const char *name)
{
	return audience_sees_column(r->tree->audience, name) ? sheet_find(&r->sheet, name) : SHEET_NONE;
}

static void
bind_position(struct reading *r, size_t position)
{
	struct package_tree *t = r->tree;
	for (size_t m = 0; m < PACKAGE_MEASURES; m++) {
		char *name = column_of_position(package_positions[position], package_measure_names[m]);
		bool shown = m != PACKAGE_COST && m != PACKAGE_COGS && m != PACKAGE_REBATE;
		r->positions[position][m] = shown ? find(r, name) : SHEET_NONE;
		t->has_measure[m] |= r->positions[position][m] != SHEET_NONE;
		free(name);
	}
	t->has[position] |= r->positions[position][PACKAGE_VOLUME] != SHEET_NONE ||
	    r->positions[position][PACKAGE_REVENUE] != SHEET_NONE;
}

static bool
bind(struct reading *r)
{
	size_t before = diag_errors();
	struct place top = {.file = r->sheet.name, .line = r->sheet.heading_line};
	struct sheet_binding needed[] = {
		{"account", &r->texts[TEXT_ACCOUNT], true}, {"product_line", &r->texts[TEXT_PRODUCT_LINE], true},
		{"product", &r->texts[TEXT_PRODUCT], true}, {"period", &r->texts[TEXT_PERIOD], true},
	};
	r->level = items_level_column(&r->sheet);
	if (r->level == SHEET_NONE) {
		diag_at(&top, DIAG_ERROR, "not a package: negpkg-build makes one");
		return false;
	}
	for (size_t i = 0; i < PACKAGE_TEXTS; i++) {
		r->texts[i] = find(r, package_text_names[i]);
		r->tree->has_text[i] |= r->texts[i] != SHEET_NONE;
	}
	for (size_t i = 0; i < PACKAGE_FIGURES; i++) {
		r->figures[i] = find(r, package_figure_names[i]);
		r->tree->has_figure[i] |= r->figures[i] != SHEET_NONE;
	}
	for (size_t i = 0; i < PACKAGE_POSITIONS; i++)
		bind_position(r, i);
	return diag_errors() == before && sheet_bind(&r->sheet, needed, sizeof needed / sizeof *needed);
}

/* --- rows */

static bool
read_level(struct reading *r, enum package_level *level)
{
	struct cell c = sheet_cell(&r->sheet, r->level);
	for (int i = PACKAGE_ACCOUNT; i <= PACKAGE_PHASE; i++)
		if (cell_is(c, package_level_names[i])) {
			*level = (enum package_level)i;
			return true;
		}
	struct place where = sheet_place(&r->sheet, r->level);
	diag_value(&where, DIAG_ERROR, c.s, c.n, "account, line, item or phase");
	return false;
}

static bool
read_value(struct reading *r, size_t column, struct package_value *to)
{
	struct number n;
	enum given given = cell_number(&r->sheet, column, (struct cell){"", 0}, &n);
	*to = (struct package_value){.given = given == CELL_GIVEN, .value = given == CELL_GIVEN ? n.value : 0};
	return given != CELL_BAD;
}

static const char *
read_text(struct reading *r, size_t number)
{
	struct cell c;
	struct buf flags = {0};
	if (cell_text(&r->sheet, r->texts[number], &c) == CELL_BAD)
		return NULL;
	if (number == TEXT_FLAGS && !audience_sees_walkaway(r->tree->audience)) {
		flags_put_harmless(&flags, c.s, c.n);
		c = (struct cell){flags.data, flags.len};
	}
	const char *text = c.n ? arena_strndup(&r->tree->memory, c.s, c.n) : "";
	buf_free(&flags);
	return text;
}

static bool
read_cells(struct reading *r, struct package_row *row)
{
	bool ok = true;
	for (size_t i = 0; i < PACKAGE_TEXTS; i++)
		ok &= (row->texts[i] = read_text(r, i)) != NULL;
	for (size_t i = 0; i < PACKAGE_FIGURES; i++)
		ok &= read_value(r, r->figures[i], &row->figures[i]);
	for (size_t p = 0; p < PACKAGE_POSITIONS; p++)
		for (size_t m = 0; m < PACKAGE_MEASURES; m++)
			ok &= read_value(r, r->positions[p][m], &row->positions[p][m]);
	return ok;
}

/* The place in by_key of what a row of this level, with the same names, is; room is made for it. */
static struct package_row **
row_of_key(struct package_tree *t, const struct package_row *like, enum package_level level)
{
	static const enum package_text names[] = {TEXT_ACCOUNT, TEXT_PERIOD, TEXT_PRODUCT_LINE, TEXT_PRODUCT};
	struct buf key = {0};
	bool fresh;
	for (size_t i = 0; i < 2 + (size_t)level; i++)
		key_add(&key, like->texts[names[i]], strlen(like->texts[names[i]]));
	size_t number = group_number(&t->keys, key.data, key.len, &fresh);
	buf_free(&key);
	if (fresh) {
		t->by_key = xgrow(t->by_key, number, &t->key_cap, sizeof *t->by_key);
		t->by_key[number] = NULL;
	}
	return &t->by_key[number];
}

static void
add_account(struct package_tree *t, struct package_row *row)
{
	t->accounts = xgrow(t->accounts, t->account_count, &t->account_cap, sizeof *t->accounts);
	t->accounts[t->account_count++] = row;
}

static void
add_child(struct package_row *parent, struct package_row *row)
{
	row->parent = parent;
	parent->children = xgrow(parent->children, parent->child_count, &parent->child_cap, sizeof *parent->children);
	parent->children[parent->child_count++] = row;
}

/* Items may be alike (a sheet without phases has each row as one); a phase belongs to the last one before it. */
static bool
place_row(struct reading *r, struct package_row *row)
{
	static const char *const orphans[] = {
		[PACKAGE_LINE] = "no row of its account stands above this one",
		[PACKAGE_ITEM] = "no row of its product line stands above this one",
		[PACKAGE_PHASE] = "no row of its item stands above this one",
	};
	struct package_tree *t = r->tree;
	struct package_row *parent = row->level == PACKAGE_ACCOUNT ? NULL : *row_of_key(t, row, row->level - 1);
	if (!parent && row->level != PACKAGE_ACCOUNT)
		return r->broken || fail(r, SHEET_NONE, orphans[row->level]);
	if (row->level < PACKAGE_PHASE) {
		struct package_row **known = row_of_key(t, row, row->level);
		if (*known && row->level < PACKAGE_ITEM)
			return fail(r, SHEET_NONE, row->level == PACKAGE_LINE ? "this product line stands twice" : "this account stands twice");
		*known = row;
	}
	if (parent)
		add_child(parent, row);
	else
		add_account(t, row);
	return true;
}

static void
read_row(struct reading *r)
{
	enum package_level level;
	if (!read_level(r, &level)) {
		r->broken = true;
		return;
	}
	struct package_row *row = arena_alloc(&r->tree->memory, sizeof *row);
	row->level = level;
	row->where = sheet_place(&r->sheet, SHEET_NONE);
	row->before = r->tree->last;
	r->tree->last = row;
	if (!read_cells(r, row) || !place_row(r, row))
		r->broken = true;
}

bool
package_tree_read(struct package_tree *t, const char *name, const char *path, const struct dialect *dialect)
{
	size_t before = diag_errors();
	struct reading r = {.tree = t};
	if (!sheet_open_as(&r.sheet, name, path, dialect))
		return false;
	if (bind(&r))
		while (sheet_next(&r.sheet))
			read_row(&r);
	sheet_finish(&r.sheet);
	sheet_close(&r.sheet);
	return diag_errors() == before;
}

bool
package_row_flagged(const struct package_row *r, const char *flag)
{
	size_t n = strlen(flag);
	for (const char *s = r->texts[TEXT_FLAGS]; *s; s += strspn(s, ";")) {
		size_t length = strcspn(s, ";");
		if (length == n && strncmp(s, flag, n) == 0)
			return true;
		s += length;
	}
	return false;
}
