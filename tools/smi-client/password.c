// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Gatekeeper: BIOS passwords, and the security key that a right one gives.
 *
 * In: a password from the terminal, without echo, or from a descriptor. Out:
 * the key that writes need. It is asked for once in a run; text and key live
 * in a page of their own, all memory is locked and never dumped, and every copy
 * is wiped.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <termios.h>
#include <unistd.h>

#include "firmware.h"
#include "output.h"
#include "password.h"

#define SELECT_INSTALLED	0
#define SELECT_VERIFY		1
#define SELECT_PROPERTIES	3
#define SELECT_VERIFY_LONG	4
#define SHORT_MAX		8	/* bytes in two arguments */

/* First result of select 0, and first byte of the properties. */
#define INSTALLED		0
#define NOT_INSTALLED		1
#define INSTALLED_BY_ADMIN	2

/**
 * struct password - what must not leak
 * @text: as typed
 * @key: security key
 * @had: key is known
 * @refused: what came of asking for it; once wrong, it is not tried again:
 *	firmware may lock after some
 */
struct password {
	char text[256];
	u32 key;
	bool had;
	int refused;
};

/* In words. */
const char *password_name(enum password_class class)
{
	return class == PASSWORD_USER ? "user" :
	       class == PASSWORD_ADMIN ? "admin" : "owner";
}

static struct password *secret(struct client *c)
{
	const struct rlimit none = { };
	void *page;

	if (c->password)
		return c->password;
	page = mmap(NULL, sizeof(*c->password), PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (page == MAP_FAILED)
		abort();
	/*
	 * As far as the system allows: none of these has to succeed. All of
	 * the memory is locked, for a call on its way to the driver has a copy.
	 */
	(void)!mlockall(MCL_CURRENT | MCL_FUTURE);
	(void)!prctl(PR_SET_DUMPABLE, 0);
	(void)!mlock(page, sizeof(*c->password));
	(void)!madvise(page, sizeof(*c->password), MADV_DONTDUMP);
	(void)!setrlimit(RLIMIT_CORE, &none);
	c->password = page;
	return c->password;
}

void password_free(struct password *password)
{
	if (!password)
		return;
	explicit_bzero(password, sizeof(*password));
	munmap(password, sizeof(*password));
}

/* Terminal while the echo is off, for a signal to put it right. */
static int prompt_tty = -1;
static struct termios prompt_before;

static void on_signal(int signal)
{
	tcsetattr(prompt_tty, TCSAFLUSH, &prompt_before);
	/* SA_RESETHAND: now it does what it always does. */
	raise(signal);
}

/* One line, without its newline; false at the end or when it is too long. */
static bool read_line(int fd, char *text, size_t size)
{
	size_t length = 0;
	ssize_t n;

	while ((n = read(fd, text + length, 1)) == 1 ||
	       (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		if (text[length] == '\n')
			break;
		if (++length == size)
			return false;
	}
	text[length] = '\0';
	return n == 1 || length;
}

static int ask_terminal(struct client *c, const char *name, char *text,
			size_t size)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct sigaction action = {
		.sa_handler = on_signal, .sa_flags = SA_RESETHAND,
	}, ignore = { .sa_handler = SIG_IGN }, before[4], stop;
	struct termios quiet;
	bool good;

	prompt_tty = open("/dev/tty", O_RDWR | O_CLOEXEC);
	if (prompt_tty < 0 || tcgetattr(prompt_tty, &prompt_before))
		return output_fail(c, CLIENT_PERMISSION,
				   "Give it with --password-fd.",
				   "the firmware wants the %s password, and there is no terminal to ask for it",
				   name);
	for (int i = 0; i < 4; i++)
		sigaction(signals[i], &action, &before[i]);
	/* A stopped program would leave the shell without echo. */
	sigaction(SIGTSTP, &ignore, &stop);
	quiet = prompt_before;
	quiet.c_lflag &= ~ECHO;
	tcsetattr(prompt_tty, TCSAFLUSH, &quiet);
	dprintf(prompt_tty, "BIOS %s password: ", name);
	good = read_line(prompt_tty, text, size);
	tcsetattr(prompt_tty, TCSAFLUSH, &prompt_before);
	dprintf(prompt_tty, "\n");
	for (int i = 0; i < 4; i++)
		sigaction(signals[i], &before[i], NULL);
	sigaction(SIGTSTP, &stop, NULL);
	close(prompt_tty);
	prompt_tty = -1;
	return good ? CLIENT_DONE :
	       output_fail(c, CLIENT_USAGE, NULL, "no password was typed");
}

static int ask(struct client *c, enum password_class class, char *text,
	       size_t size)
{
	if (c->password_fd < 0)
		return ask_terminal(c, password_name(class), text, size);
	if (!read_line(c->password_fd, text, size))
		return output_fail(c, CLIENT_USAGE, NULL,
				   "no password came from descriptor %d",
				   c->password_fd);
	/* A file may come from where lines end in CR LF. */
	if (*text && text[strlen(text) - 1] == '\r')
		text[strlen(text) - 1] = '\0';
	return CLIENT_DONE;
}

/**
 * password_scancodes() - what keys a text is typed with
 * @text: printable characters
 * @codes: code of the key of each, American layout, then zero
 * @size: of @codes
 *
 * Return: false when a character has no key, or there are too many
 */
bool password_scancodes(const char *text, u8 *codes, size_t size)
{
	/* Each row from the code of its first key on; upper case below. */
	static const struct {
		u8 first;
		const char *plain, *shifted;
	} rows[] = {
		{ 0x02, "1234567890-=", "!@#$%^&*()_+" },
		{ 0x10, "qwertyuiop[]", "QWERTYUIOP{}" },
		{ 0x1E, "asdfghjkl;'`", "ASDFGHJKL:\"~" },
		{ 0x2B, "\\zxcvbnm,./", "|ZXCVBNM<>?" },
		{ 0x39, " ", "" },
	};
	size_t length = strlen(text);

	if (length > size)
		return false;
	memset(codes, 0, size);
	for (size_t i = 0; i < length; i++) {
		for (size_t r = 0; r < sizeof(rows) / sizeof(*rows); r++) {
			const char *at = strchr(rows[r].plain, text[i]);
			const char *up = strchr(rows[r].shifted, text[i]);

			if (at)
				codes[i] = rows[r].first + (at - rows[r].plain);
			else if (up)
				codes[i] = rows[r].first +
					   (up - rows[r].shifted);
		}
		if (!codes[i])
			return false;
	}
	return true;
}

/**
 * password_info() - ask the firmware about a password
 * @c: this run
 * @class: which
 * @info: filled in; all false when the firmware knows nothing of it
 *
 * Return: CLIENT_DONE, or a failure to ask
 */
int password_info(struct client *c, enum password_class class,
		  struct password_info *info)
{
	struct firmware_call call = {
		.ci.command_class = class,
		.ci.command_select = SELECT_PROPERTIES,
	};
	u32 word;
	int code;

	memset(info, 0, sizeof(*info));
	code = firmware_call(c, &call);
	if (code || c->dry_run)
		return code;
	if (call.ci.res[0] == SMI_RESULT_DONE) {
		word = call.ci.res[1];
		info->supported = true;
		info->properties = true;
		info->installed = (word & 0xFF) == INSTALLED ||
				  (word & 0xFF) == INSTALLED_BY_ADMIN;
		info->max = word >> 8;
		info->min = word >> 16;
		info->ascii = word >> 24 & 1;
		info->alphanumeric = word >> 25 & 1;
		info->permanent = word >> 26 & 1;
		return CLIENT_DONE;
	}
	memset(&call, 0, sizeof(call));
	call.ci.command_class = class;
	call.ci.command_select = SELECT_INSTALLED;
	code = firmware_call(c, &call);
	if (code)
		return code;
	info->supported = call.ci.res[0] >= 0;
	info->installed = call.ci.res[0] == INSTALLED ||
			  call.ci.res[0] == INSTALLED_BY_ADMIN;
	return CLIENT_DONE;
}

/* One question to the firmware: is this the password? */
static int verify(struct client *c, enum password_class class,
		  const struct password_info *info, const char *text, u32 *key)
{
	struct firmware_call call = { .ci.command_class = class };
	bool is_long = info->properties && info->max;
	size_t room = is_long ? info->max : SHORT_MAX;
	u8 codes[256] = { };
	int code = CLIENT_DONE;

	if (strlen(text) > room)
		code = output_fail(c, CLIENT_REFUSED, NULL,
				   "no %s password has more than %zu characters",
				   password_name(class), room);
	else if (info->ascii)
		memcpy(codes, text, strlen(text));
	else if (!password_scancodes(text, codes, sizeof(codes)))
		code = output_fail(c, CLIENT_USAGE,
				   "It compares keys; use those of an American keyboard.",
				   "this firmware cannot have such a password");
	if (code)
		goto out;
	call.secret = true;
	if (is_long) {
		call.ci.command_select = SELECT_VERIFY_LONG;
		call.buffer[0] = codes;
		call.size[0] = room;
	} else {
		call.ci.command_select = SELECT_VERIFY;
		memcpy(call.ci.arg, codes, SHORT_MAX);
	}
	code = firmware_call(c, &call);
	if (!code && !c->dry_run) {
		if (call.ci.res[0] == SMI_RESULT_DONE)
			*key = call.ci.res[1];
		else if (call.ci.res[0] == 2 ||
			 call.ci.res[0] == SMI_RESULT_ERROR)
			code = output_fail(c, CLIENT_REFUSED, "Try again.",
					   "the %s password is not right",
					   password_name(class));
		else
			code = firmware_result(c, &call);
	}
out:
	explicit_bzero(&call, sizeof(call));
	explicit_bzero(codes, sizeof(codes));
	return code;
}

/**
 * password_check() - ask for a password, and the firmware whether it is right
 * @c: this run
 * @class: which
 * @info: what the firmware says of it
 * @key: the security key
 *
 * Return: CLIENT_DONE, CLIENT_REFUSED when it is not right, or a failure
 */
int password_check(struct client *c, enum password_class class,
		   const struct password_info *info, u32 *key)
{
	struct password *p = secret(c);
	int code = ask(c, class, p->text, sizeof(p->text));

	if (!code)
		code = verify(c, class, info, p->text, key);
	explicit_bzero(p->text, sizeof(p->text));
	return code;
}

/**
 * password_key() - the security key that a write needs
 * @c: this run
 * @key: 0 when no password is set, for then any key serves
 *
 * The admin password comes first; without one the user password guards.
 *
 * Return: CLIENT_DONE or a failure
 */
int password_key(struct client *c, u32 *key)
{
	static const enum password_class order[] = {
		PASSWORD_ADMIN, PASSWORD_USER,
	};
	struct password *p = secret(c);
	struct password_info info;
	int code = CLIENT_DONE;

	*key = p->key;
	if (p->had || c->dry_run)
		return CLIENT_DONE;
	if (p->refused)
		return output_fail(c, p->refused, NULL,
				   "no password was given, or it was not right");
	for (int i = 0; i < 2 && !code && !p->had; i++) {
		code = password_info(c, order[i], &info);
		if (code || !info.installed)
			continue;
		code = password_check(c, order[i], &info, &p->key);
		p->had = !code;
		p->refused = code;
	}
	p->had = !code;
	*key = p->key;
	return code;
}

/* Whether password_key() asked for one, and it did not serve. */
bool password_refused(struct client *c)
{
	return c->password && c->password->refused;
}
