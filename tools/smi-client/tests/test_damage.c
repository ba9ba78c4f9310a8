// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damaged tables give an error or less, never a crash: a made-up machine, and
 * real ones where their tables are at hand, cut at every byte, with every byte
 * made wrong, overlapping, and noise. The fuzz target looks at each of them.
 */
#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "fuzz_tables.h"

#define ENTRY	32
#define NOISE	65536

static u8 *input[32];
static size_t length[32];
static int inputs;

static void add(const void *data, size_t size)
{
	input[inputs] = malloc(size);
	assert_non_null(input[inputs]);
	memcpy(input[inputs], data, size);
	length[inputs++] = size;
}

static int collect(void **state)
{
	const char *data = getenv("SMI_CLIENT_DATA") ?:
		"../shared/data/poweredge";
	char pattern[4096];
	static u8 bytes[65536];
	struct fixture *f;
	glob_t found;
	void *fixture;
	FILE *file;

	(void)state;
	fixture_setup(&fixture);
	f = fixture;
	fixture_machine(f, "Dell Computer Corporation", "PowerEdge 750");
	memset(bytes, 0, ENTRY);
	memcpy(bytes + ENTRY, f->table, f->length);
	add(bytes, ENTRY + f->length);
	fixture_teardown(&fixture);
	snprintf(pattern, sizeof(pattern), "%s/*/smbios.dat", data);
	if (glob(pattern, 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc && inputs < 32; i++) {
		file = fopen(found.gl_pathv[i], "re");
		if (!file)
			continue;
		add(bytes, fread(bytes, 1, sizeof(bytes), file));
		fclose(file);
	}
	globfree(&found);
	return 0;
}

static int forget(void **state)
{
	(void)state;
	while (inputs)
		free(input[--inputs]);
	return 0;
}

/* In memory of exactly that size, for a sanitizer to guard its end. */
static void look_at(const u8 *data, size_t size)
{
	u8 *copy = malloc(size ? size : 1);

	assert_non_null(copy);
	memcpy(copy, data, size);
	assert_int_equal(LLVMFuzzerTestOneInput(copy, size), 0);
	free(copy);
}

static void tables_cut_at_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < inputs; i++)
		for (size_t cut = 0; cut <= length[i]; cut++)
			look_at(input[i], cut);
}

static void tables_with_every_byte_made_wrong(void **state)
{
	static const u8 wrong[] = { 0x00, 0x03, 0x7F, 0xFF };

	(void)state;
	for (int i = 0; i < inputs; i++) {
		for (size_t at = 0; at < length[i]; at++) {
			u8 right = input[i][at];

			input[i][at] = wrong[at % sizeof(wrong)];
			look_at(input[i], length[i]);
			input[i][at] = right;
		}
	}
}

static void tables_that_overlap(void **state)
{
	(void)state;
	for (int i = 0; i < inputs; i++) {
		u8 *twice = calloc(2, length[i]);

		assert_non_null(twice);
		for (size_t shift = 1; shift < 64; shift++) {
			memcpy(twice, input[i], length[i]);
			memcpy(twice + length[i] - shift, input[i] + ENTRY,
			       length[i] - ENTRY);
			look_at(twice, 2 * length[i] - ENTRY - shift);
		}
		free(twice);
	}
}

static void noise(void **state)
{
	u8 *bytes = malloc(NOISE);

	(void)state;
	assert_non_null(bytes);
	for (unsigned int seed = 1; seed <= 20; seed++) {
		srandom(seed);
		for (size_t i = 0; i < NOISE; i++)
			bytes[i] = random() >> 8;
		look_at(bytes, NOISE);
		/* With many zeros there are structures and strings. */
		for (size_t i = 0; i < NOISE; i++)
			if (random() & 0x300)
				bytes[i] &= 0x0F;
		look_at(bytes, NOISE);
	}
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_cut_at_every_byte),
		cmocka_unit_test(tables_with_every_byte_made_wrong),
		cmocka_unit_test(tables_that_overlap),
		cmocka_unit_test(noise),
	};

	return cmocka_run_group_tests_name("damage", tests, collect, forget);
}
