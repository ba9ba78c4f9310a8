// SPDX-License-Identifier: GPL-2.0-or-later
/* See error.h: errors as values, and what an errno means. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"
#include "text.h"

static const char *const kinds[] = {
	[SMI_OK] = "done",
	[SMI_FAILED] = "failed",
	[SMI_USAGE] = "usage",
	[SMI_NOT_FOUND] = "not found",
	[SMI_PERMISSION] = "permission",
	[SMI_REFUSED] = "refused",
	[SMI_BUSY] = "busy",
	[SMI_DIFFERS] = "differs",
};

const char *error_kind(enum smi_code code)
{
	return code < ARRAY_SIZE(kinds) ? kinds[code] : kinds[SMI_FAILED];
}

static void error_text(struct smi_error *error, const char *fmt, va_list ap)
{
	char text[2 * ERROR_TEXT];

	vsnprintf(text, sizeof(text), fmt, ap);
	text_printable(text, strlen(text), error->what, sizeof(error->what));
}

int error_set(struct smi_error *error, enum smi_code code, enum smi_hint hint,
	      const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	error_text(error, fmt, ap);
	va_end(ap);
	error->code = code;
	error->err = 0;
	error->path[0] = '\0';
	error->hint = hint;
	return code;
}

int error_errno(struct smi_error *error, int err, const char *verb, const char *path)
{
	static const struct {
		int err;
		enum smi_code code;
		enum smi_hint hint;
	} meanings[] = {
		{ ENOENT, SMI_NOT_FOUND, HINT_NONE },
		{ ENOTDIR, SMI_NOT_FOUND, HINT_NONE },
		{ ENODEV, SMI_NOT_FOUND, HINT_NONE },
		{ ENXIO, SMI_NOT_FOUND, HINT_NONE },
		{ EACCES, SMI_PERMISSION, HINT_RUN_AS_ROOT },
		{ EPERM, SMI_PERMISSION, HINT_RUN_AS_ROOT },
		{ EROFS, SMI_PERMISSION, HINT_RUN_ON_HOST },
		{ EBUSY, SMI_BUSY, HINT_TRY_AGAIN },
	};
	enum smi_code code = SMI_FAILED;
	enum smi_hint hint = HINT_NONE;

	for (size_t i = 0; i < ARRAY_SIZE(meanings); i++) {
		if (meanings[i].err != err)
			continue;
		code = meanings[i].code;
		hint = meanings[i].hint;
	}
	error_set(error, code, hint, "cannot %s %s: %s", verb, path, strerror(err));
	error->err = err;
	text_printable(path, strlen(path), error->path, sizeof(error->path));
	return code;
}

int error_hint(struct smi_error *error, enum smi_hint hint)
{
	error->hint = hint;
	return error->code;
}
