/* daw-0.2.0 <scenario> <host> <format> <spec> [<sample-rate> [<buffer-frames> [<inputs> [<outputs>]]]] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenarios.h"

static const struct {
	const char *name;
	void (*play)(const struct daw_options *options);
} scenarios[] = {
    {"blocks", scenario_blocks},
    {"saves", scenario_saves},
    {"restores", scenario_restores},
    {"editor", scenario_editor},
    {"concurrent", scenario_concurrent},
    {"late", scenario_late},
    {"on-the-edge", scenario_on_the_edge},
    {"twins", scenario_twins},
    {"crashes", scenario_crashes},
    {"wait-for-end", scenario_wait_for_end},
};

static uint32_t number(int argc, char **argv, int index, uint32_t fallback)
{
	return argc > index ? (uint32_t)strtoul(argv[index], NULL, 10) : fallback;
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fprintf(stderr, "Usage: daw-0.2.0 <scenario> <host> <format> <spec> [<sample-rate> [<buffer-frames> "
		                "[<inputs> [<outputs>]]]]\n");
		return 2;
	}
	const struct daw_options options = {
	    .host = argv[2],
	    .format = argv[3],
	    .spec = argv[4],
	    .sample_rate = argc > 5 ? argv[5] : "48000",
	    .buffer_frames = number(argc, argv, 6, 1024),
	    .input_channels = number(argc, argv, 7, 1),
	    .output_channels = number(argc, argv, 8, 1),
	};
	for (size_t i = 0; i < sizeof scenarios / sizeof scenarios[0]; i++) {
		if (strcmp(argv[1], scenarios[i].name) == 0) {
			scenarios[i].play(&options);
			return 0;
		}
	}
	fprintf(stderr, "Unknown scenario: %s\n", argv[1]);
	return 2;
}
