/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host processes from the zygote (../zygote/): asking for one, and having one that is not our child.
 *
 * Nothing here waits: answers come as events. Whenever the zygote is not there, does not answer in time or refuses,
 * Node is started instead.
 */
#ifndef MAOLAN_SUPERVISOR_ZYGOTE_H
#define MAOLAN_SUPERVISOR_ZYGOTE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

/* ---- zygote.c ---- */

/* Ask for a host process that gets the write end of the link. Returns false if there is no zygote; then start Node.
 */
bool zygote_ask(int link_fd);
/* An event of this descriptor. Returns false if it is none of ours. */
bool zygote_look(int fd);
/* A byte in the link. Returns true if it was only meant for us: the process that we have asked for runs JavaScript. */
bool zygote_has_called(void);
/* The host process is the zygote's fork. */
bool zygote_has_host(void);
void zygote_kill_host(void);
/* It has ended; what it had started ends as well. */
void zygote_bury_host(void);
/* Do without it from now on. */
void zygote_distrust(void);

/* ---- zygote-start.c ---- */

/* Before anything else is asked. May the zygote be used at all? */
bool zygote_is_allowed(void);
/* The address that all supervisors of this DAW have in common that may share a zygote. Returns its size; 0: none. */
socklen_t zygote_address(struct sockaddr_un *address, uint64_t *key);
/* Be the one that starts the zygote, once a second host process is needed: by us, or by one that connects. */
void zygote_offer(void);
/* Returns true if we are, and have started it now. */
bool zygote_start(void);
/* A supervisor has connected. Returns false if fd is not our listening socket. */
bool zygote_is_wanted(int fd);

#endif
