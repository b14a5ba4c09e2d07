/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IParameterChanges: one queue per parameter, with points sorted by offset. Allocated once; then used only on the audio
 * thread, by this host and, inside process, by the plugin.
 */
#ifndef MAOLAN_VST3_CHANGES_H
#define MAOLAN_VST3_CHANGES_H

#include "api.h"
#include "block.h"

#define CHANGES_QUEUES_MAX (BLOCK_PARAMETERS_MAX + BLOCK_EVENTS_MAX)
#define CHANGES_POINTS_MAX (2 * CHANGES_QUEUES_MAX)

/* The source of a change: the controller already knows its own editor's changes. */
enum change_source { CHANGE_FROM_OUTSIDE, CHANGE_FROM_EDITOR };

struct change {
	v3_param_id id;
	double value;
	enum change_source source;
};

struct changes;

/* [main-thread] NULL when out of memory. */
struct changes *changes_new(void);
void changes_free(struct changes *changes);

/* [audio-thread] The object for ProcessData. */
struct v3_param_changes **changes_object(struct changes *changes);
/* [audio-thread] */
void changes_clear(struct changes *changes);
/* [audio-thread] Add a point. Of two at the same offset the later one counts. Dropped if all memory is used. */
void changes_add(
    struct changes *changes, v3_param_id id, int32_t sample_offset, double value, enum change_source source);

/* [audio-thread] Change the parameter at this frame in a step, not a ramp: adds a second point just before it. before:
   its value at the start of the block, if it has no point yet. A parameter's offsets must ascend. */
void changes_step(struct changes *changes, v3_param_id id, int32_t sample_offset, double before, double value);

/* [audio-thread] The number of queues, and the last point of each. False: the queue is empty. */
uint32_t changes_count(const struct changes *changes);
bool changes_last(const struct changes *changes, uint32_t queue, struct change *change);

#endif
