/* SPDX-License-Identifier: BSD-2-Clause */
/* Links or copies a state's files into the folder of the DAW's project. */
#include "project-files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define COPY_BYTES_MAX (256ll << 20)
#define NAMES_MAX 100

bool project_make_parents(char *path)
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

char *project_real_path(const char *path)
{
	char head[PATH_MAX], real[PATH_MAX], *joined = NULL;
	if (snprintf(head, sizeof(head), "%s", path) >= (int)sizeof(head))
		return strdup(path);
	size_t cut = strlen(head); /* the rest does not exist */
	while (!realpath(head, real)) {
		const char *slash = strrchr(head, '/');
		if (!slash || slash == head)
			return strdup(path);
		cut = (size_t)(slash - head);
		head[cut] = '\0';
	}
	const char *rest = path + cut;
	return asprintf(&joined, "%s%s", real, rest) < 0 ? NULL : joined;
}

const char *project_inside(const char *folder, const char *path)
{
	const size_t length = strlen(folder);
	if (strncmp(path, folder, length) != 0 || path[length] != '/')
		return NULL;
	path += length;
	return path + strspn(path, "/");
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	if (a->st_dev == b->st_dev && a->st_ino == b->st_ino)
		return true;
	return S_ISREG(a->st_mode) && S_ISREG(b->st_mode) && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static bool copy_bytes(int from, int to, const struct stat *source)
{
	for (int64_t left = source->st_size; left > 0;) {
		const ssize_t bytes = sendfile(to, from, NULL, (size_t)left);
		if (bytes <= 0)
			return false;
		left -= bytes;
	}
	/* Its size and modification time identify it as a copy at the next save. */
	const struct timespec times[2] = {source->st_atim, source->st_mtim};
	return futimens(to, times) == 0;
}

static bool copy(const char *path, const char *target, const struct stat *source)
{
	const int from = open(path, O_RDONLY | O_CLOEXEC);
	const int to = from < 0 ? -1 : open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	const bool copied = to >= 0 && copy_bytes(from, to, source);
	if (from >= 0)
		close(from);
	if (to >= 0)
		close(to);
	if (to >= 0 && !copied)
		unlink(target);
	return copied;
}

static bool put(const char *path, const char *target, const struct stat *source)
{
	if (!S_ISREG(source->st_mode))
		return S_ISDIR(source->st_mode) && symlink(path, target) == 0;
	if (link(path, target) == 0)
		return true;
	return source->st_size <= COPY_BYTES_MAX ? copy(path, target, source) : symlink(path, target) == 0;
}

/* "kick.wav", then "2-kick.wav" and so on, in the same folder. */
static bool write_name(char *target, size_t bytes, const char *folder, const char *name, int number)
{
	const char *slash = strrchr(name, '/');
	const int parent = slash ? (int)(slash + 1 - name) : 0;
	const int length = number == 1
	                       ? snprintf(target, bytes, "%s/%s", folder, name)
	                       : snprintf(target, bytes, "%s/%.*s%d-%s", folder, parent, name, number, name + parent);
	return length < (int)bytes;
}

char *project_file(const char *folder, const char *name, const char *source)
{
	char target[PATH_MAX];
	struct stat wanted, there;
	if (stat(source, &wanted) != 0)
		return NULL;
	for (int number = 1; number <= NAMES_MAX; number++) {
		if (!write_name(target, sizeof(target), folder, name, number) || !project_make_parents(target))
			return NULL;
		const bool exists = stat(target, &there) == 0;
		if (exists ? is_same(&wanted, &there) : put(source, target, &wanted))
			return strdup(target + strlen(folder) + 1);
		if (!exists && errno != EEXIST)
			return NULL;
	}
	return NULL;
}
