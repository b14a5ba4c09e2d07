/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What passes between a supervisor and the zygote, on one SOCK_SEQPACKET socket: a request with the descriptors of the
 * host process. Once that is forked, its parent (parent.c) has the zygote's end of the socket.
 */
#ifndef MAOLAN_ZYGOTE_REQUEST_H
#define MAOLAN_ZYGOTE_REQUEST_H

#include <stdint.h>

/* Descriptors of a request, in this order. */
enum zygote_fd {
	ZYGOTE_TEXTS, /* a memory file: arguments, then the environment, each text with its NUL */
	ZYGOTE_DIRECTORY,
	ZYGOTE_STDIN,
	ZYGOTE_STDOUT,
	ZYGOTE_STDERR,
	ZYGOTE_WAKE,
	ZYGOTE_REPLY,
	ZYGOTE_RECORD,
	ZYGOTE_SEGMENT,
	ZYGOTE_LINK,
	ZYGOTE_GO, /* read end of a pipe: a byte lets the host process begin, the end of file ends it */
	ZYGOTE_FDS,
};

/* Their numbers in the host process; STDIN to STDERR are 0 to 2. */
enum zygote_host_fd {
	HOST_FD_WAKE = 3,
	HOST_FD_REPLY,
	HOST_FD_RECORD,
	HOST_FD_SEGMENT,
	HOST_FD_LINK,
	HOST_FD_END,
};

/* Descriptors that the zygote is started with; those below are reserved for the host process. */
enum zygote_own_fd { ZYGOTE_OWN_LISTENER = HOST_FD_END, ZYGOTE_OWN_DAW, ZYGOTE_OWN_END };

struct zygote_request {
	uint64_t key; /* key_of_process */
	uint32_t umask;
	int32_t session;
	int32_t group;
	uint32_t argument_count;
	uint32_t variable_count;
	uint32_t text_bytes;
};

/* The third argument of a parent whose child is a spare. Its socket is the zygote's: the first message brings the
   supervisor's. */
#define PARENT_OF_SPARE "spare"

/* From the parent of the host process to its supervisor. */
enum parent_says {
	PARENT_STARTED, /* the host process's pid, which stays its own until the supervisor has closed the socket */
	PARENT_ENDED,   /* its wait status */
};

struct parent_message {
	int32_t says; /* enum parent_says */
	int32_t value;
};

/* From the supervisor to that parent, one byte: end what the plugin has started, then yourself. */
#define PARENT_REAP 'b'

#endif
