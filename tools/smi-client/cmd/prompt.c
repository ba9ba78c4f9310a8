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

/*
 * One line, without its end. An errno; ENODATA when nothing is there, E2BIG when
 * it is too long, EILSEQ for a zero byte, at which the rest would be cut off.
 */
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
	return !length ? ENODATA : strlen(text) < length ? EILSEQ : 0;
}

/* The terminal while its echo is off, for a signal to restore it. */
static int tty = -1;
static struct termios tty_before;

static void on_signal(int signal)
{
	tcsetattr(tty, TCSANOW, &tty_before);
	/* SA_RESETHAND: the second time it does what it always does. */
	raise(signal);
}

/* Signals that end the program unless something is done about them. */
static bool ends_program(int signal)
{
	static const int others[] = {
		SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH,
	};

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (signal == others[i])
			return false;
	return true;
}

#define SIGNALS	64

/* What is ignored stays so; returns which have a handler now, for handlers_end(). */
static u64 handlers_begin(struct sigaction before[SIGNALS])
{
	const struct sigaction restore = { .sa_handler = on_signal, .sa_flags = SA_RESETHAND };
	u64 set = 0;

	for (int i = 1; i < SIGNALS; i++)
		if (ends_program(i) && !sigaction(i, NULL, &before[i]) &&
		    before[i].sa_handler != SIG_IGN && !sigaction(i, &restore, NULL))
			set |= 1ULL << i;
	return set;
}

static void handlers_end(const struct sigaction before[SIGNALS], u64 set)
{
	for (int i = 1; i < SIGNALS; i++)
		if (set >> i & 1)
			sigaction(i, &before[i], NULL);
}

/* @question: NULL for a descriptor that was given: what it holds already counts. */
static int read_without_echo(const char *question, char *text, size_t size)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	const int when = question ? TCSAFLUSH : TCSADRAIN;
	struct sigaction before[SIGNALS], stop;
	struct termios quiet = tty_before;
	u64 set = handlers_begin(before);
	int err;

	/* A stopped program would leave the shell without echo. */
	sigaction(SIGTSTP, &ignore, &stop);
	quiet.c_lflag &= ~ECHO;
	tcsetattr(tty, when, &quiet);
	if (question)
		dprintf(tty, "%s: ", question);
	err = read_line(tty, text, size);
	tcsetattr(tty, when, &tty_before);
	if (question)
		dprintf(tty, "\n");
	handlers_end(before, set);
	sigaction(SIGTSTP, &stop, NULL);
	return err;
}

static int read_failed(int err, const char *from, unsigned int class, char *text, size_t size,
		       struct smi_error *error)
{
	static const struct {
		int err;
		const char *why;
	} reasons[] = {
		{ ENODATA, "nothing there" },
		{ E2BIG, "the line is too long" },
		{ EILSEQ, "the line has a zero byte" },
	};
	const char *why = strerror(err);

	explicit_bzero(text, size);
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].err == err)
			why = reasons[i].why;
	return error_set(error, SMI_USAGE, HINT_PASSWORD_FD, "no %s password from %s: %s",
			 password_name(class), from, why);
}

/* From a descriptor, which may be a terminal. What is no password is wiped. */
static int read_password(int fd, const char *from, unsigned int class, char *text, size_t size,
			 struct smi_error *error)
{
	int err;

	if (!tcgetattr(fd, &tty_before)) {
		tty = fd;
		err = read_without_echo(NULL, text, size);
		tty = -1;
	} else {
		err = read_line(fd, text, size);
	}
	return err ? read_failed(err, from, class, text, size, error) : SMI_OK;
}

static int from_fd(int fd, unsigned int class, char *text, size_t size, struct smi_error *error)
{
	char from[32];

	snprintf(from, sizeof(from), "descriptor %d", fd);
	return read_password(fd, from, class, text, size, error);
}

static int from_file(const char *path, unsigned int class, char *text, size_t size,
		     struct smi_error *error)
{
	int fd, code = file_open(path, O_RDONLY | O_NOCTTY, &fd, error);

	if (code)
		return code;
	code = read_password(fd, path, class, text, size, error);
	close(fd);
	return code;
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
	return err ? read_failed(err, "the terminal", class, text, size, error) : SMI_OK;
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
	int code = SMI_OK;

	if (!prompt->opened)
		code = file_named(file_open(path, O_RDONLY | O_NOCTTY, &prompt->fd, error), error);
	if (code)
		return code;
	prompt->opened = true;
	return read_password(prompt->fd, path, class, text, size, error);
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
