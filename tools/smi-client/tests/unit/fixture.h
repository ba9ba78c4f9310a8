/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For unit tests of the library: a directory that stands for /sys, SMBIOS
 * tables made here, and a transport whose firmware is a function of the test.
 */
#ifndef UNIT_FIXTURE_H
#define UNIT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../../lib/machine.h"

/**
 * struct fixture - one test
 * @dir: stands for /sys; removed afterwards
 * @table: structures so far
 * @length: of @table in bytes
 * @options: of @machine, to be changed before fixture_machine()
 * @machine: valid after fixture_machine()
 * @error: for calls into the library
 * @firmware: answers calls; returns SMI_OK or a code with @error filled in
 * @arg: for @firmware
 * @calls: how many calls reached the firmware
 * @locks: how often the lock was taken (nested ones not counted)
 * @depth: of the lock now
 * @numbers: files of the driver, by enum attribute, for a machine with @firmware
 * @broken: this file cannot be written, 0: all can
 * @stuck: this file keeps what it has, 0: all change
 * @steps: steps reported
 * @recorded: those of them that were recorded by a dry run
 */
struct fixture {
	char dir[64];
	u8 table[65536];
	size_t length;
	struct machine_options options;
	struct machine machine;
	struct smi_error error;
	int (*firmware)(struct fixture *f, struct ci_call *call);
	void *arg;
	unsigned int calls, locks, depth, steps, recorded;
	u64 numbers[ATTR_HC_ON_SHUTDOWN + 1];
	enum attribute broken, stuck;
};

#define UNIT_TEST(test)	cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int fixture_setup(void **state);
int fixture_teardown(void **state);

/* A file below @f->dir, its directories made as needed. */
void fixture_file(struct fixture *f, const char *name, const void *data, size_t length);
void fixture_text(struct fixture *f, const char *name, const char *text);
size_t fixture_read(struct fixture *f, const char *name, void *data, size_t size);
/* "DIR/NAME", valid until the next call. */
const char *fixture_path(struct fixture *f, const char *name);
/* The driver's attribute files, as plain files that answer nothing. */
void fixture_driver(struct fixture *f);

/* Appends one structure; @strings end with NULL, or NULL for none. */
void fixture_structure(struct fixture *f, const void *data, size_t length,
		       const char *const *strings);
/* Types 0 and 1. */
void fixture_identity(struct fixture *f, const char *vendor, const char *model);
/* Type 208 with the major version of Dell's SMBIOS. */
void fixture_dell_version(struct fixture *f, u8 major);
/* Type 218: port 0xB2, code 0x17, class map, @n_tokens times id, location, value. */
void fixture_calling(struct fixture *f, u32 classes, const u16 tokens[][3], size_t n_tokens);

/*
 * @f->machine, with the tables made before in memory, and with a transport whose
 * calls go to @firmware (NULL: the machine's own, on @f->dir).
 */
void fixture_machine(struct fixture *f,
		     int (*firmware)(struct fixture *f, struct ci_call *call));

#endif /* UNIT_FIXTURE_H */
