/* SPDX-License-Identifier: BSD-2-Clause */
/* Files of a plugin's state that lie outside of the DAW's folder: they get a name inside, so that a project that is
   moved still has them. */
#ifndef MAOLAN_LV2_PROJECT_FILES_H
#define MAOLAN_LV2_PROJECT_FILES_H

/* [any-thread] Put the file source (absolute) into folder, which is made, under the relative path name or, where that
   is another file, one like it. A hard link where that is possible, else a copy; a symbolic link to what is larger than
   256 MiB, or a folder. Returns the path relative to folder, to be freed; NULL if it cannot be done. */
char *project_file(const char *folder, const char *name, const char *source);

/* [any-thread] Make the folders above a path. False if that is impossible. */
_Bool project_make_parents(char *path);

/* [any-thread] What path is after links, "//", "." and ".."; of one that does not exist, as far as it does. Absolute,
   no slash at the end; to be freed; NULL when out of memory. */
char *project_real_path(const char *path);

/* [any-thread] What stands behind folder in a path that lies inside; NULL: it does not. Both as project_real_path
   has them. */
const char *project_inside(const char *folder, const char *path);

#endif
