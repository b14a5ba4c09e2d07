/* SPDX-License-Identifier: BSD-2-Clause */
/* Hosts that are started at once, as a DAW does that opens a project: when they are ready, what they cost. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "driver.h"
#include "wire.h"

/* Between a start that is not measured and the burst: the zygote, if there is one, is there then. */
#define PAUSE_NS 1500000000u
#define LIMIT_NS 60000000000u

/* ---- what they cost ---- */

struct cost {
	uint64_t cpu_ns;
	uint64_t private_kib;
	uint32_t processes;
};

static uint64_t read_number(pid_t pid, const char *file, const char *label)
{
	char path[64], text[4096] = "\n";
	snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
	FILE *stream = fopen(path, "re");
	const size_t bytes = stream ? fread(text + 1, 1, sizeof text - 2, stream) : 0;
	if (stream)
		fclose(stream);
	text[bytes + 1] = '\0';
	const char *line = strstr(text, label);
	return line ? strtoull(line + strlen(label), NULL, 10) : 0;
}

static void add(struct cost *cost, pid_t pid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
	DIR *threads = opendir(path);
	struct dirent *entry;
	while (threads && (entry = readdir(threads))) {
		char file[300];
		snprintf(file, sizeof file, "task/%s/schedstat", entry->d_name);
		cost->cpu_ns += entry->d_name[0] == '.' ? 0 : read_number(pid, file, "\n");
	}
	if (threads)
		closedir(threads);
	cost->private_kib += read_number(pid, "smaps_rollup", "\nPrivate_Dirty:");
	cost->processes++;
}

/* Has it the segment of one of our hosts open, or mapped from there? */
static bool is_ours(pid_t pid)
{
	char path[64], link[300], target[256], ours[64];
	snprintf(ours, sizeof ours, "/dev/shm/maolan-bench-%d-", (int)getpid());
	snprintf(path, sizeof path, "/proc/%d/fd", (int)pid);
	DIR *fds = opendir(path);
	struct dirent *entry;
	bool found = false;
	while (fds && !found && (entry = readdir(fds))) {
		snprintf(link, sizeof link, "/proc/%d/fd/%s", (int)pid, entry->d_name);
		const ssize_t bytes = readlink(link, target, sizeof target - 1);
		target[bytes > 0 ? bytes : 0] = '\0';
		found = strncmp(target, ours, strlen(ours)) == 0;
	}
	if (fds)
		closedir(fds);
	return found && pid != getpid();
}

/* The program between the zygote and a host process has nothing of it open. */
static bool is_parent(pid_t pid)
{
	char path[64], name[32] = "";
	snprintf(path, sizeof path, "/proc/%d/comm", (int)pid);
	FILE *stream = fopen(path, "re");
	const bool is = stream && fgets(name, sizeof name, stream) && strncmp(name, "maolan-host-par", 15) == 0;
	if (stream)
		fclose(stream);
	return is;
}

static struct cost costs(void)
{
	struct cost cost = {0};
	DIR *processes = opendir("/proc");
	struct dirent *entry;
	while (processes && (entry = readdir(processes))) {
		const pid_t pid = (pid_t)atoi(entry->d_name);
		if (pid <= 0 || !is_ours(pid))
			continue;
		add(&cost, pid);
		const pid_t parent = (pid_t)read_number(pid, "status", "\nPPid:");
		if (is_parent(parent))
			add(&cost, parent);
	}
	if (processes)
		closedir(processes);
	return cost;
}

/* ---- the burst ---- */

static void wait_all(const struct peer *peers, uint32_t count, uint64_t start_ns, uint64_t *ready_ns)
{
	uint32_t left = count;
	while (left > 0 && now_ns() - start_ns < LIMIT_NS) {
		for (uint32_t i = 0; i < count; i++) {
			if (ready_ns[i] != 0 || !wire_load(peers[i].segment, WIRE_AT_READY))
				continue;
			ready_ns[i] = now_ns() - start_ns;
			left--;
		}
		driver_sleep_ns(500000);
	}
}

static int by_size(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static void start_warm(struct peer *peer, const struct peer_options *options)
{
	peer_start(peer, options);
	peer_wait_ready(peer);
	driver_play(peer, options->frames, 1);
}

int command_burst(const struct peer_options *subject, char **arguments)
{
	struct peer_options options = *subject;
	const uint32_t warm = driver_number(arguments[0]), count = driver_number(arguments[1]);
	options.executable = arguments[2];
	options.protocol = PEER_6;
	struct peer *peers = calloc(warm + count, sizeof *peers);
	uint64_t *ready_ns = calloc(count, sizeof *ready_ns);
	if (!peers || !ready_ns)
		return 1;
	for (uint32_t i = 0; i < warm; i++)
		start_warm(&peers[i], &options);
	if (warm > 0)
		driver_sleep_ns(PAUSE_NS);
	const struct cost before = costs();
	const uint64_t start_ns = now_ns();
	for (uint32_t i = 0; i < count; i++)
		peer_start(&peers[warm + i], &options);
	wait_all(peers + warm, count, start_ns, ready_ns);
	for (uint32_t i = 0; i < count; i++) {
		peer_wait_ready(&peers[warm + i]); /* takes its name away */
		driver_play(&peers[warm + i], options.frames, 1);
	}
	const uint64_t played_ns = now_ns() - start_ns;
	const struct cost after = costs();
	qsort(ready_ns, count, sizeof *ready_ns, by_size);
	printf("{\"first\":%llu,\"middle\":%llu,\"all\":%llu,\"played\":%llu,\"cpuEach\":%llu,\"privateKibEach\":%llu,"
	       "\"processes\":%u}\n",
	    (unsigned long long)ready_ns[0], (unsigned long long)ready_ns[count / 2],
	    (unsigned long long)ready_ns[count - 1], (unsigned long long)played_ns,
	    (unsigned long long)((after.cpu_ns - before.cpu_ns) / count),
	    (unsigned long long)((after.private_kib - before.private_kib) / count), after.processes - before.processes);
	for (uint32_t i = 0; i < warm + count; i++)
		driver_stop(&peers[i]);
	free(ready_ns);
	free(peers);
	return 0;
}
