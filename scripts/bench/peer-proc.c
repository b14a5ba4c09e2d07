/* SPDX-License-Identifier: BSD-2-Clause */
/* Information about a peer from /proc. */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "peer.h"

/* Read a small file in /proc; an empty text if it is gone. */
static void read_text(const char *path, char *text, size_t bytes)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const ssize_t got = fd < 0 ? 0 : read(fd, text, bytes - 1);
	text[got > 0 ? got : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

/* The number behind a label at the start of a line; 0 if there is none. */
static pid_t number_after(const char *text, const char *label)
{
	const char *line = strstr(text, label);
	return line ? (pid_t)atoi(line + strlen(label)) : 0;
}

static bool is_process(pid_t id)
{
	char path[64], text[512];
	snprintf(path, sizeof path, "/proc/%d/status", (int)id);
	read_text(path, text, sizeof text);
	return number_after(text, "\nTgid:") == id;
}

/* That a supervisor has from the zygote: it has a pidfd of it, and one of the audio thread. 0: none. */
static pid_t forked_host(const struct peer *peer)
{
	char path[300], text[512];
	pid_t pid = 0;
	snprintf(path, sizeof path, "/proc/%d/fdinfo", (int)peer->pid);
	DIR *descriptors = opendir(path);
	for (const struct dirent *entry; descriptors && pid <= 0 && (entry = readdir(descriptors));) {
		snprintf(path, sizeof path, "/proc/%d/fdinfo/%s", (int)peer->pid, entry->d_name);
		read_text(path, text, sizeof text);
		pid = number_after(text, "\nPid:");
		pid = pid > 0 && is_process(pid) ? pid : 0;
	}
	if (descriptors)
		closedir(descriptors);
	return pid > 0 ? pid : 0;
}

pid_t peer_host(const struct peer *peer)
{
	const pid_t forked = forked_host(peer);
	if (forked > 0)
		return forked;
	char path[64], text[64];
	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)peer->pid, (int)peer->pid);
	read_text(path, text, sizeof text);
	const int child = atoi(text);
	return child > 0 ? (pid_t)child : peer->pid;
}

/* Call visit for each thread of the process until it returns true. Returns that thread's id, or 0. */
static pid_t find_thread(const struct peer *peer, bool (*visit)(const char *folder, void *context), void *context)
{
	char path[64], folder[384];
	pid_t found = 0;
	snprintf(path, sizeof path, "/proc/%d/task", (int)peer_host(peer));
	DIR *threads = opendir(path);
	struct dirent *entry;
	while (threads && !found && (entry = readdir(threads))) {
		snprintf(folder, sizeof folder, "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.' && visit(folder, context))
			found = (pid_t)atoi(entry->d_name);
	}
	if (threads)
		closedir(threads);
	return found;
}

static bool add_cpu_ns(const char *folder, void *context)
{
	char path[448], text[128];
	snprintf(path, sizeof path, "%s/schedstat", folder);
	read_text(path, text, sizeof text);
	*(uint64_t *)context += strtoull(text, NULL, 10);
	return false;
}

uint64_t peer_cpu_ns(const struct peer *peer)
{
	uint64_t ns = 0;
	find_thread(peer, add_cpu_ns, &ns);
	return ns;
}

static bool has_name(const char *folder, void *context)
{
	char path[448], text[32];
	snprintf(path, sizeof path, "%s/comm", folder);
	read_text(path, text, sizeof text);
	text[strcspn(text, "\n")] = '\0';
	return strcmp(text, context) == 0;
}

pid_t peer_thread(const struct peer *peer, const char *name)
{
	return find_thread(peer, has_name, (void *)name);
}

uint64_t peer_memory_kib(const struct peer *peer, const char *field)
{
	char path[64], text[2048], label[64];
	snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)peer_host(peer));
	snprintf(label, sizeof label, "\n%s:", field);
	read_text(path, text, sizeof text);
	const char *line = strstr(text, label);
	return line ? strtoull(line + strlen(label), NULL, 10) : 0;
}
