/*
 * Plays the host's two threads for one plugin with an editor: reads one command per line from stdin, and serves the
 * plugin's main thread meanwhile. Requests to flush are served on the audio thread, as the host does while no blocks
 * come.
 *
 *   open SPEC | close
 *   show PARENT TITLE (PARENT: X11 id or 0) | hide | close-editor
 *   run FRAMES TIMES | event INDEX VALUE (of the next block) | set INDEX VALUE | value INDEX
 *   events (that came out since the last time) | restart | deactivate | activate
 *   count (open fds and threads) | cycles COUNT (show and hide) | reopen COUNT (show and close-editor)
 *
 * Each command answers with a line "done", after its output.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "driver.h"
#include "os.h"
#include "window.h"

#define WORDS_MAX 4

struct memory *memory;
struct plugin *plugin;
static const struct window_api *windows;

static uint32_t number(const char *word)
{
	return (uint32_t)strtoul(word, NULL, 10);
}

static void open_plugin(const char *spec)
{
	char error[1024] = "";
	const struct plugin_options options = {
	    .sample_rate = 48000, .frames_max = 1024, .input_channels = 2, .output_channels = 2, .instance_id = "test"};
	plugin = plugin_open(spec, &options, error, sizeof(error));
	if (!plugin)
		printf("error %s\n", error);
	else if (plugin_bind(plugin, memory, &memory->block) != PLUGIN_OK || plugin_activate(plugin) != PLUGIN_OK)
		printf("error it is not activated\n");
	else
		printf("opened\n");
}

static void close_plugin(void)
{
	rest_plugin();
	plugin_close(plugin);
	plugin = NULL;
}

static int32_t show(const char *parent, const char *title)
{
	char error[1024] = "";
	const struct plugin_editor_options options = {
	    .windows = windows, .parent_window = strtoull(parent, NULL, 0), .title = title};
	const int32_t status = plugin_editor_show(plugin, &options, error, sizeof(error));
	if (status != PLUGIN_OK)
		printf("refused %d %s\n", status, error);
	return status;
}

static int entries(const char *path)
{
	int count = 0;
	DIR *directory = opendir(path);
	while (directory && readdir(directory))
		count++;
	if (directory)
		closedir(directory);
	return count;
}

static void serve(void)
{
	static char line[512];
	while (log_take(line) > 0)
		printf("log %s\n", line);
	const int32_t requests = plugin ? plugin_idle(plugin) : 0;
	if (requests & PLUGIN_REQUEST_RESTART)
		restart();
	if (requests & PLUGIN_REQUEST_FLUSH)
		run_blocks(0, 1);
	if (!plugin)
		run_loop_dispatch();
}

/* One turn of the main thread's loop, waiting at most so long: true if there is a command. */
static bool turn(int milliseconds)
{
	static char drained[64];
	struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = notify_open(), .events = POLLIN}};
	if (poll(fds, 2, milliseconds) <= 0)
		return false;
	if (fds[1].revents) {
		while (read(fds[1].fd, drained, sizeof(drained)) > 0)
			continue;
		serve();
	}
	return fds[0].revents != 0;
}

static void cycles(int count, bool close)
{
	for (int i = 0; i < count && show("0", "Cycle") == PLUGIN_OK; i++) {
		turn(10);
		if (close)
			plugin_editor_close(plugin);
		else
			plugin_editor_hide(plugin);
		turn(0);
	}
}

static bool editor_command(char **words, const char *rest)
{
	const char *name = words[0];
	if (!strcmp(name, "show"))
		printf("shown %d\n", show(words[1], rest));
	else if (!strcmp(name, "hide"))
		plugin_editor_hide(plugin);
	else if (!strcmp(name, "close-editor"))
		plugin_editor_close(plugin);
	else if (!strcmp(name, "cycles"))
		cycles(atoi(words[1]), false);
	else if (!strcmp(name, "reopen"))
		cycles(atoi(words[1]), true);
	else
		return false;
	return true;
}

static bool block_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "run"))
		printf("ran %d\n", run_blocks(number(words[1]), atoi(words[2])));
	else if (!strcmp(name, "event"))
		memory->events[memory->block.event_count++] =
		    (struct event){.kind = EVENT_PARAMETER, .index = number(words[1]), .value = atof(words[2])};
	else if (!strcmp(name, "set"))
		printf("set %d\n", plugin_parameter_set(plugin, number(words[1]), atof(words[2])));
	else if (!strcmp(name, "value"))
		printf("value %.9g\n", (double)memory->values[number(words[1])]);
	else if (!strcmp(name, "events"))
		print_output_events();
	else
		return false;
	return true;
}

static void obey(char *line)
{
	char *words[WORDS_MAX] = {0}, *rest = NULL;
	line[strcspn(line, "\n")] = '\0';
	for (int count = 0; count < WORDS_MAX - 1; count++) {
		words[count] = strtok_r(count ? NULL : line, " ", &rest);
		if (!words[count] || (count == 1 && !strcmp(words[0], "show")))
			break;
	}
	if (!words[0])
		return;
	if (!strcmp(words[0], "count"))
		printf("fds %d threads %d\n", entries("/proc/self/fd"), entries("/proc/self/task"));
	else if (!strcmp(words[0], "open"))
		open_plugin(words[1]);
	else if (!plugin)
		printf("no plugin for %s\n", words[0]);
	else if (!strcmp(words[0], "close"))
		close_plugin();
	else if (!strcmp(words[0], "restart"))
		restart();
	else if (!strcmp(words[0], "deactivate")) {
		rest_plugin();
		plugin_deactivate(plugin);
	} else if (!strcmp(words[0], "activate"))
		printf("activated %d\n", plugin_activate(plugin));
	else if (!editor_command(words, rest ? rest : "") && !block_command(words))
		printf("unknown command %s\n", words[0]);
	printf("done\n");
}

int main(void)
{
	char line[4096];
	prctl(PR_SET_PDEATHSIG, 9);
	setvbuf(stdout, NULL, _IOLBF, 0);
	setvbuf(stdin, NULL, _IONBF, 0); /* poll must see what is left */
	init_memory();
	notify_open();
	void *library = dlopen(getenv("WINDOW_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
	const struct window_api *(*get)(void) = NULL;
	if (library)
		*(void **)&get = dlsym(library, "window_api");
	windows = get ? get() : NULL;
	if (!windows || windows->abi != WINDOW_ABI) {
		fprintf(stderr, "no window library: %s\n", dlerror());
		return 2;
	}
	for (;;) {
		if (!turn(-1))
			continue;
		if (!fgets(line, sizeof(line), stdin))
			break;
		obey(line);
	}
	rest_plugin();
	plugin_close(plugin);
	free(memory);
	return 0;
}
