/*
 * What the host role's files know of one another. All of it belongs to the audio thread.
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include "block.h"

/* host-block.c. The record that the shim shares. Its counts are clamped whenever they are read: the plugin's side
 * writes them. */
extern struct block host_record;
/* Prepare the block that the header announces. Returns 1, or 0 if its size is not allowed: then nothing was touched. */
int32_t block_begin(void);
/* Hand the DAW what the plugin made of it: silence if status < 0. */
void block_finish(int32_t status);

/* Instead of both, without a plugin: silence for the block that the header announces. The rings are left alone. */
void block_silence(void);

/* host-parameters.c */
/* Forget the table and what the DAW knows of it: everything is echoed again. */
void parameters_reset(void);
/* Write the offsets of the tables and of the event list into the record. */
void parameters_describe(struct block *block);
/* Drain the parameter ring into the record's event list. */
void parameters_receive(uint32_t frames);
/* host_refused_parameters has something to tell. */
int32_t parameters_were_refused(void);
/* Tell the DAW of every parameter whose value is not the one it knows. */
void parameters_echo(void);

/* host-jobs.c */
void jobs_reset(void);
/* No request is outstanding and the plugin is not suspended. */
int32_t jobs_plugin_may_run(void);

#endif
