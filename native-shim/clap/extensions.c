/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's extensions. As in host.c, each function only records a request. Main-thread functions are accepted on
 * other threads, too, where that does no harm.
 */
#include <string.h>

#include "instance.h"
#include "os.h"

static void request_on_main(const clap_host_t *host, const char *function, uint32_t requests)
{
	host_is_main(host, function);
	instance_request(host_instance(host), requests);
}

/* ---- clap.params ---- */

/* New texts and infos need no action: they are read on request. */
static void rescan_parameters(const clap_host_t *host, clap_param_rescan_flags flags)
{
	uint32_t requests = 0;
	if (flags & CLAP_PARAM_RESCAN_VALUES)
		requests |= REQUEST_VALUES;
	if (flags & CLAP_PARAM_RESCAN_ALL)
		requests |= REQUEST_VALUES | REQUEST_TABLE;
	request_on_main(host, "clap_host_params.rescan", requests);
}

/* The host keeps no references to parameters. */
static void clear_parameter(const clap_host_t *host, clap_id id, clap_param_clear_flags flags)
{
	(void)id;
	(void)flags;
	host_is_main(host, "clap_host_params.clear");
}

/* On the audio thread the plugin is already inside process or flush: a flush for this request would cause the next one.
 */
static void request_flush(const clap_host_t *host)
{
	struct clap_audio *audio = &host_instance(host)->audio;
	if (role_is_mine(audio))
		return;
	atomic_store_explicit(&audio->flush_requested, true, memory_order_release);
	notify_main();
}

static const clap_host_params_t host_params = {rescan_parameters, clear_parameter, request_flush};

/* ---- clap.audio-ports, clap.note-ports, clap.latency, clap.tail ---- */

/* Only the defined ones: all ports are read again as a whole. */
static bool is_rescan_flag_supported(const clap_host_t *host, uint32_t flag)
{
	const uint32_t known = CLAP_AUDIO_PORTS_RESCAN_NAMES | CLAP_AUDIO_PORTS_RESCAN_FLAGS |
	                       CLAP_AUDIO_PORTS_RESCAN_CHANNEL_COUNT | CLAP_AUDIO_PORTS_RESCAN_PORT_TYPE |
	                       CLAP_AUDIO_PORTS_RESCAN_IN_PLACE_PAIR | CLAP_AUDIO_PORTS_RESCAN_LIST;
	host_is_main(host, "clap_host_audio_ports.is_rescan_flag_supported");
	return flag != 0 && !(flag & ~known);
}

static void rescan_audio_ports(const clap_host_t *host, uint32_t flags)
{
	const bool names_only = flags == CLAP_AUDIO_PORTS_RESCAN_NAMES;
	request_on_main(host, "clap_host_audio_ports.rescan", names_only ? 0 : REQUEST_PORTS);
}

static const clap_host_audio_ports_t host_audio_ports = {is_rescan_flag_supported, rescan_audio_ports};

static uint32_t supported_dialects(const clap_host_t *host)
{
	(void)host;
	return CLAP_NOTE_DIALECT_CLAP | CLAP_NOTE_DIALECT_MIDI;
}

static void rescan_note_ports(const clap_host_t *host, uint32_t flags)
{
	request_on_main(host, "clap_host_note_ports.rescan", flags & CLAP_NOTE_PORTS_RESCAN_ALL ? REQUEST_PORTS : 0);
}

static const clap_host_note_ports_t host_note_ports = {supported_dialects, rescan_note_ports};

static void latency_changed(const clap_host_t *host)
{
	request_on_main(host, "clap_host_latency.changed", REQUEST_LATENCY);
}

static const clap_host_latency_t host_latency = {latency_changed};

/* The tail is never queried: the DAW sends blocks for as long as it likes. */
static void tail_changed(const clap_host_t *host)
{
	(void)host;
}

static const struct clap_host_tail host_tail = {tail_changed};

/* ---- clap.state ---- */

static void mark_dirty(const clap_host_t *host)
{
	request_on_main(host, "clap_host_state.mark_dirty", REQUEST_SAVE);
}

static const clap_host_state_t host_state = {mark_dirty};

/* ---- clap.thread-check, clap.thread-pool ---- */

static bool is_main_thread(const clap_host_t *host)
{
	return instance_is_on_main(host_instance(host));
}

static bool is_audio_thread(const clap_host_t *host)
{
	return role_is_mine(&host_instance(host)->audio);
}

static const clap_host_thread_check_t host_thread_check = {is_main_thread, is_audio_thread};

/* "Must be called from the process callback only" (thread-pool.h). All tasks run on the calling thread, since the audio
   thread waits for no other. */
static bool request_exec(const clap_host_t *host, uint32_t tasks)
{
	const struct clap_audio *audio = &host_instance(host)->audio;
	if (!role_is_mine(audio) || !audio->running || !audio->pool)
		return false;
	for (uint32_t task = 0; task < tasks; task++)
		audio->pool->exec(audio->plugin, task);
	return true;
}

static const struct clap_host_thread_pool host_thread_pool = {request_exec};

/* ---- clap.log ---- */

static const char *severity_word(int32_t severity)
{
	static const char *const words[] = {
	    "debug", "info", "warning", "error", "fatal error", "this host misbehaves", "the plugin misbehaves"};
	const bool known = severity >= 0 && (size_t)severity < sizeof(words) / sizeof(words[0]);
	return known ? words[severity] : "note";
}

/* A message may have several lines. */
static void write_log(const clap_host_t *host, int32_t severity, const char *text)
{
	(void)host;
	for (const char *line = text; line && *line;) {
		const size_t length = strcspn(line, "\r\n");
		if (length > 0)
			log_text("CLAP %s: %.*s", severity_word(severity), (int)(length < 500 ? length : 500), line);
		line += length + strspn(line + length, "\r\n");
	}
}

static const struct clap_host_log host_log = {write_log};

/* ---- clap.note-name, clap.track-info, file references: all are read on request ---- */

static void nothing_kept(const clap_host_t *host)
{
	(void)host;
}

static bool get_track_info(const clap_host_t *host, void *info)
{
	(void)host;
	(void)info;
	return false;
}

static void set_file_dirty(const clap_host_t *host, clap_id resource_id)
{
	(void)resource_id;
	request_on_main(host, "clap_host_file_reference.set_dirty", REQUEST_SAVE);
}

static void set_file_path(const clap_host_t *host, uint32_t index, const char *path)
{
	(void)host;
	(void)index;
	(void)path;
}

static const struct clap_host_note_name host_note_name = {nothing_kept};
static const struct clap_host_track_info host_track_info = {get_track_info};
static const struct clap_host_file_reference host_file_reference = {nothing_kept, set_file_dirty};
static const struct maolan_host_file_reference maolan_host_files = {nothing_kept, set_file_path, set_file_path};

/* ---- all ---- */

static const struct {
	const char *id;
	const void *extension;
} extensions[] = {
    {CLAP_EXT_PARAMS, &host_params},
    {CLAP_EXT_AUDIO_PORTS, &host_audio_ports},
    {CLAP_EXT_NOTE_PORTS, &host_note_ports},
    {CLAP_EXT_LATENCY, &host_latency},
    {CLAP_EXT_TAIL, &host_tail},
    {CLAP_EXT_STATE, &host_state},
    {CLAP_EXT_THREAD_CHECK, &host_thread_check},
    {CLAP_EXT_THREAD_POOL, &host_thread_pool},
    {CLAP_EXT_LOG, &host_log},
    {CLAP_EXT_TIMER_SUPPORT, &host_timer_support},
    {CLAP_EXT_POSIX_FD_SUPPORT, &host_posix_fd_support},
    {CLAP_EXT_GUI, &host_gui},
    {MAOLAN_EXT_HOST_GUI, &host_gui},
    {CLAP_EXT_NOTE_NAME, &host_note_name},
    {CLAP_EXT_TRACK_INFO, &host_track_info},
    {CLAP_EXT_TRACK_INFO_DRAFT, &host_track_info},
    {CLAP_EXT_FILE_REFERENCE, &host_file_reference},
    {MAOLAN_EXT_FILE_REFERENCE, &maolan_host_files},
    {CLAP_EXT_PRESET_LOAD, &host_preset_load},
    {CLAP_EXT_PRESET_LOAD_DRAFT, &host_preset_load},
    {CLAP_EXT_RESOURCE_DIRECTORY, &host_resource_directory},
    {CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_1, &host_resource_directory},
    {CLAP_EXT_RESOURCE_DIRECTORY_DRAFT_0, &host_resource_directory},
};

const void *extension_of_host(const char *id)
{
	for (size_t i = 0; i < sizeof(extensions) / sizeof(extensions[0]); i++)
		if (strcmp(extensions[i].id, id) == 0)
			return extensions[i].extension;
	return NULL;
}
