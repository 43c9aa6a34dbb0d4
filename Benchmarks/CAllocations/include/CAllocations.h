// Counts what the process allocates, by standing before the C library's own functions.
#ifndef CALLOCATIONS_H
#define CALLOCATIONS_H

#include <stdint.h>

// How often the calling thread has asked for memory so far.
uint64_t allocation_count(void);

#endif
