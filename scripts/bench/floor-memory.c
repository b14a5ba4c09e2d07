#include "floor-memory.h"

#include <stddef.h>
#include <stdlib.h>

enum { PAGE_BYTES = 4096, LINE_BYTES = 64, LINES_OF_PAGE = PAGE_BYTES / LINE_BYTES };

struct line {
	const struct line *next;
	unsigned char rest[LINE_BYTES - sizeof(void *)];
};

static const struct line *first;

/* Spread over the pages, and within each over its lines. */
static size_t place(unsigned i, unsigned pages)
{
	const unsigned page = i % pages;
	return (size_t)page * LINES_OF_PAGE + (i / pages * 37 + page * 11) % LINES_OF_PAGE;
}

static void shuffle(size_t *places, unsigned count)
{
	srand(1);
	for (unsigned i = count - 1; i > 0; i--) {
		const unsigned other = (unsigned)rand() % (i + 1);
		const size_t place_of_i = places[i];
		places[i] = places[other];
		places[other] = place_of_i;
	}
}

bool floor_memory_open(unsigned lines, unsigned pages)
{
	if (lines == 0 || pages == 0)
		return true;
	struct line *memory = aligned_alloc(PAGE_BYTES, (size_t)pages * PAGE_BYTES);
	size_t *places = malloc(lines * sizeof *places);
	if (memory == NULL || places == NULL)
		return false;
	for (unsigned i = 0; i < lines; i++)
		places[i] = place(i, pages);
	shuffle(places, lines);
	for (unsigned i = 0; i < lines; i++)
		memory[places[i]].next = i + 1 < lines ? &memory[places[i + 1]] : NULL;
	first = &memory[places[0]];
	free(places);
	return true;
}

void floor_memory_read(void)
{
	for (const volatile struct line *line = first; line != NULL; line = line->next)
		continue;
}
