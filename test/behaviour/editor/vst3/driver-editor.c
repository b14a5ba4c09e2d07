/*
 * What the driver of test/unit/vst3 lacks for editors:
 *
 *   show [PARENT] [TITLE] | hide | editor-close      PARENT: an X11 id, 0 for a top-level window
 *   count (file descriptors and threads)             cycles TIMES (show, a turn of the main loop, hide, close)
 *
 * WINDOW_LIBRARY is the path of the window library.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "window.h"

static const struct window_api *windows(void)
{
	static const struct window_api *api;
	if (api)
		return api;
	void *library = dlopen(getenv("WINDOW_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
	const struct window_api *(*get)(void) = NULL;
	if (library)
		*(void **)&get = dlsym(library, "window_api");
	if (!get) {
		fprintf(stderr, "no window library: %s\n", dlerror());
		exit(2);
	}
	api = get();
	return api;
}

static void show(const char *parent, const char *title)
{
	char error[512] = "";
	const struct plugin_editor_options options = {
	    .windows = windows(), .parent_window = parent ? strtoull(parent, NULL, 0) : 0, .title = title};
	const int32_t status = plugin_editor_show(plugin, &options, error, sizeof(error));
	printf("shown %d %s\n", status, error);
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

static void cycle(int times)
{
	for (int i = 0; i < times; i++) {
		show(NULL, NULL);
		plugin_idle(plugin);
		plugin_editor_hide(plugin);
		plugin_idle(plugin);
		plugin_editor_close(plugin);
	}
}

bool format_command(char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "show"))
		show(words[1], words[1] ? words[2] : NULL);
	else if (!strcmp(name, "hide"))
		plugin_editor_hide(plugin);
	else if (!strcmp(name, "editor-close"))
		plugin_editor_close(plugin);
	else if (!strcmp(name, "count"))
		printf("count fds %d threads %d\n", entries("/proc/self/fd"), entries("/proc/self/task"));
	else if (!strcmp(name, "cycles"))
		cycle(atoi(words[1]));
	else
		return false;
	return true;
}
