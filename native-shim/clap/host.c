/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host's interface for the plugin. Its functions may be called on any thread at any time, so they only record
 * requests, which plugin_idle and the audio thread carry out.
 */
#include <pthread.h>

#include "instance.h"
#include "os.h"

struct clap_instance *host_instance(const clap_host_t *host)
{
	return host->host_data;
}

bool instance_is_on_main(const struct clap_instance *instance)
{
	return pthread_equal(pthread_self(), instance->main_thread) && !role_is_mine(&instance->audio);
}

bool host_is_main(const clap_host_t *host, const char *function)
{
	struct clap_instance *instance = host_instance(host);
	if (instance_is_on_main(instance))
		return true;
	const char *none = NULL;
	if (atomic_compare_exchange_strong(&instance->audio.complaint, &none, function))
		notify_main();
	return false;
}

void instance_request(struct clap_instance *instance, uint32_t requests)
{
	if (requests & REQUESTS_FOR_SOUND)
		offline_note(&instance->audio.offline);
	if ((atomic_fetch_or(&instance->requests, requests) & requests) != requests)
		notify_main();
}

static const void *get_extension(const clap_host_t *host, const char *id)
{
	(void)host;
	return id ? extension_of_host(id) : NULL;
}

static void request_restart(const clap_host_t *host)
{
	instance_request(host_instance(host), REQUEST_RESTART);
}

static void request_process(const clap_host_t *host)
{
	atomic_store_explicit(&host_instance(host)->audio.wake_requested, true, memory_order_release);
}

static void request_callback(const clap_host_t *host)
{
	instance_request(host_instance(host), REQUEST_CALLBACK);
}

void host_init(struct clap_instance *instance)
{
	instance->host = (clap_host_t){
	    .clap_version = CLAP_HOST_VERSION,
	    .host_data = instance,
	    .name = "maolan-plugin-host",
	    .vendor = "Maolan",
	    .url = "https://maolan.github.io",
	    .version = "0.1.0",
	    .get_extension = get_extension,
	    .request_restart = request_restart,
	    .request_process = request_process,
	    .request_callback = request_callback,
	};
}
