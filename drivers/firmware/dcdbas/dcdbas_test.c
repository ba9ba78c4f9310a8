// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dell Systems Management Base Driver: KUnit tests of what needs no firmware:
 * numbers that are written to the attributes, where WSMT firmware says its
 * buffer is, the rule under lockdown, the bounds of the buffer, and what other
 * modules call.
 */

#include <kunit/test.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include "dcdbas.h"

/* ---- numbers --------------------------------------------------------------- */

static void dcdbas_test_numbers(struct kunit *test)
{
	static const struct {
		const char *text;
		size_t count;
		int ret;
		unsigned long number;
	} cases[] = {
		{ "0", 1, 0, 0 },
		{ "1\n", 2, 0, 1 },
		{ "1\0", 2, 0, 1 },
		{ "137\0\0\0", 6, 0, 137 },
		{ "01", 2, 0, 1 },
		{ "4294967295", 10, 0, 4294967295UL },
		{ "", 0, -EINVAL },
		{ "\n", 1, -EINVAL },
		{ "\0", 1, -EINVAL },
		{ "abc", 3, -EINVAL },
		{ "1x", 2, -EINVAL },
		{ "1 ", 2, -EINVAL },
		{ " 1", 2, -EINVAL },
		{ "+1", 2, -EINVAL },
		{ "-1", 2, -EINVAL },
		{ "0x1", 3, -EINVAL },
		{ "1\n\n", 3, -EINVAL },
		{ "1\0002", 3, -EINVAL },
		{ "18446744073709551616", 20, -ERANGE },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		unsigned long number = 0;

		KUNIT_EXPECT_EQ_MSG(test, cases[i].ret,
				    dcdbas_parse_number(cases[i].text,
							cases[i].count,
							&number),
				    "case %u", i);
		KUNIT_EXPECT_EQ_MSG(test, cases[i].number, number,
				    "case %u", i);
	}
}

/* ---- the firmware's own buffer --------------------------------------------- */

/* Of a chipset's registers, so never ordinary memory. */
#define DCDBAS_TEST_ADDRESS	0xFED00000ULL

static void dcdbas_test_oem_strings(struct kunit *test)
{
	static const char * const bad[] = {
		"30[", "30[;]", "30[FED00000]", "30[FED00000;]",
		"30[FED00000;10000", "30[0xFED00000;10000]",
		"30[+FED00000;10000]", "30[FED00000; 10000]",
		"30[FED00000;10000x]", "30[10000000000000000;10000]",
		"30[FED00000;10000000000000000]", "30[0;10000]",
		"30[FED00000;0]", "30[FED00000;7]", "30[FED00000;CD]",
		"30[100000000;10000]", "30[FFFFF000;1001]",
		"30[FFFFFFFFFFFFF000;10000]", "30[FED00000;FFFFFFFFFFFFFFFF]",
		"30[0000000000000000000000000000FED00000;10000]",
	};
	u64 addr, size;
	unsigned int i;

	KUNIT_EXPECT_NULL(test,
			  dcdbas_wsmt_parse_oem_string("30[FED00000;10000]",
						       &addr, &size));
	KUNIT_EXPECT_EQ(test, addr, DCDBAS_TEST_ADDRESS + 8);
	KUNIT_EXPECT_EQ(test, size, 0x10000ULL - 8);
	/* The least: host control's command behind the semaphore. */
	KUNIT_EXPECT_NULL(test,
			  dcdbas_wsmt_parse_oem_string("30[00000000fed00000;CE]",
						       &addr, &size));
	KUNIT_EXPECT_EQ(test, size, (u64)sizeof(struct apm_cmd));

	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_NOT_NULL_MSG(test,
					  dcdbas_wsmt_parse_oem_string(bad[i],
								       &addr,
								       &size),
					  "%s", bad[i]);
}

struct dcdbas_test_scb {
	char signature[4];
	u8 length;
	u8 checksum;
	u8 version;
	u64 address;
	u64 pages;
} __packed;

static const char *dcdbas_test_scb_parse(u8 length, u64 address, u64 pages,
					 u8 error, size_t left, u64 *size)
{
	struct dcdbas_test_scb scb = {
		.signature = "$SCB",
		.length = length,
		.version = 1,
		.address = address,
		.pages = pages,
	};
	const u8 *bytes = (const u8 *)&scb;
	u8 sum = error;
	unsigned int i;
	u64 addr;

	for (i = 0; i < sizeof(scb); i++)
		sum += bytes[i];
	scb.checksum = -sum;
	return dcdbas_wsmt_parse_scb(bytes, left, &addr, size);
}

static void dcdbas_test_scb(struct kunit *test)
{
	const size_t left = sizeof(struct dcdbas_test_scb);
	const u64 here = DCDBAS_TEST_ADDRESS;
	u64 size;

	KUNIT_EXPECT_NULL(test, dcdbas_test_scb_parse(23, here, 16, 0, left,
						      &size));
	KUNIT_EXPECT_EQ(test, size, 16ULL * SZ_4K - 8);

	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, here, 16, 1,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(0, here, 16, 0,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(22, here, 16, 0,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(24, here, 16, 0,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, here, 0, 0,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, 0, 16, 0, left,
							  &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, here, 1ULL << 52,
							  0, left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, here, U64_MAX, 0,
							  left, &size));
	KUNIT_EXPECT_NOT_NULL(test, dcdbas_test_scb_parse(23, 1ULL << 32, 16,
							  0, left, &size));
}

/* ---- lockdown --------------------------------------------------------------- */

#define DCDBAS_TEST_DMA		0x10000000U
#define DCDBAS_TEST_SIZE	SZ_1K
#define DCDBAS_TEST_END		(DCDBAS_TEST_DMA + DCDBAS_TEST_SIZE)
/* Where the command is in the buffer, and what lies in front of it. */
#define DCDBAS_TEST_COMMAND	16

struct dcdbas_test_request {
	u16 class;
	u16 select;
	u32 arg[4];
	enum dcdbas_lockdown want;
};

static const struct dcdbas_ports dcdbas_test_ports = {
	.num = 1,
	.major = 1,
	.port = { { 0xB2, 0x17 } },
	.classes = BIT(0) | BIT(1) | BIT(4) | BIT(6) | BIT(9) | BIT(10) |
		   BIT(11) | BIT(12) | BIT(17) | BIT(19) | BIT(20) | BIT(31),
};

static const struct smi_cmd dcdbas_test_cmd = {
	.magic = SMI_CMD_MAGIC,
	.ebx = DCDBAS_TEST_DMA + DCDBAS_TEST_COMMAND,
	.ecx = SMI_CALLING_INTERFACE_ECX,
	.command_address = 0xB2,
	.command_code = 0x17,
};

static struct smi_buffer dcdbas_test_buffer(struct kunit *test)
{
	struct smi_buffer buffer = {
		.virt = kunit_kzalloc(test, DCDBAS_TEST_SIZE, GFP_KERNEL),
		.size = DCDBAS_TEST_SIZE,
		.dma = DCDBAS_TEST_DMA,
	};

	KUNIT_ASSERT_NOT_NULL(test, buffer.virt);
	return buffer;
}

static enum dcdbas_lockdown
dcdbas_test_judge(const struct dcdbas_ports *ports,
		  const struct smi_buffer *buffer,
		  const struct dcdbas_test_request *request)
{
	struct smi_calling_interface *ci =
		(void *)(buffer->virt + DCDBAS_TEST_COMMAND);

	ci->command_class = request->class;
	ci->command_select = request->select;
	memcpy(ci->arg, request->arg, sizeof(ci->arg));
	return dcdbas_lockdown_judge(ports, &dcdbas_test_cmd, buffer);
}

#define DCDBAS_TEST_CALL(want, class, select, ...) \
	{ class, select, { __VA_ARGS__ }, DCDBAS_LOCKDOWN_##want }
#define DCDBAS_TEST_BEHIND \
	(DCDBAS_TEST_DMA + DCDBAS_TEST_COMMAND + 36)

static void dcdbas_test_lockdown_calls(struct kunit *test)
{
	static const struct dcdbas_test_request cases[] = {
		/* values: nothing in them is an address */
		DCDBAS_TEST_CALL(ALLOWED, 0, 0, U32_MAX, U32_MAX),
		DCDBAS_TEST_CALL(ALLOWED, 0, 2, 0),
		DCDBAS_TEST_CALL(CALL, 0, 3, 0),
		DCDBAS_TEST_CALL(ALLOWED, 1, 2, 0),
		DCDBAS_TEST_CALL(CALL, 1, 7, 0),
		DCDBAS_TEST_CALL(CALL, 4, 10, 0),
		DCDBAS_TEST_CALL(ALLOWED, 4, 11, 0),
		DCDBAS_TEST_CALL(ALLOWED, 4, 12, 0),
		DCDBAS_TEST_CALL(CALL, 4, 13, 0),
		DCDBAS_TEST_CALL(CALL, 6, 5, 0),
		DCDBAS_TEST_CALL(ALLOWED, 11, 0, 0),
		DCDBAS_TEST_CALL(ALLOWED, 11, 2, 0),
		DCDBAS_TEST_CALL(CALL, 11, 3, 0),
		DCDBAS_TEST_CALL(CALL, 11, 7, 0),
		DCDBAS_TEST_CALL(CALL, 11, 11, 0),
		DCDBAS_TEST_CALL(ALLOWED, 17, 11, 0),
		DCDBAS_TEST_CALL(ALLOWED, 17, 19, 0),
		DCDBAS_TEST_CALL(CALL, 17, 12, 0),
		DCDBAS_TEST_CALL(CALL, 17, 18, 0),
		DCDBAS_TEST_CALL(CALL, 19, 0, 0),
		DCDBAS_TEST_CALL(CALL, 31, 0, 0),
		DCDBAS_TEST_CALL(CLASS, 2, 0, 0),
		DCDBAS_TEST_CALL(CLASS, 32, 0, 0),
		DCDBAS_TEST_CALL(CLASS, 64, 0, 0),
		DCDBAS_TEST_CALL(CLASS, 0xFFFF, 0, 0),
		DCDBAS_TEST_CALL(CALL, 20, 2, DCDBAS_TEST_BEHIND),
		DCDBAS_TEST_CALL(CALL, 9, 6, DCDBAS_TEST_BEHIND),
		/* pointers: the whole range, and off the command */
		DCDBAS_TEST_CALL(ALLOWED, 20, 1, DCDBAS_TEST_BEHIND),
		DCDBAS_TEST_CALL(POINTER, 20, 1, DCDBAS_TEST_BEHIND - 1),
		DCDBAS_TEST_CALL(POINTER, 20, 1, DCDBAS_TEST_DMA),
		DCDBAS_TEST_CALL(ALLOWED, 20, 1, DCDBAS_TEST_END - 80),
		DCDBAS_TEST_CALL(POINTER, 20, 1, DCDBAS_TEST_END - 79),
		DCDBAS_TEST_CALL(POINTER, 20, 1, DCDBAS_TEST_END),
		DCDBAS_TEST_CALL(POINTER, 20, 1, DCDBAS_TEST_DMA - 1),
		DCDBAS_TEST_CALL(POINTER, 20, 1, 0),
		DCDBAS_TEST_CALL(POINTER, 20, 1, U32_MAX),
		DCDBAS_TEST_CALL(ALLOWED, 20, 0, DCDBAS_TEST_END - 81),
		DCDBAS_TEST_CALL(POINTER, 20, 0, DCDBAS_TEST_END - 80),
		DCDBAS_TEST_CALL(ALLOWED, 9, 4, DCDBAS_TEST_END - 1),
		DCDBAS_TEST_CALL(POINTER, 9, 4, DCDBAS_TEST_END),
		DCDBAS_TEST_CALL(ALLOWED, 10, 5, DCDBAS_TEST_DMA + 15),
		DCDBAS_TEST_CALL(POINTER, 10, 5, DCDBAS_TEST_DMA + 16),
		DCDBAS_TEST_CALL(POINTER, 12, 4, DCDBAS_TEST_BEHIND - 1),
	};
	struct smi_buffer buffer = dcdbas_test_buffer(test);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, cases[i].want,
				    dcdbas_test_judge(&dcdbas_test_ports,
						      &buffer, &cases[i]),
				    "%u/%u a1 %#x", cases[i].class,
				    cases[i].select, cases[i].arg[0]);
}

/* From version 2 on the caller says how much firmware may write. */
static void dcdbas_test_lockdown_counted(struct kunit *test)
{
	struct smi_buffer buffer = dcdbas_test_buffer(test);
	struct dcdbas_ports ports = dcdbas_test_ports;
	struct dcdbas_test_request request =
		DCDBAS_TEST_CALL(ALLOWED, 20, 0, DCDBAS_TEST_END - 85);
	u8 *count = buffer.virt + DCDBAS_TEST_SIZE - 85;

	ports.major = 2;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_ALLOWED);
	*count = 81;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_ALLOWED);
	*count = 82;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	memset(count, 0xFF, 4);
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	memset(count, 0, 4);
	request.arg[0]++;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	request.arg[0] = DCDBAS_TEST_END - 3;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	request.arg[0] = 0;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	/* So it is where no version is known. */
	request.arg[0] = DCDBAS_TEST_END - 85;
	*count = 82;
	ports.major = 0;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_POINTER);
	ports.major = 1;
	KUNIT_EXPECT_EQ(test, dcdbas_test_judge(&ports, &buffer, &request),
			DCDBAS_LOCKDOWN_ALLOWED);
}

static void dcdbas_test_lockdown_registers(struct kunit *test)
{
	static const struct {
		u32 ebx;
		u32 ecx;
		u16 port;
		u8 code;
		enum dcdbas_lockdown want;
	} cases[] = {
		{ DCDBAS_TEST_DMA, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_ALLOWED },
		{ DCDBAS_TEST_END - 36, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_ALLOWED },
		{ DCDBAS_TEST_END - 35, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_COMMAND },
		{ DCDBAS_TEST_DMA - 1, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_COMMAND },
		{ 0, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_COMMAND },
		{ U32_MAX, SMI_CALLING_INTERFACE_ECX, 0xB2, 0x17,
		  DCDBAS_LOCKDOWN_COMMAND },
		{ DCDBAS_TEST_DMA, 0, 0xB2, 0x17, DCDBAS_LOCKDOWN_COMMAND },
		{ DCDBAS_TEST_DMA, SMI_CALLING_INTERFACE_ECX, 0xB2, 0xA0,
		  DCDBAS_LOCKDOWN_PORT },
		{ DCDBAS_TEST_DMA, SMI_CALLING_INTERFACE_ECX, 0xCF9, 0x17,
		  DCDBAS_LOCKDOWN_PORT },
	};
	struct smi_buffer buffer = dcdbas_test_buffer(test);
	const struct dcdbas_ports nothing = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct smi_cmd cmd = dcdbas_test_cmd;

		cmd.ebx = cases[i].ebx;
		cmd.ecx = cases[i].ecx;
		cmd.command_address = cases[i].port;
		cmd.command_code = cases[i].code;
		KUNIT_EXPECT_EQ_MSG(test, cases[i].want,
				    dcdbas_lockdown_judge(&dcdbas_test_ports,
							  &cmd, &buffer),
				    "case %u", i);
		KUNIT_EXPECT_EQ(test, DCDBAS_LOCKDOWN_PORT,
				dcdbas_lockdown_judge(&nothing, &cmd, &buffer));
	}
}

/* ---- bounds ------------------------------------------------------------------ */

static struct dcdbas *dcdbas_test_state(struct kunit *test, size_t capacity)
{
	struct dcdbas *dd = kunit_kzalloc(test, sizeof(*dd), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, dd);
	mutex_init(&dd->lock);
	dd->buffer.limit = DCDBAS_MAX_BUFFER_SIZE;
	dd->buffer.own.virt = kunit_kzalloc(test, capacity, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, dd->buffer.own.virt);
	dd->buffer.own.size = capacity;
	dd->buffer.own.dma = DCDBAS_TEST_DMA;
	return dd;
}

static void dcdbas_test_bounds(struct kunit *test)
{
	struct dcdbas *dd = dcdbas_test_state(test, SZ_8K);
	const u8 byte = 0x5A;
	u8 back[4];
	u32 addr;

	mutex_lock(&dd->lock);

	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_read(dd, back, 0, 4));
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_reserve(dd, 0));
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_address(dd, &addr));
	KUNIT_EXPECT_EQ(test, DCDBAS_TEST_DMA, addr);
	KUNIT_EXPECT_EQ(test, 0UL, dd->buffer.size);

	KUNIT_EXPECT_EQ(test, 1, dcdbas_buffer_write(dd, &byte, 99, 1));
	KUNIT_EXPECT_EQ(test, 100UL, dd->buffer.size);
	KUNIT_EXPECT_EQ(test, 1, dcdbas_buffer_read(dd, back, 99, 4));
	KUNIT_EXPECT_EQ(test, byte, back[0]);
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_read(dd, back, 100, 4));
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_read(dd, back, S64_MAX, 4));

	/* What firmware has written behind the size is never shown. */
	memset(dd->buffer.own.virt + 100, 0xFF, 100);
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_reserve(dd, 200));
	KUNIT_EXPECT_NULL(test, memchr_inv(dd->buffer.own.virt + 100, 0, 100));

	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_reserve(dd, SZ_8K));
	KUNIT_EXPECT_EQ(test, -ENOMEM, dcdbas_buffer_reserve(dd, SZ_8K + 1));
	KUNIT_EXPECT_EQ(test, -ENOMEM, dcdbas_buffer_write(dd, &byte, SZ_8K, 1));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			dcdbas_buffer_reserve(dd, DCDBAS_MAX_BUFFER_SIZE + 1));
	KUNIT_EXPECT_EQ(test, -EINVAL, dcdbas_buffer_reserve(dd, ULONG_MAX));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			dcdbas_buffer_write(dd, &byte, DCDBAS_MAX_BUFFER_SIZE,
					    1));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			dcdbas_buffer_write(dd, &byte, S64_MAX, 1));
	KUNIT_EXPECT_EQ(test, (unsigned long)SZ_8K, dd->buffer.size);

	dd->closed = true;
	KUNIT_EXPECT_EQ(test, -ESHUTDOWN, dcdbas_buffer_write(dd, &byte, 0, 1));
	KUNIT_EXPECT_EQ(test, 0, dcdbas_buffer_reserve(dd, SZ_8K));
	dd->buffer.size = 1;
	KUNIT_EXPECT_EQ(test, -ESHUTDOWN, dcdbas_buffer_reserve(dd, 2));

	mutex_unlock(&dd->lock);
}

/* ---- what other modules call -------------------------------------------------- */

static void dcdbas_test_memory(struct kunit *test)
{
	/* Some of them are more than smi_data may have. */
	static const unsigned long sizes[] = {
		1, SZ_4K, SZ_4K + 1, DCDBAS_MAX_BUFFER_SIZE + 1, SZ_1M,
	};
	struct smi_buffer buffer;
	unsigned int i;

	memset(&buffer, 0xFF, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, -EINVAL, dcdbas_smi_alloc(&buffer, 0));
	KUNIT_EXPECT_NULL(test, memchr_inv(&buffer, 0, sizeof(buffer)));

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		KUNIT_ASSERT_EQ_MSG(test, 0,
				    dcdbas_smi_alloc(&buffer, sizes[i]),
				    "%lu bytes", sizes[i]);
		KUNIT_EXPECT_EQ(test, sizes[i], buffer.size);
		KUNIT_EXPECT_LE(test, (u64)buffer.dma + sizes[i], (u64)SZ_4G);
		KUNIT_EXPECT_NULL(test, memchr_inv(buffer.virt, 0, sizes[i]));
		/* Not to be zero by chance the next time. */
		memset(buffer.virt, 0xFF, sizes[i]);

		dcdbas_smi_free(&buffer);
		KUNIT_EXPECT_NULL(test, memchr_inv(&buffer, 0, sizeof(buffer)));
		dcdbas_smi_free(&buffer);
	}
}

static void dcdbas_test_magic(struct kunit *test)
{
	/* To a port where a byte does nothing, should it get there. */
	struct smi_cmd cmd = {
		.magic = SMI_CMD_MAGIC ^ 1,
		.ecx = SMI_CALLING_INTERFACE_ECX,
		.command_address = 0x80,
	};

	KUNIT_EXPECT_EQ(test, -EBADR, dcdbas_smi_request(&cmd));
	cmd.magic = 0;
	KUNIT_EXPECT_EQ(test, -EBADR, dcdbas_smi_request(&cmd));
}

static struct kunit_case dcdbas_test_cases[] = {
	KUNIT_CASE(dcdbas_test_numbers),
	KUNIT_CASE(dcdbas_test_oem_strings),
	KUNIT_CASE(dcdbas_test_scb),
	KUNIT_CASE(dcdbas_test_lockdown_calls),
	KUNIT_CASE(dcdbas_test_lockdown_counted),
	KUNIT_CASE(dcdbas_test_lockdown_registers),
	KUNIT_CASE(dcdbas_test_bounds),
	KUNIT_CASE(dcdbas_test_memory),
	KUNIT_CASE(dcdbas_test_magic),
	{}
};

static struct kunit_suite dcdbas_test_suite = {
	.name = "dcdbas",
	.test_cases = dcdbas_test_cases,
};

kunit_test_suite(dcdbas_test_suite);
