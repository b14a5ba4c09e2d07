/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the previous process crashed, as analyzed by the supervisor (supervisor/report.c). */
#include <string.h>

#include "crash-report.h"
#include "process.h"

static struct crash_report last;

void crash_place_inherit(const struct crash_report *report)
{
	memcpy(&last, report, sizeof last);
	if (last.is_whole != 1 || last.frame_count > CRASH_FRAMES_MAX)
		memset(&last, 0, sizeof last);
}

static const struct crash_frame *frame_at(uint32_t index)
{
	static const struct crash_frame none;
	return index < last.frame_count ? &last.frames[index] : &none;
}

int32_t recovery_crash_thread_id(void)
{
	return last.thread_id;
}

const char *recovery_crash_thread_name(void)
{
	return last.thread_name;
}

double recovery_crash_address(void)
{
	return last.has_address ? (double)last.address : -1;
}

uint32_t recovery_frame_count(void)
{
	return last.frame_count;
}

uint32_t recovery_frame_blamed(void)
{
	return last.blamed;
}

double recovery_frame_address(uint32_t index)
{
	return (double)frame_at(index)->address;
}

const char *recovery_frame_module(uint32_t index)
{
	return frame_at(index)->module;
}

double recovery_frame_offset(uint32_t index)
{
	return (double)frame_at(index)->offset;
}
