// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damaged tables and nonsense from firmware. A failure is a crash, or memory
 * that is read or written past its end (under valgrind or ASan): a made-up
 * machine, and real ones where their tables are at hand, cut at every byte, with
 * every byte made wrong, overlapping, and noise. The fuzz targets get each.
 */
#include <glob.h>

#include "../fuzz/fuzz.h"
#include "fixture.h"

#define ENTRY	32
#define NOISE	65536
#define INPUTS	32

static u8 *input[INPUTS];
static size_t length[INPUTS];
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
	static const u16 tokens[][3] = {
		{ 0xA1, 0xA1, 0 }, { 0xA2, 0xA2, 2 }, { 0xA3, 0xA3, 1 }, { 0x5000, 1, 1 },
	};
	static const char *const files[] = {
		"{ \"schema\": 1, \"machine\": { \"model\": \"x\" }, \"settings\": [ { \"name\": \"a\", \"value\": \"b\", \"token\": \"0xa1\" }, { \"token\": \"0xa2\", \"hex\": \"00\" } ] }",
		"{ \"schema\": 1, \"tokens\": [ { \"id\": \"0xa1\", \"number\": 5 } ] }",
	};
	const char *data = getenv("SMI_CLIENT_DATA");
	static u8 bytes[65536];
	char pattern[4096];
	struct fixture *f;
	glob_t found;

	(void)state;
	fixture_setup((void **)&f);
	fixture_identity(f, "Dell Computer Corporation", "PowerEdge 750");
	fixture_calling(f, 0xFFFFFFFF, tokens, ARRAY_SIZE(tokens));
	memset(bytes, 0, ENTRY);
	memcpy(bytes + ENTRY, f->table, f->length);
	add(bytes, ENTRY + f->length);
	fixture_teardown((void **)&f);
	for (size_t i = 0; i < ARRAY_SIZE(files); i++)
		add(files[i], strlen(files[i]));
	snprintf(pattern, sizeof(pattern), "%s/*/smbios.dat",
		 data ? data : "../shared/data/poweredge");
	if (glob(pattern, 0, NULL, &found))
		return 0;
	for (size_t i = 0; i < found.gl_pathc && inputs < INPUTS; i++) {
		FILE *file = fopen(found.gl_pathv[i], "re");

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
	assert_int_equal(fuzz_tables(copy, size), 0);
	free(copy);
}

/* Real tables are long: every so many bytes, a different one each time. */
static size_t step_of(int i)
{
	return i ? 1 + length[i] / 256 : 1;
}

static void tables_cut_at_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < inputs; i++)
		for (size_t cut = 0; cut <= length[i]; cut += step_of(i))
			look_at(input[i], cut);
}

static void tables_with_every_byte_made_wrong(void **state)
{
	static const u8 wrong[] = { 0x00, 0x03, 0x7F, 0xFF };

	(void)state;
	for (int i = 0; i < inputs; i++) {
		for (size_t at = 0; at < length[i]; at += step_of(i)) {
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
		for (size_t shift = 1; shift < 64; shift += i ? 9 : 1) {
			memcpy(twice, input[i], length[i]);
			memcpy(twice + length[i] - shift, input[i] + ENTRY, length[i] - ENTRY);
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
	for (unsigned int seed = 1; seed <= 10; seed++) {
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

static void nonsense_from_firmware(void **state)
{
	u8 bytes[1024];

	(void)state;
	for (unsigned int seed = 1; seed <= 300; seed++) {
		srandom(seed);
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = seed % 3 ? random() >> 8 & (seed % 3 == 1 ? 0x03 : 0xFF) :
					      (random() & 0x700 ? 0 : random());
		assert_int_equal(fuzz_answers(bytes, random() % sizeof(bytes)), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_cut_at_every_byte),
		cmocka_unit_test(tables_with_every_byte_made_wrong),
		cmocka_unit_test(tables_that_overlap),
		cmocka_unit_test(noise),
		cmocka_unit_test(nonsense_from_firmware),
	};

	return cmocka_run_group_tests(tests, collect, forget);
}
