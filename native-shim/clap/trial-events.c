/* SPDX-License-Identifier: BSD-2-Clause */
/* Parameter values in forms that plugins rarely get. All [main-thread]. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trial.h"

#define FOREIGN_NAMESPACE 0x4d41u
#define SETTLE_STEPS 20
#define SETTLE_US 10000
#define NOT_SETTABLE                                                                                                   \
	(CLAP_PARAM_IS_READONLY | CLAP_PARAM_IS_HIDDEN | CLAP_PARAM_IS_BYPASS | CLAP_PARAM_REQUIRES_PROCESS)

/* A parameter that may be changed, and the results. */
struct knob {
	clap_param_info_t info;
	double first; /* read after values were set in the usual way */
};

struct knobs {
	struct knob *items;
	clap_event_param_value_t *values;
	uint32_t count;
};

enum manner { USUAL, WITHOUT_COOKIES, FOREIGN };

static bool knobs_read(struct clap_instance *instance, struct knobs *knobs)
{
	const clap_plugin_t *plugin = instance->audio.plugin;
	const clap_plugin_params_t *params = instance->audio.params;
	const uint32_t count = params ? params->count(plugin) : 0;
	*knobs = (struct knobs){calloc(count + 1, sizeof(*knobs->items)), calloc(count + 1, sizeof(*knobs->values)), 0};
	for (uint32_t i = 0; knobs->items && knobs->values && i < count; i++) {
		struct knob *knob = &knobs->items[knobs->count];
		if (params->get_info(plugin, i, &knob->info) && !(knob->info.flags & NOT_SETTABLE))
			knobs->count++;
	}
	return knobs->count > 0;
}

static void knobs_free(struct knobs *knobs)
{
	free(knobs->items);
	free(knobs->values);
}

/* Events that set all of them to the same fraction of the range. */
static void turn(struct knobs *knobs, double part, enum manner manner, struct trial_events *events)
{
	trial_events_init(events, knobs->values);
	for (uint32_t i = 0; i < knobs->count; i++) {
		const clap_param_info_t *info = &knobs->items[i].info;
		const double value = info->min_value + part * (info->max_value - info->min_value);
		knobs->values[i] = (clap_event_param_value_t){
		    .header = {sizeof(knobs->values[i]), 0, manner == FOREIGN ? FOREIGN_NAMESPACE : CLAP_CORE_EVENT_SPACE_ID,
		        CLAP_EVENT_PARAM_VALUE, 0},
		    .param_id = info->id,
		    .cookie = manner == WITHOUT_COOKIES ? NULL : info->cookie,
		    .note_id = -1,
		    .port_index = -1,
		    .channel = -1,
		    .key = -1,
		    .value = info->flags & CLAP_PARAM_IS_STEPPED ? round(value) : value};
	}
	events->count = knobs->count;
}

static double value_of(const struct clap_instance *instance, const struct knob *knob)
{
	double value = NAN;
	instance->audio.params->get_value(instance->audio.plugin, knob->info.id, &value);
	return value;
}

static bool is_near(const struct knob *knob, double a, double b)
{
	return fabs(a - b) <= 1e-4 * (knob->info.max_value - knob->info.min_value);
}

static void remember(const struct clap_instance *instance, struct knobs *knobs)
{
	for (uint32_t i = 0; i < knobs->count; i++)
		knobs->items[i].first = value_of(instance, &knobs->items[i]);
}

/* The first whose value differs from the recorded one; plugins may need the main thread to update it. */
static const struct knob *other(struct clap_instance *instance, const struct knobs *knobs)
{
	const struct knob *found = NULL;
	for (int step = 0; step < SETTLE_STEPS; step++) {
		instance_serve(instance);
		found = NULL;
		for (uint32_t i = 0; i < knobs->count && !found; i++)
			if (!is_near(&knobs->items[i], knobs->items[i].first, value_of(instance, &knobs->items[i])))
				found = &knobs->items[i];
		if (!found)
			return NULL;
		usleep(SETTLE_US);
	}
	return found;
}

static void settle(struct clap_instance *instance)
{
	for (int step = 0; step < 3; step++) {
		instance_serve(instance);
		usleep(SETTLE_US);
	}
}

static void send(struct clap_instance *instance, struct knobs *knobs, double part, enum manner manner)
{
	struct trial_events events;
	turn(knobs, part, manner, &events);
	trial_block(instance, &events, true);
	settle(instance);
}

/* For an active plugin flush belongs to the audio thread, and is called only while it does not process. */
static void flush(struct clap_instance *instance, struct knobs *knobs, double part, bool active)
{
	struct clap_audio *audio = &instance->audio;
	struct trial_events events;
	turn(knobs, part, USUAL, &events);
	if (active) {
		role_take(audio);
		process_stop(audio);
	}
	audio->params->flush(audio->plugin, &events.input, &events.output);
	if (active)
		role_leave(audio);
	settle(instance);
}

static int32_t differs(
    struct clap_instance *instance, const struct knobs *knobs, const char *what, const struct message *answer)
{
	const struct knob *knob = other(instance, knobs);
	if (!knob)
		return PLUGIN_OK;
	return trial_broken(
	    answer, "\"%s\" is %g %s, and should be %g", knob->info.name, value_of(instance, knob), what, knob->first);
}

typedef int32_t trial_with_knobs(struct clap_instance *instance, struct knobs *knobs, const struct message *answer);

static int32_t compare_flush(struct clap_instance *instance, struct knobs *knobs, const struct message *answer)
{
	flush(instance, knobs, 0.25, false);
	flush(instance, knobs, 0.75, false);
	/* The result of process with the same values is the reference. */
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	struct knobs inactive = {calloc(knobs->count, sizeof(*knobs->items)), NULL, knobs->count};
	if (!inactive.items)
		return PLUGIN_ERROR;
	memcpy(inactive.items, knobs->items, knobs->count * sizeof(*knobs->items));
	remember(instance, &inactive);
	send(instance, knobs, 0.25, USUAL);
	send(instance, knobs, 0.75, USUAL);
	remember(instance, knobs);
	int32_t status = PLUGIN_OK;
	for (uint32_t i = 0; i < knobs->count && status == PLUGIN_OK; i++)
		if (!is_near(&knobs->items[i], knobs->items[i].first, inactive.items[i].first))
			status = trial_broken(answer, "\"%s\" is %g after a flush while it was inactive, and %g after process",
			    knobs->items[i].info.name, inactive.items[i].first, knobs->items[i].first);
	free(inactive.items);
	if (status == PLUGIN_OK) {
		send(instance, knobs, 0.25, USUAL);
		flush(instance, knobs, 0.75, true);
		status = differs(instance, knobs, "after a flush while it was active", answer);
	}
	trial_stop(instance);
	return status;
}

static int32_t compare_cookies(struct clap_instance *instance, struct knobs *knobs, const struct message *answer)
{
	bool has_cookies = false;
	for (uint32_t i = 0; i < knobs->count; i++)
		has_cookies |= knobs->items[i].info.cookie != NULL;
	if (!has_cookies)
		return trial_idle(answer, "its parameters have no cookies");
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	send(instance, knobs, 0.75, USUAL);
	remember(instance, knobs);
	send(instance, knobs, 0.25, USUAL);
	send(instance, knobs, 0.75, WITHOUT_COOKIES);
	const int32_t status = differs(instance, knobs, "after a value without its cookie", answer);
	trial_stop(instance);
	return status;
}

static int32_t compare_namespaces(struct clap_instance *instance, struct knobs *knobs, const struct message *answer)
{
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	send(instance, knobs, 0.25, USUAL);
	remember(instance, knobs);
	send(instance, knobs, 0.75, FOREIGN);
	const int32_t status = differs(instance, knobs, "after an event of another namespace", answer);
	trial_stop(instance);
	return status;
}

/* All at their defaults. */
static int32_t tame(struct clap_instance *instance, struct knobs *knobs)
{
	struct trial_events events;
	turn(knobs, 0, USUAL, &events);
	for (uint32_t i = 0; i < knobs->count; i++)
		knobs->values[i].value = knobs->items[i].info.default_value;
	return trial_block(instance, &events, true);
}

static int32_t wild_values(struct clap_instance *instance, struct knobs *knobs, const struct message *answer)
{
	if (!trial_start(instance))
		return trial_idle(answer, "it cannot be activated");
	for (size_t i = 0; i < TRIAL_WILD_PARTS; i++)
		send(instance, knobs, trial_wild_parts[i], USUAL);
	int32_t status = PLUGIN_OK;
	for (int i = 0; i < TRIAL_TAME_BLOCKS; i++)
		status = tame(instance, knobs);
	trial_stop(instance);
	return status == PLUGIN_OK ? PLUGIN_OK : trial_broken(answer, TRIAL_WILD_SENTENCE);
}

static int32_t with_knobs(struct clap_instance *instance, trial_with_knobs *run, const struct message *answer)
{
	struct knobs knobs;
	int32_t status = PLUGIN_NOT_SUPPORTED;
	if (knobs_read(instance, &knobs))
		status = run(instance, &knobs, answer);
	else
		message_set(answer, "it has no parameter that may be moved");
	knobs_free(&knobs);
	return status;
}

int32_t trial_flush(struct clap_instance *instance, const struct message *answer)
{
	return with_knobs(instance, compare_flush, answer);
}

int32_t trial_cookies(struct clap_instance *instance, const struct message *answer)
{
	return with_knobs(instance, compare_cookies, answer);
}

int32_t trial_namespaces(struct clap_instance *instance, const struct message *answer)
{
	return with_knobs(instance, compare_namespaces, answer);
}

int32_t trial_wild_values(struct clap_instance *instance, const struct message *answer)
{
	return with_knobs(instance, wild_values, answer);
}
