/* SPDX-License-Identifier: BSD-2-Clause */
/* The window itself, and the selection of the protocol version's layout. */
#include "core.h"
#include "host.h"
#include "window.h"

/* 64 KiB is the largest page size of the supported CPUs, so that the shim can map the segment over exactly these bytes.
 */
_Alignas(65536) uint8_t window_bytes[PROTOCOL_SEGMENT_BYTES];

void *core_window(void)
{
	return window_bytes;
}

int32_t core_attach(void)
{
	if (word_load(PROTOCOL_HEADER_MAGIC) != PROTOCOL_MAGIC)
		return CORE_BAD_MAGIC;
	return core_attach_as(word_load(PROTOCOL_HEADER_VERSION));
}

int32_t core_attach_as(uint32_t version)
{
	const struct protocol_layout *layout = protocol_layout_of(version);
	if (layout == NULL)
		return CORE_UNKNOWN_VERSION;
	window_layout = layout;
	jobs_reset();
	block_forget();
	parameters_attach();
	long_midi_attach();
	notes_attach();
	return (int32_t)layout->version;
}

uint32_t core_header_magic(void)
{
	return word_load(PROTOCOL_HEADER_MAGIC);
}

uint32_t core_header_version(void)
{
	return word_load(PROTOCOL_HEADER_VERSION);
}
