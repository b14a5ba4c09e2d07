/*
 * Prints every row of the table of protocol versions: a line per row, the version's name first, then the fields in the
 * order of the struct.
 */
#include <stdio.h>

#include "protocol.h"

static void print(const char *name, const struct protocol_layout *row)
{
	const uint32_t *fields = (const uint32_t *)row;
	fputs(name, stdout);
	for (uint32_t i = 0; i < sizeof *row / sizeof *fields; i++)
		printf(" %u", fields[i]);
	putchar('\n');
}

int main(void)
{
	print("1", protocol_layout_of(1));
	print("3", protocol_layout_of(3));
	print("4", protocol_layout_of(4));
	print("5", protocol_layout_of(5));
	print("6", protocol_layout_of(6));
	print("7", protocol_layout_of(7));
	print("older-6", protocol_layout_of_older_6());
	return 0;
}
