// Loops in poll.
#define IN_POLL for (volatile int forever = 1; forever;) continue
#include "bad-source.h"
