/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connection between component and controller. They are not connected directly: each is connected to a proxy, which
 * forwards messages, always on the main thread.
 */
#ifndef MAOLAN_VST3_CONNECTION_H
#define MAOLAN_VST3_CONNECTION_H

#include <pthread.h>
#include <stdatomic.h>

#include "api.h"
#include "offline.h"

struct waiting_message;

/* One side's view of the other. */
struct connection_proxy {
	const struct v3_connection_point *table; /* must be first: the plugin's pointer to the object */
	struct connection *connection;
	struct v3_connection_point **target; /* NULL: not connected */
};

/* All zero: not connected. */
struct connection {
	pthread_t main_thread;
	struct connection_proxy to_controller;
	struct connection_proxy to_component;
	struct offline *offline;                   /* notified when a message is queued */
	_Atomic(struct waiting_message *) waiting; /* from other threads; newest first */
};

/* [main-thread] Connect the two, if both have connection points and are different objects. */
void connection_open(
    struct connection *connection, struct v3_component **component, struct v3_edit_controller **controller);
/* [main-thread] Deliver messages from other threads. */
void connection_deliver(struct connection *connection);
/* [main-thread] Disconnect; undelivered messages are dropped. */
void connection_close(struct connection *connection);

#endif
