/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The part of the CLAP API that this host needs: DPF's 1.1.1 headers, and what they lack of later versions, of other
 * extensions, and of drafts. Names, ids and layouts are those of CLAP.
 */
#ifndef MAOLAN_CLAP_API_H
#define MAOLAN_CLAP_API_H

#include <stddef.h>

#include <clap/entry.h>
#include <clap/ext/audio-ports.h>
#include <clap/ext/gui.h>
#include <clap/ext/latency.h>
#include <clap/ext/note-ports.h>
#include <clap/ext/params.h>
#include <clap/ext/state.h>
#include <clap/ext/thread-check.h>
#include <clap/ext/timer-support.h>
#include <clap/plugin-factory.h>

#define CLAP_HOST_VERSION ((struct clap_version){1, 2, 5}) /* the version that this host implements */

/* 1.2: the parameter's steps are a list of names; only together with CLAP_PARAM_IS_STEPPED. */
#define CLAP_PARAM_IS_ENUM (1u << 16)

/* clap.gui under another name, which some plugins for Maolan use to look up the host's side. */
#define MAOLAN_EXT_HOST_GUI "clap.host.gui"

/* ---- clap.tail ---- */

#define CLAP_EXT_TAIL "clap.tail"

struct clap_plugin_tail {
	uint32_t (*get)(const clap_plugin_t *plugin); /* frames; INT32_MAX or more: endless */
};

struct clap_host_tail {
	void (*changed)(const clap_host_t *host); /* [audio-thread] */
};

/* ---- clap.audio-ports-config ---- */

#define CLAP_EXT_AUDIO_PORTS_CONFIG "clap.audio-ports-config"

struct clap_audio_ports_config {
	clap_id id;
	char name[CLAP_NAME_SIZE];
	uint32_t input_port_count;
	uint32_t output_port_count;
	bool has_main_input;
	uint32_t main_input_channel_count;
	const char *main_input_port_type;
	bool has_main_output;
	uint32_t main_output_channel_count;
	const char *main_output_port_type;
};

struct clap_plugin_audio_ports_config {
	uint32_t (*count)(const clap_plugin_t *plugin);
	bool (*get)(const clap_plugin_t *plugin, uint32_t index, struct clap_audio_ports_config *config);
	bool (*select)(const clap_plugin_t *plugin, clap_id id); /* inactive */
};

/* ---- clap.audio-ports-activation ---- */

#define CLAP_EXT_AUDIO_PORTS_ACTIVATION "clap.audio-ports-activation/2"
#define CLAP_EXT_AUDIO_PORTS_ACTIVATION_COMPAT "clap.audio-ports-activation/draft-2"

struct clap_plugin_audio_ports_activation {
	bool (*can_activate_while_processing)(const clap_plugin_t *plugin);
	/* Inactive, or on the audio thread if it can. sample_size: 32, 64, or 0 for either. */
	bool (*set_active)(
	    const clap_plugin_t *plugin, bool is_input, uint32_t port_index, bool is_active, uint32_t sample_size);
};

/* ---- clap.render ---- */

#define CLAP_EXT_RENDER "clap.render"

enum clap_render_mode { CLAP_RENDER_REALTIME = 0, CLAP_RENDER_OFFLINE = 1 };

struct clap_plugin_render {
	bool (*has_hard_realtime_requirement)(const clap_plugin_t *plugin);
	bool (*set)(const clap_plugin_t *plugin, int32_t mode);
};

/* ---- clap.log ---- */

#define CLAP_EXT_LOG "clap.log"

enum clap_log_severity {
	CLAP_LOG_DEBUG = 0,
	CLAP_LOG_INFO = 1,
	CLAP_LOG_WARNING = 2,
	CLAP_LOG_ERROR = 3,
	CLAP_LOG_FATAL = 4,
	CLAP_LOG_HOST_MISBEHAVING = 5,
	CLAP_LOG_PLUGIN_MISBEHAVING = 6,
};

struct clap_host_log {
	void (*log)(const clap_host_t *host, int32_t severity, const char *text); /* [thread-safe] */
};

/* ---- clap.posix-fd-support ---- */

#define CLAP_EXT_POSIX_FD_SUPPORT "clap.posix-fd-support"

enum clap_posix_fd_flags { CLAP_POSIX_FD_READ = 1, CLAP_POSIX_FD_WRITE = 2, CLAP_POSIX_FD_ERROR = 4 };

struct clap_plugin_posix_fd_support {
	void (*on_fd)(const clap_plugin_t *plugin, int fd, uint32_t flags); /* called as long as the condition holds */
};

struct clap_host_posix_fd_support {
	bool (*register_fd)(const clap_host_t *host, int fd, uint32_t flags);
	bool (*modify_fd)(const clap_host_t *host, int fd, uint32_t flags);
	bool (*unregister_fd)(const clap_host_t *host, int fd);
};

/* ---- clap.thread-pool ---- */

#define CLAP_EXT_THREAD_POOL "clap.thread-pool"

struct clap_plugin_thread_pool {
	void (*exec)(const clap_plugin_t *plugin, uint32_t task);
};

struct clap_host_thread_pool {
	bool (*request_exec)(const clap_host_t *host, uint32_t tasks); /* [audio-thread] returns when all are done */
};

/* ---- clap.note-name ---- */

#define CLAP_EXT_NOTE_NAME "clap.note-name"

struct clap_note_name {
	char name[CLAP_NAME_SIZE];
	int16_t port; /* -1: all of them; key and channel alike */
	int16_t key;
	int16_t channel;
};

struct clap_plugin_note_name {
	uint32_t (*count)(const clap_plugin_t *plugin);
	bool (*get)(const clap_plugin_t *plugin, uint32_t index, struct clap_note_name *name);
};

struct clap_host_note_name {
	void (*changed)(const clap_host_t *host);
};

/* ---- clap.track-info, for a host without track information ---- */

#define CLAP_EXT_TRACK_INFO "clap.track-info/1"
#define CLAP_EXT_TRACK_INFO_DRAFT "clap.track-info.draft/1"

struct clap_host_track_info {
	bool (*get)(const clap_host_t *host, void *info);
};

/* ---- clap.state-context ---- */

#define CLAP_EXT_STATE_CONTEXT "clap.state-context/2"

enum clap_state_context {
	CLAP_STATE_CONTEXT_FOR_PRESET = 1,
	CLAP_STATE_CONTEXT_FOR_DUPLICATE = 2,
	CLAP_STATE_CONTEXT_FOR_PROJECT = 3
};

struct clap_plugin_state_context {
	bool (*save)(const clap_plugin_t *plugin, const clap_ostream_t *stream, uint32_t context);
	bool (*load)(const clap_plugin_t *plugin, const clap_istream_t *stream, uint32_t context);
};

/* ---- file references: the last version of the draft ---- */

#define CLAP_EXT_FILE_REFERENCE "clap.file-reference.draft/0"

struct clap_file_reference {
	clap_id resource_id;
	bool belongs_to_plugin_collection;
	size_t path_capacity; /* set by the host: size of path, including the NUL */
	size_t path_size;     /* set by the plugin: may exceed the capacity; then the path is truncated */
	char *path;
};

struct clap_plugin_file_reference {
	uint32_t (*count)(const clap_plugin_t *plugin);
	bool (*get)(const clap_plugin_t *plugin, uint32_t index, struct clap_file_reference *reference);
	bool (*get_blake3_digest)(const clap_plugin_t *plugin, clap_id resource_id, uint8_t *digest);
	bool (*get_file_size)(const clap_plugin_t *plugin, clap_id resource_id, uint64_t *bytes);
	bool (*update_path)(const clap_plugin_t *plugin, clap_id resource_id, const char *path);
	bool (*save_resources)(const clap_plugin_t *plugin);
};

struct clap_host_file_reference {
	void (*changed)(const clap_host_t *host);
	void (*set_dirty)(const clap_host_t *host, clap_id resource_id);
};

/* ---- file references of Maolan's own plugins: files are identified by index instead of id ---- */

#define MAOLAN_EXT_FILE_REFERENCE "clap.file-reference"

struct maolan_plugin_file_reference {
	uint32_t (*count)(const clap_plugin_t *plugin);
	bool (*get)(const clap_plugin_t *plugin, uint32_t index, char *path, uint32_t path_bytes);
	bool (*get_hash)(const clap_plugin_t *plugin, uint32_t index, uint8_t *hash);
	bool (*update_path)(const clap_plugin_t *plugin, uint32_t index, const char *path);
};

struct maolan_host_file_reference {
	void (*changed)(const clap_host_t *host);
	void (*set_path)(const clap_host_t *host, uint32_t index, const char *path);
	void (*set_copy_path)(const clap_host_t *host, uint32_t index, const char *path);
};

/* ---- resource directory: three ids for one layout; the host's side has the same ids ---- */

#define CLAP_EXT_RESOURCE_DIRECTORY "clap.resource-directory/1"
#define CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_1 "clap.resource-directory.draft/1"
#define CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_0 "clap.resource-directory.draft/0"

struct clap_plugin_resource_directory {
	void (*set_directory)(const clap_plugin_t *plugin, const char *path, bool is_shared);
	void (*collect)(const clap_plugin_t *plugin, bool all);
	uint32_t (*get_files_count)(const clap_plugin_t *plugin);
	int32_t (*get_file_path)(const clap_plugin_t *plugin, uint32_t index, char *path, uint32_t path_bytes);
};

struct clap_host_resource_directory {
	bool (*request_directory)(const clap_host_t *host, bool is_shared);
	void (*release_directory)(const clap_host_t *host, bool is_shared);
};

/* ---- clap.preset-load: two ids for one layout ---- */

#define CLAP_EXT_PRESET_LOAD "clap.preset-load/2"
#define CLAP_EXT_PRESET_LOAD_DRAFT "clap.preset-load.draft/2"

enum clap_preset_location_kind { CLAP_PRESET_IN_FILE = 0, CLAP_PRESET_IN_PLUGIN = 1 };

struct clap_plugin_preset_load {
	bool (*from_location)(const clap_plugin_t *plugin, uint32_t kind, const char *location, const char *load_key);
};

struct clap_host_preset_load {
	void (*on_error)(const clap_host_t *host, uint32_t kind, const char *location, const char *load_key,
	    int32_t os_error, const char *message);
	void (*loaded)(const clap_host_t *host, uint32_t kind, const char *location, const char *load_key);
};

/* ---- the preset discovery factory: two ids for one layout ---- */

#define CLAP_PRESET_DISCOVERY "clap.preset-discovery-factory/2"
#define CLAP_PRESET_DISCOVERY_DRAFT "clap.preset-discovery-factory/draft-2"

struct clap_universal_plugin_id {
	const char *abi; /* "clap" */
	const char *id;
};

struct clap_preset_filetype {
	const char *name;
	const char *description;
	const char *extension; /* without the dot; NULL or empty: all files */
};

struct clap_preset_location {
	uint32_t flags;
	const char *name;
	uint32_t kind;        /* enum clap_preset_location_kind */
	const char *location; /* file or folder; NULL inside a plugin */
};

struct clap_preset_indexer {
	clap_version_t clap_version;
	const char *name;
	const char *vendor;
	const char *url;
	const char *version;
	void *indexer_data;
	bool (*declare_filetype)(const struct clap_preset_indexer *indexer, const struct clap_preset_filetype *filetype);
	bool (*declare_location)(const struct clap_preset_indexer *indexer, const struct clap_preset_location *location);
	bool (*declare_soundpack)(const struct clap_preset_indexer *indexer, const void *soundpack);
	const void *(*get_extension)(const struct clap_preset_indexer *indexer, const char *id);
};

struct clap_preset_receiver {
	void *receiver_data;
	void (*on_error)(const struct clap_preset_receiver *receiver, int32_t os_error, const char *message);
	bool (*begin_preset)(const struct clap_preset_receiver *receiver, const char *name, const char *load_key);
	void (*add_plugin_id)(const struct clap_preset_receiver *receiver, const struct clap_universal_plugin_id *id);
	void (*set_soundpack_id)(const struct clap_preset_receiver *receiver, const char *id);
	void (*set_flags)(const struct clap_preset_receiver *receiver, uint32_t flags);
	void (*add_creator)(const struct clap_preset_receiver *receiver, const char *creator);
	void (*set_description)(const struct clap_preset_receiver *receiver, const char *description);
	void (*set_timestamps)(const struct clap_preset_receiver *receiver, uint64_t creation, uint64_t modification);
	void (*add_feature)(const struct clap_preset_receiver *receiver, const char *feature);
	void (*add_extra_info)(const struct clap_preset_receiver *receiver, const char *key, const char *value);
};

struct clap_preset_provider_descriptor {
	clap_version_t clap_version;
	const char *id;
	const char *name;
	const char *vendor;
};

struct clap_preset_provider {
	const struct clap_preset_provider_descriptor *desc;
	void *provider_data;
	bool (*init)(const struct clap_preset_provider *provider);
	void (*destroy)(const struct clap_preset_provider *provider);
	bool (*get_metadata)(const struct clap_preset_provider *provider, uint32_t kind, const char *location,
	    const struct clap_preset_receiver *receiver);
	const void *(*get_extension)(const struct clap_preset_provider *provider, const char *id);
};

struct clap_preset_factory {
	uint32_t (*count)(const struct clap_preset_factory *factory);
	const struct clap_preset_provider_descriptor *(*get_descriptor)(
	    const struct clap_preset_factory *factory, uint32_t index);
	const struct clap_preset_provider *(*create)(
	    const struct clap_preset_factory *factory, const struct clap_preset_indexer *indexer, const char *id);
};

#endif
