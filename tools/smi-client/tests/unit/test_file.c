// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Files. A failure means that a file is lost when writing it fails, that a large
 * one fills memory, or that an error does not say which file and why.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../lib/file.h"
#include "fixture.h"

static void a_file_is_read_up_to_its_limit(void **state)
{
	struct fixture *f = *state;
	char *large = calloc(1, 100000);
	size_t length;
	u8 *data;

	assert_non_null(large);
	fixture_text(f, "file", "12345");
	assert_int_equal(file_read(fixture_path(f, "file"), 5, &data, &length, &f->error), SMI_OK);
	assert_int_equal(length, 5);
	assert_string_equal((char *)data, "12345");
	free(data);
	assert_int_equal(file_read(fixture_path(f, "file"), 4, &data, &length, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "larger than 4 bytes"));
	fixture_text(f, "empty", "");
	assert_int_equal(file_read(fixture_path(f, "empty"), 4, &data, &length, &f->error),
			 SMI_OK);
	assert_int_equal(length, 0);
	free(data);
	fixture_file(f, "large", large, 100000);
	assert_int_equal(file_read(fixture_path(f, "large"), 100000, &data, &length, &f->error),
			 SMI_OK);
	assert_int_equal(length, 100000);
	free(data);
	assert_int_equal(file_read(fixture_path(f, "large"), 99999, &data, &length, &f->error),
			 SMI_FAILED);
	/* One that never ends. */
	assert_int_equal(file_read("/dev/zero", 5000, &data, &length, &f->error), SMI_FAILED);
	free(large);
}

static void an_error_names_file_and_reason(void **state)
{
	struct fixture *f = *state;
	size_t length;
	u8 *data;
	int fd;

	assert_int_equal(file_read("/nonexistent/file", 5, &data, &length, &f->error),
			 SMI_NOT_FOUND);
	assert_string_equal(f->error.what,
			    "cannot open /nonexistent/file: No such file or directory");
	assert_string_equal(f->error.path, "/nonexistent/file");
	assert_int_equal(f->error.err, ENOENT);
	assert_int_equal(file_read("/", 5, &data, &length, &f->error), SMI_FAILED);
	assert_int_equal(file_open("/nonexistent", O_RDONLY, &fd, &f->error), SMI_NOT_FOUND);
}

static void a_file_is_replaced_whole_or_not_at_all(void **state)
{
	struct fixture *f = *state;
	struct stat st;
	char text[16] = "";

	fixture_text(f, "dir/file", "old");
	assert_int_equal(file_replace(fixture_path(f, "dir/file"), "new one", 7, &f->error),
			 SMI_OK);
	fixture_read(f, "dir/file", text, sizeof(text));
	assert_string_equal(text, "new one");
	assert_int_equal(stat(fixture_path(f, "dir/file"), &st), 0);
	assert_int_equal(st.st_mode & 0777 & ~0666, 0);
	assert_int_equal(file_replace(fixture_path(f, "none/file"), "x", 1, &f->error),
			 SMI_FAILED);
	assert_int_equal(f->error.err, ENOENT);
	/* Nothing is left of a failure. */
	assert_int_equal(rmdir(fixture_path(f, "none")), -1);
	assert_int_equal(file_replace("/dev/full", "x", 1, &f->error), SMI_FAILED);
	assert_int_equal(f->error.err, ENOSPC);
	assert_int_equal(unlink(fixture_path(f, "dir/file")), 0);
	assert_int_equal(rmdir(fixture_path(f, "dir")), 0);
}

static void a_file_may_have_the_longest_name(void **state)
{
	struct fixture *f = *state;
	char name[NAME_MAX + 1] = "", text[8];

	for (size_t length = NAME_MAX - 7; length <= NAME_MAX; length++) {
		memset(name, 'n', length);
		assert_int_equal(file_create(fixture_path(f, name), "old", 3, &f->error), SMI_OK);
		assert_int_equal(file_replace(fixture_path(f, name), "new", 3, &f->error), SMI_OK);
		assert_int_equal(fixture_read(f, name, text, sizeof(text)), 3);
		assert_memory_equal(text, "new", 3);
		assert_int_equal(unlink(fixture_path(f, name)), 0);
	}
	/* No temporary file stays. */
	assert_int_equal(rmdir(f->dir), 0);
	assert_int_equal(mkdir(f->dir, 0700), 0);
}

static void a_replaced_file_keeps_its_owner_mode_and_link(void **state)
{
	struct fixture *f = *state;
	const char *path;
	struct stat st;
	char text[8];

	fixture_text(f, "old", "old");
	path = fixture_path(f, "old");
	assert_int_equal(chmod(path, 0600), 0);
	if (!geteuid())
		assert_int_equal(chown(path, 65534, 65534), 0);
	assert_int_equal(symlink("old", fixture_path(f, "link")), 0);
	assert_int_equal(file_replace(fixture_path(f, "link"), "new", 3, &f->error), SMI_OK);
	assert_int_equal(lstat(fixture_path(f, "link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(lstat(fixture_path(f, "old"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_uid, geteuid() ? geteuid() : 65534);
	assert_int_equal(fixture_read(f, "old", text, sizeof(text)), 3);
	assert_memory_equal(text, "new", 3);
	/* One that leads nowhere stays, too: its target may not be mounted now. */
	assert_int_equal(symlink("none/file", fixture_path(f, "nowhere")), 0);
	assert_int_equal(file_replace(fixture_path(f, "nowhere"), "new", 3, &f->error),
			 SMI_FAILED);
	assert_non_null(strstr(f->error.what, "is a link that leads nowhere: No such file"));
	assert_int_equal(lstat(fixture_path(f, "nowhere"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	if (geteuid())
		return;
	/* A link that somebody else has laid is replaced, not followed. */
	assert_int_equal(lchown(fixture_path(f, "link"), 65534, 65534), 0);
	assert_int_equal(file_replace(fixture_path(f, "link"), "other", 5, &f->error), SMI_OK);
	assert_int_equal(lstat(fixture_path(f, "link"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(fixture_read(f, "old", text, sizeof(text)), 3);
}

static void a_pipe_with_a_name_is_not_waited_for(void **state)
{
	struct fixture *f = *state;
	int ends[2];
	size_t length;
	char path[32];
	u8 *data;

	assert_int_equal(mkfifo(fixture_path(f, "pipe"), 0600), 0);
	assert_int_equal(file_read(fixture_path(f, "pipe"), 10, &data, &length, &f->error),
			 SMI_FAILED);
	/* Those of a shell are read. */
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "text", 4), 4);
	close(ends[1]);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	assert_int_equal(file_read(path, 10, &data, &length, &f->error), SMI_OK);
	assert_int_equal(length, 4);
	free(data);
	close(ends[0]);
}

static void a_new_file_replaces_nothing(void **state)
{
	struct fixture *f = *state;
	char text[16];

	assert_int_equal(file_check_new(fixture_path(f, "new"), &f->error), SMI_OK);
	assert_int_equal(file_create(fixture_path(f, "new"), "one", 3, &f->error), SMI_OK);
	assert_int_equal(file_create(fixture_path(f, "new"), "two", 3, &f->error), SMI_FAILED);
	assert_int_equal(f->error.hint, HINT_NEW_FILE);
	assert_int_equal(fixture_read(f, "new", text, sizeof(text)), 3);
	assert_memory_equal(text, "one", 3);
	assert_int_equal(file_check_new(fixture_path(f, "new"), &f->error), SMI_FAILED);
	assert_int_equal(file_check_new("/dev/null", &f->error), SMI_FAILED);
	assert_int_equal(file_create("/dev/null", "x", 1, &f->error), SMI_FAILED);
	assert_int_equal(file_check_new("-", &f->error), SMI_USAGE);
	assert_int_equal(file_check_new(fixture_path(f, "none/new"), &f->error), SMI_FAILED);
	assert_int_equal(file_create(fixture_path(f, "none/new"), "x", 1, &f->error), SMI_FAILED);
	/* A link that leads nowhere would make a file elsewhere. */
	assert_int_equal(symlink("nowhere", fixture_path(f, "link")), 0);
	assert_int_equal(file_check_new(fixture_path(f, "link"), &f->error), SMI_FAILED);
	assert_int_equal(file_create(fixture_path(f, "link"), "x", 1, &f->error), SMI_FAILED);
}

/* In a child, whose descriptors can be closed. */
static void closed_standard_descriptors_are_occupied(void **state)
{
	struct fixture *f = *state;
	pid_t child;
	int status;

	fixture_text(f, "device", "");
	child = fork();
	if (!child) {
		int fd;

		for (int i = 0; i <= 2; i++)
			close(i);
		if (!file_secure_standard() ||
		    file_open(fixture_path(f, "device"), O_RDWR, &fd, &f->error))
			_exit(1);
		/* Writing there fails as it does where nothing is open. */
		_exit(fd > 2 && write(1, "x", 1) < 0 && errno == EBADF ? 0 : 2);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void a_device_is_never_opened_as_a_standard_descriptor(void **state)
{
	struct fixture *f = *state;
	pid_t child;
	int status;

	fixture_text(f, "device", "");
	child = fork();
	if (!child) {
		int fd;

		close(0);
		_exit(file_open(fixture_path(f, "device"), O_RDWR, &fd, &f->error) || fd < 3);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT_TEST(a_file_is_read_up_to_its_limit),
		UNIT_TEST(an_error_names_file_and_reason),
		UNIT_TEST(a_file_is_replaced_whole_or_not_at_all),
		UNIT_TEST(a_file_may_have_the_longest_name),
		UNIT_TEST(a_replaced_file_keeps_its_owner_mode_and_link),
		UNIT_TEST(a_pipe_with_a_name_is_not_waited_for),
		UNIT_TEST(a_new_file_replaces_nothing),
		UNIT_TEST(closed_standard_descriptors_are_occupied),
		UNIT_TEST(a_device_is_never_opened_as_a_standard_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
