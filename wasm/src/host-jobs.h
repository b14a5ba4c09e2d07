/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the jobs share: host-jobs.c knows all others, -requests.c knows -blocks.c, all know -state.c. */
#ifndef CORE_HOST_JOBS_H
#define CORE_HOST_JOBS_H

#include <stdint.h>

extern struct jobs {
	/* These two belong to the plugin and its client, not to the segment: jobs_reset keeps them. */
	int32_t suspended; /* enum host_mode */
	int32_t client;    /* enum host_client */

	uint32_t seen_type; /* for host_request_type */

	uint32_t answered_type;    /* 0: none. The last one answered, whose word may still stand (by the counter) */
	uint32_t outstanding_type; /* 0: none */
	uint32_t outstanding_wake_ms;
	int slow;           /* the outstanding request puts no block off any more */
	uint32_t next_type; /* 0: none. The request that replaces the outstanding one */
	uint32_t next_wake_ms;

	uint32_t undecided; /* bytes that are a block's, or the outstanding request's once more: see host-jobs.c */
	uint32_t undecided_ms;
	int has_guessed; /* such bytes were taken for blocks', because the main thread took long to finish */

	uint32_t unanswered; /* blocks whose bytes have been read and that the counter has not answered */
	int last_was_block;  /* the last wake brought a block */
	int is_behind;       /* the last block has run, and another one has been announced: it was given up */
	int hold_is_over;    /* HOST_HOLD puts no block off any more */
	int held_reply;      /* of host_holds_reply */
	int lost_blocks;     /* blocks have been given up that were not answered */

	uint32_t given_up;   /* requests answered for the main thread, which may still be at work on them */
	int gave_up_restore; /* one of them is a restore */
} jobs;

/* host-jobs-state.c */
/* May a thread of the client take any byte for the answer to its request? */
int jobs_takes_any(void);
/* The word in the header, unless it is that of an answered request. Clients store a pending status before their byte.
 */
uint32_t jobs_standing_type(void);
/* The plugin must not process during a restore. */
int jobs_main_thread_restores(void);
uint32_t jobs_outstanding_age_ms(void);

/* host-jobs-blocks.c */
/* Blocks that the client has given up are not answered. */
void jobs_drop_late(uint32_t now_ms);
/* Answer all blocks that have run, or need not. */
void jobs_answer_waiting(void);
/* Run the newest block for all that wait: HOST_BLOCK, or HOST_NOTHING and they are answered. */
int32_t jobs_run_block(void);
/* Nothing keeps the blocks back any more that wait, but perhaps a hold: as jobs_run_block. */
int32_t jobs_go_on(void);
/* count bytes were blocks'. */
void jobs_add_blocks(uint32_t count, uint32_t wake_ms);
/* Does the outstanding request, or the hold, keep blocks back? */
int jobs_puts_off(void);
/* The number of undecided bytes, which are decided by the caller. */
uint32_t jobs_take_undecided(void);

/* host-jobs-requests.c */
/* The main thread gets a request: HOST_REQUEST. */
int32_t jobs_start_request(uint32_t type, uint32_t wake_ms);

#endif
