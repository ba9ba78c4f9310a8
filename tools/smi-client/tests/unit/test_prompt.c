// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where passwords come from. A failure means that one is seen on a terminal,
 * that a terminal is left without echo, or that a wrong line is taken for one.
 */
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "fixture.h"

/* The file under test; it belongs to the program and not to the library. */
#include "../../cmd/prompt.c"

#define QUIET	64	/* exit code of a child whose password is what was typed */

static const struct options none = { .password_fd = -1, .new_password_fd = -1 };

/* What the next child is given. */
static const struct options *given = &none;

/* A child on a terminal of its own, which asks and compares. */
static pid_t on_terminal(int *terminal, bool new, const char *expected)
{
	pid_t child = forkpty(terminal, NULL, NULL, NULL);

	assert_true(child >= 0);
	if (!child) {
		struct prompt prompt = { .options = given };
		struct smi_error error;
		char text[64];
		int code;

		/* A shell ignores it in what it runs in the background. */
		signal(SIGINT, SIG_DFL);
		code = new ? prompt_new_password(&prompt, 10, text, sizeof(text), &error) :
		       prompt_password(&prompt, 10, text, sizeof(text), &error);
		_exit(code ? code : strcmp(text, expected) ? 1 : QUIET);
	}
	return child;
}

/* What the terminal showed until it says something, or is closed. */
static void expect(int terminal, char *shown, size_t size, const char *text)
{
	size_t length = strlen(shown), begin = length;

	while (!strstr(shown + begin, text) && length < size - 1) {
		ssize_t n = read(terminal, shown + length, size - 1 - length);

		if (n <= 0)
			break;
		length += n;
		shown[length] = '\0';
	}
	assert_non_null(strstr(shown + begin, text));
}

static void type(int terminal, const char *text)
{
	assert_int_equal(write(terminal, text, strlen(text)), strlen(text));
}

static int exit_code(pid_t child)
{
	int status;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void a_password_is_typed_without_echo(void **state)
{
	char shown[256] = "";
	int terminal;
	pid_t child = on_terminal(&terminal, false, "geheim1");

	(void)state;
	expect(terminal, shown, sizeof(shown), "BIOS admin password: ");
	type(terminal, "geheim1\n");
	expect(terminal, shown, sizeof(shown), "\r\n");
	assert_int_equal(exit_code(child), QUIET);
	assert_null(strstr(shown, "geheim1"));
	close(terminal);
}

static void a_new_password_is_typed_twice_alike(void **state)
{
	static const struct {
		const char *second;
		int code;
	} tries[] = { { "geheim1\n", QUIET }, { "geheim2\n", SMI_USAGE } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(tries); i++) {
		char shown[256] = "";
		int terminal;
		pid_t child = on_terminal(&terminal, true, "geheim1");

		expect(terminal, shown, sizeof(shown), "password: ");
		type(terminal, "geheim1\n");
		expect(terminal, shown, sizeof(shown), "password: ");
		type(terminal, tries[i].second);
		expect(terminal, shown, sizeof(shown), "\r\n");
		assert_int_equal(exit_code(child), tries[i].code);
		assert_null(strstr(shown, "geheim"));
		close(terminal);
	}
}

static void an_interrupted_prompt_leaves_the_echo_on(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGUSR1, SIGALRM, SIGXCPU };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		struct termios settings;
		char shown[256] = "";
		int terminal, status;
		pid_t child = on_terminal(&terminal, false, "");

		expect(terminal, shown, sizeof(shown), "password: ");
		assert_int_equal(tcgetattr(terminal, &settings), 0);
		assert_false(settings.c_lflag & ECHO);
		assert_int_equal(kill(child, signals[i]), 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_int_equal(tcgetattr(terminal, &settings), 0);
		assert_true(settings.c_lflag & ECHO);
		close(terminal);
	}
}

/* Until the terminal's echo is as wanted. */
static void wait_for_echo(int terminal, bool on)
{
	struct termios settings;

	do {
		usleep(1000);
		assert_int_equal(tcgetattr(terminal, &settings), 0);
	} while (!!(settings.c_lflag & ECHO) != on);
}

static void a_terminal_that_is_given_as_descriptor_or_file_does_not_echo(void **state)
{
	(void)state;
	for (int as_file = 0; as_file <= 1; as_file++) {
		struct options options = none;
		char shown[256] = "";
		int terminal, status;
		pid_t child;

		options.password_fd = as_file ? -1 : 0;
		options.password_file = as_file ? "/dev/tty" : NULL;
		for (int interrupted = 0; interrupted <= 1; interrupted++) {
			given = &options;
			child = on_terminal(&terminal, false, "geheim1");
			given = &none;
			wait_for_echo(terminal, false);
			if (interrupted)
				assert_int_equal(kill(child, SIGTERM), 0);
			else
				type(terminal, "geheim1\n");
			wait_for_echo(terminal, true);
			assert_int_equal(waitpid(child, &status, 0), child);
			if (interrupted)
				assert_int_equal(WTERMSIG(status), SIGTERM);
			else
				assert_int_equal(WEXITSTATUS(status), QUIET);
			while (read(terminal, shown, sizeof(shown) - 1) > 0)
				assert_null(strstr(shown, "geheim"));
			close(terminal);
		}
	}
}

static void without_terminal_it_is_said_how_to_give_one(void **state)
{
	struct prompt prompt = { .options = &none };
	struct smi_error error;
	char text[64];
	pid_t child = fork();

	(void)state;
	if (!child) {
		setsid();
		if (prompt_password(&prompt, 10, text, sizeof(text), &error) != SMI_PERMISSION)
			_exit(1);
		_exit(error.hint == HINT_PASSWORD_FD ? 0 : 2);
	}
	assert_int_equal(exit_code(child), 0);
}

/* A descriptor that gives a text. */
static int from(const char *text)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
	close(ends[1]);
	return ends[0];
}

static void a_descriptor_gives_one_line_each_time(void **state)
{
	struct options options = none;
	struct prompt prompt = { .options = &options };
	struct smi_error error;
	char text[8], other[8];

	(void)state;
	options.password_fd = from("qq\nsecond\r\nlong one\n");
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "qq");
	/* The end of a line of another system is no part of it. */
	assert_int_equal(prompt_new_password(&prompt, 10, other, sizeof(other), &error), SMI_OK);
	assert_string_equal(other, "second");
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_USAGE);
	assert_null(strstr(error.what, "long one"));
	close(options.password_fd);
	options.password_fd = from("");
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_USAGE);
	close(options.password_fd);
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_USAGE);
	assert_non_null(strstr(error.what, "Bad file descriptor"));
}

static void what_is_no_password_is_not_taken_for_one(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		const char *why;
	} lines[] = {
		{ "\n", 1, "nothing there" }, { "\r\n", 2, "nothing there" },
		{ "abcd\0efgh\n", 10, "zero byte" }, { "\0\n", 2, "zero byte" },
	};
	struct options options = none;
	struct prompt prompt = { .options = &options };
	struct smi_error error;
	char text[16];
	int ends[2];

	(void)state;
	for (size_t i = 0; i < 2 * ARRAY_SIZE(lines); i++) {
		const char *line = lines[i / 2].text;
		const size_t length = lines[i / 2].length;

		assert_int_equal(pipe(ends), 0);
		assert_int_equal(write(ends[1], line, length), length);
		close(ends[1]);
		options.password_fd = ends[0];
		assert_int_equal((i % 2 ? prompt_new_password(&prompt, 10, text, sizeof(text),
							      &error) :
				  prompt_password(&prompt, 10, text, sizeof(text), &error)),
				 SMI_USAGE);
		assert_non_null(strstr(error.what, lines[i / 2].why));
		assert_memory_equal(text, "\0\0\0\0", 4);
		close(ends[0]);
	}
}

static void a_file_gives_the_old_one_first_and_then_the_new_one(void **state)
{
	struct fixture *f = *state;
	struct options options = none;
	struct prompt prompt = { .options = &options }, set = { .options = &options };
	struct smi_error error;
	char text[16];

	fixture_text(f, "passwords", "first\nsecond");
	options.password_file = fixture_path(f, "passwords");
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "first");
	assert_int_equal(prompt_new_password(&prompt, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "second");
	/* To set one there is no old one. */
	assert_int_equal(prompt_new_password(&set, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "first");
	options.password_file = "/nonexistent/file";
	prompt.opened = false;
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_FAILED);
}

static void a_credential_of_systemd_is_taken(void **state)
{
	struct fixture *f = *state;
	struct prompt prompt = { .options = &none };
	struct smi_error error;
	char text[16];

	fixture_text(f, "smi-client.admin", "present\n");
	fixture_text(f, "smi-client.new-admin", "future\n");
	setenv("CREDENTIALS_DIRECTORY", f->dir, 1);
	assert_int_equal(prompt_password(&prompt, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "present");
	assert_int_equal(prompt_new_password(&prompt, 10, text, sizeof(text), &error), SMI_OK);
	assert_string_equal(text, "future");
	unsetenv("CREDENTIALS_DIRECTORY");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_password_is_typed_without_echo),
		UNIT_TEST(a_new_password_is_typed_twice_alike),
		UNIT_TEST(an_interrupted_prompt_leaves_the_echo_on),
		UNIT_TEST(a_terminal_that_is_given_as_descriptor_or_file_does_not_echo),
		UNIT_TEST(what_is_no_password_is_not_taken_for_one),
		UNIT_TEST(without_terminal_it_is_said_how_to_give_one),
		UNIT_TEST(a_descriptor_gives_one_line_each_time),
		UNIT_TEST(a_file_gives_the_old_one_first_and_then_the_new_one),
		UNIT_TEST(a_credential_of_systemd_is_taken),
	};

	return cmocka_run_group_tests_name("prompt", tests, NULL, NULL);
}
