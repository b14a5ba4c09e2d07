/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the shared object of a bundle for this architecture. */
#include "bundle.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#define PATH_ROOM 4096
#define FOLDERS_ROOM 256

/* Folder names for this build's architecture, the standard one first; then the machine name from uname. */
static const char *const architecture_folders[] = {
#if defined(__x86_64__)
    "x86_64-linux",
#elif defined(__i386__)
    "i686-linux",
    "i386-linux",
#elif defined(__aarch64__)
    "aarch64-linux",
    "arm64-linux",
#elif defined(__arm__)
    "armv7l-linux",
    "armv8l-linux",
    "armv6l-linux",
#elif defined(__riscv) && __riscv_xlen == 64
    "riscv64-linux",
#elif defined(__loongarch64)
    "loongarch64-linux",
#elif defined(__powerpc64__)
    "ppc64le-linux",
#endif
    NULL,
};

/* ---- specs ---- */

/* Reads count hexadecimal bytes, each preceded by the text form's separators. Returns the rest, or NULL. */
static const char *read_bytes(const char *text, const char *separators, v3_tuid bytes)
{
	for (size_t i = 0; i < sizeof(v3_tuid); i++) {
		text += strspn(text, separators);
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			return NULL;
		const char digits[] = {text[0], text[1], '\0'};
		bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
		text += 2;
	}
	return text;
}

bool class_id_read(const char *text, v3_tuid class_id)
{
	const char *end = text[0] == '[' ? read_bytes(text + 1, ", ", class_id) : read_bytes(text, "", class_id);
	return end && strcmp(end, text[0] == '[' ? "]" : "") == 0;
}

bool bundle_parse(const char *spec, struct bundle_spec *result)
{
	*result = (struct bundle_spec){strdup(spec), false, {0}};
	if (!result->path)
		return false;
	struct stat status;
	if (stat(spec, &status) == 0)
		return true;
	char *hash = strrchr(result->path, '#');
	char *colons = NULL;
	for (char *at = strstr(result->path, "::"); at; at = strstr(at + 2, "::"))
		colons = at;
	if (hash && class_id_read(hash + 1, result->class_id)) {
		result->has_class = true;
		*hash = '\0';
	} else if (colons && class_id_read(colons + 2, result->class_id)) {
		result->has_class = true;
		*colons = '\0';
	}
	return true;
}

void class_id_digits(const v3_tuid class_id, char digits[CLASS_DIGITS_BYTES])
{
	for (size_t i = 0; i < sizeof(v3_tuid); i++)
		snprintf(digits + 2 * i, 3, "%02X", class_id[i]);
}

void class_id_text(const v3_tuid class_id, char text[CLASS_TEXT_BYTES])
{
	char *at = text;
	for (size_t i = 0; i < sizeof(v3_tuid); i++)
		at += sprintf(at, "%s%02X", i == 0 ? "[" : ", ", class_id[i]);
	at[0] = ']';
	at[1] = '\0';
}

/* ---- files ---- */

static bool is_file(const char *path)
{
	struct stat status;
	return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* The bundle's name without the last extension: the required name of its binary. */
static void copy_stem(const char *path, char *stem, size_t room)
{
	size_t length = strlen(path);
	while (length > 1 && path[length - 1] == '/')
		length--;
	size_t start = length;
	while (start > 0 && path[start - 1] != '/')
		start--;
	size_t end = length;
	for (size_t i = start + 1; i < length; i++)
		if (path[i] == '.')
			end = i;
	snprintf(stem, room, "%.*s", (int)(end - start), path + start);
}

static char *binary_in(const char *bundle, const char *named, const char *folder)
{
	char stem[256];
	char path[PATH_ROOM];
	copy_stem(named, stem, sizeof(stem));
	const int length = snprintf(path, sizeof(path), "%s/Contents/%s/%s.so", bundle, folder, stem);
	return length < PATH_ROOM && is_file(path) ? strdup(path) : NULL;
}

static bool is_library(const char *name)
{
	const size_t length = strlen(name);
	return length > 3 && strcmp(name + length - 3, ".so") == 0;
}

/* For bundles renamed by users: the only shared object in the folder; NULL if there are several. */
static char *only_library_in(const char *bundle, const char *folder)
{
	char path[PATH_ROOM], only[256] = "";
	uint32_t count = 0;
	snprintf(path, sizeof(path), "%s/Contents/%s", bundle, folder);
	DIR *directory = opendir(path);
	for (const struct dirent *entry; directory && (entry = readdir(directory));) {
		if (!is_library(entry->d_name))
			continue;
		snprintf(only, sizeof(only), "%s", entry->d_name);
		count++;
	}
	if (directory)
		closedir(directory);
	const int length = snprintf(path, sizeof(path), "%s/Contents/%s/%s", bundle, folder, only);
	return count == 1 && length < PATH_ROOM && is_file(path) ? strdup(path) : NULL;
}

/* A link to a bundle may have a different name. */
static char *find_in_folder(const char *bundle, const char *folder)
{
	char *found = binary_in(bundle, bundle, folder);
	if (found)
		return found;
	char *real = realpath(bundle, NULL);
	found = real ? binary_in(bundle, real, folder) : NULL;
	free(real);
	return found ? found : only_library_in(bundle, folder);
}

/* Lists the architectures in the bundle, for the error sentence. */
static void list_folders(const char *bundle, char *list, size_t room)
{
	char path[PATH_ROOM];
	snprintf(path, sizeof(path), "%s/Contents", bundle);
	list[0] = '\0';
	DIR *directory = opendir(path);
	if (!directory)
		return;
	for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
		const char *name = entry->d_name;
		if (!strchr(name, '-') && strcmp(name, "MacOS") != 0)
			continue; /* Resources, moduleinfo.json and similar */
		const size_t used = strlen(list);
		snprintf(list + used, room - used, "%s%.64s", used ? ", " : "", name);
	}
	closedir(directory);
}

static char *find_in_bundle(const char *bundle, const struct message *message)
{
	for (const char *const *folder = architecture_folders; *folder; folder++) {
		char *found = find_in_folder(bundle, *folder);
		if (found)
			return found;
	}
	struct utsname machine;
	char own_folder[sizeof(machine.machine) + 8] = "";
	if (uname(&machine) == 0)
		snprintf(own_folder, sizeof(own_folder), "%s-linux", machine.machine);
	char *found = find_in_folder(bundle, own_folder);
	if (found)
		return found;

	char folders[FOLDERS_ROOM];
	char stem[256];
	list_folders(bundle, folders, sizeof(folders));
	copy_stem(bundle, stem, sizeof(stem));
	const char *wanted = architecture_folders[0] ? architecture_folders[0] : own_folder;
	message_set(message, "VST3 module not found at \"%s\": the bundle has no Contents/%s/%s.so for this machine%s%s",
	    bundle, wanted, stem, folders[0] ? "; it has binaries for: " : "; it has no binaries", folders);
	return NULL;
}

char *bundle_find_binary(const char *path, const struct message *message)
{
	struct stat status;
	if (stat(path, &status) != 0) {
		message_set(message, "VST3 module not found at \"%s\": %s", path, strerror(errno));
		return NULL;
	}
	if (S_ISDIR(status.st_mode))
		return find_in_bundle(path, message);
	if (S_ISREG(status.st_mode))
		return realpath(path, NULL); /* a single-file plugin; the path needs a slash, or dlopen would search for it */
	message_set(message, "VST3 module not found at \"%s\": neither a bundle folder nor a shared object", path);
	return NULL;
}
