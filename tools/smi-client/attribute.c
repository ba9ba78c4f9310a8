// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading desk: the driver's attributes that are plain numbers, and what can
 * be wrong with any of its files.
 *
 * In: name and number. Out: number, or a failure that says what to do next. No
 * lock is needed for them.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"
#include "output.h"

static const char next_driver[] =
	"Load the driver with 'modprobe dcdbas'; 'smi-client status' says more.";
static const char next_root[] = "Run smi-client as root.";

/* Path of an attribute, to be freed by the caller. */
char *attribute_path(struct client *c, const char *attribute)
{
	char *path;

	if (asprintf(&path, "%s/devices/platform/dcdbas/%s", c->sysfs,
		     attribute) < 0)
		abort();
	return path;
}

/**
 * attribute_other_machine() - refuse to speak to this machine about another
 * @c: this run
 *
 * Return: CLIENT_DONE, CLIENT_FAILED when tables of another machine are given
 */
int attribute_other_machine(struct client *c)
{
	if (!c->tables_dir || c->dry_run)
		return CLIENT_DONE;
	return output_fail(c, CLIENT_FAILED, "Leave --tables away.",
			   "%s is another machine's; its firmware is not here",
			   c->tables_dir);
}

/**
 * attribute_failed() - the one place for what can be wrong with a file
 * @c: this run
 * @err: errno
 * @path: of the file
 * @what: what was tried: "open", "read", "write"
 *
 * Return: CLIENT_NOT_FOUND, CLIENT_PERMISSION or CLIENT_FAILED
 */
int attribute_failed(struct client *c, int err, const char *path,
		     const char *what)
{
	switch (err) {
	case ENOENT:
		return output_fail(c, CLIENT_NOT_FOUND, next_driver,
				   "cannot %s %s: the driver dcdbas is not there",
				   what, path);
	case EACCES:
	case EPERM:
		return output_fail_errno(c, CLIENT_PERMISSION, err, path,
					 next_root, what);
	case EROFS:
		return output_fail_errno(c, CLIENT_PERMISSION, err, path,
					 "sysfs is mounted read-only, as in a container; run smi-client on the host.",
					 what);
	case EINVAL:
		return output_fail(c, CLIENT_FAILED,
				   "The driver takes 256 KiB at most, or what the firmware's own buffer holds; 'smi-client status' says which.",
				   "cannot %s %s: too large, or not a number that the driver takes",
				   what, path);
	case ENOMEM:
		return output_fail_errno(c, CLIENT_FAILED, err, path,
					 "The buffer has to be contiguous memory below 4 GiB; try a smaller one, or after a reboot.",
					 what);
	case ENODEV:
		return output_fail_errno(c, CLIENT_NOT_FOUND, err, path,
					 next_driver, what);
	default:
		return output_fail_errno(c, CLIENT_FAILED, err, path, NULL,
					 what);
	}
}

static int attribute_open(struct client *c, const char *attribute, int flags,
			  char **path, int *fd)
{
	*path = attribute_path(c, attribute);
	*fd = open(*path, flags | O_CLOEXEC);
	return *fd < 0 ? attribute_failed(c, errno, *path, "open") : CLIENT_DONE;
}

/**
 * attribute_get() - read an attribute that is a number
 * @c: this run
 * @attribute: its name
 * @base: 10 or 16; no 0x is expected
 * @value: the number, of 32 bits at most, as all of them are
 *
 * Return: CLIENT_DONE or a failure
 */
int attribute_get(struct client *c, const char *attribute, int base,
		  u64 *value)
{
	char *path, *end, text[32] = "";
	int fd, code = attribute_open(c, attribute, O_RDONLY, &path, &fd);
	ssize_t n;

	if (code)
		goto out;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0) {
		code = attribute_failed(c, errno, path, "read");
	} else {
		bool digit = base == 16 ? isxdigit((unsigned char)*text) :
					  isdigit((unsigned char)*text);

		errno = 0;
		*value = strtoull(text, &end, base);
		/* strtoull() takes blanks and signs; no attribute has them. */
		if (!digit || errno || *value > UINT32_MAX ||
		    (*end && *end != '\n'))
			code = output_fail(c, CLIENT_FAILED, NULL,
					   "%s: '%.20s' is not a number of 32 bits",
					   path, text);
		else
			output_step(c, "read", path, NULL);
	}
	close(fd);
out:
	free(path);
	return code;
}

/**
 * attribute_set() - write an attribute that is a number, in decimal
 * @c: this run; a dry run only says so
 * @attribute: its name
 * @value: the number
 *
 * Return: CLIENT_DONE or a failure
 */
int attribute_set(struct client *c, const char *attribute, u64 value)
{
	char *path = NULL, text[32];
	int fd, code = attribute_other_machine(c);
	ssize_t length = snprintf(text, sizeof(text), "%llu",
				  (unsigned long long)value);

	if (code)
		return code;
	if (c->dry_run) {
		path = attribute_path(c, attribute);
		output_step(c, "write", path, text);
		goto out;
	}
	code = attribute_open(c, attribute, O_WRONLY, &path, &fd);
	if (code)
		goto out;
	output_step(c, "write", path, text);
	if (write(fd, text, length) != length)
		code = attribute_failed(c, errno, path, "write");
	close(fd);
out:
	free(path);
	return code;
}
