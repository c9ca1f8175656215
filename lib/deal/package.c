#include "deal/package.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "deal/blend.h"
#include "deal/packed.h"

const char *const package_level_names[] = {"account", "line", "item", "phase"};

void
package_init(struct package *p)
{
	*p = (struct package){0};
}

void
package_free(struct package *p)
{
	for (size_t i = 0; i < p->account_count; i++)
		free(p->accounts[i]->lines);
	for (size_t i = 0; i < p->line_count; i++)
		arena_free(&p->lines[i]->rows);
	free(p->accounts);
	free(p->lines);
	free(p->by_key);
	free(p->by_name);
	free(p->sheets);
	free(p->items);
	free(p->ranked);
	free(p->phased);
	free(p->phases);
	group_free(&p->keys);
	group_free(&p->names);
	group_free(&p->phase_keys);
	arena_free(&p->memory);
	buf_free(&p->key);
	buf_free(&p->row);
	*p = (struct package){0};
}

/* The slot of an account's, or line's, node. */
static struct node **
slot(struct package *p, const struct buf *key)
{
	bool fresh;
	size_t number = group_number(&p->keys, key->data, key->len, &fresh);
	p->by_key = xgrow(p->by_key, number, &p->key_cap, sizeof *p->by_key);
	if (fresh)
		p->by_key[number] = NULL;
	return &p->by_key[number];
}

/* Puts a node behind those of its account, and line, in other periods. */
static void
list_alike(struct package *p, struct node *n)
{
	struct buf key = {0};
	bool fresh;
	key_add(&key, n->account, strlen(n->account));
	if (n->level == PACKAGE_LINE)
		key_add(&key, n->product_line, strlen(n->product_line));
	size_t number = group_number(&p->names, key.data, key.len, &fresh);
	buf_free(&key);
	p->by_name = xgrow(p->by_name, 2 * number + 1, &p->name_cap, sizeof *p->by_name);
	struct node **first = &p->by_name[2 * number], **last = first + 1;
	if (fresh)
		*first = n;
	else
		(*last)->alike = n;
	*last = n;
}

static const char *
text(struct package *p, struct cell c)
{
	return c.n ? arena_strndup(&p->memory, c.s, c.n) : "";
}

static struct node *
new_node(struct package *p, enum package_level level)
{
	struct node *n = arena_alloc(&p->memory, sizeof *n);
	n->level = level;
	n->account = n->product_line = n->product = n->customer_part = n->period = n->phase = n->currency = n->cost_currency = "";
	return n;
}

struct node *
package_account(struct package *p, struct cell account, struct cell period)
{
	struct buf key = {0};
	key_add(&key, account.s, account.n);
	key_add(&key, period.s, period.n);
	struct node **at = slot(p, &key);
	buf_free(&key);
	struct node *n = *at;
	if (n)
		return n;
	n = *at = new_node(p, PACKAGE_ACCOUNT);
	n->account = text(p, account);
	n->period = text(p, period);
	p->accounts = xgrow(p->accounts, p->account_count, &p->account_cap, sizeof *p->accounts);
	p->accounts[p->account_count++] = n;
	list_alike(p, n);
	return n;
}

enum { FIRST_ROWS = 256 }; /* bytes: two or three rows */

static struct node *
new_line(struct package *p, struct node *parent, struct cell line)
{
	struct node *n = new_node(p, PACKAGE_LINE);
	n->parent = parent;
	n->account = parent->account;
	n->period = parent->period;
	n->product_line = text(p, line);
	n->order = p->line_count;
	n->rows.first = FIRST_ROWS;
	p->lines = xgrow(p->lines, p->line_count, &p->line_cap, sizeof *p->lines);
	p->lines[p->line_count++] = n;
	parent->lines = xgrow(parent->lines, parent->line_count, &parent->line_cap, sizeof *parent->lines);
	parent->lines[parent->line_count++] = n;
	list_alike(p, n);
	return n;
}

struct node *
package_line(struct package *p, struct cell account, struct cell period, struct cell line)
{
	p->key.len = 0;
	key_add(&p->key, account.s, account.n);
	key_add(&p->key, period.s, period.n);
	key_add(&p->key, line.s, line.n);
	struct node *found = *slot(p, &p->key);
	if (!found) {
		found = new_line(p, package_account(p, account, period), line);
		*slot(p, &p->key) = found;
	}
	return found;
}

void
package_add_sheet(struct package *p, const char *file, const struct kept *kept)
{
	p->sheets = xgrow(p->sheets, p->sheet_count, &p->sheet_cap, sizeof *p->sheets);
	p->sheets[p->sheet_count++] = (struct package_sheet){.file = file, .kept = kept};
}

/* The row, packed, in the line's memory. */
static const unsigned char *
pack(struct package *p, struct node *line, const struct item_row *row, const struct buf *cells)
{
	p->row.len = 0;
	packed_put(&p->row, row, (uint32_t)(p->sheet_count - 1), cells);
	size_t slack = cells->len < PACKED_SLACK ? PACKED_SLACK - cells->len : 0;
	return arena_copy(&line->rows, p->row.data, p->row.len, slack);
}

static struct package_item *
new_item(struct package *p, const struct node *line, const unsigned char *packed)
{
	p->items = xgrow(p->items, p->item_count, &p->item_cap, sizeof *p->items);
	struct package_item *item = &p->items[p->item_count++];
	*item = (struct package_item){.packed = packed, .line = (uint32_t)line->order};
	return item;
}

/* A further row of an item: its figures join those of the rows above. */
static bool
blend(struct package *p, struct package_phased *phased, const struct item_row *row)
{
	struct figures figures[PACKAGE_POSITIONS];
	struct node first = {.figures = figures};
	uint32_t sheet;
	packed_open(p->items[phased->item].packed, &sheet, &first);
	first.where.file = p->sheets[sheet].file;
	if (phased->blend)
		packed_open_figures(phased->blend, figures);
	struct blended item = {first.where, 0, phased->currency, phased->cost_currency, first.price_per, first.cost_per, figures};
	if (!blend_row(&item, PACKAGE_POSITIONS, row))
		return false;
	p->row.len = 0;
	packed_put_figures(&p->row, figures);
	if (p->row.len > phased->blend_room) {
		phased->blend_room = p->row.len + PACKED_SLACK; /* sums grow */
		phased->blend = arena_copy(&p->memory, p->row.data, p->row.len, (size_t)2 * PACKED_SLACK);
	} else {
		memcpy(phased->blend, p->row.data, p->row.len);
	}
	return true;
}

static void
check_phase(const struct package *p, const struct package_phased *phased, const struct item_row *row)
{
	for (uint32_t i = phased->first; i; i = p->phases[i].next) {
		struct packed_names names;
		packed_names(p->phases[i].packed, &names);
		if (cell_is(row->phase, names.phase))
			diag_at(&row->where, DIAG_WARNING, "this item%s stands in line %zu, too: both count", row->phase.n ? "'s phase" : "",
			    names.line);
	}
}

static void
add_phase(struct package *p, struct package_phased *phased, const struct item_row *row, const unsigned char *packed)
{
	p->phases = xgrow(p->phases, p->phase_count + 1, &p->phase_cap, sizeof *p->phases);
	uint32_t number = (uint32_t)++p->phase_count;
	p->phases[number] = (struct package_phase){.packed = packed};
	if (phased->last)
		p->phases[phased->last].next = number;
	else
		phased->first = number;
	phased->last = number;
	phased->count++;
	phased->is_phased |= row->phase.n > 0 || phased->count > 1;
}

bool
package_add(struct package *p, const struct item_row *row, const struct buf *cells, bool blended)
{
	bool fresh;
	if (p->item_count == UINT32_MAX || p->phase_count == UINT32_MAX - 1) {
		diag_at(&row->where, DIAG_ERROR, "more than 4,294,967,294 items, which is more than a package holds");
		return false;
	}
	struct node *line = package_line(p, row->account, row->period, row->product_line);
	p->sheets[p->sheet_count - 1].used = true;
	if (!blended) {
		new_item(p, line, pack(p, line, row, cells));
		return true;
	}
	key_add(&p->key, row->product.s, row->product.n);
	size_t number = group_number(&p->phase_keys, p->key.data, p->key.len, &fresh) + 1;
	p->phased = xgrow(p->phased, number, &p->phased_cap, sizeof *p->phased);
	struct package_phased *phased = &p->phased[number];
	if (!fresh && !blend(p, phased, row))
		return false;
	const unsigned char *packed = pack(p, line, row, cells);
	if (fresh) {
		*phased = (struct package_phased){.item = (uint32_t)p->item_count, .currency = (uint32_t)row->currency,
			.cost_currency = (uint32_t)row->cost_currency};
		new_item(p, line, packed)->phased = (uint32_t)number;
	}
	check_phase(p, phased, row);
	add_phase(p, phased, row, packed);
	return true;
}

struct place
package_place(const struct package *p, const struct package_item *item)
{
	struct packed_names names;
	packed_names(item->packed, &names);
	return (struct place){.file = p->sheets[names.sheet].file, .line = names.line};
}

/* Gives each line its items' numbers: as many as it has, behind those of the lines before it. */
static void
number_items(struct package *p)
{
	p->ranked = xcalloc(p->item_count, sizeof *p->ranked);
	for (size_t i = 0; i < p->item_count; i++) {
		p->lines[p->items[i].line]->item_count++;
		p->ranked[i] = (uint32_t)i;
	}
	uint32_t *at = p->ranked;
	for (size_t i = 0; i < p->line_count; i++) {
		p->lines[i]->items = at;
		at += p->lines[i]->item_count;
	}
}

/* Brings phases into the order of their items. */
static void
gather_phases(struct package *p)
{
	const size_t most = p->phase_keys.count;
	group_free(&p->phase_keys);
	struct package_phased *phased = xcalloc(most + 1, sizeof *phased), *to = phased;
	struct package_phase *phases = xcalloc(p->phase_count + 1, sizeof *phases);
	uint32_t count = 0;
	for (size_t i = 0; i < p->item_count; i++) {
		struct package_item *item = &p->items[i];
		const struct package_phased *from = &p->phased[item->phased];
		if (item->phased == 0)
			continue;
		item->phased = 0;
		if (!from->is_phased)
			continue;
		*++to = *from;
		to->first = count + 1;
		item->phased = (uint32_t)(to - phased);
		for (uint32_t k = from->first; k; k = p->phases[k].next)
			phases[++count].packed = p->phases[k].packed;
	}
	free(p->phased);
	free(p->phases);
	p->phased = phased;
	p->phases = phases;
}

void
package_gather(struct package *p)
{
	number_items(p);
	struct package_item *items = xcalloc(p->item_count, sizeof *items);
	size_t *next = xcalloc(p->line_count, sizeof *next);
	for (size_t i = 0; i < p->item_count; i++) {
		size_t line = p->items[i].line, number = p->lines[line]->items[next[line]++];
		items[number] = p->items[i];
	}
	free(next);
	free(p->items);
	p->items = items;
	if (p->phase_count)
		gather_phases(p);
}
