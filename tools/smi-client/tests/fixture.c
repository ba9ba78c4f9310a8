// SPDX-License-Identifier: GPL-2.0-or-later
/* See fixture.h. */
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "output.h"
#include "tables.h"
#include "transport.h"

/* A path beside this test's own directory. */
static const char *beside(const char *name, char *path, size_t size)
{
	ssize_t length = readlink("/proc/self/exe", path, size - 1);

	assert_true(length > 0);
	path[length] = '\0';
	dirname(path);
	snprintf(path + strlen(path), size - strlen(path), "/../%s", name);
	return path;
}

/* The program under test; NULL when it is not there. */
const char *fixture_program(void)
{
	static char path[PATH_MAX];
	const char *program = getenv("SMI_CLIENT");

	if (!program)
		program = beside("smi-client", path, sizeof(path));
	return access(program, X_OK) ? NULL : program;
}

int fixture_setup(void **state)
{
	const char *program = fixture_program();
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	snprintf(f->dir, sizeof(f->dir), "/tmp/smi-client-test-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->client.sysfs = f->dir;
	f->client.timeout_ms = 200;
	f->client.password_fd = -1;
	/* The .conf files lie beside the program, not beside this test. */
	if (program) {
		snprintf(f->config, sizeof(f->config), "%s", program);
		f->client.config_dir = dirname(f->config);
	}
	output_begin(&f->client, "test");
	*state = f;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];

	transport_free(f->client.transport);
	tables_free(f->client.tables);
	json_object_put(f->client.result);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static void make_parents(char *path)
{
	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
}

/* A file below the directory, with its parents. */
void fixture_write(struct fixture *f, const char *name, const void *data,
		   size_t length)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	make_parents(path);
	file = fopen(path, "we");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

void fixture_text(struct fixture *f, const char *name, const char *text)
{
	fixture_write(f, name, text, strlen(text));
}

size_t fixture_read(struct fixture *f, const char *name, void *data,
		    size_t size)
{
	char path[256];
	FILE *file;
	size_t n;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	file = fopen(path, "re");
	assert_non_null(file);
	n = fread(data, 1, size, file);
	fclose(file);
	return n;
}

void fixture_attribute(struct fixture *f, const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "devices/platform/dcdbas/%s", name);
	fixture_text(f, path, text);
}

/* The driver's attributes, as after loading but with a buffer of a page. */
void fixture_driver(struct fixture *f)
{
	fixture_attribute(f, "smi_data", "");
	fixture_attribute(f, "smi_data_buf_phys_addr", "12345000\n");
	fixture_attribute(f, "smi_data_buf_size", "4096\n");
	fixture_attribute(f, "smi_request", "");
	fixture_attribute(f, "host_control_action", "0\n");
	fixture_attribute(f, "host_control_smi_type", "0\n");
	fixture_attribute(f, "host_control_on_shutdown", "0\n");
}

/* One structure behind those that are there already. */
void fixture_structure(struct fixture *f, const void *data, size_t length,
		       const char *const *strings)
{
	u8 *p = f->table + f->length;

	assert_true(f->length + length + 256 < sizeof(f->table));
	memcpy(p, data, length);
	p[1] = length;
	p += length;
	if (!strings || !*strings)
		*p++ = '\0';
	for (; strings && *strings; strings++)
		p = (u8 *)stpcpy((char *)p, *strings) + 1;
	*p++ = '\0';
	f->length = p - f->table;
}

/* SMBIOS types 0, 1 and 218: a machine that announces 0xB2, 0x17. */
void fixture_machine(struct fixture *f, const char *vendor, const char *model)
{
	static const u8 bios[20] = { 0, 0, 0, 0, 1, 2, 0, 0, 3 };
	static const u8 system[25] = { 1, 0, 0, 1, 1, 2, 0, 3 };
	static const u8 calling[] = {
		218, 0, 0, 0xDA, 0xB2, 0, 0x17, 3, 0, 0x18, 0,
		0xA1, 0, 0x40, 1, 0, 0,		/* id, location, value */
		0xA2, 0, 0x40, 1, 1, 0,
		0xFF, 0xFF, 0, 0, 0, 0,
	};

	fixture_structure(f, bios, sizeof(bios), (const char *const []){
			  vendor, "A01", "02/03/2004", NULL });
	fixture_structure(f, system, sizeof(system), (const char *const []){
			  vendor, model, "TAG1234", NULL });
	fixture_structure(f, calling, sizeof(calling), NULL);
}

/* The tables so far, where the kernel would show them. */
void fixture_tables(struct fixture *f)
{
	u8 entry[24] = "_SM3_", sum = 0;

	entry[6] = sizeof(entry);
	entry[7] = 3;
	entry[12] = f->length;
	entry[13] = f->length >> 8;
	for (size_t i = 0; i < sizeof(entry); i++)
		sum -= entry[i];
	entry[5] = sum;
	fixture_write(f, "firmware/dmi/tables/smbios_entry_point", entry,
		      sizeof(entry));
	fixture_write(f, "firmware/dmi/tables/DMI", f->table, f->length);
}

static int run_command(const char *command, char *out, size_t size)
{
	FILE *p = popen(command, "re");
	int status;

	assert_non_null(p);
	out[fread(out, 1, size - 1, p)] = '\0';
	status = pclose(p);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Run smi-client itself on this directory; its exit code. */
int fixture_run(struct fixture *f, char *out, size_t size, const char *args)
{
	const char *program = fixture_program();
	char command[1024];

	if (!program)
		skip();
	snprintf(command, sizeof(command), "%s '%s' --sysfs '%s' %s 2>&1",
		 getenv("SMI_CLIENT_WRAPPER") ?: "", program, f->dir, args);
	return run_command(command, out, size);
}

/* As fixture_run(), by a user who may read no file of root's. */
int fixture_run_unprivileged(struct fixture *f, char *out, size_t size,
			     const char *args)
{
	const char *program = fixture_program();
	char command[2048];

	if (!program)
		skip();
	/* Where the program lies may be closed to that user. */
	snprintf(command, sizeof(command),
		 "cd '%s' && cp '%s' program && chmod -R go-rw devices firmware && chmod -R a+X . && %s./program --sysfs . %s 2>&1",
		 f->dir, program, geteuid() ? "" :
		 "setpriv --reuid=65534 --regid=65534 --clear-groups ",
		 args);
	return run_command(command, out, size);
}
