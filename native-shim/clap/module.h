/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A loaded CLAP file and its list of plugins. All [main-thread]. Opening a file creates no plugin, which suffices for a
 * scan.
 */
#ifndef MAOLAN_CLAP_MODULE_H
#define MAOLAN_CLAP_MODULE_H

#include "api.h"
#include "message.h"

/* All zero: nothing loaded. */
struct module {
	char *path; /* of the shared object, absolute */
	void *library;
	const clap_plugin_entry_t *entry; /* NULL unless its init succeeded */
	const clap_plugin_factory_t *factory;
};

/* Load the file and get its factory. path: a shared object, or a folder that contains one with the same name. False and
   a sentence on failure; call module_close in any case. */
bool module_open(struct module *module, const char *path, const struct message *message);
/* Number of plugins in the factory's list. */
uint32_t module_count(const struct module *module);
/* Descriptor index, or NULL if the factory returns none, or one without an id or for an incompatible CLAP version.
   Belongs to the module. */
const clap_plugin_descriptor_t *module_descriptor(const struct module *module, uint32_t index);
/* The descriptor with this id (NULL: the first), or NULL and a sentence. */
const clap_plugin_descriptor_t *module_choose(
    const struct module *module, const char *id, const struct message *message);
/* Plugins' static constructors and toolkits set the locale of the whole process; numbers must keep their decimal point.
 */
void restore_locale(void);
/* All plugins of the module must have been destroyed before. */
void module_close(struct module *module);

#endif
