/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs the plugin with denormals flushed (FTZ: results, DAZ: operands), since the tail of a reverb would otherwise
 * take a hundred times as long. Restores the mode, and everything else of its thread that a plugin may have changed.
 */
#include <locale.h>

#include "audio.h"
#include "fp-mode.h"

/* For the watch and the crash handlers, which need no memory order. */
static void note_start(void)
{
	static uint32_t calls;
	calls = calls == UINT32_MAX ? 1 : calls + 1;
	atomic_store_explicit(&audio.shared->processing, calls, memory_order_relaxed);
}

static void note_end(void)
{
	atomic_store_explicit(&audio.shared->processing, 0, memory_order_relaxed);
}

void audio_rest(void)
{
	struct plugin *plugin = atomic_load_explicit(&audio.plugin, memory_order_acquire);
	if (plugin == NULL || plugin->rest == NULL)
		return;
	note_start();
	plugin->rest(plugin);
	note_end();
}

int32_t audio_plugin_has_changes(void)
{
	const struct plugin *plugin = atomic_load_explicit(&audio.plugin, memory_order_acquire);
	return plugin != NULL && plugin->has_changes != NULL && plugin->has_changes(plugin);
}

int32_t audio_process(void)
{
	struct plugin *plugin = atomic_load_explicit(&audio.plugin, memory_order_acquire);
	int32_t status = PLUGIN_ERROR;
	if (plugin != NULL) {
		const uint64_t mode = fp_mode_get();
		const locale_t locale = uselocale((locale_t)0);
		fp_mode_set(mode | FP_MODE_FLUSH_DENORMALS);
		note_start();
		status = plugin->process(plugin);
		note_end();
		fp_mode_set(mode);
		if (uselocale((locale_t)0) != locale)
			uselocale(locale);
		audio_mask_keep();
		helpers_wait();
	}
	audio_note_time();
	return status;
}
