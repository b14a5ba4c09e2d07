/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parameter table, and what the DAW knows of it. Audio thread.
 */
#ifndef CORE_PARAMETERS_H
#define CORE_PARAMETERS_H

#include "host.h"
#include "window.h"

/* host-parameters.c. The plugin's side writes the tables. */
extern uint32_t parameter_ids[BLOCK_PARAMETERS_MAX];
/* f32 for everybody else. The core only asks whether a value changed, bit by bit: NaN would never equal itself. */
extern uint32_t parameter_values[BLOCK_PARAMETERS_MAX];
/* As in the record when the table was last followed, clamped. */
extern uint32_t parameter_count;
void parameters_follow(void);

/* Follow the table if the plugin's side has filled in one of another length. */
static inline void parameters_follow_length(void)
{
	if (minimum(host_record.parameter_count, BLOCK_PARAMETERS_MAX) != parameter_count)
		parameters_follow();
}

/* host-echo.c */
/* The DAW knows nothing. */
void echo_forget(void);
/* The table is another. The DAW still knows what it knew of parameters that kept their id and place. Of the others it
   knows the values as they are now, as it asks for lists; or nothing, in versions where it cannot ask. */
void echo_follow(void);
/* Around any number of echo_event. */
void echo_begin(void);
void echo_end(void);
/* Tell the DAW of one event that the plugin wrote: any but MIDI. */
void echo_event(const struct event *event, uint32_t sample_offset);
/* Tell the DAW of every parameter that is not as the DAW knows it. */
void echo_differences(void);

#endif
