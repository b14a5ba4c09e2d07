/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The component handler, called by the controller. VST3 restricts it to the main thread, but plugins call it on any
 * thread, so it only records requests, which plugin_idle and the audio thread carry out.
 */
#include <math.h>
#include <string.h>

#include "instance.h"
#include "os.h"

/* For the log: the first call on another thread. */
static void note_thread(struct vst3_instance *instance, const char *function)
{
	const char *none = NULL;
	if (pthread_equal(pthread_self(), instance->main_thread))
		return;
	if (atomic_compare_exchange_strong(&instance->complaint, &none, function))
		notify_main();
}

/* ---- IComponentHandler: edits ---- */

static void note_edit(struct vst3_audio *audio)
{
	atomic_store_explicit(&audio->edits_waiting, true, memory_order_release);
	notify_main();
}

static v3_result put_gesture(void *self, v3_param_id id, uint32_t kind)
{
	struct vst3_audio *audio = &facet_instance(self)->audio;
	const struct directory *directory = directory_enter(&audio->access);
	const uint32_t index = directory ? directory_find(directory, id) : 0;
	const bool known = directory && index < directory->count;
	directory_leave(&audio->access);
	if (!known)
		return V3_INVALID_ARG;
	if (!gestures_put(&audio->gestures, (struct gesture){kind, index}))
		return V3_FALSE;
	note_edit(audio);
	return V3_OK;
}

static v3_result begin_edit(void *self, v3_param_id id)
{
	note_thread(facet_instance(self), "IComponentHandler::beginEdit");
	return put_gesture(self, id, EVENT_GESTURE_BEGIN);
}

static v3_result perform_edit(void *self, v3_param_id id, double value)
{
	struct vst3_audio *audio = &facet_instance(self)->audio;
	note_thread(facet_instance(self), "IComponentHandler::performEdit");
	const struct directory *directory = directory_enter(&audio->access);
	const uint32_t index = directory ? directory_find(directory, id) : 0;
	const bool known = directory && index < directory->count && !isnan(value);
	/* The audio thread updates the table: a block that has not seen the begin of the gesture must not report its value.
	 */
	if (known)
		mailbox_post(directory->edits, index, fmin(fmax(value, 0), 1));
	directory_leave(&audio->access);
	if (!known)
		return V3_INVALID_ARG;
	note_edit(audio);
	return V3_OK;
}

static v3_result end_edit(void *self, v3_param_id id)
{
	note_thread(facet_instance(self), "IComponentHandler::endEdit");
	return put_gesture(self, id, EVENT_GESTURE_END);
}

/* Many plugins report their latency from inside setActive. It is read right afterwards; restarting for it would never
   end. */
static uint32_t flags_to_keep(const struct vst3_instance *instance, uint32_t flags)
{
	const bool inside = pthread_equal(pthread_self(), instance->main_thread) && instance->activating;
	return inside ? flags & ~(uint32_t)V3_RESTART_LATENCY_CHANGED : flags;
}

static v3_result note_restart(struct vst3_instance *instance, int32_t flags)
{
	atomic_fetch_or(&instance->restart_flags, flags_to_keep(instance, (uint32_t)flags));
	offline_note(&instance->audio.offline);
	notify_main();
	return V3_OK;
}

static v3_result restart_component(void *self, int32_t flags)
{
	note_thread(facet_instance(self), "IComponentHandler::restartComponent");
	return note_restart(facet_instance(self), flags);
}

static const struct v3_component_handler handler_table = {
    FACET_UNKNOWN,
    .begin_edit = begin_edit,
    .perform_edit = perform_edit,
    .end_edit = end_edit,
    .restart_component = restart_component,
};

/* ---- IComponentHandler2 ---- */

static v3_result set_dirty(void *self, v3_bool state)
{
	struct vst3_instance *instance = facet_instance(self);
	if (!state)
		return V3_OK;
	atomic_store(&instance->dirty, true);
	notify_main();
	return V3_OK;
}

/* The DAW opens editors, but one that has been open before may be shown again at its position. */
static v3_result request_open_editor(void *self, const char *name)
{
	struct vst3_instance *instance = facet_instance(self);
	if ((name && strcmp(name, "editor") != 0) || !atomic_load(&instance->editor.may_be_opened))
		return V3_FALSE;
	atomic_store(&instance->editor.open_wanted, true);
	notify_main();
	return V3_OK;
}

/* The wire has no groups. */
static v3_result group_edit(void *self)
{
	(void)self;
	return V3_OK;
}

static const struct v3_component_handler2 handler2_table = {
    FACET_UNKNOWN,
    .set_dirty = set_dirty,
    .request_open_editor = request_open_editor,
    .start_group_edit = group_edit,
    .finish_group_edit = group_edit,
};

/* ---- IComponentHandler3 ---- */

static void *create_context_menu(void *self, void *view, const v3_param_id *id)
{
	(void)self;
	(void)view;
	(void)id;
	return NULL; /* the host has none: plugins then show their own */
}

static const struct vst3_component_handler3 handler3_table = {
    FACET_UNKNOWN,
    .create_context_menu = create_context_menu,
};

/* ---- IComponentHandlerBusActivation ---- */

/* All buses are always active: the DAW has channels for them, or they are silent. */
static v3_result request_bus_activation(void *self, int32_t media, int32_t direction, int32_t bus, v3_bool state)
{
	(void)self, (void)media, (void)direction, (void)bus;
	return state ? V3_OK : V3_FALSE;
}

static const struct vst3_component_handler_bus_activation bus_activation_table = {
    FACET_UNKNOWN,
    .request_bus_activation = request_bus_activation,
};

/* ---- IUnitHandler, IUnitHandler2 ---- */

static v3_result notify_unit_selection(void *self, int32_t unit_id)
{
	(void)self;
	(void)unit_id;
	return V3_OK;
}

static v3_result notify_program_list_change(void *self, int32_t list_id, int32_t program)
{
	(void)self;
	(void)list_id;
	(void)program;
	return V3_OK; /* names are read on request */
}

static const struct vst3_unit_handler unit_handler_table = {
    FACET_UNKNOWN,
    .notify_unit_selection = notify_unit_selection,
    .notify_program_list_change = notify_program_list_change,
};

/* Units determine which parameter a channel's program change modifies. */
static v3_result notify_unit_by_bus_change(void *self)
{
	return note_restart(facet_instance(self), V3_RESTART_MIDI_CC_ASSIGNMENT_CHANGED);
}

static const struct vst3_unit_handler2 unit_handler2_table = {
    FACET_UNKNOWN,
    .notify_unit_by_bus_change = notify_unit_by_bus_change,
};

/* ---- IProgress ---- */

static v3_result progress_start(void *self, uint32_t type, const int16_t *description, uint64_t *id)
{
	(void)type;
	(void)description;
	if (!id)
		return V3_INVALID_ARG;
	atomic_fetch_add(&facet_instance(self)->progress_shown, 1);
	*id = 1; /* nothing is shown, so one id is enough */
	return V3_OK;
}

static v3_result progress_update(void *self, uint64_t id, double value)
{
	(void)self;
	(void)id;
	(void)value;
	return V3_OK;
}

static v3_result progress_finish(void *self, uint64_t id)
{
	(void)id;
	_Atomic uint32_t *shown = &facet_instance(self)->progress_shown;
	uint32_t count = atomic_load(shown);
	while (count > 0 && !atomic_compare_exchange_weak(shown, &count, count - 1))
		;
	return V3_OK;
}

static const struct vst3_progress progress_table = {
    FACET_UNKNOWN,
    .start = progress_start,
    .update = progress_update,
    .finish = progress_finish,
};

void handler_init(struct vst3_instance *instance)
{
	instance->handler.instance = instance;
	facets_add(&instance->handler, v3_component_handler_iid, &handler_table);
	facets_add(&instance->handler, v3_component_handler2_iid, &handler2_table);
	facets_add(&instance->handler, vst3_component_handler3_iid, &handler3_table);
	facets_add(&instance->handler, vst3_unit_handler_iid, &unit_handler_table);
	facets_add(&instance->handler, vst3_unit_handler2_iid, &unit_handler2_table);
	facets_add(&instance->handler, vst3_progress_iid, &progress_table);
	facets_add(&instance->handler, vst3_component_handler_bus_activation_iid, &bus_activation_table);
}

struct v3_component_handler **handler_object(struct vst3_instance *instance)
{
	return (struct v3_component_handler **)&instance->handler.items[0];
}
