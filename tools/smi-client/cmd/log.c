// SPDX-License-Identifier: GPL-2.0-or-later
/* See log.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#include "../lib/text.h"
#include "log.h"

#define LOGIN_UNSET	"4294967295"	/* no login: a service, or no audit */

/* Who logged in, before any su or sudo. */
static void log_login(char *to, size_t size)
{
	char text[24] = "";
	FILE *f = fopen("/proc/self/loginuid", "re");

	if (f) {
		if (!fgets(text, sizeof(text), f))
			text[0] = '\0';
		fclose(f);
	}
	text[strspn(text, "0123456789")] = '\0';
	snprintf(to, size, "%s", !*text || !strcmp(text, LOGIN_UNSET) ? "unset" : text);
}

void log_write(const struct run *run, const struct smi_error *error, const char *fmt, ...)
{
	const struct command *c = run->command;
	char what[512], clean[512], login[24];
	va_list ap;

	/* Neither can change anything. */
	if (run->options->dry_run || run->options->tables)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	/* A value may hold a newline: one attempt is one line. */
	text_printable(what, strlen(what), clean, sizeof(clean));
	log_login(login, sizeof(login));
	openlog("smi-client", LOG_PID, LOG_USER);
	syslog(error ? LOG_WARNING : LOG_NOTICE, "uid=%u loginuid=%s %s%s%s: %s: %s",
	       (unsigned int)getuid(), login, c->noun, c->verb ? " " : "", c->verb ? c->verb : "",
	       clean, error ? error->what : "done");
	closelog();
}
