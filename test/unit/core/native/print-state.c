/*
 * Reads blobs from stdin (u32 length, then the bytes; at most 65 536) and prints what the codec finds in each: the
 * native half of the differential test. Usage: print-state lv2|vst3
 */
#include <stdio.h>
#include <string.h>

#include "core.h"

static void print_hex(const void *bytes, uint32_t count, const char *end)
{
	for (uint32_t i = 0; i < count; i++)
		printf("%02x", ((const uint8_t *)bytes)[i]);
	fputs(end, stdout);
}

static void print_lv2(uint32_t size)
{
	if (state_lv2_read(size) != 0) {
		puts("refused");
		return;
	}
	for (uint32_t i = 0; i < state_lv2_port_count(); i++) {
		float value = state_lv2_port_value(i);
		uint32_t bits;
		memcpy(&bits, &value, sizeof bits);
		printf("port %u %u\n", state_lv2_port_index(i), bits);
	}
	while (state_lv2_next_property()) {
		fputs("property ", stdout);
		print_hex(state_lv2_key(), state_lv2_key_bytes(), ",");
		print_hex(state_lv2_type(), state_lv2_type_bytes(), ",");
		printf("%u,", state_lv2_flags());
		print_hex(state_lv2_value(), state_lv2_value_bytes(), "\n");
	}
	puts("end");
}

static void print_vst3(uint32_t size)
{
	if (state_vst3_read(size) != 0) {
		puts("refused");
		return;
	}
	fputs("state ", stdout);
	print_hex(state_vst3_id(), state_vst3_id_bytes(), ",");
	print_hex(state_vst3_component(), state_vst3_component_bytes(), ",");
	print_hex(state_vst3_controller(), state_vst3_controller_bytes(), "\n");
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	uint32_t size;
	while (fread(&size, sizeof size, 1, stdin) == 1) {
		if (size > PROTOCOL_SCRATCH_BYTES || fread(state_buffer(), 1, size, stdin) != size)
			return 1;
		if (strcmp(argv[1], "lv2") == 0)
			print_lv2(size);
		else
			print_vst3(size);
	}
	return 0;
}
