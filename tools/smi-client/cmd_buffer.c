// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smi-client buffer: the driver's buffer, without an SMI.
 *
 * In: what to do with it. Out: its size, address and bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux/dcdbas.h>

#include "attribute.h"
#include "options.h"
#include "output.h"
#include "transport.h"

static int show(struct client *c)
{
	u64 size, address;
	int code = attribute_get(c, "smi_data_buf_size", 10, &size);

	if (!code)
		code = attribute_get(c, "smi_data_buf_phys_addr", 16,
				     &address);
	if (code)
		return code;
	output_number(c->result, "size", size);
	output_number(c->result, "address", address);
	if (c->json)
		return CLIENT_DONE;
	printf("size     %llu bytes\n", (unsigned long long)size);
	printf("address  0x%08llx\n", (unsigned long long)address);
	return CLIENT_DONE;
}

static int read_out(struct client *c, u64 offset, u64 length,
		    const char *file)
{
	u64 size;
	u8 *data = NULL;
	FILE *f;
	int code = attribute_get(c, "smi_data_buf_size", 10, &size);

	if (code)
		return code;
	if (!length)
		length = size > offset ? size - offset : 0;
	/* The size is the driver's word; what comes back is checked. */
	if (offset + length > size)
		return output_fail(c, CLIENT_FAILED,
				   "'smi-client buffer show' tells how large the buffer is.",
				   "the buffer has %llu bytes, %llu wanted",
				   (unsigned long long)size,
				   (unsigned long long)(offset + length));
	/* Where size_t has 32 bits, one more than UINT32_MAX is none. */
	data = length < INT32_MAX ? malloc(length + 1) : NULL;
	if (!data)
		return output_fail(c, CLIENT_FAILED,
				   "Read it in parts, with OFFSET and LENGTH.",
				   "there is no memory for %llu bytes",
				   (unsigned long long)length);
	code = transport_lock(c);
	if (!code)
		code = transport_read(c, offset, data, length, false);
	transport_unlock(c);
	if (code || c->dry_run)
		goto out;
	output_number(c->result, "offset", offset);
	output_number(c->result, "length", length);
	if (file) {
		f = fopen(file, "we");
		if (!f || fwrite(data, 1, length, f) != length)
			code = output_fail(c, CLIENT_FAILED, NULL,
					   "cannot write %s", file);
		if (f && fclose(f) && !code)
			code = output_fail(c, CLIENT_FAILED, NULL,
					   "cannot write %s", file);
		output_text(c->result, "file", file);
	} else {
		output_bytes(c->result, "hex", data, length);
		if (!c->json)
			output_hexdump(c->result, "hex", "");
	}
out:
	explicit_bzero(data, length);
	free(data);
	return code;
}

static int write_in(struct client *c, u64 offset, const u8 *data,
		    size_t length)
{
	u8 *back = malloc(length + 1);
	int code = transport_lock(c);

	if (!back)
		abort();
	if (!code)
		code = transport_write(c, offset, data, length, false);
	if (!code)
		code = transport_read(c, offset, back, length, false);
	transport_unlock(c);
	if (!code && !c->dry_run) {
		output_number(c->result, "offset", offset);
		output_number(c->result, "length", length);
		if (memcmp(back, data, length))
			code = output_fail(c, CLIENT_FAILED,
					   "Somebody else writes without taking the lock; try again.",
					   "the buffer does not hold what was written");
		else if (!c->json)
			printf("%zu bytes written at %llu\n", length,
			       (unsigned long long)offset);
	}
	free(back);
	return code;
}

static int clear(struct client *c)
{
	int code = transport_lock(c);

	if (!code)
		code = transport_trigger(c, DCDBAS_REQUEST_CLEAR);
	transport_unlock(c);
	if (!code && !c->dry_run && !c->json)
		printf("buffer cleared\n");
	return code;
}

static int resize(struct client *c, u64 size)
{
	u64 now;
	int code = transport_lock(c);

	if (!code)
		code = attribute_set(c, "smi_data_buf_size", size);
	transport_unlock(c);
	if (code || c->dry_run)
		return code;
	code = attribute_get(c, "smi_data_buf_size", 10, &now);
	if (!code && now < size)
		return output_fail(c, CLIENT_FAILED, NULL,
				   "the buffer has %llu bytes, not %llu",
				   (unsigned long long)now,
				   (unsigned long long)size);
	return code ? code : show(c);
}

static int run_buffer(struct client *c, int argc, char **argv)
{
	u64 offset = 0, length = 0;
	int code = options_none(c, &cmd_buffer, argc, argv);
	const char *what, *arg[3] = { };
	u8 *data = NULL;
	size_t size;

	if (code >= 0)
		return code;
	argc -= optind;
	argv += optind;
	what = argc ? argv[0] : "show";
	for (int i = 1; i < argc && i <= 3; i++)
		arg[i - 1] = argv[i];
	if (!strcmp(what, "show") && argc <= 1)
		return show(c);
	if (!strcmp(what, "clear") && argc == 1)
		return clear(c);
	if (!strcmp(what, "resize") && argc == 2) {
		if (!options_number(arg[0], UINT32_MAX, &length))
			return options_usage(c, "'%s' is no size", arg[0]);
		return resize(c, length);
	}
	if (!strcmp(what, "read") && argc <= 4) {
		if (arg[0] && !options_number(arg[0], UINT32_MAX, &offset))
			return options_usage(c, "'%s' is no offset", arg[0]);
		if (arg[1] && (!options_number(arg[1], UINT32_MAX, &length) ||
			       !length))
			return options_usage(c, "'%s' is no length", arg[1]);
		return read_out(c, offset, length, arg[2]);
	}
	if (!strcmp(what, "write") && argc == 3) {
		if (!options_number(arg[0], UINT32_MAX, &offset))
			return options_usage(c, "'%s' is no offset", arg[0]);
		if (arg[1][0] == '@')
			code = options_file(c, arg[1] + 1,
					    DCDBAS_MAX_BUFFER_SIZE, &data,
					    &size);
		else
			code = options_hex(c, arg[1], DCDBAS_MAX_BUFFER_SIZE,
					   &data, &size);
		if (!code)
			code = write_in(c, offset, data, size);
		free(data);
		return code;
	}
	return options_usage(c, "'%s' with %d arguments is not known", what,
			     argc ? argc - 1 : 0);
}

const struct command cmd_buffer = {
	.name = "buffer",
	.summary = "look at the driver's buffer, fill it, clear it",
	.help =
"\n"
"Usage:\n"
" smi-client [global options] buffer [show]\n"
" smi-client [global options] buffer read [OFFSET [LENGTH [FILE]]]\n"
" smi-client [global options] buffer write OFFSET HEX|@FILE\n"
" smi-client [global options] buffer clear\n"
" smi-client [global options] buffer resize SIZE\n"
"\n"
"Look at the buffer that driver and firmware share, without an SMI.\n"
"\n"
"Commands:\n"
" show                  its size and physical address\n"
" read                  its bytes, all by default\n"
" write                 put bytes at OFFSET; the buffer grows as needed\n"
" clear                 fill it with zero\n"
" resize                make it SIZE bytes at least; it never shrinks\n"
"\n"
"Options:\n"
" -h, --help            display this help\n"
"\n"
"For more details see smi-client(8).\n",
	.run = run_buffer,
};
