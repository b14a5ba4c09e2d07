/* SPDX-License-Identifier: BSD-2-Clause */
/* The LV2 log feature: log lines from the plugin, from any thread, without waiting. */
#ifndef MAOLAN_LV2_LOG_H
#define MAOLAN_LV2_LOG_H

#include <lv2/log/log.h>

struct log_urids {
	LV2_URID error, warning, note;
};

/* [any-thread] The functions of LV2_Log_Log; the handle is a struct log_urids. */
int log_vprintf(LV2_Log_Handle handle, LV2_URID type, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
int log_printf(LV2_Log_Handle handle, LV2_URID type, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
