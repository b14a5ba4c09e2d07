/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The main thread's side of a VST3 instance. Never included by code of the audio thread (see audio.h). Functions are
 * [main-thread] unless marked; those that can fail write a sentence and return false.
 */
#ifndef MAOLAN_VST3_INSTANCE_H
#define MAOLAN_VST3_INSTANCE_H

#include <pthread.h>

#include "audio.h"
#include "connection.h"
#include "editor.h"
#include "facet.h"
#include "message.h"
#include "module.h"
#include "run-loop.h"
#include "stream.h"

/* The items of a state, as in plugin.h. */
enum state_part { STATE_ID, STATE_COMPONENT, STATE_CONTROLLER, STATE_PARTS };

struct vst3_instance {
	struct vst3_audio audio; /* must be first */
	bool active;
	bool activating; /* inside setActive(1) */
	bool unsettled;  /* the processor has not received the component's state yet */
	pthread_t main_thread;

	struct module module;
	struct v3_component **component;
	struct v3_edit_controller **controller; /* NULL: the plugin has none */
	bool controller_is_separate;            /* a separate object, not an interface of the component */
	struct connection connection;

	struct facets context; /* the host's interfaces for the plugin */
	struct facets handler; /* the host's interfaces for the controller */
	struct run_loop run_loop;
	struct editor editor;

	uint32_t wanted_inputs; /* channels that the DAW requests; a hint */
	uint32_t wanted_outputs;
	uint32_t event_outputs; /* buses */
	uint32_t tail_samples;  /* tail after the input ends; UINT32_MAX: endless */

	uint8_t *base;              /* of the core's memory; NULL before plugin_bind */
	int32_t *parameter_numbers; /* position in the table -> index in the controller */
	float *own_values;          /* the table's values before plugin_bind */
	double *controller_values;  /* by position: value last exchanged with the controller */

	_Atomic uint32_t restart_flags;  /* any thread: V3_RESTART_*, not processed yet */
	uint32_t restart_pending;        /* V3_RESTART_*, to be done by plugin_restart */
	bool described_anew;             /* plugin_describe has changed since the last plugin_idle */
	_Atomic uint32_t progress_shown; /* IProgress: number of unfinished ones */
	atomic_bool dirty;               /* setDirty was called since the last plugin_idle */
	_Atomic(const char *) complaint; /* any thread -> main: a function that was called on the wrong thread */
	bool complained;                 /* about it, once */

	bool for_preset; /* states are saved and restored as a preset, not a project */
	struct stream *saved[STATE_PARTS];
	struct stream *collected[STATE_PARTS];
};

/* ---- instantiate.c ---- */

/* Bring component and controller to the state "setup done". */
bool instance_create(struct vst3_instance *instance, const struct message *message);
/* The reverse; works from any intermediate state, too. */
void instance_destroy(struct vst3_instance *instance);
/* Arrange the buses and set rate and block length. */
bool instance_setup(struct vst3_instance *instance, const struct message *message);
/* Latency and tail, once it is active. */
void instance_read_latency(struct vst3_instance *instance);

/* ---- idle.c ---- */

/* Implements plugin_idle. Returns a set of enum plugin_request. */
int32_t instance_serve(struct vst3_instance *instance);

/* ---- offline.c ---- */

/* Set offline rendering or real time. Call this first. */
void offline_init(struct vst3_instance *instance, bool offline);
/* plugin_idle for a plugin that renders offline. */
int32_t vst3_idle_offline(struct vst3_instance *instance);

/* ---- host.c ---- */

void host_init(struct vst3_instance *instance);
/* The context for initialize and setHostContext. */
struct v3_funknown **host_context(struct vst3_instance *instance);

/* ---- handler.c ---- */

void handler_init(struct vst3_instance *instance);
struct v3_component_handler **handler_object(struct vst3_instance *instance);

/* ---- buses.c ---- */

/* Negotiate the buses with the plugin and assign them to the planes. */
bool buses_arrange(struct vst3_instance *instance, const struct message *message);
void buses_activate(struct vst3_instance *instance);
/* Connect the channels to the block's planes (spare memory before that), and the event buses to rings. */
void buses_bind(struct vst3_instance *instance, uint8_t *base, struct block *block);
void buses_free(struct vst3_instance *instance);

/* ---- parameters.c ---- */

/* Read the controller's list; the table's values are the instance's own until parameters_bind. */
bool parameters_scan(struct vst3_instance *instance, const struct message *message);
/* The controller's information about the parameter at that position in the table; false if there is none. */
bool parameters_info(struct vst3_instance *instance, uint32_t index, struct v3_param_info *info);
/* Read all values from the controller. */
void parameters_read_values(struct vst3_instance *instance);
/* Move the values into the block's table and describe the parameters there. */
void parameters_bind(struct vst3_instance *instance, uint8_t *base, struct block *block);
/* The controller has changed values: pass them to the processor and the table. */
void parameters_values_changed(struct vst3_instance *instance);
/* Pass changes by the DAW or the processor to the controller. */
void parameters_update_controller(struct vst3_instance *instance);
void parameters_free(struct vst3_instance *instance);

/* ---- midi.c ---- */

/* Read from the controller which parameters MIDI controllers change. midi_map_read may run concurrently with the audio
   thread. */
bool midi_map_new(struct vst3_instance *instance, const struct message *message);
void midi_map_read(struct vst3_instance *instance);
void midi_map_free(struct vst3_instance *instance);

/* ---- state.c ---- */

/* Pass the component's state to the controller. */
void state_update_controller(struct vst3_instance *instance, const struct stream *component_state);
/* The component's (or controller's) current state; empty if it has none (kNotImplemented), NULL if it fails. */
struct stream *state_of_component(struct vst3_instance *instance);
struct stream *state_of_controller(struct vst3_instance *instance);
/* Set the states, as a restore does. */
bool state_apply(struct vst3_instance *instance, const struct stream *component, const struct stream *controller);
void state_free(struct vst3_instance *instance);

/* ---- settle.c ---- */

/* Make the processor take a restored state and values set since. Deferred if it is not active. */
void settle(struct vst3_instance *instance);

/* ---- optional.c: see plugin.h ---- */

int32_t vst3_programs(struct plugin *plugin);
int32_t vst3_program(struct plugin *plugin, uint32_t index, struct plugin_program *program);
int32_t vst3_program_choose(struct plugin *plugin, uint32_t index);
void vst3_state_context(struct plugin *plugin, uint32_t context);
int32_t vst3_note_expressions(struct plugin *plugin, uint32_t port, uint32_t channel);
int32_t vst3_note_expression(
    struct plugin *plugin, uint32_t port, uint32_t channel, uint32_t index, struct plugin_note_expression *expression);
int32_t vst3_route(struct plugin *plugin, uint32_t index, struct plugin_route *route);
int32_t vst3_replaces(struct plugin *plugin, const char *id);
int32_t vst3_remap_parameter(struct plugin *plugin, const char *id, uint32_t parameter_id);

#endif
