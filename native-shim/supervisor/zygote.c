/* SPDX-License-Identifier: BSD-2-Clause */
/* Asks the zygote for a host process. */
#include "zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../os/clock.h"
#include "../zygote/key.h"
#include "../zygote/pass.h"
#include "../zygote/request.h"
#include "supervisor.h"

/* A hundred requests at once take a slow machine seconds. To start Node as well would only add load. So a request is in
 * vain if nothing is done for it, or if it takes nearly as long as a DAW waits. */
#define IDLE_MS 2000
#define TIMEOUT_MS 7000
#define LOOK_MS 50
#define REAP_MS 1000

static struct {
	int connection; /* connected to the zygote, then to the host process's parent; -1: none */
	int go_fd;
	int link_fd; /* the write end, kept for Node while undecided */
	int timer_fd;
	int pid_fd;     /* of the host process; -1: not forked by the zygote */
	pid_t listener; /* the zygote, or, while it starts, the supervisor that started it */
	uint32_t asked_ms;
	uint32_t worked_ms; /* when the process that is waited for last had something to do */
	pid_t started;      /* its parent exists; 0: not yet */
	bool has_called;
	bool is_distrusted;
} asked = {.connection = -1, .go_fd = -1, .link_fd = -1, .timer_fd = -1, .pid_fd = -1};

/* Fields of /proc/PID/stat, counted after the name. */
enum stat_number { STAT_STATE = 0, STAT_EXIT_CODE = 49 };

struct stat_text {
	pid_t pid;
	char text[1024];
};

static void read_stat(void *argument)
{
	struct stat_text *of = argument;
	char path[64];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)of->pid);
	FILE *stat = fopen(path, "re");
	const size_t length = stat != NULL ? fread(of->text, 1, sizeof of->text - 1, stat) : 0;
	if (stat != NULL)
		fclose(stat);
	of->text[length] = '\0';
}

/* -1: the process does not exist. */
static long stat_field(pid_t pid, enum stat_number number)
{
	struct stat_text of = {.pid = pid};
	ordinary_run(read_stat, &of);
	char *at = strrchr(of.text, ')');
	for (int i = -1; at != NULL && i < (int)number; i++)
		at = strchr(at + 1, ' ');
	if (at == NULL)
		return -1;
	return number == STAT_STATE ? at[1] : strtol(at, NULL, 10);
}

static uint32_t now_ms(void)
{
	return (uint32_t)(clock_us() / 1000u);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

/* ---- the request ---- */

static bool write_text(FILE *file, const char *text)
{
	return fputs(text, file) >= 0 && fputc('\0', file) != EOF;
}

/* The arguments for a host process whose pipes have other numbers. */
static const char *argument_for_host(int index)
{
	static char numbers[2][4];
	if (index != supervisor.wake_argument && index != supervisor.reply_argument)
		return supervisor.arguments[index];
	const bool is_wake = index == supervisor.wake_argument;
	snprintf(numbers[is_wake], sizeof numbers[0], "%d", is_wake ? HOST_FD_WAKE : HOST_FD_REPLY);
	return numbers[is_wake];
}

/* Returns a file, or -1. */
static int write_texts(struct zygote_request *request)
{
	const int fd = memfd_create("maolan-texts", MFD_CLOEXEC);
	FILE *file = fd >= 0 ? fdopen(dup(fd), "w") : NULL;
	bool is_good = file != NULL;
	for (int i = 0; is_good && supervisor.arguments[i] != NULL; i++, request->argument_count++)
		is_good = write_text(file, argument_for_host(i));
	for (int i = 0; is_good && environ[i] != NULL; i++, request->variable_count++)
		is_good = write_text(file, environ[i]);
	const long bytes = is_good ? ftell(file) : -1;
	if (file != NULL && fclose(file) != 0)
		is_good = false;
	if (is_good && bytes > 0) {
		request->text_bytes = (uint32_t)bytes;
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

static uint32_t current_umask(void)
{
	const mode_t mask = umask(0);
	umask(mask);
	return (uint32_t)mask;
}

static bool request_host(uint64_t key, int link_fd)
{
	int go[2] = {-1, -1};
	struct zygote_request request = {.key = key, .umask = current_umask(), .session = getsid(0), .group = getpgrp()};
	const int texts = write_texts(&request);
	const int directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	bool is_sent = false;
	if (texts >= 0 && directory >= 0 && pipe2(go, O_CLOEXEC) == 0) {
		const int fds[ZYGOTE_FDS] = {
		    [ZYGOTE_TEXTS] = texts,
		    [ZYGOTE_DIRECTORY] = directory,
		    [ZYGOTE_STDIN] = STDIN_FILENO,
		    [ZYGOTE_STDOUT] = STDOUT_FILENO,
		    [ZYGOTE_STDERR] = STDERR_FILENO,
		    [ZYGOTE_WAKE] = supervisor.wake_fd,
		    [ZYGOTE_REPLY] = supervisor.reply_fd,
		    [ZYGOTE_RECORD] = supervisor.record_fd,
		    [ZYGOTE_SEGMENT] = supervisor.segment_fd,
		    [ZYGOTE_LINK] = link_fd,
		    [ZYGOTE_GO] = go[0],
		};
		is_sent = pass_send(asked.connection, &request, sizeof request, fds, ZYGOTE_FDS);
	}
	const int mine[] = {texts, directory, go[0]};
	for (unsigned i = 0; i < sizeof mine / sizeof mine[0]; i++)
		if (mine[i] >= 0)
			close(mine[i]);
	asked.go_fd = go[1];
	return is_sent;
}

/* ---- asking ---- */

/* Whether the listener belongs to our user. */
static bool is_trusted(void)
{
	struct ucred peer;
	socklen_t bytes = sizeof peer;
	if (getsockopt(asked.connection, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) != 0 || peer.uid != geteuid())
		return false;
	asked.listener = peer.pid;
	return true;
}

static bool connect_to_zygote(uint64_t *key)
{
	struct sockaddr_un address;
	const socklen_t bytes = zygote_address(&address, key);
	if (bytes == 0)
		return false;
	asked.connection = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	return asked.connection >= 0 && connect(asked.connection, (struct sockaddr *)&address, bytes) == 0 && is_trusted();
}

static bool start_timer(void)
{
	const struct timespec period = {0, LOOK_MS * 1000000L};
	asked.timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return asked.timer_fd >= 0 && timerfd_settime(asked.timer_fd, 0, &(struct itimerspec){period, period}, NULL) == 0;
}

/* The host process exits unless we confirm it. */
static void forget(void)
{
	events_close(&asked.connection);
	close_fd(&asked.go_fd);
	events_close(&asked.timer_fd);
	events_close(&asked.pid_fd);
	asked.started = 0;
	asked.has_called = false;
}

bool zygote_ask(int link_fd)
{
	uint64_t key = 0;
	forget();
	if (asked.is_distrusted || !zygote_is_allowed() || zygote_is_ours())
		return false;
	if (!connect_to_zygote(&key)) {
		const bool is_unused = errno == ECONNREFUSED;
		forget();
		if (is_unused)
			zygote_offer();
		return false;
	}
	if (!request_host(key, link_fd) || !start_timer()) {
		forget();
		return false;
	}
	asked.link_fd = link_fd;
	asked.asked_ms = asked.worked_ms = now_ms();
	events_watch(asked.connection);
	events_watch(asked.timer_fd);
	return true;
}

void zygote_distrust(void)
{
	asked.is_distrusted = true;
}

static void start_node(void)
{
	forget();
	const int link_fd = asked.link_fd;
	asked.link_fd = -1;
	if (host_start_node(link_fd) < 0)
		say_no_process();
}

/* ---- the answer ---- */

static bool is_pending(void)
{
	return asked.link_fd >= 0;
}

/* Its parent exists, and JavaScript runs in it: let it begin. */
static void begin_if_ready(void)
{
	if (asked.started == 0 || !asked.has_called)
		return;
	asked.pid_fd = (int)syscall(SYS_pidfd_open, asked.started, 0);
	if (asked.pid_fd < 0 || write(asked.go_fd, "", 1) != 1) {
		start_node();
		return;
	}
	supervisor.host = asked.started;
	close_fd(&asked.go_fd);
	events_close(&asked.timer_fd);
	close_fd(&asked.link_fd);
	events_watch(asked.pid_fd);
}

bool zygote_has_called(void)
{
	if (!is_pending())
		return false;
	asked.has_called = true;
	begin_if_ready();
	return true;
}

/* Whether to give up the request. Looks at the zygote, then at the process that it has forked. */
static bool is_in_vain(void)
{
	const long state = stat_field(asked.started > 0 ? asked.started : asked.listener, STAT_STATE);
	const uint32_t now = now_ms();
	if (state == 'R' || state == 'D')
		asked.worked_ms = now;
	const bool is_stopped = state == 'T' || state == 't';
	return is_stopped || now - asked.worked_ms >= IDLE_MS || now - asked.asked_ms >= TIMEOUT_MS;
}

static void look_at_time(void)
{
	uint64_t times;
	if (read(asked.timer_fd, &times, sizeof times) > 0 && is_in_vain())
		start_node();
}

/* ---- the host process's end ---- */

/* Its parent has not reported how it ended: it is stopped, or was killed, which kills the child. A zombie can still
 * report. */
static int status_of_zombie(void)
{
	struct pollfd item = {.fd = asked.pid_fd, .events = POLLIN};
	poll(&item, 1, REAP_MS);
	const long status = stat_field(supervisor.host, STAT_EXIT_CODE);
	/* It has certainly exited only if its parent was killed. */
	return status >= 0 ? (int)status : W_EXITCODE(0, SIGKILL);
}

/* Returns false if there is nothing to read yet. */
static bool read_parent(struct parent_message *message)
{
	const ssize_t got = recv(asked.connection, message, sizeof *message, MSG_DONTWAIT);
	if (got == sizeof *message)
		return true;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	*message = (struct parent_message){PARENT_ENDED, -1};
	return true;
}

static void host_has_ended(int32_t status)
{
	const int found = status >= 0 ? status : status_of_zombie();
	events_close(&asked.pid_fd);
	end_of_host(found);
}

static void look_at_parent(void)
{
	struct parent_message message;
	if (!read_parent(&message))
		return;
	if (!is_pending()) {
		if (message.says == PARENT_ENDED)
			host_has_ended(message.value);
		return;
	}
	if (message.says != PARENT_STARTED) {
		start_node();
		return;
	}
	asked.started = (pid_t)message.value;
	begin_if_ready();
}

bool zygote_look(int fd)
{
	if (fd < 0)
		return true; /* closed by an event before it */
	if (fd == asked.connection)
		look_at_parent();
	else if (fd == asked.timer_fd)
		look_at_time();
	else if (fd == asked.pid_fd)
		host_has_ended(-1);
	else
		return zygote_is_wanted(fd);
	return true;
}

bool zygote_has_host(void)
{
	return asked.connection >= 0 && !is_pending();
}

void zygote_kill_host(void)
{
	if (asked.pid_fd >= 0)
		syscall(SYS_pidfd_send_signal, asked.pid_fd, SIGKILL, NULL, 0);
}

static void wait_for_hang_up(void *connection)
{
	struct pollfd item = {.fd = *(const int *)connection};
	poll(&item, 1, REAP_MS);
}

void zygote_reap_host(void)
{
	const char word = PARENT_REAP;
	if (zygote_has_host() && send(asked.connection, &word, 1, MSG_NOSIGNAL | MSG_DONTWAIT) == 1)
		ordinary_run(wait_for_hang_up, &asked.connection);
	forget();
}
