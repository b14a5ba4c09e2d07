/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Real-time scheduling from the rtkit service, for users without the right to ask the kernel. libdbus is loaded only
 * when needed: on a machine without it (or without rtkit) the audio thread runs with ordinary scheduling.
 */
#include "audio.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/resource.h>

/* The part of libdbus' stable ABI that is called here. */
enum { DBUS_BUS_SYSTEM_ = 1, DBUS_TYPE_UINT64_ = 't', DBUS_TYPE_UINT32_ = 'u', DBUS_TYPE_INVALID_ = 0 };

struct dbus {
	void *library;
	void *(*bus_get_private)(int type, void *error);
	void (*set_exit_on_disconnect)(void *connection, unsigned exit);
	void *(*new_method_call)(const char *to, const char *path, const char *interface, const char *method);
	unsigned (*append_args)(void *message, int first_type, ...);
	void *(*send_with_reply)(void *connection, void *message, int timeout_ms, void *error);
	void (*message_unref)(void *message);
	void (*close)(void *connection);
	void (*unref)(void *connection);
};

static int dbus_load(struct dbus *dbus)
{
	dbus->library = dlopen("libdbus-1.so.3", RTLD_NOW | RTLD_LOCAL);
	if (dbus->library == NULL)
		return 0;
	*(void **)&dbus->bus_get_private = dlsym(dbus->library, "dbus_bus_get_private");
	*(void **)&dbus->set_exit_on_disconnect = dlsym(dbus->library, "dbus_connection_set_exit_on_disconnect");
	*(void **)&dbus->new_method_call = dlsym(dbus->library, "dbus_message_new_method_call");
	*(void **)&dbus->append_args = dlsym(dbus->library, "dbus_message_append_args");
	*(void **)&dbus->send_with_reply = dlsym(dbus->library, "dbus_connection_send_with_reply_and_block");
	*(void **)&dbus->message_unref = dlsym(dbus->library, "dbus_message_unref");
	*(void **)&dbus->close = dlsym(dbus->library, "dbus_connection_close");
	*(void **)&dbus->unref = dlsym(dbus->library, "dbus_connection_unref");
	return dbus->bus_get_private && dbus->set_exit_on_disconnect && dbus->new_method_call && dbus->append_args &&
	       dbus->send_with_reply && dbus->message_unref && dbus->close && dbus->unref;
}

static int32_t ask(const struct dbus *dbus, void *connection, pid_t thread_id, int priority)
{
	void *message = dbus->new_method_call("org.freedesktop.RealtimeKit1", "/org/freedesktop/RealtimeKit1",
	    "org.freedesktop.RealtimeKit1", "MakeThreadRealtime");
	if (message == NULL)
		return -ENOMEM;
	const uint64_t thread = (uint64_t)thread_id;
	const uint32_t wanted = (uint32_t)priority;
	void *answer = NULL;
	if (dbus->append_args(message, DBUS_TYPE_UINT64_, &thread, DBUS_TYPE_UINT32_, &wanted, DBUS_TYPE_INVALID_))
		answer = dbus->send_with_reply(connection, message, 500, NULL); /* NULL on an error answer */
	dbus->message_unref(message);
	if (answer == NULL)
		return -EPERM;
	dbus->message_unref(answer);
	return 0;
}

int32_t rtkit_make_realtime(pid_t thread_id, int priority)
{
	struct dbus dbus = {0};
	int32_t status = -ENOSYS;
	void *connection = dbus_load(&dbus) ? dbus.bus_get_private(DBUS_BUS_SYSTEM_, NULL) : NULL;
	if (connection != NULL) {
		dbus.set_exit_on_disconnect(connection, 0);
		/* rtkit refuses a process without a limit on real-time CPU time: 200 ms between two waits is its usual maximum.
		 * The kernel kills a process that reaches it; a warning signal comes at half of it (enter.c). */
		const struct rlimit limit = {100000, 200000};
		setrlimit(RLIMIT_RTTIME, &limit);
		status = ask(&dbus, connection, thread_id, priority);
		dbus.close(connection);
		dbus.unref(connection);
	}
	if (dbus.library != NULL)
		dlclose(dbus.library);
	return status;
}
