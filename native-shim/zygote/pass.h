/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages with descriptors, on a SOCK_SEQPACKET socket. */
#ifndef MAOLAN_ZYGOTE_PASS_H
#define MAOLAN_ZYGOTE_PASS_H

#include <stdbool.h>
#include <stddef.h>

#define PASS_FDS_MAX 16

/* Send a message with this many descriptors, at most PASS_FDS_MAX. Never waits. Returns false on failure. */
bool pass_send(int socket, const void *bytes, size_t size, const int *fds, int count);
/* Receive one that has this size and this many descriptors, which are closed on exec. Waits. Returns false if another
   message came (its descriptors are closed), or the other end was closed. */
bool pass_receive(int socket, void *bytes, size_t size, int *fds, int count);

#endif
