/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * maolan-plugin-scanner <format> <details> <path>: lists the plugins in a file or bundle. The result goes to file
 * descriptor 3, one JSON object per line: the plugins, then {"found": number}; or {"error": "sentence"} and exit code
 * 1. If neither of these last lines arrives, the plugin has ended the process. A plugin may do anything to this
 * process, so the caller sets a deadline and checks how it ends.
 */
#include <dlfcn.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "isolate.h"
#include "json.h"
#include "plugin.h"

#define RESULT_FD 3
#define ERROR_BYTES 1024

enum exit_code { EXIT_FOUND = 0, EXIT_FAILED = 1, EXIT_WRONG_CALL = 2 };

typedef int32_t (*scan_function)(const char *path, uint32_t details, int32_t fd, char *error, uint32_t error_bytes);

static bool is_format(const char *text)
{
	return strcmp(text, "lv2") == 0 || strcmp(text, "vst3") == 0 || strcmp(text, "clap") == 0;
}

/* The format's library is in the same folder as this program. */
static scan_function find_scan(const char *format, char *error)
{
	char program[PATH_MAX], path[PATH_MAX + 64];
	const ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	program[length < 0 ? 0 : length] = '\0';
	snprintf(path, sizeof(path), "%s/libmaolan-%s.so", dirname(program), format);
	void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	scan_function scan = NULL;
	if (library)
		*(void **)&scan = dlsym(library, "plugin_scan");
	if (!scan)
		snprintf(error, ERROR_BYTES, "%s", dlerror());
	return scan;
}

static void write_end(int32_t fd, int32_t found, const char *error)
{
	struct json json;
	json_init(&json, fd);
	json_open_object(&json, NULL);
	if (found < 0)
		json_text(&json, "error", error, ERROR_BYTES);
	else
		json_integer(&json, "found", found);
	json_close_object(&json);
	json_end_line(&json);
}

int main(int argc, char **argv)
{
	if (argc != 4 || !is_format(argv[1]) || (strcmp(argv[2], "0") != 0 && strcmp(argv[2], "1") != 0)) {
		fprintf(stderr, "Usage: maolan-plugin-scanner lv2|vst3|clap 0|1 <path>  (result on file descriptor %d)\n",
		    RESULT_FD);
		return EXIT_WRONG_CALL;
	}
	const int32_t fd = isolate(RESULT_FD);
	if (fd < 0) {
		fprintf(stderr, "maolan-plugin-scanner: cannot prepare the process: %s\n", strerror(errno));
		return EXIT_WRONG_CALL;
	}
	char error[ERROR_BYTES] = "";
	const scan_function scan = find_scan(argv[1], error);
	const int32_t found = scan ? scan(argv[3], argv[2][0] == '1', fd, error, sizeof(error)) : PLUGIN_ERROR;
	write_end(fd, found, error);
	_exit(found < 0 ? EXIT_FAILED
	                : EXIT_FOUND); /* skips destructors: libraries that are still loaded may crash in theirs */
}
