/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the system shows of a forked process: its own arguments and environment (ps, /proc/PID/cmdline), not those that
 * the zygote was started with.
 */
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "internal.h"

#define TEXT_BYTES 1024

static struct prctl_mm_map map;
static bool is_known;

void show_prepare(void)
{
	unsigned long long code, code_end, stack, data, data_end, brk;
	char text[TEXT_BYTES];
	FILE *stat = fopen("/proc/self/stat", "re");
	const size_t length = stat != NULL ? fread(text, 1, sizeof text - 1, stat) : 0;
	if (stat != NULL)
		fclose(stat);
	text[length] = '\0';
	const char *behind_name = strrchr(text, ')');
	/* Fields 26 to 28 and 45 to 47 of proc(5); the state is the third. */
	if (behind_name == NULL ||
	    sscanf(behind_name + 1,
	        " %*c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s"
	        " %llu %llu %llu %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %llu %llu %llu",
	        &code, &code_end, &stack, &data, &data_end, &brk) != 6)
		return;
	map = (struct prctl_mm_map){.start_code = code,
	    .end_code = code_end,
	    .start_data = data,
	    .end_data = data_end,
	    .start_brk = brk,
	    .start_stack = stack,
	    .exe_fd = (uint32_t)-1};
	is_known = true;
}

void show_texts(const char *arguments, const char *environment, const char *end)
{
	if (!is_known)
		return;
	map.brk = (uintptr_t)sbrk(0);
	map.arg_start = (uintptr_t)arguments;
	map.arg_end = map.env_start = (uintptr_t)environment;
	map.env_end = (uintptr_t)end;
	/* A kernel without it shows the zygote's. */
	prctl(PR_SET_MM, PR_SET_MM_MAP, (unsigned long)&map, sizeof map, 0);
}
