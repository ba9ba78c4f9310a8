// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Ferry to the driver: the protocol of its files in sysfs, and its errors.
 *
 * In: bytes for the firmware. Out: bytes it left. Who calls transport_write(),
 * transport_trigger() or transport_read() holds the lock, and signals that
 * would end the program wait until it is given back: a request is carried out
 * as a whole or not at all.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/dcdbas.h>

#include "attribute.h"
#include "lock.h"
#include "output.h"
#include "transport.h"

/**
 * struct transport - open files of the driver
 * @data: smi_data, locked first
 * @request: smi_request, locked second
 * @data_path: of @data
 * @request_path: of @request
 * @signals: blocked ones, before the lock was taken
 * @locked: both locks are held
 *
 * The kernel's document says to lock smi_data, libsmbios locks smi_request.
 * Holding both, in this order, excludes those who follow either.
 */
struct transport {
	int data, request;
	char *data_path, *request_path;
	sigset_t signals;
	bool locked;
};

/* What the driver says about a request, and where the way goes on. */
static int request_failed(struct client *c, int err, const char *path)
{
	switch (err) {
	case EBADR:
		return output_fail(c, CLIENT_FAILED,
				   "Somebody else wrote to smi_data without taking the lock; try again.",
				   "%s: the buffer does not begin with the magic number of a request",
				   path);
	case ENODEV:
		return output_fail(c, CLIENT_FAILED,
				   "Write a request first, with 'smi-client buffer write'.",
				   "%s: the buffer is not there or too small for a request",
				   path);
	case EINVAL:
		return output_fail(c, CLIENT_USAGE,
				   "0 clears the buffer, 1 is a calling interface request, 2 a raw one.",
				   "%s: the driver knows no such request",
				   path);
	case EPERM:
		return output_fail(c, CLIENT_PERMISSION,
				   "Under kernel lockdown only the port and code that the firmware announces may be used; 'smi-client status' shows them.",
				   "%s: kernel lockdown forbids this port and code",
				   path);
	case ENXIO:
		return output_fail(c, CLIENT_FAILED,
				   "Do 'echo 1 > /sys/devices/system/cpu/cpu0/online' first; after a kexec, restart the machine.",
				   "%s: CPU 0 is offline or not the boot processor, and only there an SMI can be raised",
				   path);
	case EBUSY:
		return output_fail(c, CLIENT_BUSY, "Try again.",
				   "%s: CPU 0 was not to be had", path);
	case EOPNOTSUPP:
		return output_fail(c, CLIENT_REFUSED,
				   "A BIOS update may help; host control works all the same.",
				   "%s: the firmware insists on a buffer of its own (WSMT), and announces none that can be used",
				   path);
	default:
		return attribute_failed(c, err, path, "write");
	}
}

/**
 * transport_lock() - begin a request: nobody else's comes in between
 * @c: this run
 *
 * Return: CLIENT_DONE, or a failure: no driver, no permission, not had in
 * time. After CLIENT_DONE call transport_unlock().
 */
int transport_lock(struct client *c)
{
	struct transport *t = c->transport;
	unsigned long long end;
	int code = attribute_other_machine(c);

	if (code)
		return code;
	if (!t) {
		t = calloc(1, sizeof(*t));
		if (!t)
			abort();
		t->data = -1;
		t->request = -1;
		c->transport = t;
		t->data_path = attribute_path(c, "smi_data");
		t->request_path = attribute_path(c, "smi_request");
	}
	output_step(c, "lock", t->data_path, NULL);
	output_step(c, "lock", t->request_path, NULL);
	if (c->dry_run)
		return CLIENT_DONE;
	if (t->data < 0) {
		t->data = open(t->data_path, O_RDWR | O_CLOEXEC);
		if (t->data < 0)
			return attribute_failed(c, errno, t->data_path, "open");
	}
	if (t->request < 0) {
		t->request = open(t->request_path, O_WRONLY | O_CLOEXEC);
		if (t->request < 0)
			return attribute_failed(c, errno, t->request_path, "open");
	}
	end = lock_deadline(c);
	code = lock_take(c, t->data, t->data_path, end);
	if (!code)
		code = lock_take(c, t->request, t->request_path, end);
	if (code) {
		/* Closing gives back what was had. */
		close(t->data);
		t->data = -1;
		return code;
	}
	lock_hold_signals(&t->signals);
	t->locked = true;
	return CLIENT_DONE;
}

/* End of a request, whether it went well or not. */
void transport_unlock(struct client *c)
{
	struct transport *t = c->transport;

	if (!t || !t->locked)
		return;
	t->locked = false;
	lock_give(t->request);
	lock_give(t->data);
	lock_release_signals(&t->signals);
}

/**
 * transport_address() - physical address of a large enough buffer
 * @c: this run, lock held
 * @size: bytes needed
 * @address: where the firmware finds the first one
 *
 * The address is read after the buffer has grown: growing moves it. In a dry
 * run, which lets nothing grow, it is given as 0.
 *
 * Return: CLIENT_DONE or a failure
 */
int transport_address(struct client *c, size_t size, u32 *address)
{
	char *path = attribute_path(c, "smi_data_buf_phys_addr");
	u64 now = 0, value = 0;
	int code = CLIENT_DONE;

	*address = 0;
	if (c->dry_run) {
		code = attribute_set(c, "smi_data_buf_size", size);
		output_step(c, "read", path, NULL);
		goto out;
	}
	code = attribute_get(c, "smi_data_buf_size", 10, &now);
	if (!code && now < size)
		code = attribute_set(c, "smi_data_buf_size", size);
	if (!code)
		code = attribute_get(c, "smi_data_buf_phys_addr", 16, &value);
	if (code)
		goto out;
	if (!value || value > UINT32_MAX - size) {
		code = output_fail(c, CLIENT_FAILED,
				   "Load the module dcdbas again; if that does not help, report it.",
				   "%s: %#llx is no address that the firmware can use",
				   path, (unsigned long long)value);
		goto out;
	}
	*address = value;
out:
	free(path);
	return code;
}

/**
 * transport_write() - put bytes into the buffer, which grows as needed
 * @c: this run, lock held
 * @offset: in bytes
 * @data: bytes
 * @length: how many
 * @secret: never to be shown
 *
 * Return: CLIENT_DONE or a failure
 */
int transport_write(struct client *c, size_t offset, const void *data,
		    size_t length, bool secret)
{
	struct transport *t = c->transport;

	output_step_bytes(c, "write", t->data_path, offset, data, length,
			  secret);
	/* sysfs takes a page at a time. */
	for (size_t at = 0; !c->dry_run && at < length;) {
		ssize_t n = pwrite(t->data, (const char *)data + at,
				   length - at, offset + at);

		if (n < 0)
			return attribute_failed(c, errno, t->data_path, "write");
		if (!n)
			return attribute_failed(c, ENOSPC, t->data_path, "write");
		at += n;
	}
	return CLIENT_DONE;
}

/**
 * transport_trigger() - have the driver carry out a request
 * @c: this run, lock held
 * @request: DCDBAS_REQUEST_*
 *
 * Return: CLIENT_DONE or a failure
 */
int transport_trigger(struct client *c, unsigned int request)
{
	struct transport *t = c->transport;
	char text[16];
	int length = snprintf(text, sizeof(text), "%u", request);

	output_step(c, "write", t->request_path, text);
	if (c->dry_run)
		return CLIENT_DONE;
	if (pwrite(t->request, text, length, 0) != length)
		return request_failed(c, errno, t->request_path);
	c->smis += request != DCDBAS_REQUEST_CLEAR;
	return CLIENT_DONE;
}

/**
 * transport_read() - bytes of the buffer
 * @c: this run, lock held
 * @offset: in bytes
 * @data: where they go
 * @length: how many; fewer are a failure
 * @secret: never to be shown
 *
 * Return: CLIENT_DONE or a failure
 */
int transport_read(struct client *c, size_t offset, void *data,
		   size_t length, bool secret)
{
	struct transport *t = c->transport;
	ssize_t n;

	for (size_t at = 0; !c->dry_run && at < length; at += n) {
		n = pread(t->data, (char *)data + at, length - at,
			  offset + at);
		if (n < 0)
			return attribute_failed(c, errno, t->data_path, "read");
		if (!n)
			return output_fail(c, CLIENT_FAILED,
					   "'smi-client buffer show' tells how large the buffer is.",
					   "%s: ends after %zu bytes, %zu wanted",
					   t->data_path, offset + at,
					   offset + length);
	}
	output_step_bytes(c, "read", t->data_path, offset,
			  c->dry_run ? NULL : data, length, secret);
	return CLIENT_DONE;
}

/* Closes the files, which gives back locks that are held. */
void transport_free(struct transport *t)
{
	if (!t)
		return;
	if (t->data >= 0)
		close(t->data);
	if (t->request >= 0)
		close(t->request);
	free(t->data_path);
	free(t->request_path);
	free(t);
}
