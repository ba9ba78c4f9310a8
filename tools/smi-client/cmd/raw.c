// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client raw: one SMI with registers, port, code and data as they are given. */
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/parse.h"
#include "commands.h"
#include "log.h"

/* One of these has to be given, and not empty: an SMI with empty registers is never meant. */
#define RAW_REGISTERS	(OPT(CODE) | OPT(EBX) | OPT(ECX))
#define RAW_NEEDED	(RAW_REGISTERS | OPT(HEX) | OPT(FILE))

/**
 * struct raw - a request, before and after
 * @cmd: header
 * @data: what is behind it, owned
 * @length: of @data in bytes
 * @calling: the driver fills in EBX
 */
struct raw {
	struct smi_cmd cmd;
	u8 *data;
	size_t length;
	bool calling;
};

/* Port and code as advertised, where they were not given. */
static int raw_port(struct run *run, struct raw *raw, struct smi_error *error)
{
	const u64 given = run->options->given;
	struct machine_ci ci;
	int code;

	raw->cmd.command_address = run->options->port;
	raw->cmd.command_code = run->options->code;
	if ((given & OPT(PORT)) && (given & OPT(CODE)))
		return SMI_OK;
	code = machine_ci(run->machine, &ci, error);
	if (code)
		return code;
	if (!(given & OPT(PORT)))
		raw->cmd.command_address = ci.port.port;
	if (!(given & OPT(CODE)))
		raw->cmd.command_code = ci.port.code;
	return SMI_OK;
}

static int raw_prepare(struct run *run, struct raw *raw, struct smi_error *error)
{
	const struct options *o = run->options;
	const size_t max = DCDBAS_MAX_BUFFER_SIZE - sizeof(raw->cmd);
	int code = SMI_OK;

	if (!(o->given & RAW_NEEDED))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "missing request: --code, --hex, --file, --ebx or --ecx");
	if (o->hex && o->file)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "--hex and --file exclude each other");
	raw->cmd.magic = SMI_CMD_MAGIC;
	raw->calling = o->calling;
	raw->cmd.ebx = o->ebx;
	raw->cmd.ecx = o->calling && !(o->given & OPT(ECX)) ? SMI_CALLING_INTERFACE_ECX : o->ecx;
	if (o->hex)
		code = parse_hex(o->hex, max, &raw->data, &raw->length, error);
	else if (o->file)
		code = file_named(file_read(o->file, max, &raw->data, &raw->length, error), error);
	if (code)
		return code;
	/* A variable that is empty, or a file that was not filled. */
	if (!raw->length && !(o->given & RAW_REGISTERS))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "missing request: there are no bytes in %s",
				 o->hex ? "--hex" : o->file);
	return raw_port(run, raw, error);
}

/* Of a secret call only class, select and results are shown. */
static bool raw_hide_secret(struct raw *raw)
{
	const size_t arguments = offsetof(struct smi_calling_interface, arg);
	const size_t results = offsetof(struct smi_calling_interface, res);
	const size_t end = sizeof(struct smi_calling_interface);

	if (!ci_raw_is_secret(&raw->cmd, raw->data, raw->length, raw->calling))
		return false;
	for (size_t i = arguments; i < raw->length; i++)
		if (i < results || i >= end)
			raw->data[i] = 0;
	return true;
}

static void raw_print(struct run *run, struct raw *raw)
{
	bool secret = raw_hide_secret(raw);
	struct json_object *o = output_object(run->out);
	/* Packed: no pointers into it. */
	unsigned int port = raw->cmd.command_address, code = raw->cmd.command_code;
	u32 ebx = raw->cmd.ebx, ecx = raw->cmd.ecx;

	if (o) {
		put_number(o, "port", port);
		put_number(o, "code", code);
		put_number(o, "ebx", ebx);
		put_number(o, "ecx", ecx);
		put_number(o, "length", raw->length);
		put_bytes(o, "hex", raw->data ? raw->data : (u8 *)"", raw->length);
		if (secret)
			put_bool(o, "secret", true);
		return;
	}
	output_line(run->out, "port  0x%04x", port);
	output_line(run->out, "code  0x%02x", code);
	output_line(run->out, "ebx   0x%08x", ebx);
	output_line(run->out, "ecx   0x%08x", ecx);
	if (raw->length)
		output_line(run->out, "data  %zu bytes%s", raw->length, secret ? " (secret)" : "");
	output_hexdump(run->out, "      ", raw->data, raw->length);
}

static int run_raw(struct run *run, int argc, char **argv)
{
	struct raw raw = { };
	struct smi_error error;
	struct transport *t;
	int code = raw_prepare(run, &raw, &error);

	(void)argc;
	(void)argv;
	if (!code)
		code = machine_transport(run->machine, &t, &error);
	if (!code) {
		code = t->ops->raw(t, &raw.cmd, raw.data, raw.length, raw.calling, &error);
		log_write(run, code ? &error : NULL, "SMI 0x%02x to port 0x%04x",
			  raw.cmd.command_code, raw.cmd.command_address);
	}
	if (code)
		output_error(run->out, &error);
	else if (run->options->dry_run)
		output_line(run->out, "would raise an SMI: 0x%02x to port 0x%04x",
			    raw.cmd.command_code, raw.cmd.command_address);
	else
		raw_print(run, &raw);
	if (!code && !run->options->dry_run)
		run->machine->smis++;
	if (raw.data)
		explicit_bzero(raw.data, raw.length);
	free(raw.data);
	return code;
}

const struct command raw_commands[] = {
	{
		.noun = "raw", .arguments = "--code NUM | --hex BYTES | --file FILE [--calling]",
		.summary = "raise one SMI with registers and data as given",
		.help =
"Shows registers and data as they are afterwards. Port and code are those that\n"
"firmware advertises, if not given. A wrong port can do anything to the machine.\n",
		.flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.options = RAW_NEEDED | OPT(PORT) | OPT(CALLING),
		.run = run_raw,
	},
	{ },
};
