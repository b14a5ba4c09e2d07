/* The commands about the toolkit's windows. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "driver.h"
#include "os.h"
#include "toolkit.h"

struct child {
	char name[32];
	struct toolkit *toolkit;
	int32_t run_loop_id;
};

static struct child children[NAMES_MAX];
static const struct toolkit_functions *functions;

/* child-configure-in-sync */
static struct {
	const struct child *child; /* NULL: nothing to do */
	int x, y, width, height;
} in_sync;

/* As plugins are loaded: locally, and after the OS library. */
static void load(void)
{
	if (functions)
		return;
	void *library = dlopen(getenv("TOOLKIT"), RTLD_NOW | RTLD_LOCAL);
	functions = library ? dlsym(library, "toolkit_functions") : NULL;
	if (!functions) {
		fprintf(stderr, "%s\n", dlerror());
		exit(2);
	}
}

static struct child *find(const char *name)
{
	for (int i = 0; i < NAMES_MAX; i++)
		if (children[i].toolkit && !strcmp(children[i].name, name))
			return &children[i];
	return NULL;
}

uint64_t toolkit_id(const char *name)
{
	const struct child *child = find(name);
	return child ? functions->id(child->toolkit) : 0;
}

static void configure(const struct child *child, int x, int y, int width, int height)
{
	functions->configure(child->toolkit, x, y, width, height);
}

static void configure_in_sync(const struct child *child, int x, int y, int width, int height)
{
	in_sync.child = child;
	in_sync.x = x;
	in_sync.y = y;
	in_sync.width = width;
	in_sync.height = height;
}

/* In place of libX11's, for all in this process: the child changes first, so that its event comes with the answer. */
__attribute__((visibility("default"))) int XSync(void *display, int discard)
{
	int (*sync)(void *, int) = NULL;
	const struct child *child = in_sync.child;
	in_sync.child = NULL;
	if (child)
		configure(child, in_sync.x, in_sync.y, in_sync.width, in_sync.height);
	*(void **)&sync = dlsym(dlopen("libX11.so.6", RTLD_NOW | RTLD_NOLOAD), "XSync");
	return sync(display, discard);
}

static void readable(void *user, int32_t fd)
{
	(void)fd;
	struct child *child = user;
	functions->read_events(child->toolkit, child->name);
}

static enum toolkit_how how(const char *word)
{
	if (word && !strcmp(word, "xembed"))
		return TOOLKIT_XEMBED;
	return word && !strcmp(word, "direct") ? TOOLKIT_DIRECT : TOOLKIT_PLAIN;
}

static void open_child(char **words)
{
	struct child *child = children;
	while (child->toolkit)
		child++;
	child->toolkit = functions->open(driver_id(words[2]), atoi(words[3]), atoi(words[4]), how(words[5]));
	if (!child->toolkit) {
		printf("no child\n");
		return;
	}
	snprintf(child->name, sizeof(child->name), "%s", words[1]);
	child->run_loop_id = run_loop_add_fd(functions->fd(child->toolkit), readable, child);
	printf("child 0x%llx\n", (unsigned long long)functions->id(child->toolkit));
}

static void close_child(struct child *child)
{
	run_loop_remove(child->run_loop_id);
	functions->close(child->toolkit);
	child->toolkit = NULL;
}

static void abuse_child(const struct child *child)
{
	for (int i = 0; i < TOOLKIT_ABUSES; i++)
		functions->abuse(child->toolkit, i);
	printf("abused\n");
}

static bool command_of_child(struct child *child, char **words)
{
	const char *name = words[0];
	if (!strcmp(name, "child-configure"))
		configure(child, atoi(words[2]), atoi(words[3]), atoi(words[4]), atoi(words[5]));
	else if (!strcmp(name, "child-configure-in-sync"))
		configure_in_sync(child, atoi(words[2]), atoi(words[3]), atoi(words[4]), atoi(words[5]));
	else if (!strcmp(name, "child-error"))
		functions->err(child->toolkit);
	else if (!strcmp(name, "child-abuse"))
		abuse_child(child);
	else if (!strcmp(name, "child-focus"))
		functions->focus(child->toolkit, driver_id(words[2]));
	else if (!strcmp(name, "child-ping"))
		functions->ping(child->toolkit, driver_id(words[2]));
	else if (!strcmp(name, "child-destroy"))
		functions->destroy(child->toolkit);
	else if (!strcmp(name, "child-close"))
		close_child(child);
	else
		return false;
	/* What came with an answer is in the queue, and no file descriptor shows it. */
	if (child->toolkit)
		functions->read_events(child->toolkit, child->name);
	return true;
}

bool toolkit_command(char **words)
{
	if (strncmp(words[0], "child", 5) != 0)
		return false;
	load();
	if (!strcmp(words[0], "child"))
		open_child(words);
	else if (!strcmp(words[0], "child-handlers"))
		functions->install_handlers();
	else
		return find(words[1]) && command_of_child(find(words[1]), words);
	return true;
}
