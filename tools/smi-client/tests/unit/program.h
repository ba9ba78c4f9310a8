/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Runs smi-client itself: SMI_CLIENT names it, SMI_CLIENT_WRAPPER goes before
 * it (valgrind). Each JSON output is kept in the directory SMI_CLIENT_JSON, or
 * ../json, to be compared with the schemas by tests/validate.
 */
#ifndef UNIT_PROGRAM_H
#define UNIT_PROGRAM_H

#include <json-c/json.h>

#include "fixture.h"

/* The tables made so far, where the kernel would show them; ends the table. */
void fixture_tables(struct fixture *f);
/* An attribute of the driver. */
void fixture_attribute(struct fixture *f, const char *name, const char *text);
/* A PowerEdge with the driver, for what is not about the machine. */
void fixture_poweredge(struct fixture *f);

/* Standard output and standard error of the last run. */
extern char client_out[262144], client_err[65536];

/*
 * Runs "smi-client --sysfs DIR --dev DIR ARGS" by a shell; its exit code.
 * Without the program the test is skipped.
 */
__printf(2, 3)
int client_run(struct fixture *f, const char *args, ...);
/* The same by a user who may read no file of root's. */
__printf(2, 3)
int client_run_unprivileged(struct fixture *f, const char *args, ...);
/* With --json: checks exit code and envelope; to be put by the caller. */
__printf(3, 4)
struct json_object *client_json(struct fixture *f, int expected, const char *args, ...);

/* A member by its path "a.b"; fails the test when it is not there. */
struct json_object *json_member(struct json_object *o, const char *path);
const char *json_text(struct json_object *o, const char *path);
s64 json_number(struct json_object *o, const char *path);

#endif /* UNIT_PROGRAM_H */
