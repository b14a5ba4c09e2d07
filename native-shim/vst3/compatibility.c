/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list is JSON5: [{ "New": "<class id>", "Old": ["<class id>", ...] }, ...], under the key "Compatibility" in
 * moduleinfo.json, and alone in the output of IPluginCompatibility. Only its tokens matter here: an object's "New"
 * and "Old" may be in either order.
 */
#include "compatibility.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "factory.h"
#include "stream.h"

#define COMPATIBILITY_CLASS "Plugin Compatibility Class"
#define FILE_BYTES_MAX (1 << 20)
#define WORD_ROOM 64

struct vst3_plugin_compatibility {
	struct v3_funknown;
	v3_result (*get_compatibility_json)(void *self, struct v3_bstream **stream);
};
static const v3_tuid vst3_plugin_compatibility_iid = V3_ID(0x4AFD4B6A, 0x35D7C240, 0xA5C31414, 0xFB7D15E6);

/* ---- tokens ---- */

/* Skips comments and white space; NULL at the end. */
static const char *skip(const char *at)
{
	for (;;) {
		at += strspn(at, " \t\r\n,:");
		if (at[0] == '/' && at[1] == '/')
			at += strcspn(at, "\n");
		else if (at[0] == '/' && at[1] == '*')
			at = strstr(at, "*/") ? strstr(at, "*/") + 2 : "";
		else
			return *at ? at : NULL;
	}
}

/* The next token (a string or a bare name without quotes, or one of {}[]), truncated to fit; returns the rest. */
static const char *next_word(const char *at, char word[WORD_ROOM])
{
	size_t length = 1;
	word[0] = '\0';
	at = skip(at);
	if (!at)
		return NULL;
	const char quote = *at;
	const bool quoted = quote == '"' || quote == '\'';
	at += quoted;
	if (quoted)
		for (length = 0; at[length] && at[length] != quote; length++)
			length += at[length] == '\\' && at[length + 1];
	else if (!strchr("{}[]", *at))
		length = strcspn(at, " \t\r\n,:{}[]\"'/");
	snprintf(word, WORD_ROOM, "%.*s", (int)length, at);
	at += length > 0 || quoted ? length : 1;
	return quoted && *at ? at + 1 : at;
}

/* ---- class ids ---- */

/* Keeps hexadecimal digits only, in upper case: some ids are written with dashes, braces or commas. */
static void digits_of(const char *text, size_t length, char digits[33])
{
	size_t count = 0;
	for (size_t i = 0; i < length && count < 32; i++)
		if (isxdigit((unsigned char)text[i]))
			digits[count++] = (char)toupper((unsigned char)text[i]);
	digits[count] = '\0';
}

static bool is_id(const char *word, const char digits[33])
{
	char other[33];
	digits_of(word, strlen(word), other);
	return strlen(digits) == 32 && strcmp(other, digits) == 0;
}

/* ---- the list ---- */

static bool list_has(const char *list, const char new_id[33], const char old_id[33])
{
	char word[WORD_ROOM], key[WORD_ROOM] = "";
	bool is_new = false, is_old = false;
	int depth = 0;
	for (const char *at = next_word(list, word); at; at = next_word(at, word)) {
		depth += *word == '[' || *word == '{' ? 1 : *word == ']' || *word == '}' ? -1 : 0;
		if (*word == '{')
			is_new = is_old = false;
		else if (strcmp(word, "New") == 0 || strcmp(word, "Old") == 0)
			memcpy(key, word, sizeof(key));
		else if (strcmp(key, "New") == 0)
			is_new |= is_id(word, new_id);
		else if (strcmp(key, "Old") == 0)
			is_old |= is_id(word, old_id);
		if (is_new && is_old)
			return true;
		if (depth <= 0)
			return false;
	}
	return false;
}

/* The value of the key "Compatibility", or NULL. The word may also be a name. */
static const char *find_list(const char *text)
{
	char word[WORD_ROOM];
	for (const char *at = next_word(text, word); at; at = next_word(at, word)) {
		char next[WORD_ROOM];
		if (strcmp(word, "Compatibility") == 0 && next_word(at, next) && *next == '[')
			return at;
	}
	return NULL;
}

/* ---- location ---- */

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "re");
	char *text = file ? calloc(1, FILE_BYTES_MAX + 1) : NULL;
	const bool read = text && fread(text, 1, FILE_BYTES_MAX, file) > 0;
	if (file)
		fclose(file);
	if (read)
		return text;
	free(text);
	return NULL;
}

/* BUNDLE/Contents/Resources/moduleinfo.json, or BUNDLE/Contents/moduleinfo.json as written by the first SDKs that had
   it; the shared object is BUNDLE/Contents/ARCHITECTURE/NAME.so. */
static char *read_module_info(const struct module *module)
{
	static const char *const places[] = {"/Resources/moduleinfo.json", "/moduleinfo.json"};
	char path[4096];
	snprintf(path, sizeof(path), "%s", module->path);
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(path, '/');
		if (!slash)
			return NULL;
		*slash = '\0';
	}
	const size_t length = strlen(path);
	char *text = NULL;
	for (size_t i = 0; i < 2 && !text; i++) {
		snprintf(path + length, sizeof(path) - length, "%s", places[i]);
		text = read_file(path);
	}
	return text;
}

static char *ask_class(const struct module *module, const v3_tuid class_id)
{
	struct vst3_plugin_compatibility **compatibility = NULL;
	struct stream *stream = stream_new(NULL, 0);
	char *text = NULL;
	(*module->factory)
	    ->create_instance(module->factory, class_id, vst3_plugin_compatibility_iid, (void **)&compatibility);
	if (stream && compatibility &&
	    (*compatibility)->get_compatibility_json(compatibility, stream_object(stream)) == V3_OK)
		text = strndup(stream_bytes(stream), stream_size(stream));
	if (compatibility)
		(*compatibility)->unref(compatibility);
	stream_release(stream);
	return text;
}

static char *ask_factory(const struct module *module)
{
	const int32_t count = (*module->factory)->num_classes(module->factory);
	for (int32_t i = 0; i < count; i++) {
		struct factory_class info;
		if (factory_read_class(module->factory, i, &info) && strcmp(info.category, COMPATIBILITY_CLASS) == 0)
			return ask_class(module, info.class_id);
	}
	return NULL;
}

bool compatibility_replaces(const struct module *module, const char *old_class, uint32_t length)
{
	char own[CLASS_TEXT_BYTES], new_id[33], old_id[33];
	class_id_text(module->class_id, own);
	digits_of(own, strlen(own), new_id);
	digits_of(old_class, length, old_id);
	char *info = read_module_info(module); /* its list takes precedence over the class */
	const char *list = info ? find_list(info) : NULL;
	char *text = list ? NULL : ask_factory(module);
	if (!list)
		list = text;
	const bool replaces = list && list_has(list, new_id, old_id);
	free(info);
	free(text);
	return replaces;
}
