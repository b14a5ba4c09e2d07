/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers to the requests for lists. Packed; numbers are u32 unless noted:
 *
 *   control ports (8)      count; count times { port index; name; f32 minimum, maximum, value }
 *   parameters (9)         count; count times { id; name; module; f64 minimum, maximum, default }
 *   note names (10, 11)    count; count times { note 0..127; name }
 *   files (6; from version 7 on 7)    "FILE"; count; count times { index; path }
 *
 * A text is its length and its bytes. The DAW rejects a whole answer that contains a text that is not UTF-8 or too
 * long. So such a name is left empty, and an entry that is useless without its text is omitted. Texts are never
 * truncated.
 */
#include "core.h"
#include "ports.h"
#include "state.h"
#include "utf8.h"

#define NAME_BYTES_MAX 256u
#define MODULE_BYTES_MAX 1024u
#define NOTE_MAX 127u

static struct {
	struct cursor bytes;
	uint32_t request;
	uint32_t count;
	uint32_t count_at;
} answer;

void answer_begin(uint32_t request)
{
	int files = request == window_layout->file_list;
	answer.bytes = state_cursor(files ? PROTOCOL_FILE_REFERENCES_BYTES : PROTOCOL_SCRATCH_BYTES);
	answer.request = request;
	answer.count = 0;
	if (files)
		cursor_write_u32(&answer.bytes, PROTOCOL_FILE_MAGIC);
	answer.count_at = answer.bytes.at;
	cursor_write_u32(&answer.bytes, 0);
}

/* The texts of an entry. Anything larger than all of scratch fits no answer. */
static struct cursor texts_cursor(void)
{
	return cursor_over(staging_bytes, PROTOCOL_SCRATCH_BYTES);
}

/* The next text of the staging area; empty if the DAW could not read it. */
static struct piece take_text(struct cursor *staging, uint32_t bytes, uint32_t bytes_max)
{
	struct piece text = {cursor_take(staging, bytes), bytes};
	if (text.bytes == NULL) {
		answer.bytes.failed = 1;
		return (struct piece){NULL, 0};
	}
	if (bytes > bytes_max || !utf8_valid(text.bytes, bytes))
		text.count = 0;
	return text;
}

static void write_text(struct piece text)
{
	cursor_write_piece(&answer.bytes, text.bytes, text.count);
}

void answer_control_port(uint32_t port_index, uint32_t name_bytes, float minimum, float maximum, float value)
{
	struct cursor staging = texts_cursor();
	struct piece name = take_text(&staging, name_bytes, NAME_BYTES_MAX);
	float numbers[] = {minimum, maximum, value};
	answer.count++;
	cursor_write_u32(&answer.bytes, port_index);
	write_text(name);
	cursor_write(&answer.bytes, numbers, sizeof numbers);
}

void answer_parameter(
    uint32_t id, uint32_t name_bytes, uint32_t module_bytes, double minimum, double maximum, double default_value)
{
	struct cursor staging = texts_cursor();
	struct piece name = take_text(&staging, name_bytes, NAME_BYTES_MAX);
	struct piece module = take_text(&staging, module_bytes, MODULE_BYTES_MAX);
	double numbers[] = {minimum, maximum, default_value};
	answer.count++;
	cursor_write_u32(&answer.bytes, id);
	write_text(name);
	write_text(module);
	cursor_write(&answer.bytes, numbers, sizeof numbers);
}

void answer_text(uint32_t key, uint32_t text_bytes)
{
	int is_note = answer.request != window_layout->file_list;
	struct cursor staging = texts_cursor();
	struct piece text = take_text(&staging, text_bytes, PROTOCOL_SCRATCH_BYTES);
	if (text.count == 0 || (is_note && key > NOTE_MAX))
		return;
	answer.count++;
	cursor_write_u32(&answer.bytes, key);
	write_text(text);
}

int32_t answer_end(void)
{
	if (answer.bytes.failed)
		return -1;
	memcpy(state_bytes + answer.count_at, &answer.count, sizeof answer.count);
	return (int32_t)answer.bytes.at;
}

int32_t answer_audio_ports(uint32_t audio_inputs, uint32_t audio_outputs, uint32_t midi_inputs, uint32_t midi_outputs)
{
	struct protocol_ports ports = ports_record(audio_inputs, audio_outputs, midi_inputs, midi_outputs);
	memcpy(state_bytes, &ports, sizeof ports);
	return sizeof ports;
}
