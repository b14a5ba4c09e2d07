/* The commands of driver.h, and the main thread's event loop. */
#include "driver.h"

#include <dirent.h>
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "driver-host.h"
#include "os.h"
#include "window.h"

#define WORDS_MAX 4

struct memory *memory;
struct plugin *plugin;
static const struct window_api *api;

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

static void idle(void)
{
	static char line[512];
	const int32_t requests = plugin ? plugin_idle(plugin) : 0;
	if (requests != 0)
		printf("request %d\n", requests);
	while (log_take(line) > 0)
		printf("log %s\n", line);
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
		idle();
	}
	return fds[0].revents != 0;
}

static void open_plugin(const char *uri)
{
	char error[1024] = "";
	const struct plugin_options options = {.sample_rate = 48000, .frames_max = 1024, .instance_id = "test"};
	plugin = plugin_open(uri, &options, error, sizeof(error));
	printf(plugin ? "opened\n" : "error %s\n", error);
}

static void show(const char *parent, const char *title)
{
	char error[1024] = "";
	const struct plugin_editor_options options = {
	    .windows = api, .parent_window = parent ? strtoull(parent, NULL, 0) : 0, .title = title ? title : "Title"};
	printf("shown %d %s\n", plugin_editor_show(plugin, &options, error, sizeof(error)), error);
}

static void cycle(int count)
{
	for (int i = 0; i < count; i++) {
		char error[1024] = "";
		const struct plugin_editor_options options = {.windows = api, .title = "Cycle"};
		if (plugin_editor_show(plugin, &options, error, sizeof(error)) != PLUGIN_OK)
			printf("error %s\n", error);
		idle();
		plugin_editor_hide(plugin);
		idle();
		plugin_editor_close(plugin);
	}
}

static void editor_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "show"))
		show(words[1], words[1] ? words[2] : NULL);
	else if (!strcmp(name, "hide"))
		plugin_editor_hide(plugin);
	else if (!strcmp(name, "close-editor"))
		plugin_editor_close(plugin);
	else if (!strcmp(name, "cycles"))
		cycle(atoi(words[1]));
	else
		printf("error unknown: %s\n", name);
}

static void plugin_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "bind"))
		printf("bound %d\n", plugin_bind(plugin, memory, &memory->block));
	else if (!strcmp(name, "activate"))
		printf("activated %d\n", plugin_activate(plugin));
	else if (!strcmp(name, "deactivate"))
		plugin_deactivate(plugin);
	else if (!strcmp(name, "play"))
		audio_run((uint32_t)atoi(words[1]), atoi(words[2]));
	else if (!strcmp(name, "play-on"))
		audio_start((uint32_t)atoi(words[1]));
	else if (!strcmp(name, "play-off"))
		audio_stop();
	else if (!strcmp(name, "flush"))
		audio_run(0, 1);
	else if (!strcmp(name, "set"))
		plugin_parameter_set(plugin, (uint32_t)atoi(words[1]), atof(words[2]));
	else if (!strcmp(name, "value"))
		printf("value %.9g\n", (double)memory->values[atoi(words[1])]);
	else
		editor_command(words);
}

static void close_plugin(void)
{
	audio_stop();
	plugin_close(plugin);
	plugin = NULL;
}

static void obey(char *line)
{
	char *words[WORDS_MAX + 1] = {0}, *rest = NULL;
	int count = 0;
	for (char *word = strtok_r(line, " \n", &rest); word && count < WORDS_MAX; word = strtok_r(NULL, " \n", &rest))
		words[count++] = word;
	if (count == 0)
		return;
	if (!strcmp(words[0], "open"))
		open_plugin(words[1]);
	else if (!strcmp(words[0], "close"))
		close_plugin();
	else if (!strcmp(words[0], "count"))
		printf("fds %d threads %d\n", entries("/proc/self/fd"), entries("/proc/self/task"));
	else if (!window_command(words) && plugin)
		plugin_command(words);
}

static const struct window_api *load_windows(const char *path)
{
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	const struct window_api *(*get)(void) = NULL;
	if (library)
		*(void **)&get = dlsym(library, "window_api");
	return get ? get() : NULL;
}

int main(void)
{
	char line[1024];
	prctl(PR_SET_PDEATHSIG, 9);
	setvbuf(stdout, NULL, _IOLBF, 0);
	setvbuf(stdin, NULL, _IONBF, 0); /* poll must see what is left */
	memory = memory_new();
	notify_open();
	api = load_windows(getenv("WINDOW_LIBRARY"));
	if (!api || api->abi != WINDOW_ABI) {
		fprintf(stderr, "no window library: %s\n", dlerror());
		return 2;
	}
	for (;;) {
		if (!turn(-1))
			continue;
		if (!fgets(line, sizeof(line), stdin))
			break;
		obey(line);
		printf("done\n");
	}
	close_plugin();
	free(memory);
	return 0;
}
