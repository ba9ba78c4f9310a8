// SPDX-License-Identifier: GPL-2.0-or-later
/* smi-client buffer: the driver's buffer, without an SMI. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/file.h"
#include "../lib/parse.h"
#include "commands.h"

static int bad_number(struct run *run, const char *what, const char *text)
{
	struct smi_error error;

	error_set(&error, SMI_USAGE, HINT_NONE, "'%s' is not %s", text, what);
	return output_error(run->out, &error);
}

static void print_size(struct run *run, u64 size, u64 address)
{
	struct json_object *o = output_object(run->out);

	if (o) {
		put_number(o, "size", size);
		put_number(o, "address", address);
		return;
	}
	output_line(run->out, "size     %" PRIu64 " bytes", size);
	output_line(run->out, "address  0x%08" PRIx64, address);
}

static int show(struct run *run, struct transport *t)
{
	struct smi_error error;
	u64 size, address;
	int code = t->ops->get(t, ATTR_BUFFER_SIZE, &size, &error);

	if (!code)
		code = t->ops->get(t, ATTR_BUFFER_ADDRESS, &address, &error);
	if (code)
		return output_error(run->out, &error);
	print_size(run, size, address);
	return SMI_OK;
}

static int run_show(struct run *run, int argc, char **argv)
{
	struct smi_error error;
	struct transport *t;

	(void)argc;
	(void)argv;
	if (machine_transport(run->machine, &t, &error))
		return output_error(run->out, &error);
	return show(run, t);
}

/**
 * struct part - a part of the buffer
 * @offset: in bytes
 * @length: in bytes; 0: up to the end
 * @data: the bytes
 */
struct part {
	u64 offset, length;
	u8 *data;
};

/* Under one lock, so that size and bytes belong together. */
static int read_part(struct machine *m, struct part *part, struct smi_error *error)
{
	struct transport *t;
	u64 size;
	int code = machine_transport(m, &t, error);

	if (!code)
		code = t->ops->lock(t, error);
	if (code)
		return code;
	code = t->ops->get(t, ATTR_BUFFER_SIZE, &size, error);
	if (code)
		goto out;
	if (!part->length)
		part->length = size > part->offset ? size - part->offset : 0;
	if (part->offset + part->length > size) {
		code = error_set(error, SMI_FAILED, HINT_BUFFER_SIZE,
				 "the buffer has %" PRIu64 " bytes, %" PRIu64 " are too many",
				 size, part->offset + part->length);
		goto out;
	}
	/* The size is what the driver says; what comes back is checked. */
	part->data = part->length < INT32_MAX ? malloc(part->length + 1) : NULL;
	code = part->data ? t->ops->read(t, part->offset, part->data, part->length, error) :
	       error_set(error, SMI_FAILED, HINT_BUFFER_SIZE, "no memory for %" PRIu64 " bytes",
			 part->length);
out:
	t->ops->unlock(t);
	return code;
}

/* A dry run writes no file either. */
static int write_file(struct run *run, const char *path, const struct part *part,
		      struct smi_error *error)
{
	if (!run->options->dry_run)
		return file_replace(path, part->data, part->length, error);
	trace_bytes(&run->machine->options.trace, true, "write", path, 0, part->data,
		    part->length, false);
	output_line(run->out, "%" PRIu64 " byte%s would be written to %s", part->length,
		    part->length == 1 ? "" : "s", path);
	return SMI_OK;
}

static int run_read(struct run *run, int argc, char **argv)
{
	const char *file = argc > 2 ? argv[2] : NULL;
	struct json_object *o = output_object(run->out);
	struct smi_error error;
	struct part part = { };
	int code;

	if (argc > 0 && !parse_number(argv[0], UINT32_MAX, &part.offset))
		return bad_number(run, "an offset", argv[0]);
	if (argc > 1 && (!parse_number(argv[1], UINT32_MAX, &part.length) || !part.length))
		return bad_number(run, "a length", argv[1]);
	code = read_part(run->machine, &part, &error);
	if (!code && file)
		code = write_file(run, file, &part, &error);
	if (code) {
		output_error(run->out, &error);
	} else if (o) {
		put_number(o, "offset", part.offset);
		put_number(o, "length", part.length);
		if (file)
			put_text(o, "file", file);
		else
			put_bytes(o, "hex", part.data, part.length);
	} else if (!file) {
		output_hexdump(run->out, "", part.data, part.length);
	}
	if (part.data)
		explicit_bzero(part.data, part.length);
	free(part.data);
	return code;
}

/* Writes and reads back; a dry run does neither. */
static int write_part(struct machine *m, const struct part *part, struct smi_error *error)
{
	u8 *back = malloc(part->length + 1);
	struct transport *t;
	int code = machine_transport(m, &t, error);

	if (!back)
		code = error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	if (!code)
		code = t->ops->lock(t, error);
	if (code)
		goto out;
	code = t->ops->write(t, part->offset, part->data, part->length, error);
	if (!code && !m->options.dry_run) {
		code = t->ops->read(t, part->offset, back, part->length, error);
		if (!code && memcmp(back, part->data, part->length))
			code = error_set(error, SMI_FAILED, HINT_NO_LOCK_TAKEN,
					 "the buffer does not hold what was written");
	}
	t->ops->unlock(t);
out:
	free(back);
	return code;
}

static int run_write(struct run *run, int argc, char **argv)
{
	struct json_object *o = output_object(run->out);
	const char *would = run->options->dry_run ? "would write " : "";
	struct smi_error error;
	struct part part = { };
	size_t length = 0;
	int code;

	(void)argc;
	if (!parse_number(argv[0], UINT32_MAX, &part.offset))
		return bad_number(run, "an offset", argv[0]);
	code = argv[1][0] == '@' ?
	       file_named(file_read(argv[1] + 1, DCDBAS_MAX_BUFFER_SIZE, &part.data, &length,
				    &error), &error) :
	       parse_hex(argv[1], DCDBAS_MAX_BUFFER_SIZE, &part.data, &length, &error);
	part.length = length;
	if (!code)
		code = write_part(run->machine, &part, &error);
	free(part.data);
	if (code)
		return output_error(run->out, &error);
	if (o) {
		put_number(o, "offset", part.offset);
		put_number(o, "length", length);
	}
	output_line(run->out, "%s%zu byte%s%s at %" PRIu64, would, length, length == 1 ? "" : "s",
		    *would ? "" : " written", part.offset);
	return SMI_OK;
}

static int run_clear(struct run *run, int argc, char **argv)
{
	struct smi_error error;
	struct transport *t;
	int code = machine_transport(run->machine, &t, &error);

	(void)argc;
	(void)argv;
	if (!code)
		code = t->ops->clear(t, &error);
	if (code)
		return output_error(run->out, &error);
	output_line(run->out, run->options->dry_run ? "would clear the buffer" : "buffer cleared");
	return SMI_OK;
}

static int run_resize(struct run *run, int argc, char **argv)
{
	struct smi_error error;
	struct transport *t;
	u64 size, now = 0, address = 0;
	int code;

	(void)argc;
	if (!parse_number(argv[0], UINT32_MAX, &size))
		return bad_number(run, "a size", argv[0]);
	code = machine_transport(run->machine, &t, &error);
	if (!code)
		code = t->ops->lock(t, &error);
	if (code)
		return output_error(run->out, &error);
	code = t->ops->get(t, ATTR_BUFFER_SIZE, &now, &error);
	/* It never shrinks: a smaller size changes nothing. */
	if (!code && (now < size || !run->options->dry_run))
		code = t->ops->set(t, ATTR_BUFFER_SIZE, size, &error);
	if (!code && !run->options->dry_run) {
		code = t->ops->get(t, ATTR_BUFFER_SIZE, &now, &error);
		if (!code && now < size)
			code = error_set(&error, SMI_FAILED, HINT_NONE,
					 "the buffer has %" PRIu64 " bytes, not %" PRIu64, now,
					 size);
		if (!code)
			code = t->ops->get(t, ATTR_BUFFER_ADDRESS, &address, &error);
	}
	t->ops->unlock(t);
	if (code)
		return output_error(run->out, &error);
	if (!run->options->dry_run)
		print_size(run, now, address);
	else
		output_line(run->out, "size: %" PRIu64 " -> %" PRIu64 " bytes", now,
			    now < size ? size : now);
	return SMI_OK;
}

const struct command buffer_commands[] = {
	{
		.noun = "buffer", .verb = "show", .is_default = true,
		.summary = "size and physical address of the driver's buffer",
		.flags = COMMAND_NEEDS_MACHINE,
		.run = run_show,
	}, {
		.noun = "buffer", .verb = "read", .arguments = "[OFFSET [LENGTH [FILE]]]",
		.summary = "its bytes, all by default",
		.max_args = 3, .flags = COMMAND_NEEDS_MACHINE,
		.run = run_read,
	}, {
		.noun = "buffer", .verb = "write", .arguments = "OFFSET HEX|@FILE",
		.summary = "put bytes at OFFSET; the buffer grows as needed",
		.min_args = 2, .max_args = 2, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.run = run_write,
	}, {
		.noun = "buffer", .verb = "clear",
		.summary = "fill the buffer with zeros",
		.flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.run = run_clear,
	}, {
		.noun = "buffer", .verb = "resize", .arguments = "SIZE",
		.summary = "make it SIZE bytes at least; it never shrinks",
		.min_args = 1, .max_args = 1, .flags = COMMAND_NEEDS_MACHINE | COMMAND_WRITES,
		.run = run_resize,
	},
	{ },
};
