/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Forking a running Node.
 *
 * The parent of the new process is not to be the zygote, and is to be a small program (parent.c). So the zygote first
 * lends its memory to a new process (vfork), which forks, and then becomes that program: the page tables are copied
 * once.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "internal.h"

#define LINE_BYTES 512
#define NUMBER_BYTES 16
#define RSEQ_BYTES_MIN 32u

bool fork_allow(void)
{
	FILE *maps = fopen("/proc/self/smaps", "re");
	if (maps == NULL)
		return false;
	char line[LINE_BYTES];
	unsigned long from = 0, to = 0;
	bool is_done = true;
	while (fgets(line, sizeof line, maps) != NULL) {
		unsigned long begin, end;
		char mode[5];
		if (sscanf(line, "%lx-%lx %4s", &begin, &end, mode) == 3) {
			from = begin;
			to = end;
		} else if (strncmp(line, "VmFlags:", 8) == 0 && strstr(line, " dc") != NULL) {
			is_done =
			    madvise((void *)from, to - from, MADV_DOFORK) == 0 && is_done; // NOLINT(performance-no-int-to-ptr)
		}
	}
	fclose(maps);
	return is_done;
}

/* Restartable sequences, from which sched_getcpu is answered: the kernel forgets them in a process that borrows memory.
   glibc has them since 2.35. */
static void register_rseq(void)
{
#if defined(__x86_64__)
	const unsigned signature = 0x53053053;
#else
	const unsigned signature = 0xd428bc00;
#endif
	const ptrdiff_t *offset = dlsym(RTLD_DEFAULT, "__rseq_offset");
	const unsigned *size = dlsym(RTLD_DEFAULT, "__rseq_size");
	if (offset == NULL || size == NULL || *size == 0)
		return;
	const unsigned bytes = *size < RSEQ_BYTES_MIN ? RSEQ_BYTES_MIN : *size;
	syscall(SYS_rseq, (char *)__builtin_thread_pointer() + *offset, bytes, 0, signature);
}

/* In the process that borrows the zygote's memory. */
_Noreturn static void become_parent(const char *program, const char *socket, pid_t child, bool is_spare)
{
	char number[NUMBER_BYTES];
	snprintf(number, sizeof number, "%d", (int)child);
	char name[] = "maolan-host-parent";
	char spare[] = PARENT_OF_SPARE;
	char *const arguments[] = {name, (char *)socket, number, is_spare ? spare : NULL, NULL};
	char *const none[] = {NULL};
	execve(program, arguments, none);
	_exit(127);
}

pid_t fork_engine(void)
{
	const pid_t child = waiters_find() ? fork() : -1;
	if (child == 0)
		waiters_forget();
	return child;
}

pid_t fork_with_parent(const char *program, int supervisor_fd, bool is_spare)
{
	if (!waiters_find())
		return -1;
	char socket[NUMBER_BYTES];
	snprintf(socket, sizeof socket, "%d", supervisor_fd);
	// NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork, clang-analyzer-unix.Vfork): see above
	const pid_t parent = vfork();
	if (parent != 0)
		return parent;
	fcntl(supervisor_fd, F_SETFD, 0); /* in its own table */
	const pid_t self = getpid();
	signal(SIGCHLD, SIG_DFL); /* its own copy of what the zygote ignores */
	const pid_t child = fork();
	if (child != 0)
		become_parent(program, socket, child, is_spare);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != self)
		_exit(127);
	register_rseq();
	waiters_forget();
	// NOLINTEND(clang-analyzer-security.insecureAPI.vfork, clang-analyzer-unix.Vfork)
	return 0;
}
