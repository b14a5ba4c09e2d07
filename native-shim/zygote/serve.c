/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The zygote at work: one thread that waits for supervisors and forks.
 */
#include "zygote.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "internal.h"
#include "key.h"
#include "pass.h"

#define IDLE_MS 60000  /* not needed */
#define PROBE_MS 5000  /* longer than a fit engine needs on a busy machine */
#define REQUEST_MS 100 /* it is sent before we are asked to look */
#define SPARE_MS 100   /* without a request: no plugin that starts waits for a spare */
#define BACKLOG 256
#define HEXADECIMAL 16

static struct {
	uint64_t key;
	bool is_fit;
} zygote;

void zygote_preload(const char *path)
{
	dlopen(path, RTLD_NOW | RTLD_LOCAL);
}

/* ---- the probe ---- */

/* Returns false if the probe does not end well, or not in time. */
static bool probe_ends_well(pid_t probe)
{
	struct pollfd item = {.fd = (int)syscall(SYS_pidfd_open, probe, 0), .events = POLLIN};
	int status = -1;
	if (item.fd < 0 || poll(&item, 1, PROBE_MS) != 1)
		kill(probe, SIGKILL);
	if (item.fd >= 0)
		close(item.fd);
	return waitpid(probe, &status, 0) == probe && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- requests ---- */

/* It runs as the same user, which alone could as well trace us. */
static bool is_trusted(int supervisor_fd)
{
	struct ucred peer;
	socklen_t bytes = sizeof peer;
	return getsockopt(supervisor_fd, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) == 0 && peer.uid == geteuid() &&
	       peer.gid == getegid();
}

static bool receive(struct asked *asked)
{
	struct pollfd item = {.fd = asked->supervisor_fd, .events = POLLIN};
	return poll(&item, 1, REQUEST_MS) == 1 &&
	       pass_receive(asked->supervisor_fd, &asked->request, sizeof asked->request, asked->fds, ZYGOTE_FDS);
}

/* Has the supervisor given up waiting? */
static bool is_still_wanted(int supervisor_fd)
{
	struct pollfd item = {.fd = supervisor_fd, .events = POLLIN};
	return poll(&item, 1, 0) == 0;
}

static void close_all(const struct asked *asked)
{
	for (int i = 0; i < ZYGOTE_FDS; i++)
		if (asked->fds[i] >= 0)
			close(asked->fds[i]);
	close(asked->supervisor_fd);
}

/* In a forked process. */
static void leave_zygote(void)
{
	close(ZYGOTE_OWN_LISTENER);
	close(ZYGOTE_OWN_DAW);
}

/* Returns true in the host process. A supervisor that is not served sees its connection closed, and starts Node. */
static bool serve_one(const char *parent)
{
	struct asked asked = {.supervisor_fd = accept4(ZYGOTE_OWN_LISTENER, NULL, NULL, 0)};
	memset(asked.fds, -1, sizeof asked.fds);
	if (asked.supervisor_fd < 0)
		return false;
	const bool is_good = zygote.is_fit && is_trusted(asked.supervisor_fd) && receive(&asked) &&
	                     is_still_wanted(asked.supervisor_fd) && asked.request.key == zygote.key;
	const bool is_given = is_good && spare_give(&asked);
	if (is_good && !is_given && key_of_process() == zygote.key &&
	    fork_with_parent(parent, asked.supervisor_fd, false) == 0) {
		leave_zygote();
		if (!child_become(&asked))
			_exit(127);
		return true;
	}
	close_all(&asked);
	return false;
}

/* ---- the process ---- */

static bool begin(const char *key)
{
	zygote.key = strtoull(key, NULL, HEXADECIMAL);
	for (int fd = STDERR_FILENO + 1; fd < ZYGOTE_OWN_END; fd++)
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	/* From now on a client sees that this process listens. */
	return listen(ZYGOTE_OWN_LISTENER, BACKLOG) == 0 && fork_allow();
}

static int idle_ms(void)
{
	const char *text = getenv("MAOLAN_ZYGOTE_IDLE_MS");
	const int value = text != NULL ? (int)strtol(text, NULL, 10) : 0;
	return value > 0 ? value : IDLE_MS;
}

int32_t zygote_serve(const char *folder, const char *key)
{
	char parent[4096];
	snprintf(parent, sizeof parent, "%s/maolan-host-parent", folder);
	const bool only_probes = strcmp(key, "probe") == 0;
	heap_fill();
	show_prepare();
	zygote.is_fit = only_probes ? fork_allow() : begin(key) && key_of_process() == zygote.key;
	if (zygote.is_fit) {
		const pid_t probe = fork_engine();
		if (probe == 0)
			return ZYGOTE_PROBE;
		zygote.is_fit = probe > 0 && probe_ends_well(probe);
	}
	if (only_probes)
		_exit(zygote.is_fit ? EXIT_SUCCESS : EXIT_FAILURE);
	signal(SIGCHLD, SIG_IGN); /* no one waits for parents of host processes */
	struct pollfd items[] = {{.fd = ZYGOTE_OWN_LISTENER, .events = POLLIN}, {.fd = ZYGOTE_OWN_DAW, .events = POLLIN}};
	bool wants_spare = zygote.is_fit;
	/* One that is not fit stays as well, so that no other one is started in vain. */
	for (;;) {
		const int count = poll(items, 2, wants_spare ? SPARE_MS : idle_ms());
		if (items[1].revents != 0 || (count == 0 && !wants_spare))
			_exit(0);
		if (count > 0 && serve_one(parent))
			return ZYGOTE_HOST;
		if (count == 0 && spare_make(parent)) {
			leave_zygote();
			return ZYGOTE_SPARE;
		}
		wants_spare = count != 0 && zygote.is_fit;
	}
}
