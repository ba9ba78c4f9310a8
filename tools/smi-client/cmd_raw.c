// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client raw: one SMI with registers and data as they are given.
 *
 * In: registers, port, code, data. Out: header and data after the SMI.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware.h"
#include "options.h"
#include "output.h"
#include "platform.h"

static void text_raw(struct json_object *o)
{
	printf("port  0x%04x\n", (unsigned int)output_get_number(o, "port"));
	printf("code  0x%02x\n", (unsigned int)output_get_number(o, "code"));
	printf("ebx   0x%08x\n", (unsigned int)output_get_number(o, "ebx"));
	printf("ecx   0x%08x\n", (unsigned int)output_get_number(o, "ecx"));
	if (output_get_number(o, "length"))
		printf("data  %d bytes\n", (int)output_get_number(o, "length"));
	output_hexdump(o, "hex", "      ");
}

static int run_raw(struct client *c, int argc, char **argv)
{
	enum { EBX = 256, ECX, PORT, CODE, HEX, FILENAME };
	static const struct option longs[] = {
		{ "ebx", required_argument, NULL, EBX },
		{ "ecx", required_argument, NULL, ECX },
		{ "port", required_argument, NULL, PORT },
		{ "code", required_argument, NULL, CODE },
		{ "hex", required_argument, NULL, HEX },
		{ "file", required_argument, NULL, FILENAME },
		{ "calling", no_argument, NULL, 'c' },
		OPTION_HELP, OPTION_LAST
	};
	struct platform_calling announced;
	struct smi_cmd cmd = { .magic = SMI_CMD_MAGIC };
	u64 ebx = 0, ecx = 0, port = UINT64_MAX, smi = UINT64_MAX;
	const size_t max = DCDBAS_MAX_BUFFER_SIZE - sizeof(cmd);
	bool calling = false, given = false;
	u8 *data = NULL;
	size_t length = 0;
	int letter, code = CLIENT_DONE;

	while ((letter = options_next(c, &cmd_raw, argc, argv, "c", longs,
				      &code)) != OPTIONS_END) {
		bool good = true;

		switch (letter) {
		case OPTIONS_STOP:
			goto out;
		case 'c':
			calling = true;
			break;
		case EBX:
			good = options_number(optarg, UINT32_MAX, &ebx);
			break;
		case ECX:
			good = options_number(optarg, UINT32_MAX, &ecx);
			given = true;
			break;
		case PORT:
			good = options_number(optarg, UINT16_MAX, &port);
			break;
		case CODE:
			good = options_number(optarg, UINT8_MAX, &smi);
			break;
		case HEX:
		case FILENAME:
			free(data);
			data = NULL;
			code = letter == HEX ?
				options_hex(c, optarg, max, &data, &length) :
				options_file(c, optarg, max, &data, &length);
			if (code)
				goto out;
			break;
		}
		if (!good) {
			code = options_usage(c, "'%s' is no number, or too large",
					     optarg);
			goto out;
		}
	}
	if (optind < argc) {
		code = options_usage(c, "'%s' is not expected", argv[optind]);
		goto out;
	}
	if (port == UINT64_MAX || smi == UINT64_MAX) {
		code = platform_calling(c, &announced);
		if (code)
			goto out;
		if (port == UINT64_MAX)
			port = announced.port;
		if (smi == UINT64_MAX)
			smi = announced.code;
	}
	cmd.ebx = ebx;
	cmd.ecx = calling && !given ? SMI_CALLING_INTERFACE_ECX : ecx;
	cmd.command_address = port;
	cmd.command_code = smi;
	code = firmware_raw(c, &cmd, data, length, calling);
	if (code || c->dry_run)
		goto out;
	output_number(c->result, "port", cmd.command_address);
	output_number(c->result, "code", cmd.command_code);
	output_number(c->result, "ebx", cmd.ebx);
	output_number(c->result, "ecx", cmd.ecx);
	output_number(c->result, "length", length);
	output_bytes(c->result, "hex", data, length);
	if (!c->json)
		text_raw(c->result);
out:
	free(data);
	return code;
}

const struct command cmd_raw = {
	.name = "raw",
	.summary = "raise one SMI with registers and data as given",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] raw [options]\n"
"\n"
"Raise one SMI with registers and data as given, and show what comes back.\n"
"\n"
"Options:\n"
"     --ebx NUM         register EBX (default 0)\n"
"     --ecx NUM         register ECX (default 0)\n"
"     --port NUM        I/O port (default: what the firmware announces)\n"
"     --code NUM        byte to write there (default: as announced)\n"
"     --hex BYTES       data behind the header, as hexadecimal digits\n"
"     --file FILE       data behind the header; '-' is standard input\n"
" -c, --calling         calling interface request: EBX becomes the address of\n"
"                       the data, ECX by default the signature\n"
"\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_raw,
};
