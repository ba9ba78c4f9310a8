// SPDX-License-Identifier: GPL-2.0-or-later
/* See driver_error.h. The numbers are those of the driver's ABI document. */
#include <errno.h>
#include <stdio.h>

#include "driver_error.h"

static const struct driver_meaning {
	int err;
	bool request;
	enum smi_code code;
	enum smi_hint hint;
	const char *what;	/* NULL: as strerror() says it */
} driver_meanings[] = {
	{ EBADR, true, SMI_FAILED, HINT_NO_LOCK_TAKEN,
	  "the buffer does not begin with the magic number of a request" },
	{ ENODEV, true, SMI_FAILED, HINT_BUFFER_FORMAT,
	  "there is no buffer, or one too small for a request" },
	{ EINVAL, true, SMI_FAILED, HINT_BUFFER_FORMAT, "the driver does not take this request" },
	{ EPERM, true, SMI_PERMISSION, HINT_LOCKDOWN_CALL, "kernel lockdown forbids this request" },
	{ ENXIO, true, SMI_FAILED, HINT_CPU0_ONLINE,
	  "CPU 0 is offline or not the boot processor, and an SMI is raised only there" },
	{ EBUSY, true, SMI_BUSY, HINT_TRY_AGAIN, "CPU 0 is going offline or coming online" },
	{ ESHUTDOWN, true, SMI_FAILED, HINT_DRIVER_LOG,
	  "firmware was told where the buffer is, to power off, and nothing else may use it now" },
	{ EOPNOTSUPP, true, SMI_REFUSED, HINT_DRIVER_LOG,
	  "firmware takes no requests: it reads its own buffer only (WSMT), or Xen intercepts" },
	{ ENOENT, false, SMI_NOT_FOUND, HINT_LOAD_DRIVER, "the driver dcdbas is not loaded" },
	{ ENODEV, false, SMI_NOT_FOUND, HINT_LOAD_DRIVER, "the driver dcdbas has been unloaded" },
	{ ENXIO, false, SMI_NOT_FOUND, HINT_LOAD_DRIVER, "the driver dcdbas has been unloaded" },
	{ EACCES, false, SMI_PERMISSION, HINT_RUN_AS_ROOT, NULL },
	{ EPERM, false, SMI_PERMISSION, HINT_RUN_AS_ROOT, NULL },
	{ EROFS, false, SMI_PERMISSION, HINT_RUN_ON_HOST, NULL },
	{ EINVAL, false, SMI_FAILED, HINT_BUFFER_SIZE,
	  "too large, or a number that the driver does not take" },
	{ ENOMEM, false, SMI_FAILED, HINT_LOWER_MEMORY, NULL },
};

int driver_error(struct smi_error *error, int err, const char *verb, const char *path,
		 bool request)
{
	const struct driver_meaning *found = NULL;
	int code = error_errno(error, err, verb, path);

	for (size_t i = 0; i < ARRAY_SIZE(driver_meanings) && !found; i++) {
		const struct driver_meaning *m = &driver_meanings[i];

		if (m->err == err && (request || !m->request))
			found = m;
	}
	if (!found)
		return code;
	if (found->what) {
		error_set(error, found->code, found->hint, "cannot %s %s: %s", verb, path,
			  found->what);
		error->err = err;
		snprintf(error->path, sizeof(error->path), "%s", path);
	}
	error->code = found->code;
	error->hint = found->hint;
	return found->code;
}
