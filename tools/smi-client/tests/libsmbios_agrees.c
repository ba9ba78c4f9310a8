// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compares what libsmbios and libclient.a read from the same tables: identity,
 * every token of types 212 and 218, and the state of those in CMOS.
 *
 *   libsmbios_agrees DIR...	tables of other machines
 *   libsmbios_agrees		the running machine
 *
 * One line for each difference, "DIR: ours: ..." or "DIR: libsmbios: ...", and
 * one "DIR: N items, M differences" at the end. libsmbios keeps what it has
 * read once, so that each directory has a process of its own; it gets a file
 * that stands for the first MiB of memory.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../lib/file.h"
#include "../lib/info.h"
#include "../lib/token_value.h"

/* libsmbios has types of the same names. */
#define u8 smbios_u8
#define u16 smbios_u16
#define u32 smbios_u32
#define u64 smbios_u64
#define s8 smbios_s8
#define s16 smbios_s16
#define s32 smbios_s32
#define s64 smbios_s64
#include <smbios_c/compat.h>
#include <smbios_c/obj/cmos.h>
#include <smbios_c/obj/memory.h>
#include <smbios_c/obj/smbios.h>
#include <smbios_c/obj/token.h>
#include <smbios_c/system_info.h>
#undef u8
#undef u16
#undef u32
#undef u64
#undef s8
#undef s16
#undef s32
#undef s64

#define MEMORY_SIZE	0x100000
#define TABLE_AT	0xE0000
#define TABLE_MAX	0x10000
#define ENTRY_AT	0xF0000	/* where the search begins */
#define ITEMS_MAX	4096

/* What one side has read: lines of text, in any order. */
struct items {
	char *list[ITEMS_MAX];
	size_t count;
};

__printf(2, 3)
static void item(struct items *items, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (items->count == ITEMS_MAX || vasprintf(&items->list[items->count++], fmt, ap) < 0)
		exit(2);
	va_end(ap);
}

static void item_bytes(struct items *items, unsigned int id, const void *data, size_t length)
{
	char hex[2 * TOKEN_BYTES + 1] = "";
	const u8 *bytes = data;

	for (size_t i = 0; i < length && i < TOKEN_BYTES; i++)
		sprintf(hex + 2 * i, "%02x", bytes[i]);
	item(items, "state 212 %04x %s", id, hex);
}

/* A text without blanks around it; what is not filled in is no text. */
static void item_text(struct items *items, const char *name, const char *text)
{
	size_t length;

	text = text ? text + strspn(text, " ") : "";
	length = strlen(text);
	while (length && text[length - 1] == ' ')
		length--;
	if (length)
		item(items, "%s %.*s", name, (int)length, text);
}

static void our_state(struct machine *m, const struct token *token, struct items *items)
{
	struct token_value value = { };
	struct smi_error error;

	if (token_value_read(m, token, &value, &error))
		return;
	/* Length 0 stands for one byte; libsmbios reads nothing there. */
	if (token_kind(token) == TOKEN_STRING && !token->or_value)
		return;
	if (token_kind(token) == TOKEN_STRING)
		item_bytes(items, token->id, value.bytes, value.length);
	else
		item(items, "state 212 %04x@%02x %d", token->id, token->location, value.active);
}

static void ours(struct machine *m, bool cmos, struct items *items)
{
	struct smi_error error;
	char source[32];

	if (token_table_load(m, &error)) {
		item(items, "failure %s", error.what);
		return;
	}
	item_text(items, "vendor", smbios_string(&m->smbios, SMBIOS_SYSTEM, 4));
	item_text(items, "model", smbios_string(&m->smbios, SMBIOS_SYSTEM, 5));
	item_text(items, "bios", smbios_string(&m->smbios, SMBIOS_BIOS, 5));
	item(items, "system id %x", info_system_id(m, source, sizeof(source)));
	for (size_t i = 0; i < m->tokens->count; i++) {
		const struct token *t = &m->tokens->list[i];

		if (t->type == 212)
			item(items, "token 212 %04x %02x %02x %02x", t->id, t->location,
			     t->and_mask, t->or_value);
		else
			item(items, "token 218 %04x %04x %04x", t->id, t->location, t->value);
		/* Of an id that is listed twice libsmbios reads the first only. */
		if (t->type == 212 && cmos && token_table_find(m->tokens, t->id) == t &&
		    !token_table_next(m->tokens, t))
			our_state(m, t, items);
	}
}

/* How often an id is listed. */
struct token_table_ids {
	u8 count[0x10000];
};

static void their_token(const struct token_obj *t, const struct token_table_ids *ids, bool cmos,
			struct items *items)
{
	const u8 *raw = token_obj_get_ptr(t);
	unsigned int id = token_obj_get_id(t), type = token_obj_get_type(t);
	size_t length = 0;
	char *text;

	if (type != 212) {
		item(items, "token 218 %04x %04x %04x", id, raw[2] | raw[3] << 8,
		     raw[4] | raw[5] << 8);
		return;
	}
	item(items, "token 212 %04x %02x %02x %02x", id, raw[2], raw[3], raw[4]);
	if (!cmos || ids->count[id] != 1)
		return;
	if (token_obj_is_bool(t)) {
		item(items, "state 212 %04x@%02x %d", id, raw[2], token_obj_is_active(t));
		return;
	}
	text = token_obj_get_string(t, &length);
	if (text && raw[4])
		item_bytes(items, id, text, raw[4]);
	free(text);
}

static void theirs(bool cmos, struct items *items)
{
	static struct token_table_ids ids;
	struct token_table *table = token_table_factory(TOKEN_GET_SINGLETON);
	const struct token_obj *t = NULL;
	char *text;

	text = sysinfo_get_vendor_name();
	item_text(items, "vendor", text);
	free(text);
	text = sysinfo_get_system_name();
	item_text(items, "model", text);
	free(text);
	text = sysinfo_get_bios_version();
	item_text(items, "bios", text);
	free(text);
	item(items, "system id %x", sysinfo_get_dell_system_id());
	while (table && (t = token_table_get_next(table, t)))
		if (ids.count[token_obj_get_id(t)] < 2)
			ids.count[token_obj_get_id(t)]++;
	while (table && (t = token_table_get_next(table, t)))
		their_token(t, &ids, cmos, items);
}

static void set_sum(u8 *entry, size_t from, size_t to, size_t at)
{
	entry[at] = 0;
	for (size_t i = from; i < to; i++)
		if (i != at)
			entry[at] -= entry[i];
}

/* The first MiB of memory of a machine with these tables. */
static char *memory_image(const struct smbios *s)
{
	u8 *memory = calloc(1, MEMORY_SIZE), *entry = memory + ENTRY_AT;
	char *path = strdup("/tmp/libsmbios-agrees-XXXXXX");
	const struct smbios_structure *structure = NULL;
	int fd = path ? mkstemp(path) : -1;
	u16 count = 0;

	if (!memory || fd < 0 || s->length > TABLE_MAX)
		exit(2);
	while ((structure = smbios_next(s, structure, -1)))
		count++;
	memcpy(memory + TABLE_AT, s->data, s->length);
	memcpy(entry, "_SM_\0\x1f\2\5", 8);
	memcpy(entry + 16, "_DMI_", 5);
	entry[22] = s->length;
	entry[23] = s->length >> 8;
	entry[26] = TABLE_AT >> 16;
	entry[28] = count;
	entry[29] = count >> 8;
	entry[30] = 0x25;
	set_sum(entry, 16, 31, 21);
	set_sum(entry, 0, 31, 4);
	if (write(fd, memory, MEMORY_SIZE) != MEMORY_SIZE)
		exit(2);
	close(fd);
	free(memory);
	return path;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t compare(const char *dir, struct items *a, struct items *b)
{
	size_t i = 0, k = 0, differences = 0;

	qsort(a->list, a->count, sizeof(*a->list), by_text);
	qsort(b->list, b->count, sizeof(*b->list), by_text);
	while (i < a->count || k < b->count) {
		int order = i == a->count ? 1 : k == b->count ? -1 :
			    strcmp(a->list[i], b->list[k]);

		if (order < 0)
			printf("%s: ours: %s\n", dir, a->list[i]);
		else if (order > 0)
			printf("%s: libsmbios: %s\n", dir, b->list[k]);
		differences += order != 0;
		i += order <= 0;
		k += order >= 0;
	}
	printf("%s: %zu items, %zu differences\n", dir, a->count, differences);
	return differences;
}

/* Memory and CMOS of libsmbios are those of the dump from now on. */
static bool use_dump(const char *dir, const struct smbios *smbios)
{
	char *image = memory_image(smbios), cmos[4096];
	bool there;

	snprintf(cmos, sizeof(cmos), "%s/cmos.dat", dir);
	there = !access(cmos, R_OK);
	if (!memory_obj_factory(MEMORY_UNIT_TEST_MODE | MEMORY_GET_SINGLETON, image) ||
	    !cmos_obj_factory(CMOS_UNIT_TEST_MODE | CMOS_GET_SINGLETON,
			      there ? cmos : "/dev/zero"))
		exit(2);
	smbios_table_factory(SMBIOS_GET_SINGLETON);
	unlink(image);
	free(image);
	return there;
}

static int run(const char *dir)
{
	static struct items a, b;
	const struct machine_options options = { .tables_dir = dir };
	struct smi_error error;
	struct machine m;
	bool cmos;

	machine_init(&m, &options);
	if (machine_tables(&m, &error)) {
		printf("%s: %s\n", dir ? dir : "this machine", error.what);
		return 2;
	}
	/* What the clock ticks in CMOS is read at two moments otherwise. */
	cmos = dir && use_dump(dir, &m.smbios);
	ours(&m, cmos, &a);
	theirs(cmos, &b);
	return compare(dir ? dir : "this machine", &a, &b) ? 1 : 0;
}

int main(int argc, char **argv)
{
	int worst = 0, status;

	if (argc == 1)
		return run(NULL);
	for (int i = 1; i < argc; i++) {
		pid_t child = fork();

		if (!child) {
			status = run(argv[i]);
			fflush(stdout);
			_exit(status);
		}
		if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
			printf("%s: ended by a signal\n", argv[i]);
		status = WIFEXITED(status) ? WEXITSTATUS(status) : 2;
		worst = status > worst ? status : worst;
	}
	return worst;
}
