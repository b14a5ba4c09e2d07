/* SPDX-License-Identifier: BSD-2-Clause */
/* Implements state:makePath, state:mapPath and state:freePath (lv2/state). */
#include "paths.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "project-files.h"

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

/* Instance ids come from the DAW and may contain anything. */
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
		random = 0; /* the process id still makes it unique */
	if (asprintf(&paths->name, "%s-%ld-%08x", id[0] ? id : "instance", (long)getpid(), random) < 0)
		paths->name = NULL;
	if (asprintf(&paths->root, "%s/maolan/lv2", root) < 0)
		paths->root = NULL;
	paths->directory = paths->root && paths->name ? join(paths->root, paths->name) : NULL;
	paths->legacy = join(temporary_directory(), "maolan-lv2-state");
	pthread_mutex_init(&paths->lock, NULL);
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
	free(paths->name);
	free(paths->root);
	free(paths->directory);
	free(paths->resources);
	free(paths->legacy);
	*paths = (struct paths){0};
}

/* ---- the DAW's folder ---- */

/* A copy of the DAW's folder, or NULL if none is set. */
static char *copy_resources(struct paths *paths)
{
	pthread_mutex_lock(&paths->lock);
	char *copy = paths->resources ? strdup(paths->resources) : NULL;
	pthread_mutex_unlock(&paths->lock);
	return copy;
}

bool paths_set_resources(struct paths *paths, const char *path)
{
	size_t length = strlen(path);
	while (length > 0 && path[length - 1] == '/')
		length--;
	if (path[0] != '/' || length >= PATH_MAX)
		return false;
	char *folder = NULL;
	if (asprintf(&folder, "%.*s/", (int)length, path) < 0)
		return false;
	if (!project_make_parents(folder) || access(folder, R_OK | W_OK | X_OK) != 0) {
		free(folder);
		return false;
	}
	folder[length] = '\0';
	pthread_mutex_lock(&paths->lock);
	char *former = paths->resources;
	paths->resources = folder;
	pthread_mutex_unlock(&paths->lock);
	free(former);
	return true;
}

/* ---- state:mapPath ---- */

/* The path relative to folder, to be freed; NULL if it is outside. */
static char *relative(const char *folder, const char *path)
{
	char *real_folder = folder ? project_real_path(folder) : NULL;
	const char *rest = real_folder ? project_inside(real_folder, path) : NULL;
	char *copy = rest && rest[0] ? strdup(rest) : NULL;
	free(real_folder);
	return copy;
}

/* A name in the DAW's folder for a file outside it, relative to that folder; NULL if there is none. Files that the
   plugin has created in the instance's directory stay there. */
static char *bring(const struct paths *paths, const char *resources, const char *path)
{
	char *own = relative(paths->directory, path);
	const char *slash = strrchr(path, '/');
	char *name = join(paths->name, own ? own : slash ? slash + 1 : path);
	char *brought = name ? project_file(resources, name, path) : NULL;
	free(name);
	free(own);
	return brought;
}

char *paths_abstract(LV2_State_Map_Path_Handle handle, const char *absolute_path)
{
	struct paths *paths = handle;
	char *resources = copy_resources(paths);
	char *real = project_real_path(absolute_path);
	/* Checked without resolving links: a link in the DAW's folder counts as a file of that folder, wherever it leads.
	 */
	const char *inside = resources ? project_inside(resources, absolute_path) : NULL;
	char *abstract = inside && inside[0] && !strstr(inside, "..") ? strdup(inside) : NULL;
	if (!abstract && real)
		abstract = relative(resources, real);
	if (!abstract && real && resources)
		abstract = bring(paths, resources, real);
	if (!abstract && real)
		abstract = relative(paths->root, real);
	free(real);
	free(resources);
	return abstract ? abstract : strdup(absolute_path);
}

static char *join_if_there(const char *directory, const char *path)
{
	char *joined = directory && path[0] ? join(directory, path) : NULL;
	if (joined && access(joined, F_OK) == 0)
		return joined;
	free(joined);
	return NULL;
}

/* Keeps a folder that a state still needs from being taken for an abandoned one. */
static void touch_folder(const struct paths *paths, const char *abstract_path)
{
	char folder[PATH_MAX];
	const int length = (int)strcspn(abstract_path, "/");
	if (snprintf(folder, sizeof(folder), "%s/%.*s", paths->root, length, abstract_path) < (int)sizeof(folder))
		utimensat(AT_FDCWD, folder, NULL, 0);
}

char *paths_absolute(LV2_State_Map_Path_Handle handle, const char *abstract_path)
{
	struct paths *paths = handle;
	if (abstract_path[0] == '/')
		return strdup(abstract_path);
	char *resources = copy_resources(paths);
	char *absolute = join_if_there(resources, abstract_path);
	if (!absolute)
		absolute = join_if_there(paths->legacy, abstract_path);
	if (!absolute && (absolute = join_if_there(paths->root, abstract_path)))
		touch_folder(paths, abstract_path);
	if (!absolute)
		absolute = join(resources ? resources : paths->directory, abstract_path);
	free(resources);
	return absolute;
}

/* ---- state:makePath, state:freePath ---- */

/* The instance's directory, inside the DAW's folder if one is set. */
static char *current_directory(struct paths *paths)
{
	pthread_mutex_lock(&paths->lock);
	char *directory = paths->resources ? join(paths->resources, paths->name) : strdup(paths->directory);
	paths->made |= !paths->resources;
	pthread_mutex_unlock(&paths->lock);
	return directory;
}

char *paths_make(LV2_State_Make_Path_Handle handle, const char *path)
{
	char *directory = current_directory(handle);
	char *full = directory && path ? join(directory, path + strspn(path, "/")) : NULL;
	free(directory);
	if (full && project_make_parents(full))
		return full;
	free(full);
	return NULL;
}

void paths_free_path(LV2_State_Free_Path_Handle handle, char *path)
{
	(void)handle;
	free(path);
}
