/*
 * Sessions of the 0.2.0 DAW: each scenario runs one and prints one line of JSON with its counts, which the tests judge.
 */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "client-0.2.0.h"

/* 500 blocks, one after the other, from ready on. */
void scenario_blocks(const struct daw_options *options);
/* 100 saves 37 ms apart before any block, then 100 between blocks, then 200 blocks. */
void scenario_saves(const struct daw_options *options);
/* 50 times: save, then restore what was saved; then 200 blocks. */
void scenario_restores(const struct daw_options *options);
/* The editor is shown and hidden between blocks, also at the same time; 100 blocks after each. */
void scenario_editor(const struct daw_options *options);
/* 400 saves on one thread while another runs blocks; then a pause of 300 ms and 200 blocks. */
void scenario_concurrent(const struct daw_options *options);
/* The slow plugin: 10 blocks of 150 ms, then back to 0 ms, a pause of 300 ms and 200 blocks. */
void scenario_late(const struct daw_options *options);
/* Blocks near the DAW's time limit: 40 blocks of 90 to 110 ms, then a pause of 300 ms and 200 blocks. */
void scenario_on_the_edge(const struct daw_options *options);
/* A second instance takes over the segment of the first; both play alternately; the first is dropped. */
void scenario_twins(const struct daw_options *options);
/* 20 times: open, one block at once, drop. For __crash__. */
void scenario_crashes(const struct daw_options *options);
/* Three instances and an unrelated process that inherits all pipe ends: prints their process ids, then stays silent
   until killed. */
void scenario_wait_for_end(const struct daw_options *options);

#endif
