/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of a plugin's state outside the DAW's folder: they get a name inside it, so that a project that is moved still
   has them. */
#ifndef MAOLAN_LV2_PROJECT_FILES_H
#define MAOLAN_LV2_PROJECT_FILES_H

/* [any-thread] Put the file source (absolute) into folder, which is created, under the relative path name or, if that
   is another file, a similar one. Uses a hard link if possible, else a copy; a symbolic link for folders and files
   larger than 256 MiB. Returns the path relative to folder, to be freed; NULL on failure. */
char *project_file(const char *folder, const char *name, const char *source);

/* [any-thread] Create a path's parent folders. False on failure. */
_Bool project_make_parents(char *path);

/* [any-thread] Resolve links, "//", "." and ".." in a path, as far as it exists. The result is absolute, without a
   trailing slash, and to be freed; NULL when out of memory. */
char *project_real_path(const char *path);

/* [any-thread] The part of path after folder if it is inside; else NULL. Both must be results of project_real_path. */
const char *project_inside(const char *folder, const char *path);

#endif
