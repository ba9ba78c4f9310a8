// SPDX-License-Identifier: GPL-2.0-or-later
/* See file.h: whole files, devices, and files that are replaced. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "lock.h"

bool file_secure_standard(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* The lowest free number is this one: those below are open. */
		if (errno != EBADF || open("/", O_PATH | O_CLOEXEC) != fd)
			return false;
	}
	return true;
}

int file_open(const char *path, int flags, int *fd, struct smi_error *error)
{
	int low = open(path, flags | O_CLOEXEC, 0600);
	int err = errno;

	if (low >= 0 && low <= STDERR_FILENO) {
		*fd = fcntl(low, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		err = errno;
		close(low);
	} else {
		*fd = low;
	}
	return *fd < 0 ? error_errno(error, err, "open", path) : SMI_OK;
}

/* Reads up to @size bytes; fewer only at the end. -1 with errno set. */
static ssize_t file_read_all(int fd, u8 *data, size_t size)
{
	size_t at = 0;

	while (at < size) {
		ssize_t n = read(fd, data + at, size - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (!n)
			break;
		at += n;
	}
	return at;
}

/*
 * How much to ask for: files of sysfs say 0 or too much, so that what is there
 * decides, in steps.
 */
static int file_read_fd(int fd, const char *path, size_t max, u8 **data, size_t *length,
			struct smi_error *error)
{
	struct stat st = { };
	size_t size = 4096, at = 0;
	u8 *bytes = NULL, *more;

	if (!fstat(fd, &st) && S_ISREG(st.st_mode) && (size_t)st.st_size >= size)
		size = st.st_size + 1;
	for (;;) {
		ssize_t n;

		if (size > max + 1)
			size = max + 1;
		more = realloc(bytes, size + 1);
		if (!more) {
			free(bytes);
			return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
		}
		bytes = more;
		n = file_read_all(fd, bytes + at, size - at);
		if (n < 0) {
			n = errno;
			free(bytes);
			return error_errno(error, n, "read", path);
		}
		at += n;
		if (at < size || size > max)
			break;
		size *= 4;
	}
	if (at > max) {
		free(bytes);
		return error_set(error, SMI_FAILED, HINT_NONE, "%s is larger than %zu bytes", path,
				 max);
	}
	bytes[at] = '\0';
	*data = bytes;
	*length = at;
	return SMI_OK;
}

/* Opening a pipe waits for a writer; those of a shell, below /dev and /proc, have one. */
static bool file_may_wait(const char *path)
{
	struct stat st;

	return strncmp(path, "/dev/", 5) && strncmp(path, "/proc/", 6) && !stat(path, &st) &&
	       S_ISFIFO(st.st_mode);
}

int file_read(const char *path, size_t max, u8 **data, size_t *length, struct smi_error *error)
{
	int fd, code;

	if (!strcmp(path, "-"))
		return file_read_fd(STDIN_FILENO, "standard input", max, data, length, error);
	if (file_may_wait(path))
		return error_set(error, SMI_FAILED, HINT_NONE, "%s is a pipe and not a file", path);
	code = file_open(path, O_RDONLY | O_NOCTTY, &fd, error);
	if (code)
		return code;
	code = file_read_fd(fd, path, max, data, length, error);
	close(fd);
	return code;
}

static int file_write_all(int fd, const u8 *data, size_t length)
{
	while (length) {
		ssize_t n = write(fd, data, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		data += n;
		length -= n;
	}
	return 0;
}

/* The rename lasts once the directory is on the disk. */
static void file_sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash == path ? strdup("/") : slash ? strndup(path, slash - path) : strdup(".");
	int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(dir);
}

static mode_t file_new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/*
 * A temporary file beside @path with the content, synced to disk; with owner and
 * mode of the file that it replaces, or as a new one when @old is NULL. An errno.
 */
static int file_write_temporary(const char *path, const struct stat *old, const void *data,
				size_t length, char **temporary)
{
	const char *slash = strrchr(path, '/');
	int fd, err = ENOMEM, dir = slash ? slash + 1 - path : 0;
	bool own = true;

	/* A name of its own: that of the file may be as long as names can be. */
	if (asprintf(temporary, "%.*s.smi-client.XXXXXX", dir, path) < 0) {
		*temporary = NULL;
		return err;
	}
	fd = mkostemp(*temporary, O_CLOEXEC);
	if (fd < 0) {
		err = errno;
		free(*temporary);
		*temporary = NULL;
		return err;
	}
	err = 0;
	/* Who may not give it away owns it, and no one else gets to read it. */
	if (old && fchown(fd, old->st_uid, old->st_gid))
		own = geteuid() == old->st_uid;
	if (fchmod(fd, !old ? file_new_mode() : old->st_mode & (own ? 0777 : 0700)))
		err = errno;
	if (!err)
		err = file_write_all(fd, data, length);
	if (!err && fsync(fd))
		err = errno;
	if (close(fd) && !err)
		err = errno;
	return err;
}

int file_named(int code, struct smi_error *error)
{
	if (code && error->hint == HINT_RUN_AS_ROOT)
		error->hint = HINT_NONE;
	if (code != SMI_NOT_FOUND)
		return code;
	error->code = SMI_FAILED;
	return error->code;
}

/* What has come of writing a file that somebody named: @err is an errno, or 0. */
static int file_written(const char *path, int err, struct smi_error *error)
{
	return err ? file_named(error_errno(error, err, "write", path), error) : SMI_OK;
}

/* A device or a pipe is written to, not replaced. */
static int file_write_device(const char *path, const void *data, size_t length,
			     struct smi_error *error)
{
	int fd, err, code = file_open(path, O_WRONLY | O_NOCTTY, &fd, error);

	if (code)
		return file_named(code, error);
	err = file_write_all(fd, data, length);
	if (close(fd) && !err)
		err = errno;
	return file_written(path, err, error);
}

/* Standard output is meant by "-", and is no file that could be replaced. */
static bool file_is_name(const char *path, struct smi_error *error)
{
	if (*path && strcmp(path, "-"))
		return true;
	error_set(error, SMI_USAGE, HINT_NONE, "'%s' is not the name of a file", path);
	return false;
}

/* Not every file system knows how to rename and replace nothing. */
static int file_rename_new(const char *from, const char *to)
{
	if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
		return 0;
	return errno == EEXIST || link(from, to) ? errno : 0;
}

static int file_rename(const char *from, const char *to)
{
	return rename(from, to) ? errno : 0;
}

/* @old: what is there now, or NULL; @put gives the file its name. An errno. */
static int file_write_regular(const char *path, const struct stat *old, const void *data,
			      size_t length, int (*put)(const char *from, const char *to))
{
	sigset_t signals;
	char *temporary;
	int err;

	/* A signal would leave the temporary file. */
	signals_hold(&signals);
	err = file_write_temporary(path, old, data, length, &temporary);
	if (!err)
		err = put(temporary, path);
	/* Its name has gone with a rename. */
	if (temporary)
		unlink(temporary);
	if (!err)
		file_sync_directory(path);
	signals_release(&signals);
	free(temporary);
	return err;
}

int file_replace(const char *path, const void *data, size_t length, struct smi_error *error)
{
	bool is_there, is_link, own;
	struct stat st, link;
	char *target;
	int err;

	if (!file_is_name(path, error))
		return SMI_USAGE;
	is_link = !lstat(path, &link) && S_ISLNK(link.st_mode);
	own = is_link && link.st_uid == geteuid();
	is_there = !stat(path, &st);
	if (is_there && !S_ISREG(st.st_mode))
		return file_write_device(path, data, length, error);
	/* A link of one's own stays; one that somebody else has laid is not followed. */
	if (own && !is_there)
		return error_set(error, SMI_FAILED, HINT_NONE,
				 "%s is a link that leads nowhere: %s", path, strerror(errno));
	target = own ? realpath(path, NULL) : NULL;
	is_there &= target || !is_link;
	err = file_write_regular(target ? target : path, is_there ? &st : NULL, data, length,
				 file_rename);
	free(target);
	return file_written(path, err, error);
}

static int file_exists_failed(const char *path, struct smi_error *error)
{
	return error_set(error, SMI_FAILED, HINT_NEW_FILE,
			 "%s is there already and is not replaced", path);
}

int file_check_new(const char *path, struct smi_error *error)
{
	const char *slash = strrchr(path, '/');
	struct stat st;
	char *dir;
	int err = 0;

	if (!file_is_name(path, error))
		return SMI_USAGE;
	/* Also a link that leads nowhere, and a device. */
	if (!lstat(path, &st))
		return file_exists_failed(path, error);
	dir = slash ? strndup(path, slash - path + 1) : strdup(".");
	if (!dir)
		return error_set(error, SMI_FAILED, HINT_NONE, "out of memory");
	if (faccessat(AT_FDCWD, dir, W_OK | X_OK, AT_EACCESS))
		err = errno;
	free(dir);
	return file_written(path, err, error);
}

int file_create(const char *path, const void *data, size_t length, struct smi_error *error)
{
	int err = file_write_regular(path, NULL, data, length, file_rename_new);

	if (err == EEXIST)
		return file_exists_failed(path, error);
	return file_written(path, err, error);
}

bool file_line(const char *dir, const char *name, char *to, size_t size)
{
	char path[PATH_MAX];
	bool good;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "re");
	if (!f)
		return false;
	good = fgets(to, size, f);
	fclose(f);
	if (good)
		to[strcspn(to, "\n")] = '\0';
	return good;
}
