#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "life.h"
#include "os.h"

void process_name(const char *name)
{
	prctl(PR_SET_NAME, name);
}

void process_exit(int32_t exit_code)
{
	fflush(stdout); /* what plugins and the engine's tracing printed there */
	life_exit(exit_code);
}

void process_say(const char *text)
{
	struct pollfd item = {.fd = STDERR_FILENO, .events = POLLOUT};
	if (poll(&item, 1, 100) == 1 && write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* nobody to tell */
}

void process_wait_for_parent_end(void)
{
	const pid_t parent = getppid();
	while (getppid() == parent)
		usleep(200000);
}

const char *process_error_text(int32_t error)
{
	return strerror(error < 0 ? -error : error);
}
