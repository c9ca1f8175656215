#include "render/text_table.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/escape.h"
#include "base/xalloc.h"
#include "render/width.h"

enum { BETWEEN = 2 };

struct column {
	size_t width;
	bool empty; /* below its heading */
	bool left_out;
};

/* The cell as it is printed, into `text`; returns its columns. */
static size_t
format_cell(struct buf *text, const char *cell)
{
	text->len = 0;
	if (cell)
		escape_terminal_str(text, cell);
	return text->len ? width_text(text->data, text->len) : 0;
}

static void
measure(struct column *measured, const char *const *cells, size_t columns, size_t rows)
{
	struct buf text = {0};
	for (size_t i = 0; i < columns; i++) {
		measured[i].empty = rows > 1;
		for (size_t row = 0; row < rows; row++) {
			size_t width = format_cell(&text, cells[row * columns + i]);
			if (width > measured[i].width)
				measured[i].width = width;
			if (row > 0 && text.len > 0)
				measured[i].empty = false;
		}
	}
	buf_free(&text);
}

static size_t
total_width(const struct column *measured, size_t columns)
{
	size_t total = 0;
	for (size_t i = 0; i < columns; i++)
		total += measured[i].width + (i > 0 ? BETWEEN : 0);
	return total;
}

static void
put_blanks(struct buf *to, size_t count)
{
	while (count-- > 0)
		buf_putc(to, ' ');
}

static void
put_row(struct buf *to, const char *const *cells, const struct column *measured, size_t columns, const bool *right)
{
	struct buf text = {0};
	size_t begin = to->len;
	for (size_t i = 0; i < columns; i++) {
		if (measured[i].left_out)
			continue;
		size_t missing = measured[i].width - format_cell(&text, cells[i]);
		put_blanks(to, right[i] ? missing : 0);
		buf_add(to, text.data, text.len);
		put_blanks(to, (right[i] ? 0 : missing) + BETWEEN);
	}
	while (to->len > begin && to->data[to->len - 1] == ' ')
		to->len--;
	buf_putc(to, '\n');
	buf_free(&text);
}

void
text_table(struct buf *to, const char *const *cells, size_t columns, size_t rows, const bool *right, size_t width)
{
	struct column *measured = xcalloc(columns, sizeof *measured);
	measure(measured, cells, columns, rows);
	bool fits = total_width(measured, columns) <= width;
	for (size_t i = 0; i < columns; i++)
		measured[i].left_out = !fits && measured[i].empty;
	for (size_t row = 0; row < rows; row++)
		put_row(to, cells + row * columns, measured, columns, right);
	free(measured);
}
