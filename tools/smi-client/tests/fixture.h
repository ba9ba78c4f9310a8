/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the unit tests stand on: a directory in place of /sys, with the
 * driver's attributes as plain files, and SMBIOS tables made here. Plain files
 * answer nothing: what needs a firmware is tested in the emulated machine.
 */
#ifndef SMI_CLIENT_FIXTURE_H
#define SMI_CLIENT_FIXTURE_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "client.h"

struct fixture {
	char dir[64];
	char config[PATH_MAX];
	u8 table[65536];
	size_t length;
	struct client client;
};

#define FIXTURE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

const char *fixture_program(void);
int fixture_setup(void **state);
int fixture_teardown(void **state);

void fixture_write(struct fixture *f, const char *name, const void *data,
		   size_t length);
void fixture_text(struct fixture *f, const char *name, const char *text);
size_t fixture_read(struct fixture *f, const char *name, void *data,
		    size_t size);
void fixture_attribute(struct fixture *f, const char *name, const char *text);
void fixture_driver(struct fixture *f);

void fixture_structure(struct fixture *f, const void *data, size_t length,
		       const char *const *strings);
void fixture_machine(struct fixture *f, const char *vendor, const char *model);
void fixture_tables(struct fixture *f);

int fixture_run(struct fixture *f, char *out, size_t size, const char *args);
int fixture_run_unprivileged(struct fixture *f, char *out, size_t size,
			     const char *args);

#endif /* SMI_CLIENT_FIXTURE_H */
