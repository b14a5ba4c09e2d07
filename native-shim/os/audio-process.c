/*
 * Running the plugin: with denormals flushed (FTZ: results, DAZ: operands), since a reverb's tail would otherwise cost
 * a hundred times the time; the mode is put back, and a plugin that left another one does not harm us.
 */
#include "audio.h"

#if defined(__x86_64__) || defined(__i386__)
#include <xmmintrin.h>
#define FLUSH_DENORMALS 0x8040u /* MXCSR: FTZ bit 15, DAZ bit 6 */
static uint64_t fp_get(void)
{
	return _mm_getcsr();
}
static void fp_set(uint64_t mode)
{
	_mm_setcsr((unsigned)mode);
}
#elif defined(__aarch64__)
#define FLUSH_DENORMALS (1u << 24) /* FPCR: FZ flushes operands and results */
static uint64_t fp_get(void)
{
	uint64_t mode;
	__asm__ volatile("mrs %0, fpcr" : "=r"(mode));
	return mode;
}
static void fp_set(uint64_t mode)
{
	__asm__ volatile("msr fpcr, %0" : : "r"(mode));
}
#else
#define FLUSH_DENORMALS 0u
static uint64_t fp_get(void)
{
	return 0;
}
static void fp_set(uint64_t mode)
{
	(void)mode;
}
#endif

void audio_set_plugin(struct plugin *plugin)
{
	atomic_store(&audio.plugin, plugin);
}

void audio_rest(void)
{
	struct plugin *plugin = atomic_load_explicit(&audio.plugin, memory_order_acquire);
	if (plugin != NULL && plugin->rest != NULL)
		plugin->rest(plugin);
}

int32_t audio_process(void)
{
	struct plugin *plugin = atomic_load_explicit(&audio.plugin, memory_order_acquire);
	int32_t status = PLUGIN_ERROR;
	if (plugin != NULL) {
		const uint64_t mode = fp_get();
		fp_set(mode | FLUSH_DENORMALS);
		status = plugin->process(plugin);
		fp_set(mode);
	}
	audio.block->done_ms = clock_ms();
	return status;
}
