/* Becoming Node. */
#include <stdlib.h>
#include <unistd.h>

#include "supervisor.h"

static void try_node(const char *node, char **arguments)
{
	if (node != NULL && node[0] != '\0')
		execvp(node, arguments); /* returns only if it failed */
}

void become_node(char **arguments)
{
	try_node(getenv("MAOLAN_NODE"), arguments);
	try_node(BUILD_NODE, arguments);
	try_node("node", arguments);
}
