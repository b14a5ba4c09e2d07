/*
 * The core ahead of time, as a library. Functions are what wasm2c made, with its types: a pointer is an offset.
 */
#include <stdio.h>
#include <stdlib.h>

#include "core-aot.h"
#include "form.h"

#define FUNCTION(name) {#name, (void (*)(void))w2c_core_##name},
static const struct form_function functions[] = {
#include "core-functions.inc"
};

_Noreturn void core_trap(const char *what)
{
	fprintf(stderr, "the core stopped at %s\n", what);
	abort();
}

void *form_open(void)
{
	struct core *core = malloc(sizeof *core);
	if (core == NULL || core_open(core, NULL) < 0)
		abort();
	return core;
}

void form_close(void *instance)
{
	core_close(instance);
	free(instance);
}

void *form_base(const void *instance)
{
	return core_base(instance);
}

uint64_t form_bytes(const void *instance)
{
	(void)instance;
	return CORE_MEMORY_BYTES;
}

void *form_function(const char *name)
{
	return form_find(functions, sizeof functions / sizeof functions[0], name);
}
