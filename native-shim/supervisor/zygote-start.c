/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finds the zygote, and decides who starts it. Its abstract address is a hash of everything that host processes must
 * share to come from one zygote: the DAW, the build, the user, limits, affinity, namespaces and so on. Whatever
 * differs has another address. The first supervisor of a DAW takes the address, and starts the zygote when another one
 * connects: a single plugin needs none.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../zygote/key.h"
#include "../zygote/request.h"
#include "close-range.h"
#include "supervisor.h"
#include "zygote.h"

#define BACKLOG 256
#define KEY_BYTES 17
#define LABEL_BYTES 512
#define BETWEEN_MS 1000 /* it only forks */

static int listener = -1;
static uint64_t offered_key;
static bool is_needed; /* by us */

/* ---- may it be used ---- */

/* A script may pass any options to Node. */
static bool is_program(const char *path)
{
	char magic[4] = {0};
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	const bool is_elf = fd >= 0 && read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "\177ELF", 4) == 0;
	if (fd >= 0)
		close(fd);
	return is_elf;
}

static bool is_set(const char *variable)
{
	const char *value = getenv(variable);
	return value != NULL && value[0] != '\0';
}

bool zygote_is_allowed(void)
{
	const char *choice = getenv("MAOLAN_ZYGOTE");
	if (choice != NULL && strcmp(choice, "0") == 0)
		return false;
	/* Without recovery the host process replaces this process; and preloaded libraries may not tolerate forks. */
	if (!supervisor.words[RECORD_IS_ON] || is_set("LD_PRELOAD") || is_set("LD_AUDIT") || is_set("ELECTRON_RUN_AS_NODE"))
		return false;
	const char *node = getenv("MAOLAN_NODE");
	if (node != NULL && node[0] != '\0' && !is_program(node))
		return false;
	return supervisor.segment_fd >= 0 && supervisor.wake_argument > 0 && supervisor.reply_argument > 0;
}

/* ---- the address ---- */

static unsigned long long start_time(pid_t pid)
{
	char path[64], text[1024];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *stat = fopen(path, "re");
	const size_t length = stat != NULL ? fread(text, 1, sizeof text - 1, stat) : 0;
	if (stat != NULL)
		fclose(stat);
	text[length] = '\0';
	unsigned long long ticks = 0;
	const char *behind_name = strrchr(text, ')');
	if (behind_name != NULL)
		sscanf(behind_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
		    &ticks);
	return ticks;
}

static uint64_t add_label(uint64_t key)
{
	char label[LABEL_BYTES] = {0};
	const int fd = open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC);
	const ssize_t bytes = fd >= 0 ? read(fd, label, sizeof label) : 0;
	if (fd >= 0)
		close(fd);
	return key_add(key, label, bytes > 0 ? (size_t)bytes : 0);
}

/* The folder two levels above the script. Outlives the call. */
static const char *folder(void)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s", supervisor.arguments[SUPERVISOR_SCRIPT]);
	for (int i = 0; i < 2; i++) {
		char *slash = strrchr(path, '/');
		if (slash != NULL)
			*slash = '\0';
	}
	return path;
}

static socklen_t make_address(struct sockaddr_un *address, uint64_t *key)
{
	const uint64_t process = key_of_process(), build = key_of_build(folder());
	const unsigned long long since = start_time(supervisor.daw);
	if (process == 0 || build == 0 || since == 0 || getppid() != supervisor.daw)
		return 0;
	const uint64_t parts[] = {process, build, key_of_environment(environ)};
	const uint64_t all = add_label(key_add(KEY_START, parts, sizeof parts));
	*key = process;
	*address = (struct sockaddr_un){.sun_family = AF_UNIX};
	const int length = snprintf(address->sun_path + 1, sizeof address->sun_path - 1, "maolan-zygote-%d-%llu-%016llx",
	    (int)supervisor.daw, since, (unsigned long long)all);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
}

struct address_call {
	struct sockaddr_un *address;
	uint64_t *key;
	socklen_t bytes;
};

static void call_make_address(void *argument)
{
	struct address_call *call = argument;
	call->bytes = make_address(call->address, call->key);
}

socklen_t zygote_address(struct sockaddr_un *address, uint64_t *key)
{
	struct address_call call = {.address = address, .key = key};
	ordinary_run(call_make_address, &call);
	return call.bytes;
}

void zygote_offer(void)
{
	struct sockaddr_un address;
	const socklen_t bytes = zygote_address(&address, &offered_key);
	if (bytes == 0 || listener >= 0)
		return;
	const int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, bytes) != 0 || listen(fd, BACKLOG) != 0) {
		if (fd >= 0)
			close(fd);
		return; /* another one was faster */
	}
	listener = fd;
	events_watch(fd);
}

/* ---- the start ---- */

/* Descriptor numbers: stdio on /dev/null, those kept free for the host process, the socket, the DAW. */
static bool place_fds(int daw)
{
	const int nothing = open("/dev/null", O_RDWR);
	const int socket = fcntl(listener, F_DUPFD, ZYGOTE_OWN_END);
	const int parent = fcntl(daw, F_DUPFD, ZYGOTE_OWN_END);
	if (nothing < 0 || socket < 0 || parent < 0)
		return false;
	for (int fd = 0; fd < ZYGOTE_OWN_LISTENER; fd++)
		if (fd != nothing && dup2(nothing, fd) < 0)
			return false;
	if (dup2(socket, ZYGOTE_OWN_LISTENER) < 0 || dup2(parent, ZYGOTE_OWN_DAW) < 0)
		return false;
	return close_fd_range(ZYGOTE_OWN_END, ~0u, 0) == 0;
}

_Noreturn static void become_zygote(int daw)
{
	static char script[4096], key[KEY_BYTES];
	snprintf(script, sizeof script, "%s/lib/zygote.cjs", folder());
	snprintf(key, sizeof key, "%016llx", (unsigned long long)offered_key);
	/* A fork has no other threads. The engine collects on demand, and not because nothing has happened for 8 s: each
	 * fork of an older zygote would begin with that. */
	static const char *const options[] = {"--single-threaded", "--expose-gc", "--no-memory-reducer"};
	enum { OPTIONS = sizeof options / sizeof options[0] };
	char *arguments[OPTIONS + 4] = {"maolan-zygote"};
	memcpy(arguments + 1, options, sizeof options);
	arguments[OPTIONS + 1] = script;
	arguments[OPTIONS + 2] = key;
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	host_restore_priority();
	if (!place_fds(daw) || chdir("/") != 0)
		_exit(127);
	become_node(arguments);
	_exit(127);
}

/* A daemon: it may outlive us, and must not be ended with the plugin's programs. */
static void start(int daw)
{
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	const pid_t between = fork();
	if (between == 0) {
		if (fork() == 0)
			become_zygote(daw);
		_exit(0);
	}
	struct pollfd item = {.fd = between > 0 ? (int)syscall(SYS_pidfd_open, between, 0) : -1, .events = POLLIN};
	if (item.fd >= 0) {
		poll(&item, 1, BETWEEN_MS); /* then its child gets another parent */
		close(item.fd);
	}
	prctl(PR_SET_CHILD_SUBREAPER, 1);
}

static void begin(void)
{
	const int daw = (int)syscall(SYS_pidfd_open, supervisor.daw, 0);
	if (daw >= 0 && getppid() == supervisor.daw)
		start(daw);
	if (daw >= 0)
		close(daw);
	events_close(&listener); /* the zygote keeps it open */
}

bool zygote_is_ours(void)
{
	is_needed = listener >= 0;
	return is_needed;
}

void zygote_host_is_loaded(void)
{
	if (is_needed && listener >= 0)
		begin();
	is_needed = false;
}

bool zygote_is_wanted(int fd)
{
	if (fd != listener)
		return false;
	const int first = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (first < 0)
		return true;
	close(first); /* Node is faster */
	begin();
	return true;
}
