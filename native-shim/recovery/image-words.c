/* Copies of argv and the environment for the next image. */
#include "image-words.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FD_VARIABLE "MAOLAN_RECOVERY_FD="
#define PRELOAD_VARIABLE "LD_PRELOAD="

extern char **environ;

/* The whole file; NULL if it cannot be read. */
static char *read_file(const char *path, size_t *bytes)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = NULL;
	size_t room = 0;
	ssize_t got = fd < 0 ? -1 : 1;
	*bytes = 0;
	while (got > 0) {
		if (*bytes == room) {
			room = room * 2 + 4096;
			char *more = realloc(text, room);
			if (more == NULL)
				break;
			text = more;
		}
		got = read(fd, text + *bytes, room - *bytes);
		if (got > 0)
			*bytes += (size_t)got;
	}
	if (fd >= 0)
		close(fd);
	if (got == 0)
		return text;
	free(text);
	return NULL;
}

static int starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* The loader forgot the variable with our library in it (preload/exit.c takes it out); the next image needs it again.
 */
static char *preload_word(void)
{
	Dl_info info;
	const void *known = dlsym(RTLD_DEFAULT, "maolan_exit_set_hook");
	const char *ours = known != NULL && dladdr(known, &info) != 0 ? info.dli_fname : NULL;
	const char *others = getenv("LD_PRELOAD");
	if (ours == NULL && others == NULL)
		return NULL;
	char *word = NULL;
	const int has_both = ours != NULL && others != NULL && others[0] != '\0';
	if (asprintf(&word, PRELOAD_VARIABLE "%s%s%s", others != NULL ? others : "", has_both ? ":" : "",
	        ours != NULL ? ours : "") < 0)
		return NULL;
	return word;
}

static int is_copied(const char *variable)
{
	return !starts_with(variable, FD_VARIABLE) && !starts_with(variable, PRELOAD_VARIABLE);
}

/* Pointers and texts in one piece of memory, filled from its start and its middle. */
struct shelf {
	char **memory, **words;
	char *texts;
	size_t bytes;
};

static int32_t shelf_make(struct shelf *shelf, size_t words, size_t text_bytes)
{
	shelf->bytes = words * sizeof(char *) + text_bytes;
	void *memory = mmap(NULL, shelf->bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -ENOMEM;
	shelf->memory = shelf->words = memory;
	shelf->texts = (char *)(shelf->memory + words);
	return 0;
}

static void put(struct shelf *shelf, const char *text)
{
	*shelf->words++ = text == NULL ? NULL : shelf->texts;
	if (text != NULL)
		shelf->texts = stpcpy(shelf->texts, text) + 1;
}

static void put_arguments(struct shelf *shelf, const char *command, size_t bytes)
{
	for (size_t at = 0; at < bytes; at += strlen(command + at) + 1)
		put(shelf, command + at);
	put(shelf, NULL);
}

static void put_environment(struct shelf *shelf, const char *fd_word, const char *preload)
{
	for (char **at = environ; *at != NULL; at++)
		if (is_copied(*at))
			put(shelf, *at);
	put(shelf, fd_word);
	if (preload != NULL)
		put(shelf, preload);
	put(shelf, NULL);
}

/* command: every word ends with a NUL. */
static int32_t copy_words(
    const char *command, size_t bytes, int record_fd, const char *preload, struct shelf *shelf, char ***environment)
{
	char fd_word[sizeof FD_VARIABLE + 12];
	snprintf(fd_word, sizeof fd_word, FD_VARIABLE "%d", record_fd);
	size_t words = 4, text_bytes = bytes + sizeof fd_word + (preload != NULL ? strlen(preload) + 1 : 0);
	for (size_t i = 0; i < bytes; i++)
		words += command[i] == '\0';
	for (char **at = environ; *at != NULL; at++, words++)
		text_bytes += strlen(*at) + 1;
	const int32_t error = shelf_make(shelf, words, text_bytes);
	if (error < 0)
		return error;
	put_arguments(shelf, command, bytes);
	*environment = shelf->words;
	put_environment(shelf, fd_word, preload);
	mprotect(shelf->memory, shelf->bytes, PROT_READ);
	return 0;
}

int32_t image_words(int record_fd, char ***arguments, char ***environment)
{
	size_t bytes = 0;
	char *command = read_file("/proc/self/cmdline", &bytes);
	char *preload = preload_word();
	struct shelf shelf = {0};
	int32_t status = -ENOENT;
	if (command != NULL && bytes > 0 && command[bytes - 1] == '\0')
		status = copy_words(command, bytes, record_fd, preload, &shelf, environment);
	if (status == 0)
		*arguments = shelf.memory;
	free(command);
	free(preload);
	return status;
}
