/* SPDX-License-Identifier: BSD-2-Clause */
/* The parameter table, and the DAW's knowledge of it. Audio thread. */
#ifndef CORE_PARAMETERS_H
#define CORE_PARAMETERS_H

#include "host.h"
#include "window.h"

/* host-parameters.c. The plugin's side writes the tables. */
extern uint32_t parameter_ids[BLOCK_PARAMETERS_MAX];
/* f32 everywhere else. The core only checks whether a value has changed, by its bits, because NaN never equals itself.
 */
extern uint32_t parameter_values[BLOCK_PARAMETERS_MAX];
/* As in the record when the table was last read, clamped. */
extern uint32_t parameter_count;
void parameters_follow(void);

/* Read the table again if the plugin's side has changed its length. */
static inline void parameters_follow_length(void)
{
	if (minimum(host_record.parameter_count, BLOCK_PARAMETERS_MAX) != parameter_count)
		parameters_follow();
}

/* host-echo.c */
/* The DAW has no value yet. */
void echo_forget(void);
/* The table has been replaced. For parameters with unchanged id and position the DAW's knowledge is kept. For the
   others it knows the current values, because it requests lists; or nothing, in versions without lists. */
void echo_follow(void);
/* Call these around any number of echo_event. */
void echo_begin(void);
void echo_end(void);
/* Report an event from the plugin to the DAW: any kind except MIDI. */
void echo_event(const struct event *event, uint32_t sample_offset);
/* Report every parameter that differs from the DAW's knowledge. */
void echo_differences(void);

#endif
