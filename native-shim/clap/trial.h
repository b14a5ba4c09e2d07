/* SPDX-License-Identifier: BSD-2-Clause */
/* Shared by trial.c and trial-*.c: running a plugin without a block record. All [main-thread], which also acts as the
   audio thread. */
#ifndef MAOLAN_CLAP_TRIAL_H
#define MAOLAN_CLAP_TRIAL_H

#include "instance.h"
#include "trial-common.h"

/* Events for the plugin; events from it are rejected. */
struct trial_events {
	clap_input_events_t input;
	clap_output_events_t output;
	clap_event_param_value_t *values;
	uint32_t count;
};

/* One trial. Status as in plugin_try. */
typedef int32_t trial_run(struct clap_instance *instance, const struct message *answer);

void trial_events_init(struct trial_events *events, clap_event_param_value_t *values);
/* Activate and start processing; false: it refuses. */
bool trial_start(struct clap_instance *instance);
void trial_stop(struct clap_instance *instance);
/* A block of silence. PLUGIN_OK, or what process returned. */
int32_t trial_block(struct clap_instance *instance, const struct trial_events *events, bool with_transport);

/* Process a block with the planes that the channels point to. */
clap_process_status trial_run_block(
    struct clap_instance *instance, const struct trial_events *events, bool with_transport);
/* Activate, play eight blocks of silence and deactivate. when: for the sentence. */
int32_t trial_play(struct clap_instance *instance, bool with_transport, const char *when, const struct message *answer);

/* It says that outputs may share the memory of inputs. */
bool trial_has_in_place_pairs(const struct clap_instance *instance);

/* ---- trial-events.c ---- */

trial_run trial_flush, trial_cookies, trial_namespaces, trial_wild_values;

/* ---- trial-streams.c ---- */

trial_run trial_short_streams;

/* ---- trial-order.c ---- */

trial_run trial_order, trial_reset;

/* ---- trial-double.c ---- */

trial_run trial_double, trial_double_in_place;

/* ---- trial-layouts.c ---- */

trial_run trial_layouts, trial_inactive_buses;

/* ---- trial-contexts.c ---- */

trial_run trial_contexts;

#endif
