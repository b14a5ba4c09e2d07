/* SPDX-License-Identifier: BSD-2-Clause */
/* Children, as the kernel lists them (proc(5), /proc/[pid]/task/[tid]/children). */
#include "children.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#define CHILDREN_PATH_BYTES 64

int children_kill(pid_t spared)
{
	char path[CHILDREN_PATH_BYTES];
	snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
	FILE *list = fopen(path, "re");
	int pid, count = 0;
	while (list != NULL && fscanf(list, "%d", &pid) == 1) {
		if (pid == spared)
			continue;
		kill(pid, SIGKILL);
		count++;
	}
	if (list != NULL)
		fclose(list);
	return count;
}
