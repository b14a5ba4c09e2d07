/*
 * When the bytes came that lie in the wake pipe as a later life begins.
 *
 * A client gives a block up 100 ms after its byte, and a life takes longer than that to begin; who takes such a byte
 * for new answers a block that is given up, and that answer becomes the next block's. So a thread counts the bytes from
 * the moment when it is known that this is a later life, until the audio thread reads them. A byte's time is that of
 * the look before the one that found it: never later than the truth. What was there at the first look is of unknown
 * age, and taken for given up.
 */
#include <unistd.h>

#include "audio-wait.h"
#include "protocol.h"
#include "small-thread.h"

#define LOOK_US 1000
#define BYTES_MAX 256u /* of which times are known: the newest ones */

enum { OFF, COUNTING, STOPPING, STOPPED };

static struct {
	_Atomic uint32_t stage;
	int fd;
	uint32_t looked_ms; /* the last look */

	uint32_t came; /* bytes so far */
	uint32_t came_ms[BYTES_MAX];

	uint32_t known; /* came, from arrivals_end on */
	uint64_t read;  /* bytes that the audio thread has read since, these and all later ones */
} arrivals;

static void look(void)
{
	const uint32_t now = clock_ms();
	for (const uint32_t there = (uint32_t)unread_bytes(arrivals.fd); arrivals.came < there; arrivals.came++)
		arrivals.came_ms[arrivals.came % BYTES_MAX] = arrivals.looked_ms;
	arrivals.looked_ms = now;
}

static void *run(void *argument)
{
	(void)argument;
	while (atomic_load(&arrivals.stage) == COUNTING) {
		look();
		usleep(LOOK_US);
	}
	atomic_store(&arrivals.stage, STOPPED);
	return NULL;
}

int32_t arrivals_watch(int daw_to_host)
{
	arrivals.fd = daw_to_host;
	arrivals.looked_ms = clock_ms() - PROTOCOL_REPLY_MS_MAX;
	atomic_store(&arrivals.stage, COUNTING);
	const int32_t error = small_thread_start(run);
	if (error != 0)
		atomic_store(&arrivals.stage, OFF);
	return error;
}

void arrivals_end(void)
{
	uint32_t counting = COUNTING;
	if (!atomic_compare_exchange_strong(&arrivals.stage, &counting, STOPPING))
		return;
	while (atomic_load(&arrivals.stage) != STOPPED)
		usleep(LOOK_US / 10);
	look();
	arrivals.known = arrivals.came;
	arrivals.read = 0; /* the rehearsal has read from another pipe */
}

void arrivals_read(int32_t bytes)
{
	arrivals.read += (uint64_t)bytes;
}

uint32_t arrivals_ms(int32_t read_ahead, uint32_t now_ms)
{
	const uint64_t index = arrivals.read - (uint64_t)read_ahead - 1;
	return index < arrivals.known ? arrivals.came_ms[index % BYTES_MAX] : now_ms;
}
