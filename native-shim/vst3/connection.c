/* SPDX-License-Identifier: BSD-2-Clause */
/* IConnectionPoint proxies between component and controller. */
#include "connection.h"

#include <stdlib.h>

#include "os.h"

struct waiting_message {
	struct waiting_message *next;
	struct connection_proxy *proxy;
	struct v3_message **message; /* holds a reference */
};

static v3_result query_interface(void *self, const v3_tuid iid, void **object)
{
	const bool known = v3_tuid_match(iid, v3_connection_point_iid) || v3_tuid_match(iid, v3_funknown_iid);
	*object = known ? self : NULL;
	return known ? V3_OK : V3_NO_INTERFACE;
}

/* Proxies live as long as the instance. */
static uint32_t count_nothing(void *self)
{
	(void)self;
	return 1;
}

/* Only the host connects; calls by a plugin have no effect. */
static v3_result connect_nothing(void *self, struct v3_connection_point **other)
{
	(void)self;
	(void)other;
	return V3_OK;
}

static v3_result enqueue(struct connection_proxy *proxy, struct v3_message **message)
{
	struct waiting_message *waiting = malloc(sizeof(*waiting));
	if (!waiting)
		return V3_NOMEM;
	(*message)->ref(message);
	*waiting = (struct waiting_message){NULL, proxy, message};
	_Atomic(struct waiting_message *) *head = &proxy->connection->waiting;
	waiting->next = atomic_load(head);
	while (!atomic_compare_exchange_weak(head, &waiting->next, waiting))
		;
	offline_note(proxy->connection->offline);
	notify_main();
	return V3_OK;
}

static v3_result notify(void *self, struct v3_message **message)
{
	struct connection_proxy *proxy = self;
	if (!message)
		return V3_INVALID_ARG;
	if (!proxy->target)
		return V3_FALSE;
	if (!pthread_equal(pthread_self(), proxy->connection->main_thread))
		return enqueue(proxy, message);
	return (*proxy->target)->notify(proxy->target, message);
}

static const struct v3_connection_point proxy_table = {
    .query_interface = query_interface,
    .ref = count_nothing,
    .unref = count_nothing,
    .connect = connect_nothing,
    .disconnect = connect_nothing,
    .notify = notify,
};

void connection_open(
    struct connection *connection, struct v3_component **component, struct v3_edit_controller **controller)
{
	struct v3_connection_point **component_point = NULL;
	struct v3_connection_point **controller_point = NULL;
	(*component)->query_interface(component, v3_connection_point_iid, (void **)&component_point);
	(*controller)->query_interface(controller, v3_connection_point_iid, (void **)&controller_point);
	if (!component_point || !controller_point || component_point == controller_point) {
		if (component_point)
			(*component_point)->unref(component_point);
		if (controller_point)
			(*controller_point)->unref(controller_point);
		return;
	}
	connection->main_thread = pthread_self();
	connection->to_controller = (struct connection_proxy){&proxy_table, connection, controller_point};
	connection->to_component = (struct connection_proxy){&proxy_table, connection, component_point};
	(*component_point)->connect(component_point, (struct v3_connection_point **)&connection->to_controller);
	(*controller_point)->connect(controller_point, (struct v3_connection_point **)&connection->to_component);
}

/* Takes the oldest first. */
static struct waiting_message *take_waiting(struct connection *connection)
{
	struct waiting_message *newest = atomic_exchange(&connection->waiting, NULL);
	struct waiting_message *oldest = NULL;
	while (newest) {
		struct waiting_message *next = newest->next;
		newest->next = oldest;
		oldest = newest;
		newest = next;
	}
	return oldest;
}

static void deliver(struct connection *connection, bool drop)
{
	struct waiting_message *waiting = take_waiting(connection);
	while (waiting) {
		struct waiting_message *next = waiting->next;
		struct v3_connection_point **target = waiting->proxy->target;
		if (target && !drop)
			(*target)->notify(target, waiting->message);
		(*waiting->message)->unref(waiting->message);
		free(waiting);
		waiting = next;
	}
}

void connection_deliver(struct connection *connection)
{
	deliver(connection, false);
}

static void disconnect(struct connection_proxy *receiver, struct connection_proxy *given)
{
	struct v3_connection_point **point = receiver->target;
	if (point)
		(*point)->disconnect(point, (struct v3_connection_point **)given);
}

static void release(struct connection_proxy *proxy)
{
	struct v3_connection_point **point = proxy->target;
	proxy->target = NULL;
	if (point)
		(*point)->unref(point);
}

void connection_close(struct connection *connection)
{
	disconnect(&connection->to_component, &connection->to_controller);
	disconnect(&connection->to_controller, &connection->to_component);
	deliver(connection, true);
	release(&connection->to_component);
	release(&connection->to_controller);
}
