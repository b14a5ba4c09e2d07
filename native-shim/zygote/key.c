/* SPDX-License-Identifier: BSD-2-Clause */
/* The key of a zygote: what must be the same for processes that it forks. */
#include "key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define TEXT_BYTES 16384
#define FNV_PRIME 1099511628211u
#define QUERY_PERSONALITY 0xffffffffu
#define IOPRIO_WHO_PROCESS 1

uint64_t key_add(uint64_t key, const void *bytes, size_t count)
{
	const uint8_t *byte = bytes;
	for (size_t i = 0; i < count; i++)
		key = (key ^ byte[i]) * FNV_PRIME;
	return key;
}

static uint64_t add_number(uint64_t key, uint64_t number)
{
	return key_add(key, &number, sizeof number);
}

/* Returns the number of bytes, 0 if the file does not exist. */
static size_t read_text(const char *path, char text[TEXT_BYTES])
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t bytes = 0;
	for (ssize_t got; fd >= 0 && bytes < TEXT_BYTES - 1; bytes += (size_t)got)
		if ((got = read(fd, text + bytes, TEXT_BYTES - 1 - bytes)) <= 0)
			break;
	if (fd >= 0)
		close(fd);
	text[bytes] = '\0';
	return bytes;
}

static uint64_t add_file(uint64_t key, const char *path)
{
	char text[TEXT_BYTES] = {0};
	return key_add(key, text, read_text(path, text));
}

/* Lines of /proc/self/status that identify us and where we may run. */
static const char *const status_lines[] = {"Uid:", "Gid:", "Groups:", "CapInh:", "CapPrm:", "CapEff:", "CapBnd:",
    "CapAmb:", "NoNewPrivs:", "Seccomp:", "Seccomp_filters:", "Cpus_allowed:", "Mems_allowed:"};

static bool is_wanted(const char *line)
{
	for (size_t i = 0; i < sizeof status_lines / sizeof status_lines[0]; i++)
		if (strncmp(line, status_lines[i], strlen(status_lines[i])) == 0)
			return true;
	return false;
}

static uint64_t add_status(uint64_t key)
{
	char text[TEXT_BYTES];
	if (read_text("/proc/self/status", text) == 0)
		return 0;
	for (char *line = text; *line != '\0';) {
		const size_t bytes = strcspn(line, "\n");
		if (is_wanted(line))
			key = key_add(key, line, bytes);
		line += bytes + (line[bytes] == '\n');
	}
	return key;
}

/* Node raises the limit of open files to what it may be. */
static uint64_t add_limits(uint64_t key)
{
	for (int i = 0; i < (int)RLIM_NLIMITS; i++) {
		struct rlimit limit = {0, 0};
		getrlimit((__rlimit_resource_t)i, &limit);
		key = add_number(key, i == RLIMIT_NOFILE ? limit.rlim_max : limit.rlim_cur);
		key = add_number(key, limit.rlim_max);
	}
	return key;
}

static uint64_t add_place(uint64_t key, const char *path)
{
	struct stat status = {0};
	if (stat(path, &status) != 0)
		return add_number(key, 0);
	key = add_number(key, status.st_dev);
	return add_number(key, status.st_ino);
}

uint64_t key_of_process(void)
{
	static const char *const places[] = {"/", "/proc/self/ns/mnt", "/proc/self/ns/pid", "/proc/self/ns/net",
	    "/proc/self/ns/ipc", "/proc/self/ns/uts", "/proc/self/ns/user", "/proc/self/ns/cgroup", "/proc/self/ns/time"};
	uint64_t key = add_status(KEY_START);
	if (key == 0)
		return 0;
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		key = add_place(key, places[i]);
	key = add_limits(key);
	key = add_file(key, "/proc/self/cgroup");
	key = add_file(key, "/proc/self/oom_score_adj");
	key = add_number(key, (uint64_t)getpriority(PRIO_PROCESS, (id_t)getpid()));
	key = add_number(key, (uint64_t)syscall(SYS_ioprio_get, IOPRIO_WHO_PROCESS, 0));
	return add_number(key, (uint64_t)personality(QUERY_PERSONALITY));
}

/* The loader's, the C library's and the engine's, which reads the language once. */
static bool counts_at_start(const char *variable)
{
	static const char *const beginnings[] = {"LD_", "NODE_", "MALLOC_", "GLIBC_", "GCONV_", "UV_", "ICU_", "OPENSSL_",
	    "SSL_", "LC_", "LANG=", "LANGUAGE=", "LOCPATH=", "TZ=", "TZDIR=", "PATH=", "MAOLAN_NODE="};
	for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++)
		if (strncmp(variable, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return false;
}

/* In whatever order they are. */
uint64_t key_of_environment(char **variables)
{
	uint64_t sum = 0;
	for (; *variables != NULL; variables++)
		if (counts_at_start(*variables))
			sum += key_add(KEY_START, *variables, strlen(*variables));
	return sum;
}

uint64_t key_of_build(const char *folder)
{
	static const char *const files[] = {"maolan-plugin-host", "lib/host.cjs", "lib/main-thread.cjs", "lib/zygote.cjs",
	    "lib/core.wasm", "lib/libmaolan-os.so", "lib/libmaolan-zygote.so", "lib/maolan-host-parent"};
	uint64_t key = KEY_START;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		char path[4096];
		struct stat status = {0};
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		if (stat(path, &status) != 0)
			return 0;
		key = add_number(key, status.st_dev);
		key = add_number(key, status.st_ino);
		key = add_number(key, (uint64_t)status.st_size);
		key = add_number(key, (uint64_t)status.st_mtim.tv_sec);
		key = add_number(key, (uint64_t)status.st_mtim.tv_nsec);
	}
	return key;
}
