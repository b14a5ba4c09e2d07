/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * close_range(2): glibc provides it since 2.34 and its number since 2.32, but the packages are built for older
 * versions. Kernels before 5.9 lack it; then it fails with ENOSYS.
 */
#ifndef MAOLAN_CLOSE_RANGE_H
#define MAOLAN_CLOSE_RANGE_H

#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436 /* the same on every architecture */
#endif
#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1u << 2)
#endif

/* Close descriptors first to last, or set their close-on-exec flag. Returns 0, or -1 with errno. */
static inline int close_fd_range(unsigned first, unsigned last, unsigned flags)
{
	return (int)syscall(SYS_close_range, first, last, flags);
}

#endif
