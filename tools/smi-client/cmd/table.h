/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of columns, each as wide as its widest cell. */
#ifndef CMD_TABLE_H
#define CMD_TABLE_H

#include "output.h"

struct table *table_new(unsigned int columns);
/* The next cell; a line is full after as many as there are columns. NULL: "". */
__printf(2, 3)
void table_cell(struct table *table, const char *fmt, ...);
/* Prints and frees. */
void table_end(struct table *table, struct output *out);

#endif /* CMD_TABLE_H */
