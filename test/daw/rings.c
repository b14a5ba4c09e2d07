/* The parameter ring and the echo ring: free-running counters; one slot always stays free. */
#include <string.h>

#include "layout.h"

bool daw_set_parameter(struct daw_client *daw, uint32_t parameter, float value)
{
	const uint32_t write_index = load(daw, AT_PARAMETER_WRITE);
	if (write_index - load(daw, AT_PARAMETER_READ) >= RING_SLOTS - 1)
		return false;
	const struct daw_echo event = {parameter, value, 0, 0};
	memcpy(daw->segment + AT_PARAMETER_SLOTS + (write_index % RING_SLOTS) * sizeof event, &event, sizeof event);
	store(daw, AT_PARAMETER_WRITE, write_index + 1);
	return true;
}

bool daw_take_echo(struct daw_client *daw, struct daw_echo *echo)
{
	const uint32_t read_index = load(daw, AT_ECHO_READ);
	if (read_index == load(daw, AT_ECHO_WRITE))
		return false;
	memcpy(echo, daw->segment + AT_ECHO_SLOTS + (read_index % RING_SLOTS) * sizeof *echo, sizeof *echo);
	store(daw, AT_ECHO_READ, read_index + 1);
	return true;
}
