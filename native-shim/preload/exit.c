/*
 * libmaolan-exit.so, loaded before everything else (LD_PRELOAD, by the launcher): plugins that end the process come
 * here first, and libmaolan-os.so decides whether it ends. Only from this place can functions of libc be caught, which
 * stands before whatever is loaded later.
 *
 * Programs that plugins start must not inherit it, so it takes itself out of the environment when it has come to Node
 * (there may be a script on the way).
 */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))

typedef void (*exit_hook)(int exit_code, const void *caller);

static _Atomic(exit_hook) hook;

API void maolan_exit_set_hook(exit_hook function);
API void maolan_exit_set_hook(exit_hook function)
{
	atomic_store(&hook, function);
}

static void call_hook(int exit_code, const void *caller)
{
	const exit_hook function = atomic_load(&hook);
	if (function != NULL)
		function(exit_code, caller);
}

_Noreturn static void end_now(int exit_code)
{
	for (;;)
		syscall(SYS_exit_group, exit_code);
}

/* The next definition of a name, which is libc's. */
_Noreturn static void end_by(const char *name, int exit_code)
{
	void (*function)(int);
	*(void **)&function = dlsym(RTLD_NEXT, name);
	if (function != NULL)
		function(exit_code);
	end_now(exit_code);
}

API _Noreturn void exit(int exit_code)
{
	call_hook(exit_code, __builtin_return_address(0));
	end_by("exit", exit_code);
}

API _Noreturn void quick_exit(int exit_code)
{
	call_hook(exit_code, __builtin_return_address(0));
	end_by("quick_exit", exit_code);
}

API _Noreturn void _exit(int exit_code)
{
	call_hook(exit_code, __builtin_return_address(0));
	end_now(exit_code);
}

API _Noreturn void _Exit(int exit_code)
{
	call_hook(exit_code, __builtin_return_address(0));
	end_now(exit_code);
}

/* Take the words for this library out of a list whose separators are colons and spaces. */
static void remove_word(char *list, const char *word)
{
	const size_t bytes = strlen(word);
	for (char *at = list; *at != '\0';) {
		const size_t length = strcspn(at, ": ");
		const size_t step = length + (at[length] != '\0');
		if (length == bytes && memcmp(at, word, bytes) == 0)
			memmove(at, at + step, strlen(at + step) + 1);
		else
			at += step;
	}
	const size_t end = strlen(list);
	if (end > 0 && strchr(": ", list[end - 1]) != NULL)
		list[end - 1] = '\0';
}

__attribute__((constructor)) static void leave_environment(void)
{
	Dl_info info;
	char *list = getenv("LD_PRELOAD");
	const int is_node = dlsym(RTLD_DEFAULT, "_ZN4node21RegisterSignalHandlerEiPFviP9siginfo_tPvEb") != NULL;
	if (!is_node || list == NULL || dladdr((const void *)(size_t)&call_hook, &info) == 0 || info.dli_fname == NULL)
		return;
	remove_word(list, info.dli_fname);
	if (list[0] == '\0')
		unsetenv("LD_PRELOAD");
}
