#include "paths.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

static char *join(const char *directory, const char *path)
{
	char *joined = NULL;
	return asprintf(&joined, "%s/%s", directory, path) < 0 ? NULL : joined;
}

static const char *temporary_directory(void)
{
	const char *directory = getenv("TMPDIR");
	return directory && directory[0] == '/' ? directory : "/tmp";
}

/* Instance ids come from the DAW and may hold anything. */
static void sanitise_id(const char *instance_id, char *name, size_t bytes)
{
	size_t length = 0;
	for (const char *at = instance_id; *at && length + 1 < bytes; at++) {
		const bool plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9') ||
		                   *at == '_' || *at == '-';
		name[length] = '_';
		if (plain)
			name[length] = *at;
		length++;
	}
	name[length] = '\0';
}

bool paths_init(struct paths *paths, const char *instance_id)
{
	const char *state = getenv("XDG_STATE_HOME");
	const char *home = getenv("HOME");
	char root[PATH_MAX], id[64];
	uint32_t random = 0;

	if (state && state[0] == '/')
		snprintf(root, sizeof(root), "%s", state);
	else if (home && home[0] == '/')
		snprintf(root, sizeof(root), "%s/.local/state", home);
	else
		snprintf(root, sizeof(root), "%s", temporary_directory());

	sanitise_id(instance_id ? instance_id : "", id, sizeof(id));
	if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
		random = 0; /* the process id remains */
	if (asprintf(
	        &paths->directory, "%s/maolan/lv2/%s-%ld-%08x", root, id[0] ? id : "instance", (long)getpid(), random) < 0)
		paths->directory = NULL;
	paths->legacy = join(temporary_directory(), "maolan-lv2-state");
	return paths->directory && paths->legacy;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	remove(path);
	return 0;
}

void paths_cleanup(struct paths *paths)
{
	if (paths->made && !paths->keep)
		nftw(paths->directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(paths->directory);
	free(paths->legacy);
	*paths = (struct paths){0};
}

char *paths_abstract(LV2_State_Map_Path_Handle handle, const char *absolute_path)
{
	(void)handle;
	return strdup(absolute_path);
}

char *paths_absolute(LV2_State_Map_Path_Handle handle, const char *abstract_path)
{
	const struct paths *paths = handle;
	if (abstract_path[0] == '/')
		return strdup(abstract_path);
	char *legacy = join(paths->legacy, abstract_path);
	if (legacy && abstract_path[0] && access(legacy, F_OK) == 0)
		return legacy;
	free(legacy);
	return join(paths->directory, abstract_path);
}

static bool make_parents(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		const bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
		*slash = '/';
		if (!made)
			return false;
	}
	return true;
}

static void sanitise_path(const char *path, char *clean, size_t bytes)
{
	size_t length = 0;
	for (const char *part = path; *part; part += *part == '/') {
		const size_t part_bytes = strcspn(part, "/");
		const bool up = part_bytes == 2 && strncmp(part, "..", 2) == 0;
		const bool none = part_bytes == 0 || (part_bytes == 1 && part[0] == '.');
		if (!none && length < bytes)
			length += (size_t)snprintf(
			    clean + length, bytes - length, "%s%.*s", length ? "/" : "", up ? 1 : (int)part_bytes, up ? "_" : part);
		part += part_bytes;
	}
	if (length == 0 || length >= bytes)
		snprintf(clean, bytes, "state.bin");
}

char *paths_make(LV2_State_Make_Path_Handle handle, const char *path)
{
	struct paths *paths = handle;
	char clean[PATH_MAX];
	sanitise_path(path ? path : "", clean, sizeof(clean));
	char *full = join(paths->directory, clean);
	if (!full)
		return NULL;
	paths->made = true;
	if (make_parents(full))
		return full;
	free(full);
	return NULL;
}

void paths_free_path(LV2_State_Free_Path_Handle handle, char *path)
{
	(void)handle;
	free(path);
}
