// SPDX-License-Identifier: GPL-2.0-or-later
/* See fixture.h. */
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"

/* The machine's transport; @f is found through it. */
struct fake {
	struct transport t;
	struct fixture *f;
};

static struct fixture *fake_of(struct transport *t)
{
	return ((struct fake *)t)->f;
}

static int fake_lock(struct transport *t, struct smi_error *error)
{
	struct fixture *f = fake_of(t);

	(void)error;
	if (!f->depth++)
		f->locks++;
	return SMI_OK;
}

static void fake_unlock(struct transport *t)
{
	struct fixture *f = fake_of(t);

	assert_true(f->depth > 0);
	f->depth--;
}

static int fake_call(struct transport *t, const struct smi_port *port, struct ci_call *call,
		     struct smi_error *error)
{
	struct fixture *f = fake_of(t);
	int code;

	assert_int_equal(port->port, 0xB2);
	assert_int_equal(port->code, 0x17);
	if (!f->depth)
		f->locks++;
	f->calls++;
	code = f->firmware(f, call);
	if (code)
		*error = f->error;
	return code;
}

static int fake_get(struct transport *t, enum attribute attribute, u64 *value,
		    struct smi_error *error)
{
	(void)error;
	*value = fake_of(t)->numbers[attribute];
	return SMI_OK;
}

static int fake_set(struct transport *t, enum attribute attribute, u64 value,
		    struct smi_error *error)
{
	struct fixture *f = fake_of(t);

	if (attribute == f->broken)
		return error_set(error, SMI_FAILED, HINT_NONE, "cannot write");
	if (attribute != f->stuck)
		f->numbers[attribute] = value;
	return SMI_OK;
}

static void fake_free(struct transport *t)
{
	free(t);
}

static const struct transport_ops fake_ops = {
	.name = "fake",
	.lock = fake_lock,
	.unlock = fake_unlock,
	.call = fake_call,
	.get = fake_get,
	.set = fake_set,
	.free = fake_free,
};

static void count_step(void *arg, const struct trace_step *step)
{
	struct fixture *f = arg;

	f->steps++;
	f->recorded += step->recorded;
}

int fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	snprintf(f->dir, sizeof(f->dir), "/tmp/smi-client-unit-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->options = (struct machine_options){
		.sysfs = f->dir, .dev = f->dir, .transport = "auto", .timeout_ms = 200,
		.trace = { .step = count_step, .arg = f },
	};
	*state = f;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *f = *state;
	char command[128];
	sigset_t none;

	/* A change holds them to the end of the program; this one goes on. */
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	machine_free(&f->machine);
	assert_int_equal(f->depth, 0);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->dir);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

const char *fixture_path(struct fixture *f, const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	return path;
}

void fixture_file(struct fixture *f, const char *name, const void *data, size_t length)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	for (char *p = path + 1; (p = strchr(p, '/')); p++) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

void fixture_text(struct fixture *f, const char *name, const char *text)
{
	fixture_file(f, name, text, strlen(text));
}

size_t fixture_read(struct fixture *f, const char *name, void *data, size_t size)
{
	FILE *file = fopen(fixture_path(f, name), "r");
	size_t length;

	assert_non_null(file);
	length = fread(data, 1, size, file);
	fclose(file);
	return length;
}

void fixture_driver(struct fixture *f)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{ "smi_data", "" }, { "smi_request", "" },
		{ "smi_data_buf_phys_addr", "7fe0000\n" }, { "smi_data_buf_size", "0\n" },
		{ "host_control_action", "0\n" }, { "host_control_smi_type", "0\n" },
		{ "host_control_on_shutdown", "0\n" },
	};
	char name[128];

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		snprintf(name, sizeof(name), "devices/platform/dcdbas/%s", files[i].name);
		fixture_text(f, name, files[i].text);
	}
}

static void append(struct fixture *f, const void *data, size_t length)
{
	assert_true(f->length + length <= sizeof(f->table));
	memcpy(f->table + f->length, data, length);
	f->length += length;
}

void fixture_structure(struct fixture *f, const void *data, size_t length,
		       const char *const *strings)
{
	append(f, data, length);
	for (size_t i = 0; strings && strings[i]; i++)
		append(f, strings[i], strlen(strings[i]) + 1);
	append(f, "\0", strings && strings[0] ? 1 : 2);
}

void fixture_identity(struct fixture *f, const char *vendor, const char *model)
{
	const u8 bios[18] = { 0, 18, 1, 0, 1, 2, 0, 0, 3 };
	const u8 system[27] = { 1, 27, 2, 0, 1, 2, 3, 4 };

	fixture_structure(f, bios, sizeof(bios),
			  (const char *const []){ vendor, "A01", "01/02/2003", NULL });
	fixture_structure(f, system, sizeof(system),
			  (const char *const []){ vendor, model, "1", "ABC1234", NULL });
}

void fixture_dell_version(struct fixture *f, u8 major)
{
	const u8 revisions[8] = { 208, 8, 3, 0, major, 5, 0x4E, 1 };

	fixture_structure(f, revisions, sizeof(revisions), NULL);
}

void fixture_calling(struct fixture *f, u32 classes, const u16 tokens[][3], size_t n_tokens)
{
	u8 s[255] = {
		218, 0, 4, 0, 0xB2, 0, 0x17, classes, classes >> 8, classes >> 16, classes >> 24,
	};
	size_t length = 11;

	assert_true(n_tokens <= 39);
	for (size_t i = 0; i < n_tokens; i++)
		for (size_t k = 0; k < 3; k++) {
			s[length++] = tokens[i][k];
			s[length++] = tokens[i][k] >> 8;
		}
	memset(s + length, 0xFF, 2);
	memset(s + length + 2, 0, 4);
	s[1] = length + 6;
	fixture_structure(f, s, length + 6, NULL);
}

void fixture_machine(struct fixture *f,
		     int (*firmware)(struct fixture *f, struct ci_call *call))
{
	const u8 end[4] = { 127, 4, 0xFE, 0xFE };
	struct machine *m = &f->machine;
	struct fake *fake;

	fixture_structure(f, end, sizeof(end), NULL);
	machine_init(m, &f->options);
	m->smbios.data = malloc(f->length);
	assert_non_null(m->smbios.data);
	memcpy(m->smbios.data, f->table, f->length);
	m->smbios.length = f->length;
	f->firmware = firmware;
	if (!firmware)
		return;
	fake = calloc(1, sizeof(*fake));
	assert_non_null(fake);
	fake->t.ops = &fake_ops;
	fake->t.trace = &m->options.trace;
	fake->f = f;
	m->transport = &fake->t;
	if (f->options.dry_run) {
		const struct transport_options options = {
			.sysfs = f->dir, .dev = f->dir, .trace = &m->options.trace,
		};

		m->transport = recorder_new(&options, &fake->t);
		assert_non_null(m->transport);
	}
}
