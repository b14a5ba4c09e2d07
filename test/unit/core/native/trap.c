/*
 * Calls one function of trap.wat: trap <function> <argument>. Ends as a host whose core has stopped does: with the
 * cause, and SIGABRT.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core-aot.h"

static struct core core;

_Noreturn void core_trap(const char *what)
{
	fprintf(stderr, "the core stopped in %s at %s\n", core.function, what);
	abort();
}

static void call(const char *function, uint32_t argument)
{
	const struct {
		const char *name;
		void (*call)(struct core *, uint32_t);
		uint32_t (*get)(struct core *, uint32_t);
	} functions[] = {
	    {"load", NULL, trap_load},
	    {"store", trap_store, NULL},
	    {"copy", trap_copy, NULL},
	    {"fill", trap_fill, NULL},
	    {"atomic_load", NULL, trap_atomic_load},
	    {"compare", NULL, trap_compare},
	    {"add", NULL, trap_add},
	    {"divide", NULL, trap_divide},
	    {"convert", NULL, trap_convert},
	    {"call", trap_call, NULL},
	    {"unreachable", trap_unreachable, NULL},
	};
	for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
		if (strcmp(functions[i].name, function) != 0)
			continue;
		if (functions[i].call != NULL)
			functions[i].call(&core, argument);
		else
			printf("%u ", functions[i].get(&core, argument));
	}
}

int main(int argc, char **argv)
{
	if (argc != 3 || core_open(&core, NULL) < 0)
		return 2;
	call(argv[1], (uint32_t)strtoul(argv[2], NULL, 0));
	puts("returned");
	core_close(&core);
	return 0;
}
