/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Host processes from the zygote (../zygote/): requests one, and handles one that is not our child. Nothing here
 * waits: answers come as events. Whenever the zygote does not exist, does not answer in time or refuses, Node is
 * started instead.
 */
#ifndef MAOLAN_SUPERVISOR_ZYGOTE_H
#define MAOLAN_SUPERVISOR_ZYGOTE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/un.h>

/* ---- zygote.c ---- */

/* Request a host process that gets the write end of the link. Returns false if there is no zygote; then start Node. */
bool zygote_ask(int link_fd);
/* Handle an event of this descriptor. Returns false if it is not ours. */
bool zygote_look(int fd);
/* Handle a byte in the link. Returns true if it was only for us: the requested process runs JavaScript. */
bool zygote_has_called(void);
/* Whether the host process is a fork of the zygote. */
bool zygote_has_host(void);
void zygote_kill_host(void);
/* It has ended: end what it had started, too. */
void zygote_reap_host(void);
/* Do not use the zygote from now on. */
void zygote_distrust(void);

/* ---- zygote-start.c ---- */

/* Whether the zygote may be used at all; ask this first. */
bool zygote_is_allowed(void);
/* The address shared by all supervisors of this DAW that may share a zygote. Returns its size; 0: none. */
socklen_t zygote_address(struct sockaddr_un *address, uint64_t *key);
/* Become the supervisor that starts the zygote, once a second host process is needed: by us, or by one that connects.
 */
void zygote_offer(void);
/* Whether we are that one. Then start Node: the zygote begins when that has loaded the plugin, and does not delay it.
 */
bool zygote_is_ours(void);
/* Call this when a host process has loaded its plugin. */
void zygote_host_is_loaded(void);
/* A supervisor has connected. Returns false if fd is not our listening socket. */
bool zygote_is_wanted(int fd);

#endif
