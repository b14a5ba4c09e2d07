/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A forked process becomes the host process that a supervisor has asked for, as if that had started it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "internal.h"
#include "zygote.h"

static char *texts; /* arguments and environment stay where they are read to */
static const char **arguments;
static uint32_t argument_count;
static int go_fd = -1;

/* As the supervisor does: see supervisor/host.c. */
static void limit_core_dumps(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0 || limit.rlim_max == 0)
		return;
	limit.rlim_cur = 1;
	setrlimit(RLIMIT_CORE, &limit);
}

/* A process cannot enter another session; in its own one it can join the supervisor's group. */
static void join_group(const struct zygote_request *request)
{
	if (request->session != getsid(0) || setpgid(0, request->group) != 0)
		setsid();
}

static bool take_texts(const struct asked *asked)
{
	const struct zygote_request *request = &asked->request;
	char *text = texts = malloc(request->text_bytes + 1u);
	arguments = calloc((size_t)request->argument_count + 1, sizeof *arguments);
	if (text == NULL || arguments == NULL || request->text_bytes == 0 ||
	    pread(asked->fds[ZYGOTE_TEXTS], text, request->text_bytes, 0) != (ssize_t)request->text_bytes ||
	    text[request->text_bytes - 1] != '\0' || clearenv() != 0)
		return false;
	argument_count = request->argument_count;
	const char *const first = text, *environment = text, *const end = text + request->text_bytes;
	for (uint32_t i = 0; i < request->argument_count + request->variable_count; i++) {
		if (text >= end)
			return false;
		if (i == request->argument_count)
			environment = text;
		if (i < request->argument_count)
			arguments[i] = text;
		else if (putenv(text) != 0)
			return false;
		text += strlen(text) + 1;
	}
	show_texts(first, request->variable_count > 0 ? environment : end, end);
	return text == end;
}

static bool take_fds(const struct asked *asked)
{
	static const struct {
		enum zygote_fd from;
		int to;
	} places[] = {{ZYGOTE_STDIN, STDIN_FILENO}, {ZYGOTE_STDOUT, STDOUT_FILENO}, {ZYGOTE_STDERR, STDERR_FILENO},
	    {ZYGOTE_WAKE, HOST_FD_WAKE}, {ZYGOTE_REPLY, HOST_FD_REPLY}, {ZYGOTE_RECORD, HOST_FD_RECORD},
	    {ZYGOTE_SEGMENT, HOST_FD_SEGMENT}, {ZYGOTE_LINK, HOST_FD_LINK}};
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (dup2(asked->fds[places[i].from], places[i].to) < 0)
			return false;
	if (fchdir(asked->fds[ZYGOTE_DIRECTORY]) != 0)
		return false;
	for (int i = 0; i < ZYGOTE_FDS; i++)
		if (i != ZYGOTE_GO)
			close(asked->fds[i]);
	go_fd = asked->fds[ZYGOTE_GO];
	if (asked->supervisor_fd >= 0)
		close(asked->supervisor_fd);
	return true;
}

bool child_become(const struct asked *asked)
{
	join_group(&asked->request);
	umask((mode_t)asked->request.umask);
	limit_core_dumps();
	return take_texts(asked) && take_fds(asked);
}

int32_t zygote_argument_count(void)
{
	return (int32_t)argument_count;
}

const char *zygote_argument(int32_t index)
{
	return arguments[index];
}

void zygote_begin_loop(void)
{
	void *(*default_loop)(void);
	int (*loop_fork)(void *);
	*(void **)&default_loop = dlsym(RTLD_DEFAULT, "uv_default_loop");
	*(void **)&loop_fork = dlsym(RTLD_DEFAULT, "uv_loop_fork");
	if (default_loop == NULL || loop_fork == NULL || loop_fork(default_loop()) != 0)
		_exit(127);
}

void zygote_wait_for_supervisor(void)
{
	char byte;
	ssize_t got = write(HOST_FD_LINK, "", 1);
	while (got == 1 && (got = read(go_fd, &byte, 1)) < 0 && errno == EINTR)
		got = 1;
	if (got != 1)
		_exit(0);
	close(go_fd);
}

void zygote_exit(int32_t exit_code)
{
	_exit(exit_code);
}
