// SPDX-License-Identifier: GPL-2.0-or-later
/* Passwords: asked for without echo, and nothing of them is left or told. */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "fixture.h"
#include "output.h"
#include "password.h"

static const struct password_info plain = {
	.supported = true, .installed = true, .properties = true,
	.max = 16, .ascii = true,
};

/* As a program on a terminal of its own; it asks, then nobody answers. */
static pid_t ask_on_terminal(struct fixture *f, int *terminal)
{
	u32 key;
	pid_t child = forkpty(terminal, NULL, NULL, NULL);

	assert_true(child >= 0);
	if (!child)
		_exit(password_check(&f->client, PASSWORD_ADMIN, &plain,
				     &key));
	return child;
}

/* What the terminal showed until it says something, or is closed. */
static void expect(int terminal, char *shown, size_t size, const char *text)
{
	size_t length = strlen(shown);

	while (!strstr(shown, text) && length < size - 1) {
		ssize_t n = read(terminal, shown + length, size - 1 - length);

		if (n <= 0)
			break;
		length += n;
		shown[length] = '\0';
	}
}

static void a_password_is_typed_without_echo(void **state)
{
	struct fixture *f = *state;
	char shown[256] = "", data[256] = "";
	int terminal, status;
	pid_t child;

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	child = ask_on_terminal(f, &terminal);
	expect(terminal, shown, sizeof(shown), "password: ");
	assert_non_null(strstr(shown, "BIOS admin password: "));
	assert_int_equal(write(terminal, "geheim1\n", 8), 8);
	expect(terminal, shown, sizeof(shown), "\r\n");
	assert_int_equal(waitpid(child, &status, 0), child);
	/* A plain file does not answer. */
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), CLIENT_FAILED);
	assert_null(strstr(shown, "geheim1"));
	/* It did reach the buffer, behind the call. */
	assert_int_equal(fixture_read(f, "devices/platform/dcdbas/smi_data",
				      data, sizeof(data)), 16 + 36 + 16);
	assert_string_equal(data + 16 + 36, "geheim1");
	close(terminal);
}

static void an_interrupted_prompt_leaves_the_echo_on(void **state)
{
	struct fixture *f = *state;
	struct termios settings;
	char shown[256] = "";
	int terminal, status;
	pid_t child;

	child = ask_on_terminal(f, &terminal);
	expect(terminal, shown, sizeof(shown), "password: ");
	assert_int_equal(tcgetattr(terminal, &settings), 0);
	assert_false(settings.c_lflag & ECHO);
	assert_int_equal(kill(child, SIGTERM), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	assert_int_equal(tcgetattr(terminal, &settings), 0);
	assert_true(settings.c_lflag & ECHO);
	close(terminal);
}

static void without_terminal_it_is_said_how_to_give_one(void **state)
{
	struct fixture *f = *state;
	u32 key;
	int status;
	pid_t child = fork();

	if (!child) {
		setsid();
		_exit(password_check(&f->client, PASSWORD_ADMIN, &plain,
				     &key));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), CLIENT_PERMISSION);
}

/* What comes of a password on a descriptor. */
static int from_descriptor(struct fixture *f, const char *text,
			   const struct password_info *info)
{
	int ends[2], code;
	u32 key;

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
	close(ends[1]);
	f->client.password_fd = ends[0];
	code = password_check(&f->client, PASSWORD_USER, info, &key);
	json_object_put(output_catch(&f->client));
	close(ends[0]);
	return code;
}

static void a_descriptor_gives_one_line(void **state)
{
	static const struct password_info keys = {
		.supported = true, .installed = true,
	};
	struct fixture *f = *state;
	char data[256] = "";
	char endless[400];

	fixture_machine(f, "Dell Inc.", "PowerEdge 750");
	fixture_tables(f);
	fixture_driver(f);
	/* The firmware is asked, and does not answer. */
	assert_int_equal(from_descriptor(f, "qq\nsecond line\n", &keys),
			 CLIENT_FAILED);
	fixture_read(f, "devices/platform/dcdbas/smi_data", data,
		     sizeof(data));
	assert_memory_equal(data + 16, "\x09\x00\x01\x00\x10\x10\x00\x00", 8);
	/* Nor is the end of a line of another system part of it. */
	assert_int_equal(from_descriptor(f, "qq\r\n", &keys), CLIENT_FAILED);
	/* It is not asked about these. */
	assert_int_equal(from_descriptor(f, "", &keys), CLIENT_USAGE);
	assert_int_equal(from_descriptor(f, "123456789\n", &keys),
			 CLIENT_REFUSED);
	assert_int_equal(from_descriptor(f, "\xC3\xA4\n", &keys),
			 CLIENT_USAGE);
	memset(endless, 'x', sizeof(endless));
	endless[sizeof(endless) - 1] = '\0';
	assert_int_equal(from_descriptor(f, endless, &plain), CLIENT_USAGE);
	password_free(f->client.password);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FIXTURE_TEST(a_password_is_typed_without_echo),
		FIXTURE_TEST(an_interrupted_prompt_leaves_the_echo_on),
		FIXTURE_TEST(without_terminal_it_is_said_how_to_give_one),
		FIXTURE_TEST(a_descriptor_gives_one_line),
	};

	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
