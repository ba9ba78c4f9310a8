// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How long commands take: wall_time ROUNDS COMMAND... runs each in turn, ROUNDS
 * times, and prints "COMMAND: NANOSECONDS KIBIBYTES" for each run. Words of a command
 * are separated by blanks; what it writes is dropped, what it returns too,
 * for smbios-token-ctl never gets to its end. Nothing is forked: the cost of
 * copying a large process is not the command's.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS	16

static long long now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static long long measure(const char *command, long *memory)
{
	struct rusage usage;
	char *copy = strdup(command), *words[WORDS + 1] = { };
	posix_spawn_file_actions_t quiet;
	long long begin;
	int n = 0, status;
	pid_t child;

	for (char *word = strtok(copy, " "); word && n < WORDS;
	     word = strtok(NULL, " "))
		words[n++] = word;
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
	begin = now();
	if (posix_spawnp(&child, words[0], &quiet, NULL, words, environ) ||
	    wait4(child, &status, 0, &usage) != child ||
	    (WIFEXITED(status) && WEXITSTATUS(status) == 127)) {
		fprintf(stderr, "wall_time: cannot run %s\n", command);
		exit(1);
	}
	begin = now() - begin;
	posix_spawn_file_actions_destroy(&quiet);
	free(copy);
	*memory = usage.ru_maxrss;
	return begin;
}

int main(int argc, char **argv)
{
	long memory;

	/* Once for what is read from disk the first time. */
	for (int i = 2; i < argc; i++)
		measure(argv[i], &memory);
	for (int round = argc > 1 ? atoi(argv[1]) : 0; round > 0; round--)
		for (int i = 2; i < argc; i++) {
			long long time = measure(argv[i], &memory);

			printf("%s: %lld %ld\n", argv[i], time, memory);
		}
	return 0;
}
