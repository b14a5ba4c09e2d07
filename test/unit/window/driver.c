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

#include "os.h"
#include "recovery.h"
#include "window.h"

#define WORDS_MAX 12

struct named {
	char name[32];
	struct window *window;
	bool closes; /* in callbacks */
};

static struct named names[NAMES_MAX];
static const struct window_api *api;

static struct named *find(const char *name)
{
	for (int i = 0; i < NAMES_MAX; i++)
		if (names[i].window && !strcmp(names[i].name, name))
			return &names[i];
	return NULL;
}

uint64_t driver_id(const char *word)
{
	const struct named *named = find(word);
	const uint64_t id = named ? api->id(named->window) : toolkit_id(word);
	return id ? id : strtoull(word, NULL, 0);
}

static void close_named(struct named *named)
{
	api->close(named->window);
	named->window = NULL;
}

static void on_closed(void *user)
{
	struct named *named = user;
	printf("%s closed\n", named->name);
	if (named->closes)
		close_named(named);
}

static void on_resized(void *user, uint32_t width, uint32_t height)
{
	printf("%s resized %u %u\n", ((struct named *)user)->name, width, height);
}

static void on_focused(void *user, int32_t on)
{
	printf("%s focused %d\n", ((struct named *)user)->name, on);
}

static void on_destroyed(void *user)
{
	struct named *named = user;
	printf("%s destroyed\n", named->name);
	if (named->closes)
		close_named(named);
}

static const struct window_events events = {
    .closed = on_closed, .resized = on_resized, .focused = on_focused, .destroyed = on_destroyed};

static struct window *open_window(
    struct named *named, const char *title, uint64_t parent, uint32_t width, uint32_t height, const char *flags)
{
	char error[256] = "";
	const struct window_options options = {.title = title,
	    .class_name = "Test Plugin",
	    .parent = parent,
	    .width = width,
	    .height = height,
	    .resizable = strchr(flags, 'r') != NULL,
	    .follows_child = strchr(flags, 'f') != NULL,
	    .events = &events,
	    .user = named};
	struct window *window = api->open(&options, error, sizeof(error));
	if (!window)
		printf("error %s\n", error);
	return window;
}

static uint32_t number(const char *word)
{
	return (uint32_t)strtoul(word, NULL, 0);
}

static void open_named(char **words, const char *title)
{
	struct named *named = names;
	while (named->window)
		named++;
	snprintf(named->name, sizeof(named->name), "%s", words[1]);
	named->closes = strchr(words[5], 'c') != NULL;
	named->window = open_window(named, title, driver_id(words[2]), number(words[3]), number(words[4]), words[5]);
	if (named->window)
		printf("window 0x%llx\n", (unsigned long long)api->id(named->window));
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

static int fds_without_close_on_exec(void)
{
	int count = 0;
	for (int fd = 3; fd < 256; fd++) {
		char path[64], text[512] = "";
		snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
		FILE *file = fopen(path, "re");
		if (!file)
			continue;
		unsigned int flags = 0;
		while (fgets(text, sizeof(text), file))
			if (sscanf(text, "flags: %o", &flags) == 1)
				break;
		fclose(file);
		count += (flags & 02000000) == 0;
	}
	return count;
}

static long resident_pages(void)
{
	long pages = 0, resident = 0;
	FILE *file = fopen("/proc/self/statm", "re");
	if (file && fscanf(file, "%ld %ld", &pages, &resident) != 2)
		resident = 0;
	if (file)
		fclose(file);
	return resident;
}

/* One turn of the main thread's loop, waiting at most so long: true if there is a command. */
static bool turn(int milliseconds)
{
	static char line[512], drained[64];
	struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = notify_open(), .events = POLLIN}};
	if (poll(fds, 2, milliseconds) <= 0)
		return false;
	if (fds[1].revents) {
		while (read(fds[1].fd, drained, sizeof(drained)) > 0)
			continue;
		while (log_take(line) > 0)
			printf("log %s\n", line);
		run_loop_dispatch();
	}
	return fds[0].revents != 0;
}

static void cycle(int count)
{
	struct named named = {.name = "cycle"};
	for (int i = 0; i < count; i++) {
		named.window = open_window(&named, "Cycle", 0, 200, 100, "r");
		if (!named.window)
			return;
		api->show(named.window);
		run_loop_dispatch();
		api->hide(named.window);
		run_loop_dispatch();
		api->close(named.window);
	}
}

/* Give it a size, be busy for a while as a plugin that makes its view, and show it. */
static void resize_slowly_and_show(struct window *window, char **words)
{
	api->resize(window, number(words[2]), number(words[3]));
	usleep(number(words[4]) * 1000);
	api->show(window);
}

static bool window_command(struct named *named, char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "show"))
		api->show(named->window);
	else if (!strcmp(name, "hide"))
		api->hide(named->window);
	else if (!strcmp(name, "close"))
		close_named(named);
	else if (!strcmp(name, "id"))
		printf("id 0x%llx\n", (unsigned long long)api->id(named->window));
	else if (!strcmp(name, "resize"))
		printf("resize %d\n", api->resize(named->window, number(words[2]), number(words[3])));
	else if (!strcmp(name, "resize-slowly-and-show"))
		resize_slowly_and_show(named->window, words);
	else if (!strcmp(name, "resizable"))
		api->set_resizable(named->window, atoi(words[2]));
	else if (!strcmp(name, "hints"))
		api->set_size_hints(named->window, number(words[2]), number(words[3]), number(words[4]), number(words[5]));
	else if (!strcmp(name, "transient"))
		api->set_transient(named->window, driver_id(words[2]));
	else
		return false;
	return true;
}

static void print_place(void)
{
	int32_t x = 0, y = 0;
	const int32_t is_known = recovery_window(&x, &y);
	printf("place %d %d %d\n", is_known, x, y);
}

static void command(char **words, const char *title)
{
	const char *name = words[0];
	if (toolkit_command(words))
		return;
	if (!strcmp(name, "open"))
		open_named(words, title);
	else if (!strcmp(name, "scale"))
		printf("scale %g\n", api->scale());
	else if (!strcmp(name, "place"))
		print_place();
	else if (!strcmp(name, "place-before"))
		recovery_note_window(atoi(words[1]), atoi(words[2]));
	else if (!strcmp(name, "count"))
		printf("fds %d inherited %d threads %d\n", entries("/proc/self/fd"), fds_without_close_on_exec(),
		    entries("/proc/self/task"));
	else if (!strcmp(name, "memory"))
		printf("pages %ld\n", resident_pages());
	else if (!strcmp(name, "cycles"))
		cycle(atoi(words[1]));
	else if (!words[1] || !find(words[1]) || !window_command(find(words[1]), words))
		printf("error unknown: %s\n", name);
}

/* The title of open is the rest of the line. */
static void obey(char *line)
{
	char *words[WORDS_MAX + 1] = {0}, *rest = NULL;
	int count = 0;
	line[strcspn(line, "\n")] = '\0';
	for (char *word = strtok_r(line, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		words[count++] = word;
		if (count == WORDS_MAX || (count == 6 && !strcmp(words[0], "open")))
			break;
	}
	if (count > 0)
		command(words, rest ? rest : "");
	printf("done\n");
}

int main(void)
{
	char line[1024];
	prctl(PR_SET_PDEATHSIG, 9);
	setvbuf(stdout, NULL, _IOLBF, 0);
	setvbuf(stdin, NULL, _IONBF, 0); /* poll must see what is left */
	notify_open();
	void *library = dlopen(getenv("WINDOW_LIBRARY"), RTLD_NOW | RTLD_LOCAL);
	const struct window_api *(*get)(void) = NULL;
	if (library)
		*(void **)&get = dlsym(library, "window_api");
	api = get ? get() : NULL;
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
	}
	for (int i = 0; i < NAMES_MAX; i++)
		if (names[i].window)
			close_named(&names[i]);
	return 0;
}
