/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that belong to a plugin's state. Each instance has its own directory, created when the plugin first requests a
 * file: ${XDG_STATE_HOME:-~/.local/state}/maolan/lv2/<instance id>-<pid>-<random>/. A saved state names its files
 * relative to .../maolan/lv2, so that any later process can restore it; therefore the directory stays once a state has
 * been saved, and is otherwise removed with the instance.
 *
 * Once the DAW has set a folder for files, the instance's directory is created there and stays. A state then names all
 * its files relative to that folder, so that the DAW can move it with everything that belongs to a song. Files outside
 * get a name inside it (project-files.h). Whether a file is inside is decided by real paths, without links and "//".
 */
#ifndef MAOLAN_LV2_PATHS_H
#define MAOLAN_LV2_PATHS_H

#include <lv2/state/state.h>
#include <pthread.h>
#include <stdbool.h>

struct paths {
	pthread_mutex_t lock; /* protects resources and made */
	char *name;           /* of the instance's directory */
	char *root;           /* .../maolan/lv2 */
	char *directory;      /* the instance's directory if the DAW sets no folder; no trailing slash; may not exist */
	char *resources;      /* the DAW's folder, no trailing slash; NULL: none */
	char *legacy;         /* where the first Maolan hosts kept files that their states name by relative paths */
	bool made;            /* files were requested in directory */
	bool keep;            /* keep directory; main thread */
};

/* [main-thread] */
bool paths_init(struct paths *paths, const char *instance_id);
/* [main-thread] Removes the directory unless keep is set. */
void paths_cleanup(struct paths *paths);

/* [main-thread] Keep files in this folder from now on; it is created. False, without any change, if the path is not
   absolute or not writable. */
bool paths_set_resources(struct paths *paths, const char *path);

/* [any-thread] The functions of state:mapPath, state:makePath and state:freePath; the handle is a struct paths. Release
   results with free_path (or free). */
char *paths_abstract(LV2_State_Map_Path_Handle handle, const char *absolute_path);
char *paths_absolute(LV2_State_Map_Path_Handle handle, const char *abstract_path);
/* The path as it is written, "../" and all, below the instance's directory, its parents made; NULL if they cannot be.
   What lies outside in the end gets its name by paths_abstract, like any other file. As lilv does. */
char *paths_make(LV2_State_Make_Path_Handle handle, const char *path);
void paths_free_path(LV2_State_Free_Path_Handle handle, char *path);

#endif
