// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client call: one call of the calling interface, by numbers or by a name
 * of calls.conf (call_name.c).
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/parse.h"
#include "call.h"
#include "commands.h"
#include "log.h"

void call_print_results(struct run *run, const struct ci_call *call)
{
	const struct smi_calling_interface *ci = &call->ci;
	struct json_object *o = output_object(run->out), *list;

	put_number(o, "class", ci->command_class);
	put_number(o, "select", ci->command_select);
	if (call->recorded)
		return;
	list = put_array(o, "results");
	for (int i = 0; i < 4; i++)
		json_object_array_add(list, json_object_new_int(ci->res[i]));
	put_text(o, "meaning", ci_meaning(ci->res[0], ci->command_class));
}

int call_check_danger(const struct ci_call *call, bool force, struct smi_error *error)
{
	const char *reason = ci_dangerous(call->ci.command_class, call->ci.command_select);

	if (!reason || force)
		return SMI_OK;
	return error_set(error, SMI_FAILED, HINT_FORCE, "call %u/%u is dangerous: %s",
			 call->ci.command_class, call->ci.command_select, reason);
}

static void print_json(struct run *run, const struct ci_call *call)
{
	struct json_object *list = NULL, *o;

	call_print_results(run, call);
	for (int i = 0; i < 4 && !call->recorded; i++) {
		if (!call->buffer[i].data)
			continue;
		if (!list)
			list = put_array(output_object(run->out), "buffers");
		o = add_object(list);
		put_number(o, "argument", i + 1);
		put_number(o, "size", call->buffer[i].size);
		if (call->secret)
			put_bool(o, "secret", true);
		else
			put_bytes(o, "hex", call->buffer[i].data,
				  call->buffer[i].size);
	}
}

static void print_text(struct run *run, const struct ci_call *call)
{
	const struct smi_calling_interface *ci = &call->ci;

	if (call->recorded) {
		output_line(run->out, "would make call %u/%u", ci->command_class,
			    ci->command_select);
		return;
	}
	for (int i = 0; i < 4; i++)
		output_line(run->out, "r%d  %11d  0x%08x%s%s", i + 1, ci->res[i], ci->res[i],
			    i ? "" : "  ", i ? "" : ci_meaning(ci->res[0], ci->command_class));
	for (int i = 0; i < 4; i++) {
		if (!call->buffer[i].data)
			continue;
		output_line(run->out, "a%d  buffer of %zu bytes%s", i + 1, call->buffer[i].size,
			    call->secret ? " (secret)" : "");
		if (!call->secret)
			output_hexdump(run->out, "    ", call->buffer[i].data,
				       call->buffer[i].size);
	}
}

static int parse_size(const char *text, struct ci_buffer *b, struct smi_error *error)
{
	u64 size;

	if (!parse_number(text, DCDBAS_MAX_BUFFER_SIZE, &size) || !size)
		return error_set(error, SMI_USAGE, HINT_NONE, "'%s' is not a size from 1 to %d",
				 text, DCDBAS_MAX_BUFFER_SIZE);
	b->data = calloc(1, size);
	b->size = size;
	b->filled = true;
	return b->data ? SMI_OK : error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
}

/* @FILE or hex:BYTES: nothing is what an empty variable or file leaves, and no buffer. */
static int parse_bytes(const char *text, struct ci_buffer *b, struct smi_error *error)
{
	int code;

	if (text[0] == '@')
		code = file_named(file_read(text + 1, DCDBAS_MAX_BUFFER_SIZE, &b->data, &b->size,
					    error), error);
	else
		code = parse_hex(text + 4, DCDBAS_MAX_BUFFER_SIZE, &b->data, &b->size, error);
	if (code || b->size)
		return code;
	return error_set(error, SMI_USAGE, HINT_NONE, "there are no bytes in '%s'", text);
}

/* A number, or memory: buf:SIZE, hex:BYTES, text:TEXT, @FILE. */
static int parse_argument(struct ci_call *call, int i, const char *text, struct smi_error *error)
{
	struct ci_buffer *b = &call->buffer[i];
	u64 value;

	if (text[0] == '@' || !strncmp(text, "hex:", 4))
		return parse_bytes(text, b, error);
	if (!strncmp(text, "buf:", 4))
		return parse_size(text + 4, b, error);
	if (!strncmp(text, "text:", 5)) {
		b->size = strlen(text + 5) + 1;
		b->data = (u8 *)strdup(text + 5);
		return b->data ? SMI_OK :
		       error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	}
	if (!parse_number(text, UINT32_MAX, &value))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "'%s' is neither a number of 32 bits nor buf:, hex:, text: or @FILE",
				 text);
	call->ci.arg[i] = value;
	return SMI_OK;
}

static int parse_call(struct ci_call *call, int argc, char **argv, struct smi_error *error)
{
	u64 number;
	int code = SMI_OK;

	if (argc < 2 || argc > 6)
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "call by numbers needs CLASS, SELECT and up to four arguments");
	if (!parse_number(argv[0], UINT16_MAX, &number))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "'%s' is not a class from 0 to 65535", argv[0]);
	call->ci.command_class = number;
	if (!parse_number(argv[1], UINT16_MAX, &number))
		return error_set(error, SMI_USAGE, HINT_NONE,
				 "'%s' is not a select from 0 to 65535", argv[1]);
	call->ci.command_select = number;
	for (int i = 2; i < argc && !code; i++)
		code = parse_argument(call, i - 2, argv[i], error);
	return code;
}

void call_log(struct run *run, const struct ci_call *call, const struct smi_error *error)
{
	const struct smi_calling_interface *ci = &call->ci;

	if (ci_is_read(ci))
		return;
	/* Of arguments that are known to hold no key. */
	if (ci->command_class == CLASS_WRITE)
		log_write(run, error, "call %u/%u, location 0x%x, value 0x%x", ci->command_class,
			  ci->command_select, ci->arg[0], ci->arg[1]);
	else
		log_write(run, error, "call %u/%u", ci->command_class, ci->command_select);
}

static int call_numbers(struct run *run, int argc, char **argv)
{
	bool force = run->options->force;
	struct ci_call call = { .unadvertised = force };
	struct smi_error error;
	int code = parse_call(&call, argc, argv, &error);

	if (!code)
		code = call_check_danger(&call, force, &error);
	if (code)
		goto out;
	code = ci_send(run->machine, &call, &error);
	if (!code) {
		if (output_is_json(run->out))
			print_json(run, &call);
		else
			print_text(run, &call);
		code = ci_result(&call, &error);
	}
	call_log(run, &call, code ? &error : NULL);
out:
	named_call_wipe(&call);
	return code ? output_error(run->out, &error) : SMI_OK;
}

static int run_call(struct run *run, int argc, char **argv)
{
	struct smi_error error;

	if (run->options->list && argc) {
		error_set(&error, SMI_USAGE, HINT_NONE, "--list takes no argument: '%s'", argv[0]);
		return output_error(run->out, &error);
	}
	if (run->options->list)
		return call_list(run);
	/* --list is what needs no firmware. */
	if (run->options->tables) {
		error_set(&error, SMI_USAGE, HINT_OTHER_MACHINE,
			  "a call needs the firmware of the running machine; %s has the tables of another one",
			  run->options->tables);
		return output_error(run->out, &error);
	}
	if (argc && isalpha((unsigned char)argv[0][0]))
		return call_by_name(run, argc, argv);
	return call_numbers(run, argc, argv);
}

const struct command call_commands[] = {
	{
		.noun = "call", .arguments = "CLASS SELECT [ARG...] | NAME [KEY=VALUE...] | --list",
		.summary = "make one call of the firmware's calling interface",
		.help =
"CLASS and SELECT are numbers; NAME is one of calls.conf. An ARG is a number,\n"
"decimal or with 0x, or memory, whose physical address then is the argument:\n"
" buf:SIZE                  SIZE bytes that firmware fills\n"
" hex:BYTES                 these bytes\n"
" text:TEXT                 this text and a zero byte\n"
" @FILE                     what is in FILE; '-' is standard input\n"
"It is shown as it is after the call. --force makes a call that is known to be\n"
"dangerous, or whose class firmware does not advertise.\n",
		.max_args = -1, .flags = COMMAND_WRITES,
		.options = OPT(FORCE) | OPT(LIST),
		/* bash expands the words once more: nothing that it would run. */
		.values =
"$(smi-client call --list 2>/dev/null | sed -n 's/^\\([[:alnum:]_-]*\\) .*/\\1/p')",
		.run = run_call,
	},
	{ },
};
