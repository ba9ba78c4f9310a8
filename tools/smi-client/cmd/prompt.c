// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See prompt.h. In this order: --password-fd, --password-file, a systemd
 * credential (smi-client.user, .admin, .owner), the terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "../lib/file.h"
#include "../lib/password.h"
#include "../lib/secret.h"
#include "prompt.h"

/* One line, without its end. An errno; ENODATA at the end, E2BIG when too long. */
static int read_line(int fd, char *text, size_t size)
{
	size_t length = 0;
	ssize_t n;

	for (;;) {
		n = read(fd, text + length, 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (!n || text[length] == '\n')
			break;
		if (++length == size)
			return E2BIG;
	}
	/* A file may come from where lines end in CR LF. */
	if (length && text[length - 1] == '\r')
		length--;
	text[length] = '\0';
	return !n && !length ? ENODATA : 0;
}

static int read_failed(int err, const char *from, unsigned int class, struct smi_error *error)
{
	return error_set(error, SMI_USAGE, HINT_PASSWORD_FD, "no %s password from %s: %s",
			 password_name(class), from, err == ENODATA ? "nothing there" :
			 err == E2BIG ? "the line is too long" : strerror(err));
}

static int from_fd(int fd, unsigned int class, char *text, size_t size, struct smi_error *error)
{
	int err = read_line(fd, text, size);
	char from[32];

	snprintf(from, sizeof(from), "descriptor %d", fd);
	return err ? read_failed(err, from, class, error) : SMI_OK;
}

static int from_file(const char *path, unsigned int class, char *text, size_t size,
		     struct smi_error *error)
{
	int fd, err, code = file_open(path, O_RDONLY | O_NOCTTY, &fd, error);

	if (code)
		return code;
	err = read_line(fd, text, size);
	close(fd);
	return err ? read_failed(err, path, class, error) : SMI_OK;
}

/* The terminal while its echo is off, for a signal to restore it. */
static int tty = -1;
static struct termios tty_before;

static void on_signal(int signal)
{
	tcsetattr(tty, TCSAFLUSH, &tty_before);
	/* SA_RESETHAND: the second time it does what it always does. */
	raise(signal);
}

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

static int read_without_echo(const char *question, char *text, size_t size)
{
	const struct sigaction restore = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction before[ARRAY_SIZE(ending)], stop;
	struct termios quiet = tty_before;
	int err;

	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		sigaction(ending[i], &restore, &before[i]);
	/* A stopped program would leave the shell without echo. */
	sigaction(SIGTSTP, &ignore, &stop);
	quiet.c_lflag &= ~ECHO;
	tcsetattr(tty, TCSAFLUSH, &quiet);
	dprintf(tty, "%s: ", question);
	err = read_line(tty, text, size);
	tcsetattr(tty, TCSAFLUSH, &tty_before);
	dprintf(tty, "\n");
	for (size_t i = 0; i < ARRAY_SIZE(ending); i++)
		sigaction(ending[i], &before[i], NULL);
	sigaction(SIGTSTP, &stop, NULL);
	return err;
}

static int from_terminal(const char *what, unsigned int class, char *text, size_t size,
			 struct smi_error *error)
{
	char question[64];
	int err;

	tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (tty < 0 || tcgetattr(tty, &tty_before)) {
		if (tty >= 0)
			close(tty);
		return error_set(error, SMI_PERMISSION, HINT_PASSWORD_FD,
				 "firmware wants the %s password, and there is no terminal to ask for it",
				 password_name(class));
	}
	snprintf(question, sizeof(question), "%s BIOS %s password", what, password_name(class));
	err = read_without_echo(question, text, size);
	close(tty);
	tty = -1;
	return err ? read_failed(err, "the terminal", class, error) : SMI_OK;
}

/* Path of a systemd credential, NULL when there is none. */
static char *credential(const char *kind, unsigned int class)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");
	char *path = NULL;

	if (!dir || asprintf(&path, "%s/smi-client.%s%s", dir, kind, password_name(class)) < 0)
		return NULL;
	if (access(path, F_OK)) {
		free(path);
		return NULL;
	}
	return path;
}

/* The next line of --password-file: old password first, then the new one. */
static int from_password_file(struct prompt *prompt, unsigned int class, char *text, size_t size,
			      struct smi_error *error)
{
	const char *path = prompt->options->password_file;
	int err, code = SMI_OK;

	if (!prompt->opened)
		code = file_open(path, O_RDONLY | O_NOCTTY, &prompt->fd, error);
	if (code)
		return code;
	prompt->opened = true;
	err = read_line(prompt->fd, text, size);
	return err ? read_failed(err, path, class, error) : SMI_OK;
}

int prompt_password(void *arg, unsigned int class, char *text, size_t size,
		    struct smi_error *error)
{
	const struct options *options = ((struct prompt *)arg)->options;
	char *path;
	int code;

	secret_protect();
	if (options->password_fd >= 0)
		return from_fd(options->password_fd, class, text, size, error);
	if (options->password_file)
		return from_password_file(arg, class, text, size, error);
	path = credential("", class);
	code = path ? from_file(path, class, text, size, error) :
	       from_terminal("Present", class, text, size, error);
	free(path);
	return code;
}

int prompt_new_password(struct prompt *prompt, unsigned int class, char *text, size_t size,
			struct smi_error *error)
{
	const struct options *options = prompt->options;
	char *again, *path;
	int code;

	secret_protect();
	if (options->new_password_fd >= 0)
		return from_fd(options->new_password_fd, class, text, size, error);
	if (options->password_fd >= 0)		/* its next line */
		return from_fd(options->password_fd, class, text, size, error);
	if (options->password_file)
		return from_password_file(prompt, class, text, size, error);
	path = credential("new-", class);
	if (path) {
		code = from_file(path, class, text, size, error);
		free(path);
		return code;
	}
	again = secret_new(size);
	if (!again)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	code = from_terminal("New", class, text, size, error);
	if (!code)
		code = from_terminal("Again: new", class, again, size, error);
	if (!code && strcmp(text, again)) {
		explicit_bzero(text, size);
		code = error_set(error, SMI_USAGE, HINT_NONE, "the two passwords differ");
	}
	secret_free(again, size);
	return code;
}
