/* Measures by how many blocks the output lags behind the input. */
#include "probe.h"

#include <stdio.h>
#include <string.h>

static void count(struct probe *probe, float first, float last)
{
	const float lag = (float)probe->block - first;
	if (first != last || lag < 0 || first < 1)
		probe->torn++;
	else
		probe->lag[lag < PROBE_LAGS ? (uint32_t)lag : PROBE_LAGS - 1]++;
}

void probe_block(struct probe *probe, struct daw_client *daw)
{
	float input[PROBE_FRAMES], output[DAW_CHANNELS_MAX][PROBE_FRAMES];
	const float *inputs[DAW_CHANNELS_MAX];
	float *outputs[DAW_CHANNELS_MAX];
	probe->block++;
	for (uint32_t i = 0; i < PROBE_FRAMES; i++)
		input[i] = (float)probe->block;
	for (uint32_t c = 0; c < DAW_CHANNELS_MAX; c++) {
		inputs[c] = input;
		outputs[c] = output[c];
	}
	if (daw_process(daw, inputs, outputs, PROBE_FRAMES) == DAW_OK)
		count(probe, output[0][0], output[0][PROBE_FRAMES - 1]);
	else
		probe->bypassed++;
}

void probe_blocks(struct probe *probe, struct daw_client *daw, uint32_t blocks)
{
	for (uint32_t i = 0; i < blocks; i++)
		probe_block(probe, daw);
}

void probe_clear(struct probe *probe)
{
	const uint32_t block = probe->block;
	memset(probe, 0, sizeof *probe);
	probe->block = block;
}

void probe_print(const struct probe *probe, const char *name)
{
	uint32_t blocks = probe->torn + probe->bypassed;
	for (uint32_t i = 0; i < PROBE_LAGS; i++)
		blocks += probe->lag[i];
	printf("\"%s\":{\"blocks\":%u,\"lag\":[", name, blocks);
	for (uint32_t i = 0; i < PROBE_LAGS; i++)
		printf("%s%u", i ? "," : "", probe->lag[i]);
	printf("],\"torn\":%u,\"bypassed\":%u}", probe->torn, probe->bypassed);
}
