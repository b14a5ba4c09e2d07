/* SPDX-License-Identifier: BSD-2-Clause */
/* A bounded queue of gestures (beginEdit, endEdit): any thread puts, the audio thread takes, no thread waits. */
#ifndef MAOLAN_VST3_GESTURES_H
#define MAOLAN_VST3_GESTURES_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define GESTURES_MAX 1024u

struct gesture {
	uint32_t kind;  /* EVENT_GESTURE_BEGIN or EVENT_GESTURE_END */
	uint32_t index; /* position in the parameter table */
};

/* All zero is an empty queue. */
struct gestures {
	struct gesture_cell {
		_Atomic uint32_t turn;
		struct gesture gesture;
	} cells[GESTURES_MAX];
	_Atomic uint32_t next_put;
	uint32_t next_take; /* audio thread only */
};

/* [any-thread] False if full: the gesture is dropped. */
bool gestures_put(struct gestures *gestures, struct gesture gesture);
/* [audio-thread] False if empty. */
bool gestures_take(struct gestures *gestures, struct gesture *gesture);

#endif
