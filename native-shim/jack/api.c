/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds and loads libjack. */
#include "api.h"

#include <dlfcn.h>
#include <stdbool.h>

/* PipeWire's libjack is in a folder next to JACK's own on systems that use `pw-jack`. */
static const char *const places[] = {
    "libjack.so.0",
    "/usr/lib/x86_64-linux-gnu/pipewire-0.3/jack/libjack.so.0",
    "/usr/lib/aarch64-linux-gnu/pipewire-0.3/jack/libjack.so.0",
    "/usr/lib64/pipewire-0.3/jack/libjack.so.0",
};

static void *open_library(void)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		void *found = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
		if (found != NULL)
			return found;
	}
	return NULL;
}

/* Never unloaded. */
static void *library;

void *jack_api_find(const char *name)
{
	return library == NULL ? NULL : dlsym(library, name);
}

static bool find_all(struct jack_api *api)
{
#define FIND(name, result, parameters)                                                                                 \
	*(void **)&api->name = dlsym(library, "jack_" #name);                                                              \
	if (api->name == NULL)                                                                                             \
		return false;
	JACK_FUNCTIONS(FIND)
#undef FIND
	return true;
}

const struct jack_api *jack_api_load(void)
{
	static struct jack_api api;
	static bool loaded;
	if (!loaded) {
		if (library == NULL)
			library = open_library();
		loaded = library != NULL && find_all(&api);
	}
	return loaded ? &api : NULL;
}
