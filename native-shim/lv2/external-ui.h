/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The external-ui extension (kxstudio.sf.net/ns/lv2ext/external-ui), which the LV2 headers lack: an editor that runs in
 * the host's process and has its own top-level window. A struct has the functions to run, show and hide it. All
 * [main-thread].
 */
#ifndef MAOLAN_LV2_EXTERNAL_UI_H
#define MAOLAN_LV2_EXTERNAL_UI_H

#include <lv2/ui/ui.h>

#define EXTERNAL_UI_PREFIX "http://kxstudio.sf.net/ns/lv2ext/external-ui#"
#define EXTERNAL_UI_WIDGET EXTERNAL_UI_PREFIX "Widget"
#define EXTERNAL_UI_HOST EXTERNAL_UI_PREFIX "Host"
#define EXTERNAL_UI_FIRST LV2_UI_PREFIX "external" /* its earlier name, of both the type and the feature */

/* The widget returned by the editor's instantiate. */
struct external_ui {
	void (*run)(struct external_ui *self);
	void (*show)(struct external_ui *self);
	void (*hide)(struct external_ui *self);
};

/* Data of the feature. */
struct external_ui_host {
	void (*ui_closed)(LV2UI_Controller controller); /* the user has closed it; clean it up afterwards */
	const char *plugin_human_id;                    /* for its title */
};

#endif
