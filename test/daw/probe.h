/*
 * Measures audio lag: every sample of block k has the value k, and a plugin that passes it through shows in the output
 * which block is being heard.
 */
#ifndef PROBE_H
#define PROBE_H

#include "client-0.2.0.h"

#define PROBE_FRAMES 64
#define PROBE_LAGS 8

struct probe {
	uint32_t block;           /* number of the next block, from 1 */
	uint32_t lag[PROBE_LAGS]; /* blocks heard 0, 1, 2 ... blocks late; the last entry collects all longer lags */
	uint32_t torn;            /* blocks whose first and last sample belong to different blocks, or to none */
	uint32_t bypassed;        /* blocks without an answer */
};

/* Run one block of PROBE_FRAMES frames and count it. */
void probe_block(struct probe *probe, struct daw_client *daw);
void probe_blocks(struct probe *probe, struct daw_client *daw, uint32_t blocks);
/* Reset the counts; the block numbers continue. */
void probe_clear(struct probe *probe);
/* Write "name":{"blocks":..,"lag":[..],"torn":..,"bypassed":..} to stdout. */
void probe_print(const struct probe *probe, const char *name);

#endif
