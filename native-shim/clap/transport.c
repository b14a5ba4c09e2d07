/* SPDX-License-Identifier: BSD-2-Clause */
/* Fills clap_event_transport from the DAW's transport (events.h). */
#include "transport.h"

#include <math.h>

/* Plugins that use a value without checking its flag should at least not divide by zero. */
#define USUAL_TEMPO 120.0
#define USUAL_SIGNATURE 4

#define POSITION_MAX 4294967295.0 /* beats or seconds: the limit of the fixed-point format */

static int64_t fixed_point(double position)
{
	return llround(fmin(position, POSITION_MAX) * (double)CLAP_BEATTIME_FACTOR);
}

/* The musical position, computed as if tempo and signature had been constant since sample 0, since the DAW provides
   nothing else. */
static void describe_position(clap_event_transport_t *transport, double seconds)
{
	const double beats = fmin(seconds * transport->tempo / 60, POSITION_MAX);
	transport->song_pos_beats = fixed_point(beats);
	transport->flags |= CLAP_TRANSPORT_HAS_BEATS_TIMELINE;
	if (!(transport->flags & CLAP_TRANSPORT_HAS_TIME_SIGNATURE))
		return;
	const double beats_per_bar = transport->tsig_num * 4.0 / transport->tsig_denom;
	const double bar = fmin(floor(beats / beats_per_bar), INT32_MAX);
	transport->bar_number = (int32_t)bar;
	transport->bar_start = fixed_point(bar * beats_per_bar);
}

void transport_describe(struct clap_audio *audio, uint32_t start)
{
	const struct block_transport *from = &audio->block->transport;
	const double sample = (double)from->playhead_sample + (from->playing ? start : 0);
	const double seconds = sample / audio->sample_rate;
	clap_event_transport_t *transport = &audio->transport;
	*transport = (clap_event_transport_t){
	    .header = {.size = sizeof(*transport), .space_id = CLAP_CORE_EVENT_SPACE_ID, .type = CLAP_EVENT_TRANSPORT},
	    .flags = CLAP_TRANSPORT_HAS_SECONDS_TIMELINE,
	    .song_pos_seconds = fixed_point(seconds),
	    .tempo = USUAL_TEMPO,
	    .tsig_num = USUAL_SIGNATURE,
	    .tsig_denom = USUAL_SIGNATURE,
	};
	if (from->playing)
		transport->flags |= CLAP_TRANSPORT_IS_PLAYING;
	if (from->numerator - 1 < UINT16_MAX && from->denominator - 1 < UINT16_MAX) { /* 0 means unknown */
		transport->tsig_num = (uint16_t)from->numerator;
		transport->tsig_denom = (uint16_t)from->denominator;
		transport->flags |= CLAP_TRANSPORT_HAS_TIME_SIGNATURE;
	}
	if (from->tempo > 0) {
		transport->tempo = from->tempo;
		transport->flags |= CLAP_TRANSPORT_HAS_TEMPO;
		describe_position(transport, seconds);
	}
}
