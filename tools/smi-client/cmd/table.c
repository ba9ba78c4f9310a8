// SPDX-License-Identifier: GPL-2.0-or-later
/* See table.h: lines of columns, each as wide as its widest cell. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table.h"

/**
 * struct table - cells so far
 * @columns: per line
 * @cells: one after the other
 * @count: how many
 * @size: how many fit
 */
struct table {
	unsigned int columns;
	char **cells;
	size_t count, size;
};

struct table *table_new(unsigned int columns)
{
	struct table *table = calloc(1, sizeof(*table));

	if (!table)
		output_out_of_memory();
	table->columns = columns;
	return table;
}

void table_cell(struct table *table, const char *fmt, ...)
{
	char *cell = NULL;
	va_list ap;

	if (table->count == table->size) {
		table->size = table->size ? 2 * table->size : 64;
		table->cells = realloc(table->cells, table->size * sizeof(*table->cells));
		if (!table->cells)
			output_out_of_memory();
	}
	va_start(ap, fmt);
	if (!fmt)
		cell = strdup("");
	else if (vasprintf(&cell, fmt, ap) < 0)
		cell = NULL;
	va_end(ap);
	if (!cell)
		output_out_of_memory();
	table->cells[table->count++] = cell;
}

/* Characters and not bytes: those that go on one are not counted. */
static size_t table_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += ((unsigned char)*text & 0xC0) != 0x80;
	return width;
}

void table_end(struct table *table, struct output *out)
{
	size_t *widths = calloc(table->columns, sizeof(*widths)), length = 1;
	char *line, *at;

	if (!widths)
		output_out_of_memory();
	for (size_t i = 0; i < table->count; i++) {
		size_t width = table_width(table->cells[i]), *widest = &widths[i % table->columns];

		*widest = width > *widest ? width : *widest;
		length += strlen(table->cells[i]) + 2;
	}
	for (size_t i = 0; i < table->columns; i++)
		length += widths[i];
	line = malloc(length);
	if (!line)
		output_out_of_memory();
	at = line;
	for (size_t i = 0; i < table->count; i++) {
		bool last = i % table->columns == table->columns - 1 || i + 1 == table->count;
		int pad = widths[i % table->columns] - table_width(table->cells[i]);

		at = stpcpy(at, table->cells[i]);
		free(table->cells[i]);
		if (!last) {
			at += sprintf(at, "%*s", pad + 2, "");
			continue;
		}
		while (at > line && at[-1] == ' ')
			at--;
		*at = '\0';
		output_line(out, "%s", line);
		at = line;
	}
	free(line);
	free(widths);
	free(table->cells);
	free(table);
}
