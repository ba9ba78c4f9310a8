// SPDX-License-Identifier: GPL-2.0-or-later
/* See program.h. */
#include <limits.h>
#include <sys/wait.h>
#include <unistd.h>

#include "program.h"

char client_out[262144], client_err[65536];

void fixture_tables(struct fixture *f)
{
	const u8 end[4] = { 127, 4, 0xFE, 0xFE };
	u8 entry[24] = "_SM3_", sum = 0;

	fixture_structure(f, end, sizeof(end), NULL);
	entry[6] = sizeof(entry);
	entry[7] = 3;
	entry[12] = f->length;
	entry[13] = f->length >> 8;
	for (size_t i = 0; i < sizeof(entry); i++)
		sum -= entry[i];
	entry[5] = sum;
	fixture_file(f, "firmware/dmi/tables/smbios_entry_point", entry, sizeof(entry));
	fixture_file(f, "firmware/dmi/tables/DMI", f->table, f->length);
}

void fixture_attribute(struct fixture *f, const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "devices/platform/dcdbas/%s", name);
	fixture_text(f, path, text);
}

void fixture_poweredge(struct fixture *f)
{
	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 1 << 0 | 1 << 1 | 1 << 10 | 1 << 11, NULL, 0);
	fixture_tables(f);
	fixture_driver(f);
	fixture_attribute(f, "smi_data_buf_size", "4096\n");
}

/* From the directory of this test on. */
static const char *beside(const char *name, char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size - 1);

	assert_true(length > 0);
	path[length] = '\0';
	snprintf(strrchr(path, '/'), size - length, "/%s", name);
	return path;
}

static const char *program(void)
{
	static char path[PATH_MAX + 32];
	const char *given = getenv("SMI_CLIENT");

	if (!given)
		given = beside("../../smi-client", path, sizeof(path));
	if (access(given, X_OK))
		skip();
	return given;
}

static int run(const char *command)
{
	FILE *p = popen(command, "re");
	int status;

	assert_non_null(p);
	client_out[fread(client_out, 1, sizeof(client_out) - 1, p)] = '\0';
	status = pclose(p);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void read_errors(struct fixture *f)
{
	client_err[fixture_read(f, "stderr", client_err, sizeof(client_err) - 1)] = '\0';
}

static int run_args(struct fixture *f, const char *json, const char *args, va_list ap)
{
	char typed[2048], command[8192];
	const char *wrapper = getenv("SMI_CLIENT_WRAPPER");
	int code;

	vsnprintf(typed, sizeof(typed), args, ap);
	snprintf(command, sizeof(command), "%s '%s' --sysfs '%s' --dev '%s' %s %s 2>'%s/stderr'",
		 wrapper ? wrapper : "", program(), f->dir, f->dir, json, typed, f->dir);
	code = run(command);
	read_errors(f);
	return code;
}

int client_run(struct fixture *f, const char *args, ...)
{
	va_list ap;
	int code;

	va_start(ap, args);
	code = run_args(f, "", args, ap);
	va_end(ap);
	return code;
}

int client_run_unprivileged(struct fixture *f, const char *args, ...)
{
	char typed[2048], command[8192];
	va_list ap;
	int code;

	va_start(ap, args);
	vsnprintf(typed, sizeof(typed), args, ap);
	va_end(ap);
	/* The program may lie where that user cannot go. */
	snprintf(command, sizeof(command),
		 "cd '%s' && cp '%s' program && : >stderr && chmod -R go-rw devices firmware && chmod -R a+X . && %s./program --sysfs . --dev . %s 2>stderr",
		 f->dir, program(), geteuid() ? "" :
		 "setpriv --reuid=65534 --regid=65534 --clear-groups ", typed);
	code = run(command);
	read_errors(f);
	return code;
}

/* For tests/validate. */
static void keep_output(void)
{
	const char *dir = getenv("SMI_CLIENT_JSON");
	char beside_dir[PATH_MAX + 32], path[2 * PATH_MAX];
	static unsigned int count;
	FILE *file;

	if (!dir)
		dir = beside("../json", beside_dir, sizeof(beside_dir));
	if (access(dir, W_OK))
		return;
	snprintf(path, sizeof(path), "%s/%d-%u.json", dir, getpid(), count++);
	file = fopen(path, "we");
	assert_non_null(file);
	fputs(client_out, file);
	assert_int_equal(fclose(file), 0);
}

struct json_object *client_json(struct fixture *f, int expected, const char *args, ...)
{
	struct json_object *o, *error;
	va_list ap;
	int code;

	va_start(ap, args);
	code = run_args(f, "--json", args, ap);
	va_end(ap);
	if (code != expected)
		fail_msg("%s: exit %d, expected %d\n%s%s", args, code, expected, client_out,
			 client_err);
	keep_output();
	o = json_tokener_parse(client_out);
	assert_true(json_object_is_type(o, json_type_object));
	/* "schema" comes first. */
	assert_string_equal(json_object_get_object(o)->head->k, "schema");
	assert_int_equal(json_number(o, "schema"), 1);
	error = json_object_object_get(o, "error");
	if (code && code != SMI_DIFFERS)
		assert_int_equal(json_number(error, "exit"), code);
	else
		assert_null(error);
	return o;
}

struct json_object *json_member(struct json_object *o, const char *path)
{
	char copy[256], *rest = copy, *key;

	snprintf(copy, sizeof(copy), "%s", path);
	while ((key = strsep(&rest, ".")))
		if (!json_object_object_get_ex(o, key, &o))
			fail_msg("no member '%s'", path);
	return o;
}

const char *json_text(struct json_object *o, const char *path)
{
	return json_object_get_string(json_member(o, path));
}

s64 json_number(struct json_object *o, const char *path)
{
	return json_object_get_int64(json_member(o, path));
}
