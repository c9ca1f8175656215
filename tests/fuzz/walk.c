/* A sheet walked by the fast lane, in blocks of any size and by any number of threads, and walked without: the same sums, groups
 * and messages. */
#include "deal/walk_reader.h"

#include <string.h>

#include "fuzz.h"
#include "table/dialect.h"
#include "table/lines.h"
#include "table/split.h"

static const char *const headings[] = {
	"account,product,unit,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,note\n",
	("product,current_volume,current_price,current_cost,expected_volume,expected_price,expected_cost,market_volume,"
	"current_market_volume,account,customer_part,period,price_per,cost_per,currency,cost_currency,current_revenue,"
	"expected_rebate,expected_fx,note\n"),
	("note;account;product;initial_volume;initial_price;current_volume;current_price;current_cost;expected_volume;expected_price;"
	"cost;initial_share;market_volume\n"),
};

/* What an input begins with. */
struct ways {
	const char *steps;
	struct walk_needs needs;
	bool revenue_only;
	size_t threads, block, piece;
	enum split_version version;
};

/* An error that is counted would change how the walks that follow judge total rows. */
static bool
gather(void *context, const struct place *where, enum diag_severity severity, const char *message)
{
	(void)context;
	diag_put(&fuzz_said, &(struct place){.file = "f", .line = where->line, .record = where->record, .field = where->field}, severity,
	    message);
	return true;
}

/* All that the walk has come to, in bytes that can be compared. --fill-down keeps rows off the lane: here of a column that
 * nobody reads. False where sums came near to what a decimal holds, in which threads may say it of another row. */
static bool
walk(const char *path, const struct ways *ways, bool plainly, struct buf *all)
{
	const char *fills[] = {"note"};
	const struct dialect dialect = {.header_row = 1, .fills = fills, .fill_count = plainly ? 1 : 0};
	struct walk_survey survey = {0};
	const struct walk_request request = {.steps = ways->steps, .by = "account"};
	struct walk_plan plan;
	struct walk_table table;
	struct walk_reader reader;
	struct currencies currencies;
	struct sheet sheet;
	all->len = fuzz_said.len = 0;
	diag_divert(gather, NULL);
	must(walk_plan_choose(&plan, &request, &survey));
	must(split_choose(plainly ? SPLIT_NOTHING : ways->version) || split_choose(SPLIT_PORTABLE));
	lines_choose_block(plainly ? LINES_BLOCK : ways->block);
	fuzz_piece = plainly ? 0 : ways->piece;
	currencies_init(&currencies, plan.positions, plan.position_count, NULL);
	walk_table_init(&table, plan.by_count, plan.steps, plan.step_count, WALK_NEW_QUANTITY, WALK_POOL_GROUP);
	table.needs = ways->needs;
	walk_reader_init(&reader, &plan, ways->revenue_only, &currencies, &table);
	reader.threads = plainly ? 1 : ways->threads;
	if (sheet_open_as(&sheet, "f", path, &dialect))
		walk_reader_read(&reader, &sheet);
	bool settled = fuzz_said.len == 0 && walk_reader_finish(&reader) && currencies_settle(&currencies);
	buf_add(all, fuzz_said.data, fuzz_said.len);
	buf_printf(all, "%d %d %ju %s\n", reader.market_seen, reader.marketless, reader.marketless ? reader.no_market.line : 0,
	    settled ? "settled" : "");
	for (size_t i = 0; i < table.groups.count; i++) {
		buf_add(all, group_entry_key(&table.groups.entries[i]), table.groups.entries[i].n);
		if (!memmem(fuzz_said.data, fuzz_said.len, "error", 5)) /* else sums aren't looked at */
			buf_add(all, (const char *)&table.sums[i * plan.step_count], plan.step_count * sizeof *table.sums);
	}
	walk_reader_free(&reader);
	walk_table_free(&table);
	currencies_free(&currencies);
	walk_plan_free(&plan);
	fuzz_piece = 0;
	lines_choose_block(LINES_BLOCK);
	split_choose(SPLIT_BEST);
	return reader.threads == 1 || !reader.careful;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct buf sheet, expected, got;
	struct bytes b = bytes_of(data, size);
	unsigned how = take_byte(&b), sizes = take_byte(&b);
	const char *heading = headings[how % 3];
	const struct ways ways = {
		.steps = how % 3 == 2 ? "initial,current,expected" : "current,expected",
		.needs = {how >> 2 & 1, how >> 3 & 1},
		.revenue_only = how >> 4 & 1,
		.threads = (how >> 5) + 1,
		.block = sizes < 128 ? 16 + sizes * 4 : LINES_BLOCK,
		.piece = sizes % 5 * (sizes % 3 ? 1 : 40),
		.version = sizes & 1 ? SPLIT_BEST : SPLIT_PORTABLE,
	};
	sheet.len = 0;
	buf_puts(&sheet, heading);
	for (unsigned times = sizes >> 4 & 3; times < 4; times++) /* some rows more than once, so that there are more blocks */
		buf_add(&sheet, b.s, b.n);
	const char *path = fuzz_file(0, sheet.data, sheet.len);
	walk(path, &ways, true, &expected);
	if (!walk(path, &ways, false, &got))
		return 0;
	if (!bytes_equal((struct bytes){expected.data, expected.len}, got.data, got.len))
		fprintf(stderr, "wanted %.*s\ngot %.*s\n", (int)(expected.len < 2000 ? expected.len : 2000), expected.data,
		    (int)(got.len < 2000 ? got.len : 2000), got.data);
	must(bytes_equal((struct bytes){expected.data, expected.len}, got.data, got.len));
	return 0;
}
