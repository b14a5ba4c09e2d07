/* SPDX-License-Identifier: BSD-2-Clause */
/* The features that the host offers: one list, for instantiate(), save() and restore(). */
#ifndef MAOLAN_LV2_FEATURES_H
#define MAOLAN_LV2_FEATURES_H

#include <lv2/log/log.h>
#include <lv2/options/options.h>
#include <lv2/state/state.h>
#include <lv2/urid/urid.h>

#include "log.h"
#include "message.h"
#include "midnam.h"
#include "worker.h"

#define FEATURES_MAX 20
#define OPTIONS_MAX 5

struct lv2_instance;

struct features {
	LV2_URID_Map map;
	LV2_URID_Unmap unmap;
	LV2_Worker_Schedule schedule;
	LV2_Log_Log log;
	struct log_urids log_urids;
	LV2_State_Map_Path map_path;
	LV2_State_Make_Path make_path;
	LV2_State_Free_Path free_path;
	struct midnam_update midnam_update;

	int32_t block_length_min;
	int32_t block_length_max;
	int32_t sequence_bytes;
	float sample_rate;
	LV2_Options_Option options[OPTIONS_MAX + 1]; /* ends with a zeroed entry */

	LV2_Feature items[FEATURES_MAX];
	const LV2_Feature *list[FEATURES_MAX + 1]; /* ends with NULL */
	uint32_t count;
};

/* [main-thread] Needs the instance's urids, worker, paths, ports, rate and length. */
void features_init(struct lv2_instance *instance);
/* [main-thread] Reject a plugin that requires a feature or an option that is not offered, as it could crash later. */
bool features_suffice(struct lv2_instance *instance, const struct message *message);

#endif
