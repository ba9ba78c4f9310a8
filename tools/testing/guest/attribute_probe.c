// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asks the loaded driver, whichever it is, a battery of questions about its
 * files and prints one line for each: the question, then "->", then the answer.
 * It judges nothing: attributes.t compares the answers with those that are
 * documented, and those of one driver with those of another.
 *
 * To be run as root on a driver that has just been loaded. The requests it
 * makes write to port 0x80, which is there to be written to; no firmware is
 * needed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/dcdbas.h>

#define DIR "/sys/devices/platform/dcdbas/"
#define HARMLESS_PORT 0x80

static const char *path(const char *file)
{
	static char buf[128];

	snprintf(buf, sizeof(buf), DIR "%s", file);
	return buf;
}

static const char *count_or_errno(ssize_t count)
{
	static char buf[32];

	if (count < 0)
		return strerrorname_np(errno);
	snprintf(buf, sizeof(buf), "%zd", count);
	return buf;
}

static void print_escaped(const char *text, size_t len)
{
	putchar('"');
	for (size_t i = 0; i < len; i++) {
		if (text[i] == '\n')
			printf("\\n");
		else if (text[i] < ' ' || text[i] > '~')
			printf("\\%o", (unsigned char)text[i]);
		else
			putchar(text[i]);
	}
	putchar('"');
}

/* Runs of one byte: 16 x 41, 84 x 0 */
static void print_runs(const unsigned char *data, size_t len)
{
	for (size_t i = 0, run; i < len; i += run) {
		for (run = 1; i + run < len && data[i + run] == data[i];)
			run++;
		printf("%s%zu x %x", i ? ", " : "", run, data[i]);
	}
}

static void show_mode(const char *file)
{
	struct stat st;

	printf("mode %s -> ", file);
	if (stat(path(file), &st))
		printf("%s\n", strerrorname_np(errno));
	else
		printf("%04o\n", st.st_mode & 07777);
}

static void put_text(const char *file, const char *text, size_t len)
{
	int fd = open(path(file), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t count = fd < 0 ? -1 : write(fd, text, len);

	printf("write %s ", file);
	print_escaped(text, len);
	printf(" -> %s\n", count_or_errno(count));
	if (fd >= 0)
		close(fd);
}

/* A literal, with the NULs that it has inside and none at the end. */
#define WRITE(file, literal) put_text(file, literal, sizeof(literal) - 1)

static ssize_t get_text(const char *file, char *buf, size_t size)
{
	int fd = open(path(file), O_RDONLY);
	ssize_t count = fd < 0 ? -1 : read(fd, buf, size - 1);

	buf[count < 0 ? 0 : count] = '\0';
	if (fd >= 0)
		close(fd);
	return count;
}

static void show(const char *file)
{
	char buf[64];
	ssize_t count = get_text(file, buf, sizeof(buf));

	printf("read %s -> ", file);
	if (count < 0)
		printf("%s\n", strerrorname_np(errno));
	else
		print_escaped(buf, count), putchar('\n');
}

static unsigned long address(void)
{
	char buf[64];

	get_text("smi_data_buf_phys_addr", buf, sizeof(buf));
	return strtoul(buf, NULL, 16);
}

static void show_address(void)
{
	unsigned long addr = address();

	printf("read smi_data_buf_phys_addr -> %s\n",
	       !addr ? "0" : addr % 4096 ? "not on a page" : "on a page");
}

static void put_data(off_t offset, int byte, size_t len)
{
	static char data[4096];
	int fd = open(path("smi_data"), O_WRONLY);
	ssize_t count;

	memset(data, byte, len);
	count = fd < 0 ? -1 : pwrite(fd, data, len, offset);
	printf("write smi_data %zu x %x at %lld -> %s\n", len, byte,
	       (long long)offset, count_or_errno(count));
	if (fd >= 0)
		close(fd);
}

static void show_data(off_t offset, size_t len)
{
	static unsigned char data[4096];
	int fd = open(path("smi_data"), O_RDONLY);
	ssize_t count = fd < 0 ? -1 : pread(fd, data, len, offset);

	printf("read smi_data %zu at %lld -> %s", len, (long long)offset,
	       count_or_errno(count));
	if (count > 0) {
		printf(": ");
		print_runs(data, count);
	}
	putchar('\n');
	if (fd >= 0)
		close(fd);
}

static void put_cmd(const char *what, unsigned int magic)
{
	const struct smi_cmd cmd = {
		.magic = magic,
		.ebx = 0x11111111,
		.ecx = 0x22222222,
		.command_address = HARMLESS_PORT,
	};
	int fd = open(path("smi_data"), O_WRONLY);
	ssize_t count = fd < 0 ? -1 : pwrite(fd, &cmd, sizeof(cmd), 0);

	printf("write smi_data a request with %s -> %s\n", what,
	       count_or_errno(count));
	if (fd >= 0)
		close(fd);
}

static void show_cmd(void)
{
	struct smi_cmd cmd = { 0 };
	int fd = open(path("smi_data"), O_RDONLY);
	ssize_t count = fd < 0 ? -1 : pread(fd, &cmd, sizeof(cmd), 0);
	unsigned long buffer = address() +
			       offsetof(struct smi_cmd, command_buffer);

	printf("read smi_data the request -> %s, ebx %s, ecx %x\n",
	       count_or_errno(count),
	       cmd.ebx == buffer ? "the buffer's address" :
	       cmd.ebx == 0x11111111 ? "as written" : "something else",
	       cmd.ecx);
	if (fd >= 0)
		close(fd);
}

static void ask_modes(void)
{
	puts("# the files");
	show_mode("smi_data");
	show_mode("smi_data_buf_phys_addr");
	show_mode("smi_data_buf_size");
	show_mode("smi_request");
	show_mode("host_control_action");
	show_mode("host_control_smi_type");
	show_mode("host_control_on_shutdown");
}

static void ask_without_buffer(void)
{
	puts("# nothing has been written");
	show("smi_data_buf_size");
	show_address();
	show_data(0, 64);
	WRITE("smi_request", "0");
	WRITE("smi_request", "1");
	WRITE("smi_request", "2");
	WRITE("smi_request", "3");
	WRITE("smi_data_buf_size", "0");
	show("smi_data_buf_size");
	show("host_control_action");
	show("host_control_smi_type");
	show("host_control_on_shutdown");
}

static void ask_sizes(void)
{
	puts("# growing");
	WRITE("smi_data_buf_size", "16");
	show("smi_data_buf_size");
	show_address();
	WRITE("smi_request", "1");
	put_data(0, 0x41, 16);
	WRITE("smi_data_buf_size", "17");
	WRITE("smi_request", "1");
	WRITE("smi_data_buf_size", "100");
	show("smi_data_buf_size");
	show_data(0, 200);
	WRITE("smi_data_buf_size", "10");
	show("smi_data_buf_size");
	show_data(99, 10);
	show_data(100, 10);
	show_data(1000000, 10);
	put_data(98, 0x42, 2);
	show("smi_data_buf_size");
	put_data(99, 0x43, 2);
	show("smi_data_buf_size");
	show_data(96, 10);
	puts("# host control sees to its own room");
	WRITE("host_control_action", "0");
	show("smi_data_buf_size");
	show_data(96, 10);
	puts("# more than a page");
	put_data(8000, 0x44, 4);
	show("smi_data_buf_size");
	show_data(4000, 4096);
	puts("# the largest");
	put_data(262140, 0x45, 5);
	show("smi_data_buf_size");
	put_data(262144, 0x45, 1);
	put_data(0x7fffffff00000000, 0x45, 1);
	WRITE("smi_data_buf_size", "262145");
	WRITE("smi_data_buf_size", "4294967295");
	WRITE("smi_data_buf_size", "262144");
	show("smi_data_buf_size");
	show_address();
	put_data(262140, 0x45, 4);
	show_data(262139, 10);
	show_data(96, 10);
	WRITE("smi_request", "0");
	show_data(0, 200);
	show_data(262139, 10);
}

static void ask_requests(void)
{
	puts("# requests");
	put_cmd("no magic", 0);
	WRITE("smi_request", "1");
	WRITE("smi_request", "2");
	show_cmd();
	put_cmd("the magic", SMI_CMD_MAGIC);
	WRITE("smi_request", "2");
	show_cmd();
	WRITE("smi_request", "2\0");
	WRITE("smi_request", "1\n");
	show_cmd();
	WRITE("smi_request", "3");
	WRITE("smi_request", "0\0");
	show_cmd();
}

static void ask_numbers_of(const char *file)
{
	printf("# numbers for %s\n", file);
	WRITE(file, "0");
	WRITE(file, "1\n");
	WRITE(file, "1\0");
	WRITE(file, "1\n\0");
	WRITE(file, "01");
	WRITE(file, "\n");
	WRITE(file, "abc");
	WRITE(file, "1xyz");
	WRITE(file, "1 ");
	WRITE(file, " 1");
	WRITE(file, "1\0002");
	WRITE(file, "1\n\n");
	WRITE(file, "+1");
	WRITE(file, "-1");
	WRITE(file, "0x1");
	WRITE(file, "1.0");
	WRITE(file, "18446744073709551616");
	WRITE(file, "99999999999999999999999999");
	/* 2^32 + 1 is for 32-bit kernels out of range, for 64-bit ones large */
	WRITE(file, "4294967297");
}

static void ask_numbers(void)
{
	/* no magic: a request that is understood ends in EBADR */
	put_cmd("no magic", 0);
	ask_numbers_of("smi_request");
	ask_numbers_of("smi_data_buf_size");
	show("smi_data_buf_size");
	ask_numbers_of("host_control_action");
	show("host_control_action");
	WRITE("host_control_action", "0");
	ask_numbers_of("host_control_smi_type");
	show("host_control_smi_type");
	WRITE("host_control_smi_type", "0");
	ask_numbers_of("host_control_on_shutdown");
	show("host_control_on_shutdown");
	WRITE("host_control_on_shutdown", "0");
}

static void ask_host_control(void)
{
	puts("# host control");
	WRITE("host_control_action", "2");
	show("host_control_action");
	WRITE("host_control_action", "255");
	show("host_control_action");
	WRITE("host_control_action", "4294967295");
	show("host_control_action");
	WRITE("host_control_action", "0");
	WRITE("host_control_smi_type", "3");
	show("host_control_smi_type");
	WRITE("host_control_smi_type", "4");
	show("host_control_smi_type");
	WRITE("host_control_smi_type", "0");
	WRITE("host_control_on_shutdown", "2");
	show("host_control_on_shutdown");
	WRITE("host_control_on_shutdown", "0");
	show("host_control_on_shutdown");
}

static void try_open(const char *file)
{
	static const struct {
		int flags;
		const char *what;
	} how[] = { { O_RDONLY, "reading" }, { O_WRONLY, "writing" } };

	for (int i = 0; i < 2; i++) {
		int fd = open(path(file), how[i].flags);

		printf("open %s for %s -> %s\n", file, how[i].what,
		       fd < 0 ? strerrorname_np(errno) : "open");
		if (fd >= 0)
			close(fd);
	}
}

/* The last section: there is no way back from it. */
static void ask_as_nobody(void)
{
	puts("# not root");
	if (setuid(65534)) {
		perror("attribute_probe: setuid");
		exit(1);
	}
	try_open("smi_data");
	try_open("smi_data_buf_phys_addr");
	try_open("smi_data_buf_size");
	try_open("smi_request");
	try_open("host_control_action");
	try_open("host_control_smi_type");
	try_open("host_control_on_shutdown");
}

int main(void)
{
	if (access(DIR, X_OK)) {
		fprintf(stderr, "attribute_probe: no driver: %s: %m\n", DIR);
		return 1;
	}
	ask_modes();
	ask_without_buffer();
	ask_sizes();
	ask_requests();
	ask_numbers();
	ask_host_control();
	ask_as_nobody();
	return 0;
}
