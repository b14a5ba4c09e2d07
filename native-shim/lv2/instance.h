/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The main thread's side of an LV2 instance. Never included by code of the audio thread (see audio.h). Functions are
 * [main-thread]; those that can fail write a sentence and return false.
 */
#ifndef MAOLAN_LV2_INSTANCE_H
#define MAOLAN_LV2_INSTANCE_H

#include <lilv/lilv.h>
#include <lv2/state/state.h>

#include "audio.h"
#include "features.h"
#include "message.h"
#include "midnam.h"
#include "paths.h"
#include "property-data.h"
#include "query.h"
#include "units.h"
#include "urid.h"

struct editor;

enum port_kind {
	PORT_UNCONNECTED, /* optional and of an unknown kind: connected to NULL */
	PORT_AUDIO,
	PORT_CV,
	PORT_CONTROL,
	PORT_SEQUENCE,
};

struct lv2_port {
	enum port_kind kind;
	bool input;
	uint32_t slot; /* index among the ports of its kind and direction */
	float value;   /* of a control port outside the parameter table */
	void *buffer;  /* own memory; NULL for audio ports that have a plane */
};

struct state_property {
	char *key;
	char *type;
	void *value;
	uint32_t key_bytes;
	uint32_t type_bytes;
	uint32_t value_bytes;
	uint32_t flags;
};

struct state_list {
	struct state_property *items;
	uint32_t count;
	uint32_t room;
};

struct lv2_instance {
	struct lv2_audio audio; /* must be first */
	bool active;

	char *uri;
	uint32_t frames_max;
	bool offline;       /* see offline.c */
	uint32_t jobs_seen; /* for plugin_settle */
	double sample_rate;
	struct subject subject; /* world and plugin data */
	LilvInstance *lilv;
	const LV2_State_Interface *state;      /* NULL: the plugin has no state */
	const struct midnam_interface *midnam; /* NULL: the plugin has no note names */

	struct urids *urids;
	struct worker *worker; /* for the schedule feature; exists even if the plugin has no worker */
	struct features features;
	struct paths paths;

	struct lv2_port *ports;
	uint32_t port_count;
	uint32_t audio_inputs;
	uint32_t audio_outputs;
	uint32_t sequence_inputs;
	uint32_t sequence_outputs;
	uint32_t sequence_bytes_max; /* of the largest atom port's body */

	uint32_t *parameter_ports; /* parameter index -> its id: port index, or with PROPERTY_ID_BIT */
	struct property_data property_data;
	float *own_values; /* the parameters' values before plugin_bind */

	struct state_list saved;
	struct state_list collected;
	bool said_save_failed;

	struct editor *editor; /* NULL: none is open */
	bool flush_wanted;     /* the editor has changed something that the audio thread has to report to the DAW */

	struct plugin_note_name *note_names; /* MIDNAM_NOTES, or NULL: not requested yet */
	uint32_t note_name_count;
};

/* ---- instantiate.c ---- */

/* Load the plugin's binary and instantiate it. */
bool instance_instantiate(struct lv2_instance *instance, const struct message *message);

/* ---- ports.c ---- */

/* Sort the ports, allocate their memory, read the parameters. */
bool ports_scan(struct lv2_instance *instance, const struct message *message);
/* Connect all ports that do not depend on the block record. */
void ports_connect(struct lv2_instance *instance);
/* Connect audio and control ports to the core's memory. */
void ports_bind(struct lv2_instance *instance, uint8_t *base, struct block *block);
void ports_free(struct lv2_instance *instance);

/* ---- offline.c ---- */

/* Set offline rendering or real time; call it before the features are built. */
void offline_init(struct lv2_instance *instance, bool offline);
/* Whether the host controls this port (lv2:freeWheeling); then its value is set. */
bool offline_owns_port(struct lv2_instance *instance, uint32_t port_index, const LilvPort *port);

/* ---- parameters.c ---- */

/* Add a control input port to the parameter table, or fix it at its default if the table is full. */
bool parameters_add(struct lv2_instance *instance, uint32_t port_index);
/* Move the values into the block's table and describe the parameters there. */
void parameters_bind(struct lv2_instance *instance, uint8_t *base, struct block *block);
/* The values in the plugin's data for a parameter and predicate; may be NULL, must be freed. */
LilvNodes *parameters_values(const struct lv2_instance *instance, uint32_t index, const char *predicate_uri);
void parameters_unit(const struct lv2_instance *instance, uint32_t index, struct unit *unit);
void parameters_free(struct lv2_instance *instance);

/* ---- state.c ---- */

/* Load the plugin's default state if it requests that (state:loadDefaultState). */
void state_load_default(struct lv2_instance *instance);
/* Copy an item into the state that is being saved. */
bool state_keep(struct lv2_instance *instance, const struct plugin_state_item *item);
void state_free(struct lv2_instance *instance);

/* ---- optional.c: see plugin.h ---- */

int32_t lv2_property(struct plugin *plugin, uint32_t index, struct plugin_property *property);
int32_t lv2_property_set(struct plugin *plugin, uint32_t index, const char *value);
int32_t lv2_preset_save(struct plugin *plugin, const char *path, const char *name, char *error, uint32_t error_bytes);
int32_t lv2_note_names(struct plugin *plugin);
int32_t lv2_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name);
int32_t lv2_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared);

#endif
