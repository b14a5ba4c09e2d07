/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files that belong to a plugin's state. Each instance has its own directory, made when the plugin first asks for
 * a file: ${XDG_STATE_HOME:-~/.local/state}/maolan/lv2/<instance id>-<pid>-<random>/. A saved state names its files
 * relative to .../maolan/lv2, so that it can be restored by any later process; therefore the directory stays once a
 * state was saved, and else goes with the instance.
 *
 * Once the DAW has named a folder for files, the instance's directory is made in there and stays. A state then names
 * all its files relative to that folder: the DAW may move it, with all that belongs to a song. Files that lie elsewhere
 * get a name in it (project-files.h). Whether a file lies inside is asked of real paths, after links and "//".
 */
#ifndef MAOLAN_LV2_PATHS_H
#define MAOLAN_LV2_PATHS_H

#include <lv2/state/state.h>
#include <pthread.h>
#include <stdbool.h>

struct paths {
	pthread_mutex_t lock; /* of resources and made */
	char *name;           /* of the instance's directory */
	char *root;           /* .../maolan/lv2 */
	char *directory;      /* the instance's, when the DAW names no folder; no slash at the end; need not exist */
	char *resources;      /* the DAW's folder, no slash at the end; NULL: none */
	char *legacy;         /* where the first Maolan hosts kept files that their states name by relative paths */
	bool made;            /* files were asked for in directory */
	bool keep;            /* of directory; main thread */
};

/* [main-thread] */
bool paths_init(struct paths *paths, const char *instance_id);
/* [main-thread] Removes the directory unless keep is set. */
void paths_cleanup(struct paths *paths);

/* [main-thread] From now on files are kept in this folder, which is made. False, and nothing changed, if the path is
   not absolute or no files can be made there. */
bool paths_set_resources(struct paths *paths, const char *path);

/* [any-thread] The functions of state:mapPath, state:makePath and state:freePath; the handle is a struct paths. Results
   are for free_path (or free). */
char *paths_abstract(LV2_State_Map_Path_Handle handle, const char *absolute_path);
char *paths_absolute(LV2_State_Map_Path_Handle handle, const char *abstract_path);
/* The path as it is written, "../" and all, below the instance's directory, its parents made; NULL if they cannot be.
   What lies outside in the end gets its name by paths_abstract, like any other file. As lilv does. */
char *paths_make(LV2_State_Make_Path_Handle handle, const char *path);
void paths_free_path(LV2_State_Free_Path_Handle handle, char *path);

#endif
