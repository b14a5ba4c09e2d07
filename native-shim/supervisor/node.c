/* SPDX-License-Identifier: BSD-2-Clause */
/* Becoming Node. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "supervisor.h"

static const char *own_node;

void use_own_node(const char *path)
{
	own_node = path;
}

static void try_node(const char *node, char **arguments)
{
	if (node != NULL && node[0] != '\0')
		execvp(node, arguments); /* returns only if it failed */
}

/* More than this is enough for some of the engine's reservations. */
#define ADDRESS_SPACE_AMPLE (64ull << 30)

/* The engine reserves 8 GiB of addresses for each memory of WebAssembly, unless it checks bounds instead (since Node
 * 20.15). */
static void spare_addresses(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur < ADDRESS_SPACE_AMPLE)
		setenv("NODE_OPTIONS", "--disable-wasm-trap-handler", 1);
}

void become_node(char **arguments)
{
	spare_addresses();
	try_node(getenv("MAOLAN_NODE"), arguments);
	try_node(own_node, arguments);
	try_node(BUILD_NODE, arguments);
	try_node("node", arguments);
}

void say_no_node(const char *name)
{
	fprintf(stderr,
	    "%s: no Node.js found (tried $MAOLAN_NODE, %s, " BUILD_NODE
	    " and PATH). Install Node 20 or newer, or set MAOLAN_NODE to its path.\n",
	    name, own_node);
}
