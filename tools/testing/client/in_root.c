// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs PROGRAM with ROOT as its root directory: Xen's programs, which are not
 * installed, under the name by which smi-client looks for them.
 */
#include <unistd.h>

int main(int argc, char **argv)
{
	(void)argc;
	if (chroot(ROOT) || chdir("/"))
		return 126;
	execv(PROGRAM, argv);
	return 127;
}
