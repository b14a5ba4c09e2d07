/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The main thread's side of a CLAP instance. Never included by code of the audio thread (see audio.h). Functions are
 * [main-thread] unless marked; those that can fail write a sentence and return false.
 */
#ifndef MAOLAN_CLAP_INSTANCE_H
#define MAOLAN_CLAP_INSTANCE_H

#include "audio.h"
#include "editor.h"
#include "message.h"
#include "module.h"
#include "run-loop.h"
#include "stream.h"

/* The plugin's requests to the main thread. */
enum request {
	REQUEST_CALLBACK = 1, /* on_main_thread */
	REQUEST_VALUES = 2,   /* read the parameters' values */
	REQUEST_RESTART = 4,  /* deactivate and activate */
	REQUEST_PORTS = 8,    /* read the ports, while inactive */
	REQUEST_TABLE = 16,   /* read the list of parameters, while inactive */
	REQUEST_LATENCY = 32, /* read the latency, after an activation */
	REQUEST_SAVE = 64,    /* the state has changed */
	REQUEST_DESCRIBE = 128,
	REQUEST_SHOW = 256, /* the editor, as all that follow */
	REQUEST_HIDE = 512,
	REQUEST_DESTROY = 1024,
	REQUEST_RESIZE = 2048, /* to editor.wanted */
	REQUEST_HINTS = 4096,  /* read how it may be resized */
};
#define REQUESTS_FOR_RESTART (REQUEST_RESTART | REQUEST_PORTS | REQUEST_TABLE | REQUEST_LATENCY)
#define REQUESTS_FOR_SOUND (REQUESTS_FOR_RESTART | REQUEST_CALLBACK | REQUEST_VALUES)
#define REQUESTS_OF_EDITOR (REQUEST_SHOW | REQUEST_HIDE | REQUEST_DESTROY | REQUEST_RESIZE | REQUEST_HINTS)

struct clap_instance {
	struct clap_audio audio; /* must be first */
	bool active;
	bool complained; /* about a call on the wrong thread, which is reported once */
	pthread_t main_thread;

	struct module module;
	const clap_plugin_descriptor_t *descriptor;
	clap_host_t host;
	struct run_loop run_loop;
	struct editor editor;

	/* The plugin's extensions, or NULL. */
	const clap_plugin_audio_ports_t *audio_ports;
	const clap_plugin_note_ports_t *note_ports;
	const clap_plugin_latency_t *latency;
	const struct clap_plugin_render *render;
	const clap_plugin_state_t *state;
	const struct clap_plugin_state_context *state_context;
	const struct clap_plugin_preset_load *preset_load;
	const struct clap_plugin_note_name *note_name;
	const struct clap_plugin_file_reference *files;
	const struct maolan_plugin_file_reference *maolan_files;
	const struct clap_plugin_resource_directory *resource_directory;
	char *directories[2]; /* set by the DAW: [0] for this plugin alone, [1] shared; NULL: none */

	bool demands_realtime; /* even offline, according to clap.render */
	uint32_t note_inputs;  /* number of all ports */
	uint32_t note_outputs;

	uint8_t *base;               /* of the core's memory; NULL before plugin_bind */
	uint32_t *parameter_numbers; /* position in the table -> index in the plugin */
	float *own_values;           /* the table's values before plugin_bind */

	_Atomic uint32_t requests; /* any thread: enum request, not processed yet */
	uint32_t pending;          /* those of REQUESTS_FOR_RESTART that wait for an activation */

	char preset_error[256]; /* the plugin's error when it failed to load a preset */
	bool for_preset;        /* states are saved and restored as a preset, not a project */
	struct stream saved;
	struct stream collected;
	bool has_saved;
	bool has_collected;
	struct plugin_note_name *note_names; /* of the last plugin_note_names */
	uint32_t note_name_count;
};

/* The plugin's name, or its id if it has none. */
static inline const char *instance_name(const struct clap_instance *instance)
{
	const char *name = instance->descriptor->name;
	return name && name[0] ? name : instance->descriptor->id;
}

/* ---- instantiate.c ---- */

/* Create the plugin and read its properties. */
bool instance_create(struct clap_instance *instance, const struct message *message);
/* The reverse; works from any intermediate state, too. */
void instance_destroy(struct clap_instance *instance);
/* Read ports and parameters, and reconnect them if they were connected. Only while the plugin is inactive. */
bool instance_read(struct clap_instance *instance, const struct message *message);

/* ---- idle.c ---- */

/* [any-thread] Have the main thread process these requests. */
void instance_request(struct clap_instance *instance, uint32_t requests);

/* ---- plugin.c ---- */

/* If the audio thread waits for it, activate the plugin for the new block length (block-length.h). */
void instance_follow_length(struct clap_instance *instance);

/* Implements plugin_idle. Returns a set of enum plugin_request. */
int32_t instance_serve(struct clap_instance *instance);

/* ---- offline.c ---- */

/* Set offline rendering or real time. Call this first. */
void offline_init(struct clap_instance *instance, bool offline);
/* Pass the setting on to the plugin. */
void offline_apply(struct clap_instance *instance);
/* plugin_idle for a plugin that renders offline. */
int32_t clap_idle_offline(struct clap_instance *instance);

/* ---- host.c ---- */

/* Fill in the host's interface for the plugin. */
void host_init(struct clap_instance *instance);
struct clap_instance *host_instance(const clap_host_t *host);
/* [any-thread] Whether the caller is the main thread, and does not currently act as the audio thread. */
bool instance_is_on_main(const struct clap_instance *instance);
/* [any-thread] The same. If not, the function that the plugin has called on the wrong thread is reported once. */
bool host_is_main(const clap_host_t *host, const char *function);

/* ---- files.c ---- */

extern const struct clap_host_resource_directory host_resource_directory;

/* ---- presets.c ---- */

extern const struct clap_host_preset_load host_preset_load;

/* ---- extensions.c ---- */

/* [any-thread] The host's extension of this id, or NULL. */
const void *extension_of_host(const char *id);

/* ---- ports.c ---- */

/* Assign the plugin's audio ports to the planes, and read its note ports. */
bool ports_read(struct clap_instance *instance, const struct message *message);
/* Connect the channels to the block's planes (spare memory before that), and the note ports to rings. */
void ports_bind(struct clap_instance *instance, uint8_t *base, struct block *block);
void ports_free(struct clap_instance *instance);

/* ---- parameters.c ---- */

/* Read the plugin's list; the table's values are the instance's own until parameters_bind. */
bool parameters_read(struct clap_instance *instance, const struct message *message);
/* Read all values from the plugin. */
void parameters_read_values(struct clap_instance *instance);
/* Move the values into the block's table and describe the parameters there. */
void parameters_bind(struct clap_instance *instance, uint8_t *base, struct block *block);
/* Exchange parameter changes with an inactive plugin. An active one does that on the audio thread. */
void parameters_deliver(struct clap_instance *instance);
void parameters_free(struct clap_instance *instance);

/* ---- optional.c: see plugin.h ---- */

int32_t clap_preset_load(struct plugin *plugin, uint32_t is_file, const char *location, const char *load_key,
    char *error, uint32_t error_bytes);
void clap_state_context(struct plugin *plugin, uint32_t context);
int32_t clap_note_names(struct plugin *plugin);
int32_t clap_note_name(struct plugin *plugin, uint32_t index, struct plugin_note_name *name);
int32_t clap_set_resource_directory(struct plugin *plugin, const char *path, uint32_t is_shared);
int32_t clap_collect_resources(struct plugin *plugin);
int32_t clap_resource_files(struct plugin *plugin);
int32_t clap_resource_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);
int32_t clap_files(struct plugin *plugin);
int32_t clap_file(struct plugin *plugin, uint32_t number, struct plugin_file *file);
int32_t clap_file_set(struct plugin *plugin, uint32_t index, const char *path);

#endif
