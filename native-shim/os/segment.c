/* SPDX-License-Identifier: BSD-2-Clause */
/* Creates, opens, maps and removes the shared segment. */
#include "os.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int32_t segment_open(const char *name)
{
	const int fd = shm_open(name, O_RDWR | O_CLOEXEC, 0);
	return fd < 0 ? -errno : fd;
}

int32_t segment_create(const char *name, uint32_t bytes)
{
	const int fd = shm_open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	/* Reserve the pages now: if they were missing later, the first access would be fatal. */
	int error = ftruncate(fd, bytes) != 0 ? errno : 0;
	if (error == 0)
		error = posix_fallocate(fd, 0, bytes);
	if (error == 0)
		return fd;
	close(fd);
	shm_unlink(name);
	return -error;
}

int32_t segment_unlink(const char *name)
{
	return shm_unlink(name) == 0 ? 0 : -errno;
}

int32_t segment_map(int32_t fd, void *window, uint32_t bytes)
{
	struct stat status;
	if (fstat(fd, &status) != 0)
		return -errno;
	/* A mapping longer than the object raises SIGBUS on access. */
	if (status.st_size < (off_t)bytes)
		return -EINVAL;
	return mmap(window, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) == window ? 0 : -errno;
}

int32_t segment_unmap(void *window, uint32_t bytes)
{
	const int flags = MAP_PRIVATE | MAP_FIXED | MAP_ANONYMOUS;
	return mmap(window, bytes, PROT_READ | PROT_WRITE, flags, -1, 0) == window ? 0 : -errno;
}

int32_t fd_close(int32_t fd)
{
	return close(fd) == 0 ? 0 : -errno;
}

int32_t fd_is_pipe(int32_t fd)
{
	struct stat status;
	return fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
}
