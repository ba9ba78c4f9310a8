// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The kernel module as modprobe sees it: whether the one that is loaded is the
 * one that is installed, and whether one without a signature can be loaded. In:
 * sysfs, and modinfo where it is installed.
 */
#include <string.h>

#include "program.h"
#include "status_checks.h"
#include "text.h"

#define MODINFO_TIMEOUT_MS	5000

/* What modprobe would load; @to is emptied when that is not known. */
static void installed_field(const char *field, char *to, size_t size)
{
	static struct program modinfo;

	memset(&modinfo, 0, sizeof(modinfo));
	modinfo.argv[0] = "modinfo";
	modinfo.argv[1] = "-F";
	modinfo.argv[2] = field;
	modinfo.argv[3] = "dcdbas";
	program_run(&modinfo, 1, NULL, MODINFO_TIMEOUT_MS);
	*to = '\0';
	if (modinfo.end == PROGRAM_EXITED && !modinfo.status)
		text_printable(modinfo.output, strcspn(modinfo.output, "\n"), to, size);
}

/* An update has been installed, or removed, and the module not exchanged. */
static void status_installed(struct machine *m, struct status *s)
{
	char loaded[64], installed[64], file[512];

	status_peek_text(m, "module/dcdbas/srcversion", loaded, sizeof(loaded));
	if (!*loaded)
		return;
	installed_field("srcversion", installed, sizeof(installed));
	if (!*installed || !strcmp(loaded, installed))
		return;
	installed_field("filename", file, sizeof(file));
	finding_add(&s->findings, "module", FINDING_NOTE, SMI_OK, HINT_RELOAD_DRIVER,
		    "the module that is loaded is not the one that is installed: %s", file);
}

void status_module(struct machine *m, struct status *s)
{
	char enforced[8];

	status_peek_text(m, "module/module/parameters/sig_enforce", enforced, sizeof(enforced));
	if (*enforced == 'Y' && !s->driver && !s->secure_boot)
		finding_add(&s->findings, "signatures", FINDING_NOTE, SMI_OK, HINT_SECURE_BOOT,
			    "this kernel loads signed modules only");
	/* modinfo knows only the system it runs on. */
	if (s->driver && !strcmp(m->options.sysfs, "/sys"))
		status_installed(m, s);
}
