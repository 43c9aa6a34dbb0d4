// Dies in poll.
#define IN_POLL *(volatile int *)0 = 1
#include "bad-source.h"
