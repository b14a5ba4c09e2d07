/* A DAW's window: daw-window WIDTH HEIGHT prints its X11 id and stays until the end of stdin. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "toolkit.h"

int main(int count, char **words)
{
	static const struct toolkit_events events;
	struct toolkit *toolkit = count == 3 ? toolkit_open(0, atoi(words[1]), atoi(words[2]), "DAW", &events, NULL) : NULL;
	if (!toolkit)
		return 1;
	printf("0x%llx\n", (unsigned long long)toolkit_window(toolkit));
	fflush(stdout);
	struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = toolkit_fd(toolkit), .events = POLLIN}};
	char byte;
	while (poll(fds, 2, -1) > 0 && !(fds[0].revents && read(STDIN_FILENO, &byte, 1) <= 0))
		toolkit_process(toolkit);
	toolkit_close(toolkit);
	return 0;
}
