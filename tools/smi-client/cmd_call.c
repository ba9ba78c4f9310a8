// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client call: one call of the calling interface.
 *
 * In: class, select and arguments by number, or a name from calls.conf. Out:
 * what the firmware answered.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware.h"
#include "options.h"
#include "output.h"

static void text_call(struct json_object *o)
{
	struct json_object *list = json_object_object_get(o, "results");
	struct json_object *buffers = json_object_object_get(o, "buffers");

	for (int i = 0; i < 4; i++) {
		s32 value =
			json_object_get_int(json_object_array_get_idx(list, i));

		printf("r%d  %11d  0x%08x%s%s\n", i + 1, value, value,
		       i ? "" : "  ", i ? "" : output_get_text(o, "meaning"));
	}
	for (size_t i = 0; buffers && i < json_object_array_length(buffers);
	     i++) {
		struct json_object *b = json_object_array_get_idx(buffers, i);

		printf("a%d  buffer of %lld bytes\n",
		       (int)output_get_number(b, "argument"),
		       (long long)output_get_number(b, "size"));
		output_hexdump(b, "hex", "    ");
	}
}

/* An argument: a number, or memory: buf:SIZE, hex:BYTES, text:TEXT, @FILE */
static int parse_argument(struct client *c, struct firmware_call *call,
			  int i, const char *text)
{
	u64 value;
	int code = CLIENT_DONE;

	if (text[0] == '@') {
		code = options_file(c, text + 1, DCDBAS_MAX_BUFFER_SIZE,
				    &call->buffer[i], &call->size[i]);
	} else if (!strncmp(text, "hex:", 4)) {
		code = options_hex(c, text + 4, DCDBAS_MAX_BUFFER_SIZE,
				   &call->buffer[i], &call->size[i]);
	} else if (!strncmp(text, "text:", 5)) {
		call->size[i] = strlen(text + 5) + 1;
		call->buffer[i] = (u8 *)strdup(text + 5);
	} else if (!strncmp(text, "buf:", 4)) {
		if (!options_number(text + 4, DCDBAS_MAX_BUFFER_SIZE, &value) ||
		    !value)
			return options_usage(c, "'%s' is no size from 1 to %d",
					     text + 4, DCDBAS_MAX_BUFFER_SIZE);
		call->size[i] = value;
		call->buffer[i] = calloc(1, value);
	} else {
		if (!options_number(text, UINT32_MAX, &value))
			return options_usage(c, "'%s' is neither a 32-bit number nor a buffer",
					     text);
		call->ci.arg[i] = value;
		return CLIENT_DONE;
	}
	if (!code && !call->buffer[i])
		abort();
	return code;
}

static int call_numbers(struct client *c, int argc, char **argv, bool force)
{
	struct firmware_call call = { };
	struct json_object *list;
	const char *reason;
	u64 class, select;
	int code = CLIENT_DONE;

	if (argc < 2 || argc > 6)
		return options_usage(c, "CLASS, SELECT and up to four arguments are wanted");
	if (!options_number(argv[0], UINT16_MAX, &class))
		return options_usage(c, "'%s' is no class from 0 to 65535",
				     argv[0]);
	if (!options_number(argv[1], UINT16_MAX, &select))
		return options_usage(c, "'%s' is no select from 0 to 65535",
				     argv[1]);
	call.ci.command_class = class;
	call.ci.command_select = select;
	for (int i = 2; i < argc && !code; i++)
		code = parse_argument(c, &call, i - 2, argv[i]);
	reason = firmware_dangerous(class, select);
	if (!code && reason && !force)
		code = output_fail(c, CLIENT_FAILED,
				   "Add --force if you are sure.",
				   "call %u/%u is dangerous: %s",
				   call.ci.command_class,
				   call.ci.command_select, reason);
	if (!code)
		code = firmware_call(c, &call);
	if (!code && !c->dry_run) {
		firmware_output(c->result, &call);
		list = json_object_new_array();
		for (int i = 0; i < 4; i++) {
			struct json_object *b;

			if (!call.buffer[i])
				continue;
			b = json_object_new_object();
			output_number(b, "argument", i + 1);
			output_number(b, "size", call.size[i]);
			output_bytes(b, "hex", call.buffer[i], call.size[i]);
			json_object_array_add(list, b);
		}
		if (json_object_array_length(list))
			json_object_object_add(c->result, "buffers", list);
		else
			json_object_put(list);
		if (!c->json)
			text_call(c->result);
		code = firmware_result(c, &call);
	}
	for (int i = 0; i < 4; i++)
		free(call.buffer[i]);
	return code;
}

static int run_call(struct client *c, int argc, char **argv)
{
	static const struct option longs[] = {
		OPTION_FORCE, OPTION_HELP, OPTION_LAST
	};
	bool force = false;
	int letter, code;

	while ((letter = options_next(c, &cmd_call, argc, argv, "f", longs,
				      &code)) != OPTIONS_END) {
		if (letter == OPTIONS_STOP)
			return code;
		force = true;
	}
	return call_numbers(c, argc - optind, argv + optind, force);
}

const struct command cmd_call = {
	.name = "call",
	.summary = "make one call of the calling interface",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] call [options] CLASS SELECT [ARG...]\n"
"\n"
"Make one call of the firmware's calling interface.\n"
"\n"
"Arguments are up to four numbers, decimal or with 0x. In place of a number,\n"
"memory can be given, whose physical address then is the argument:\n"
" buf:SIZE              SIZE bytes of zero\n"
" hex:BYTES             these bytes\n"
" text:TEXT             this text and a zero byte\n"
" @FILE                 what is in FILE, '-' for standard input\n"
"It is shown as it is after the call.\n"
"\n"
"Options:\n"
" -f, --force           make a call that is known to be dangerous\n"
"\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_call,
};
