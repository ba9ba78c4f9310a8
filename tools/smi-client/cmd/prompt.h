/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passwords: from a terminal without echo, a descriptor, a file, or a systemd
 * credential. The memory they pass through is locked and wiped.
 */
#ifndef CMD_PROMPT_H
#define CMD_PROMPT_H

#include "../lib/machine.h"
#include "options.h"

/**
 * struct prompt - where passwords of this run come from
 * @options: --password-fd, --password-file
 * @opened: --password-file is open as @fd, for its next line
 * @fd: descriptor of it
 */
struct prompt {
	const struct options *options;
	bool opened;
	int fd;
};

/* For struct password_source; @prompt is a struct prompt. */
int prompt_password(void *prompt, unsigned int class, char *text, size_t size,
		    struct smi_error *error);
/* A new one, typed twice alike on a terminal. */
int prompt_new_password(struct prompt *prompt, unsigned int class, char *text, size_t size,
			struct smi_error *error);

#endif /* CMD_PROMPT_H */
