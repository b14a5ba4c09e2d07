/* SPDX-License-Identifier: BSD-2-Clause */
/* A loaded module and the class selected from its factory. All [main-thread]. */
#ifndef MAOLAN_VST3_MODULE_H
#define MAOLAN_VST3_MODULE_H

#include "bundle.h"

/* All zero: nothing loaded. */
struct module {
	char *path; /* of the shared object */
	void *library;
	bool entered; /* ModuleEntry was called, or does not exist */
	struct v3_plugin_factory **factory;
	v3_tuid class_id;
	char name[256]; /* of the class, UTF-8 */
};

/* Load the shared object and get its factory, which receives the host context. False and a sentence on failure; call
   module_close in any case. */
bool module_open(
    struct module *module, const char *path, struct v3_funknown **host_context, const struct message *message);
/* Select the class. */
bool module_choose_class(struct module *module, const struct bundle_spec *spec, const struct message *message);
/* Plugins' static constructors and toolkits set the locale of the whole process; numbers must keep their decimal point.
 */
void restore_locale(void);
/* All objects of the module must have been released before. */
void module_close(struct module *module);

#endif
