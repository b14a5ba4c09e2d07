/* SPDX-License-Identifier: BSD-2-Clause */
/* Observes what leaves the process: connections to other machines, and other processes. */
#include <arpa/inet.h>
#include <netdb.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "next.h"
#include "record.h"

/* On any thread: plugins check for updates and licences in their own threads. */
static void note_address(const struct sockaddr *address)
{
	if (address == NULL || !record_is_of_this_process())
		return;
	char *text = record->texts[PROBE_TEXT_CONNECTION];
	if (address->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, PROBE_TEXT_BYTES);
	else if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text, PROBE_TEXT_BYTES);
	else
		return;
	record_add(PROBE_CONNECTIONS, 1);
}

static void note_child(void)
{
	if (record_is_of_this_process())
		record_add(PROBE_CHILDREN, 1);
}

API int connect(int fd, const struct sockaddr *address, socklen_t bytes)
{
	NEXT(connect);
	note_address(address);
	return next(fd, address, bytes);
}

API int bind(int fd, const struct sockaddr *address, socklen_t bytes)
{
	NEXT(bind);
	note_address(address);
	return next(fd, address, bytes);
}

API ssize_t sendto(
    int fd, const void *data, size_t bytes, int flags, const struct sockaddr *address, socklen_t address_bytes)
{
	NEXT(sendto);
	note_address(address);
	return next(fd, data, bytes, flags, address, address_bytes);
}

API int getaddrinfo(const char *restrict name, const char *restrict service, const struct addrinfo *restrict wanted,
    struct addrinfo **restrict found)
{
	NEXT(getaddrinfo);
	if (name != NULL && record_is_of_this_process()) {
		snprintf(record->texts[PROBE_TEXT_CONNECTION], PROBE_TEXT_BYTES, "%s", name);
		record_add(PROBE_CONNECTIONS, 1);
	}
	return next(name, service, wanted, found);
}

API pid_t fork(void)
{
	NEXT(fork);
	note_child();
	return next();
}

API int posix_spawn(pid_t *restrict pid, const char *restrict path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict], char *const environment[restrict])
{
	NEXT(posix_spawn);
	note_child();
	return next(pid, path, actions, attributes, arguments, environment);
}

API int posix_spawnp(pid_t *restrict pid, const char *restrict file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict], char *const environment[restrict])
{
	NEXT(posix_spawnp);
	note_child();
	return next(pid, file, actions, attributes, arguments, environment);
}

API int system(const char *command)
{
	NEXT(system);
	note_child();
	return next(command);
}

API FILE *popen(const char *command, const char *mode)
{
	NEXT(popen);
	note_child();
	return next(command, mode);
}
