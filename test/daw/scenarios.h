/*
 * What a session with the 0.2.0 DAW looks like: each scenario plays one and prints one line of JSON with what it
 * counted. It judges nothing; the tests do.
 */
#ifndef SCENARIOS_H
#define SCENARIOS_H

#include "client-0.2.0.h"

/* 500 blocks, one after the other, from the moment the host says ready. */
void scenario_blocks(const struct daw_options *options);
/* 100 saves 37 ms apart before any block, then 100 between blocks, then 200 blocks. */
void scenario_saves(const struct daw_options *options);
/* 50 times: save, then restore what was saved; then 200 blocks. */
void scenario_restores(const struct daw_options *options);
/* The editor is shown and hidden between blocks, also in the same moment; 100 blocks after each. */
void scenario_editor(const struct daw_options *options);
/* 400 saves on one thread while another runs blocks; then a pause of 300 ms and 200 blocks. */
void scenario_concurrent(const struct daw_options *options);
/* The slow plugin: 10 blocks of 150 ms, then back to 0 ms, a pause of 300 ms and 200 blocks. */
void scenario_late(const struct daw_options *options);
/* Blocks near the DAW's patience: 40 blocks of 90 to 110 ms, then a pause of 300 ms and 200 blocks. */
void scenario_on_the_edge(const struct daw_options *options);
/* A second instance takes over the segment of the first; both are played in turn; the first is dropped. */
void scenario_twins(const struct daw_options *options);
/* 20 times: open, one block at once, drop. For __crash__. */
void scenario_crashes(const struct daw_options *options);
/* Three instances and a stranger that inherits all pipe ends: their process ids, and then silence until killed. */
void scenario_wait_for_death(const struct daw_options *options);

#endif
