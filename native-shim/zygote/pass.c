/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptors travel as ancillary data (unix(7), SCM_RIGHTS). */
#include "pass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

union control {
	struct cmsghdr head;
	char bytes[CMSG_SPACE(PASS_FDS_MAX * sizeof(int))];
};

bool pass_send(int socket, const void *bytes, size_t size, const int *fds, int count)
{
	union control control;
	memset(&control, 0, sizeof control);
	struct iovec part = {(void *)bytes, size};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = control.bytes,
	    .msg_controllen = CMSG_SPACE((size_t)count * sizeof(int))};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
	memcpy(CMSG_DATA(head), fds, (size_t)count * sizeof(int));
	return sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)size;
}

static void close_fds(const struct cmsghdr *head)
{
	const size_t count = (head->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	for (size_t i = 0; i < count; i++) {
		int fd;
		memcpy(&fd, CMSG_DATA(head) + i * sizeof fd, sizeof fd);
		close(fd);
	}
}

bool pass_receive(int socket, void *bytes, size_t size, int *fds, int count)
{
	union control control;
	struct iovec part = {bytes, size};
	struct msghdr message = {
	    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
	ssize_t got;
	while ((got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
		;
	const struct cmsghdr *head = got > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	if (head == NULL || head->cmsg_type != SCM_RIGHTS)
		return false;
	if (got != (ssize_t)size || head->cmsg_len != CMSG_LEN((size_t)count * sizeof(int))) {
		close_fds(head);
		return false;
	}
	memcpy(fds, CMSG_DATA(head), (size_t)count * sizeof(int));
	return true;
}
