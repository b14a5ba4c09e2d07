/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The link between component and controller. They never meet: each is connected to a proxy of ours, which hands
 * messages on, always on the main thread.
 */
#ifndef MAOLAN_VST3_CONNECTION_H
#define MAOLAN_VST3_CONNECTION_H

#include <pthread.h>
#include <stdatomic.h>

#include "api.h"
#include "offline.h"

struct waiting_message;

/* What one side sees of the other. */
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
	struct offline *offline;                   /* is noted what waits */
	_Atomic(struct waiting_message *) waiting; /* from other threads; the newest first */
};

/* [main-thread] Connect the two, if both have connection points and are not one and the same object. */
void connection_open(
    struct connection *connection, struct v3_component **component, struct v3_edit_controller **controller);
/* [main-thread] Deliver what other threads sent. */
void connection_deliver(struct connection *connection);
/* [main-thread] Disconnect; undelivered messages are dropped. */
void connection_close(struct connection *connection);

#endif
