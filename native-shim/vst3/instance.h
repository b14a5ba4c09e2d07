/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The main thread's side of a VST3 instance. Never included by what runs on the audio thread (see audio.h). Functions
 * are [main-thread] unless marked; those that can fail write a sentence and return false.
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

/* The pieces of a state, as plugin.h's items carry them. */
enum state_part { STATE_ID, STATE_COMPONENT, STATE_CONTROLLER, STATE_PARTS };

struct vst3_instance {
	struct vst3_audio audio; /* must be first */
	bool active;
	bool activating; /* inside setActive(1) */
	bool unsettled;  /* the component has a state that its processor has not seen yet */
	pthread_t main_thread;

	struct module module;
	struct v3_component **component;
	struct v3_edit_controller **controller; /* NULL: the plugin has none */
	bool controller_is_separate;            /* a separate object, not an interface of the component */
	struct connection connection;

	struct facets context; /* the host as the plugin knows it */
	struct facets handler; /* the host as the controller knows it */
	struct run_loop run_loop;
	struct editor editor;

	uint32_t wanted_inputs; /* channels that the DAW has for the plugin; a hint */
	uint32_t wanted_outputs;
	uint32_t event_outputs; /* buses */
	uint32_t tail_samples;  /* how long sound goes on after the input ends; UINT32_MAX: for ever */

	uint8_t *base;              /* of the core's memory; NULL before plugin_bind */
	int32_t *parameter_numbers; /* position in the table -> number at the controller */
	float *own_values;          /* the table's values before plugin_bind */
	double *controller_values;  /* by position: what the controller was told last, or told */

	_Atomic uint32_t restart_flags;  /* any thread: V3_RESTART_*, not looked at yet */
	uint32_t restart_pending;        /* V3_RESTART_* that wait for plugin_restart */
	bool described_anew;             /* plugin_describe says something else since plugin_idle last looked */
	_Atomic uint32_t progress_shown; /* IProgress: how many were started and not finished */
	atomic_bool dirty;               /* setDirty was called since plugin_idle last looked */

	bool for_preset; /* what is saved and restored is a preset, not a project */
	struct stream *saved[STATE_PARTS];
	struct stream *collected[STATE_PARTS];
};

/* ---- instantiate.c ---- */

/* Bring component and controller to the state "setup done". */
bool instance_create(struct vst3_instance *instance, const struct message *message);
/* The way back; also from half way. */
void instance_destroy(struct vst3_instance *instance);
/* Arrange the buses and announce rate and block length. */
bool instance_setup(struct vst3_instance *instance, const struct message *message);
/* Latency and tail, once it is active. */
void instance_read_latency(struct vst3_instance *instance);

/* ---- idle.c ---- */

/* What plugin_idle does. Returns a set of enum plugin_wish. */
int32_t instance_serve(struct vst3_instance *instance);

/* ---- offline.c ---- */

/* Offline rendering or a DAW in real time. First of all. */
void offline_init(struct vst3_instance *instance, bool offline);
/* plugin_idle of a plugin that plays offline. */
int32_t vst3_idle_offline(struct vst3_instance *instance);

/* ---- host.c ---- */

void host_init(struct vst3_instance *instance);
/* The context for initialize and setHostContext. */
struct v3_funknown **host_context(struct vst3_instance *instance);

/* ---- handler.c ---- */

void handler_init(struct vst3_instance *instance);
struct v3_component_handler **handler_object(struct vst3_instance *instance);

/* ---- buses.c ---- */

/* Agree with the plugin on its buses and lay them over the planes. */
bool buses_arrange(struct vst3_instance *instance, const struct message *message);
void buses_activate(struct vst3_instance *instance);
/* Connect the channels to the block's planes (before, they are connected to spare memory), the event buses to rings. */
void buses_bind(struct vst3_instance *instance, uint8_t *base, struct block *block);
void buses_free(struct vst3_instance *instance);

/* ---- parameters.c ---- */

/* Read the controller's list; the table's values are the instance's own until parameters_bind. */
bool parameters_scan(struct vst3_instance *instance, const struct message *message);
/* What the controller says of the parameter at that position in the table; false: nothing. */
bool parameters_info(struct vst3_instance *instance, uint32_t index, struct v3_param_info *info);
/* Ask the controller for all values. */
void parameters_read_values(struct vst3_instance *instance);
/* Move the values into the block's table and describe the parameters there. */
void parameters_bind(struct vst3_instance *instance, uint8_t *base, struct block *block);
/* The controller has changed values by itself: they reach the processor and the table. */
void parameters_values_changed(struct vst3_instance *instance);
/* Tell the controller what the DAW or the processor has changed. */
void parameters_tell_controller(struct vst3_instance *instance);
void parameters_free(struct vst3_instance *instance);

/* ---- midi.c ---- */

/* Ask the controller which parameters MIDI controllers move. midi_map_read may run concurrently with the audio thread.
 */
bool midi_map_new(struct vst3_instance *instance, const struct message *message);
void midi_map_read(struct vst3_instance *instance);
void midi_map_free(struct vst3_instance *instance);

/* ---- state.c ---- */

/* Give the controller the component's state. */
void state_tell_controller(struct vst3_instance *instance, const struct stream *component_state);
/* The component's (or controller's) present state; empty if it keeps none (kNotImplemented), NULL if it refuses. */
struct stream *state_of_component(struct vst3_instance *instance);
struct stream *state_of_controller(struct vst3_instance *instance);
/* Hand over states as a restore does. */
bool state_apply(struct vst3_instance *instance, const struct stream *component, const struct stream *controller);
void state_free(struct vst3_instance *instance);

/* ---- settle.c ---- */

/* Let the processor take a restored state, and values set since. Later, if it is not active. */
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
