// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client call: one call of the calling interface.
 *
 * In: class, select and arguments by number, or a name from calls.conf. Out:
 * what the firmware answered.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "firmware.h"
#include "options.h"
#include "output.h"
#include "platform.h"

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

static int refuse_dangerous(struct client *c, const struct firmware_call *call,
			    const char *reason)
{
	return output_fail(c, CLIENT_FAILED, "Add --force if you are sure.",
			   "call %u/%u is dangerous: %s",
			   call->ci.command_class, call->ci.command_select,
			   reason);
}

/* Arguments may hold a security key, memory what was typed. */
static void wipe(struct firmware_call *call)
{
	for (int i = 0; i < 4; i++) {
		if (call->buffer[i])
			explicit_bzero(call->buffer[i], call->size[i]);
		free(call->buffer[i]);
	}
	explicit_bzero(call, sizeof(*call));
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
		code = refuse_dangerous(c, &call, reason);
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
	wipe(&call);
	return code;
}

static void text_fields(struct json_object *fields)
{
	json_object_object_foreach(fields, name, value) {
		printf("%-20s ", name);
		if (!json_object_is_type(value, json_type_array)) {
			printf(" %s\n", json_object_get_string(value));
			continue;
		}
		for (size_t i = 0; i < json_object_array_length(value); i++)
			printf("%s %s", i ? "," : "",
			       json_object_get_string(json_object_array_get_idx(value, i)));
		printf("%s\n", json_object_array_length(value) ? "" : " -");
	}
}

/* Whether the firmware announces the class; nothing is known above 31. */
static int check_class(struct client *c, unsigned int class)
{
	struct platform_calling calling;
	int code = platform_calling(c, &calling);

	if (code || (class < 32 && calling.classes & 1u << class))
		return code;
	return output_fail(c, CLIENT_NOT_FOUND,
			   "Add --force to make the call all the same.",
			   "this machine's firmware has no class %u", class);
}

static int call_name(struct client *c, int argc, char **argv, bool force)
{
	struct firmware_call call = { };
	struct json_object *calls, *def, *fields;
	const char *reason;
	int code = calls_load(c, &calls);

	if (code)
		return code;
	code = calls_find(c, calls, argv[0], &def, &call);
	if (!code && !force)
		code = check_class(c, call.ci.command_class);
	reason = firmware_dangerous(call.ci.command_class,
				    call.ci.command_select);
	if (!code && reason && !force)
		code = refuse_dangerous(c, &call, reason);
	if (!code)
		code = calls_arguments(c, def, argc - 1, argv + 1, &call);
	if (!code)
		code = firmware_call(c, &call);
	if (!code && !c->dry_run) {
		firmware_output(c->result, &call);
		output_text(c->result, "name", argv[0]);
		fields = json_object_new_object();
		if (call.ci.res[0] >= 0)
			calls_results(def, &call, fields);
		json_object_object_add(c->result, "fields", fields);
		if (!c->json && !json_object_object_length(fields))
			printf("%s\n", output_get_text(c->result, "meaning"));
		if (!c->json)
			text_fields(fields);
		code = firmware_result(c, &call);
	}
	wipe(&call);
	json_object_put(calls);
	return code;
}

static int list_names(struct client *c)
{
	struct json_object *calls, *list;
	struct platform_calling calling;
	bool known = !platform_calling(c, &calling);
	int code;

	/* Without tables the list is the same, but for what is announced. */
	if (!known)
		json_object_put(output_catch(c));
	code = calls_load(c, &calls);
	if (code)
		return code;
	list = json_object_new_array();
	json_object_object_add(c->result, "calls", list);
	json_object_object_foreach(calls, name, def) {
		struct firmware_call call = { };
		struct json_object *o;
		unsigned int class;

		code = calls_find(c, calls, name, &def, &call);
		if (code)
			break;
		class = call.ci.command_class;
		o = json_object_new_object();
		output_text(o, "name", name);
		output_number(o, "class", class);
		output_number(o, "select", call.ci.command_select);
		output_text(o, "summary", output_get_text(def, "summary"));
		if (known)
			output_bool(o, "announced", class < 32 &&
				    calling.classes & 1u << class);
		json_object_array_add(list, o);
		if (!c->json)
			printf("%-22s %2u/%-2u  %s%s\n", name, class,
			       call.ci.command_select,
			       output_get_text(o, "summary") ?: "",
			       known && !output_get_bool(o, "announced") ?
			       " (not on this machine)" : "");
	}
	json_object_put(calls);
	return code;
}

static int run_call(struct client *c, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "list", no_argument, NULL, 'l' },
		OPTION_FORCE, OPTION_HELP, OPTION_LAST
	};
	bool force = false, list = false;
	int letter, code;

	while ((letter = options_next(c, &cmd_call, argc, argv, "fl", longs,
				      &code)) != OPTIONS_END) {
		if (letter == OPTIONS_STOP)
			return code;
		force |= letter == 'f';
		list |= letter == 'l';
	}
	argc -= optind;
	argv += optind;
	if (list && argc)
		return options_usage(c, "--list takes nothing more");
	if (list)
		return list_names(c);
	if (argc && isalpha((unsigned char)argv[0][0]))
		return call_name(c, argc, argv, force);
	return call_numbers(c, argc, argv, force);
}

const struct command cmd_call = {
	.name = "call",
	.summary = "make one call of the calling interface",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] call [options] CLASS SELECT [ARG...]\n"
" smi-client [global options] call [options] NAME [KEY=VALUE...]\n"
" smi-client [global options] call --list\n"
"\n"
"Make one call of the firmware's calling interface, by number or by a name of\n"
"calls.conf.\n"
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
" -f, --force           make a call that is known to be dangerous, or whose class\n"
"                       the firmware does not announce\n"
" -l, --list            show the names\n"
"\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_call,
};
