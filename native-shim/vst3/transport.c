/* SPDX-License-Identifier: BSD-2-Clause */
/* Fills ProcessContext from the DAW's transport. */
#include "transport.h"

#include <math.h>
#include <time.h>

static int64_t system_time_ns(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* The musical position, computed as if tempo and signature had been constant since sample 0, since the DAW provides
   nothing else. */
static void describe_position(struct v3_process_context *context, double sample_rate)
{
	context->project_time_quarters = (double)context->project_time_in_samples / sample_rate * context->bpm / 60;
	context->state |= V3_PROCESS_CTX_PROJECT_TIME_VALID;
	if (!(context->state & V3_PROCESS_CTX_TIME_SIG_VALID))
		return;
	const double quarters_per_bar = context->time_sig_numerator * 4.0 / context->time_sig_denom;
	context->bar_position_quarters = floor(context->project_time_quarters / quarters_per_bar) * quarters_per_bar;
	context->state |= V3_PROCESS_CTX_BAR_POSITION_VALID;
}

void transport_describe(struct vst3_audio *audio, uint32_t start)
{
	const struct block_transport *transport = &audio->block->transport;
	struct v3_process_context *context = &audio->context;
	*context = (struct v3_process_context){
	    .state = V3_PROCESS_CTX_SYSTEM_TIME_VALID | V3_PROCESS_CTX_CONT_TIME_VALID,
	    .sample_rate = audio->sample_rate,
	    .project_time_in_samples = (int64_t)transport->playhead_sample + (transport->playing ? start : 0),
	    .system_time_ns = system_time_ns(),
	    .continuous_time_in_samples = audio->continuous_samples,
	};
	if (transport->playing)
		context->state |= V3_PROCESS_CTX_PLAYING;
	if (transport->numerator > 0 && transport->denominator > 0) {
		context->time_sig_numerator = (int32_t)transport->numerator;
		context->time_sig_denom = (int32_t)transport->denominator;
		context->state |= V3_PROCESS_CTX_TIME_SIG_VALID;
	}
	if (transport->tempo > 0) {
		context->bpm = transport->tempo;
		context->state |= V3_PROCESS_CTX_TEMPO_VALID;
		describe_position(context, audio->sample_rate);
	}
}
